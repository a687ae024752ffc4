from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.matching import matches
from feeds.post import Author, Post
from feeds.query import MAX_LENGTH, QueryError, parse_query

POST = Post(
    id="tag:x",
    key="k",
    title="Chip war: 台积电 warns",
    published=datetime(2026, 3, 1, 12, tzinfo=UTC),
    body="<p>The semiconductor<b>s</b> of Harbour&nbsp;Town.</p><p>半导体产业 grows 3-fold</p>",
    authors=(Author("Mei Lin"),),
    categories=("economy",),
    tags=("芯片",),
    source="gazette",
    lang="en",
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "chip",
        "CHIP WAR",
        '"chip war"',
        "ｃｈｉｐ",
        "半导体",
        "导体",
        "体",
        "半导体 OR nothing",
        "nothing | 半导体",
        "chip AND semiconductors",
        "-nothing",
        "NOT nothing chip",
        "-(nothing OR nobody)",
        "(nothing OR chip) grows",
        "title:台积",
        'author:"mei lin"',
        "category:economy tag:芯片 source:gazette lang:en",
        "/semicon\\w+/",
        "title:/^chip/",
        "after:2026-03-01 before:2026-03-02",
        "3-fold",
    ],
)
def test_these_searches_find_the_post(text: str) -> None:
    assert matches(parse_query(text), POST)


@pytest.mark.parametrize(
    "text",
    [
        "chi",
        '"war chip"',
        "体半",
        "nothing",
        "chip nothing",
        "-chip",
        "title:semiconductors",
        "mei",
        "author:lin author:wang",
        "before:2026-03-01",
        "after:2026-03-02",
        "title:/^war/",
        "source:gaz",
    ],
)
def test_these_do_not(text: str) -> None:
    assert not matches(parse_query(text), POST)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("(chip", "without its )"),
        ("chip)", "character 5: a ) without"),
        ('"chip', "a quote without its end"),
        ("colour:red", "there is no field 'colour'"),
        ("after:tomorrow", "is no date"),
        ("/(/", "no regular expression"),
        ("chip -", "nothing follows"),
        ("x" * (MAX_LENGTH + 1), "may have"),
    ],
)
def test_a_mistake_says_what_and_where(text: str, complaint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert complaint in str(caught.value)


def test_an_expression_that_never_ends_finds_nothing() -> None:
    hard = Post(id="x", key="k", title="a" * 40, published=POST.published, body="<p>b</p>")
    assert not matches(parse_query("title:/(a|a)*(a|a)*(a|aa)+$c/"), hard)


@given(st.text(max_size=60))
def test_any_text_is_a_search_or_a_mistake(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert matches(query, POST) in {True, False}
