from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.matching import Patience, matches
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
        ("(" * 490, "inside each other"),
        ("a (" * 100 + "a" + ")" * 100, "inside each other"),
        ("-" * 490 + "a", "inside each other"),
        ("/(?R)/", "calls itself"),
        ("title:/(a)(?1)/", "calls itself"),
        ("/(?P<n>a(?&n)?)/", "calls itself"),
        ("/a{500000}/", "repeats more than"),
        ("/(?:abc{1000}){1000}/", "repeats more than"),
        ("/(a{,1000}){1,1000}/", "repeats more than"),
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


@pytest.mark.parametrize("expression", [r"\d{4}-\d{2}-\d{2}", "a{1000}", "(a|b)+", r"\(\?R\)"])
def test_expressions_that_people_write_are_searches(expression: str) -> None:
    parse_query(f"/{expression}/")


def test_the_expressions_of_a_question_have_an_end_together() -> None:
    patience = Patience(0.3)
    hard = "/(a|a)*(a|a)*(a|aa)+$c/"
    posts = [replace(POST, title="a" * 40) for _ in range(50)]
    began = time.perf_counter()
    query = parse_query(f"title:{hard}")
    with pytest.raises(QueryError, match="takes too long"):
        [matches(query, post, patience.finds) for post in posts]
    assert time.perf_counter() - began < 2


@given(st.text(max_size=60))
def test_any_text_is_a_search_or_a_mistake(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert matches(query, POST) in {True, False}
