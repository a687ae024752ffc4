"""Bylines without a class, a link or a property: known by where they stand and how they read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extract.extracted import Context
from crawler.extract.metadata import read_metadata
from crawler.extract.page import parse_page

CONTEXT = Context(now=datetime(2026, 3, 10, 12, tzinfo=UTC))
_TEXT = "<p>The ferry sank in the bay on Sunday; all passengers were brought to land.</p>"
_DATE = "<span>1 March 2026</span>"


def _authors(html: str) -> tuple[str, ...]:
    page = parse_page(f"<h1>Ferry sinks</h1>{html}", "https://www.bayherald.example/a.html")
    return read_metadata(page, CONTEXT).authors


@pytest.mark.parametrize(
    "html",
    [
        "<p>By</p><a href=/ann>Ann Lee</a>",
        "<div>By <a href=/ann>Ann Lee</a></div>",
        "<div><strong>von</strong> <span>Ann Lee</span></div>",
        "<div>Ein Artikel von <a href=/ann>Ann Lee</a></div>",
        f"<p><span>Posted on</span> {_DATE} <span>by</span> <a href=/ann>Ann Lee</a></p>",
        f"<p>{_TEXT}</p><p>Por: <b>Ann Lee</b></p>",
    ],
)
def test_a_name_in_an_element_of_its_own_belongs_to_the_by_before_it(html: str) -> None:
    assert _authors(f"{html}{_TEXT}") == ("Ann Lee",)


@pytest.mark.parametrize("line", ["1 March 2026 | By Ann Lee", "Ann Lee · 1 March 2026"])
def test_name_and_date_stand_in_one_line(line: str) -> None:
    assert _authors(f"<p>{line}</p>{_TEXT}") == ("Ann Lee",)


def test_what_a_by_of_its_own_leads_to_needs_no_capitals() -> None:
    assert _authors(f"<p>by <a href=/ann>annlee</a></p>{_TEXT}") == ("annlee",)


def test_several_names_stand_behind_a_by_of_its_own() -> None:
    links = "<a href=/ann>Ann Lee</a>, <a href=/bo>Bo Li</a> and <a href=/cy>Cy Young</a>"
    assert _authors(f"<p>By {links}</p><p><a href=/x>Other News</a></p>{_TEXT}") == (
        "Ann Lee",
        "Bo Li",
        "Cy Young",
    )


def test_a_by_between_words_of_a_sentence_is_prose() -> None:
    assert _authors("<p>See <i>The Ferry</i> by <a href=/x>Ann Lee</a>, a book.</p>") == ()


@pytest.mark.parametrize(
    "html",
    [
        f"<span>Ann Lee</span>{_DATE}",
        f"<span>Ann Lee |</span>{_DATE}",
        f"<span>Ann Lee</span><span>-</span>{_DATE}",
        f"<b>Ann Lee</b><div>Deputy Editor</div>{_DATE}",
        f"{_DATE} · <span>Ann Lee</span>",
        "<b>Ann Lee</b><time datetime=2026-03-01>01.03.26</time>",
    ],
)
def test_a_name_alone_beside_the_date_of_publication_is_the_author(html: str) -> None:
    assert _authors(f"<div>{html}</div>{_TEXT}") == ("Ann Lee",)


@pytest.mark.parametrize(
    "html",
    [
        f"<span>World News</span>{_DATE}<p>The news went round the world.</p>",
        f"<span>Bay Ferry</span>{_DATE}",
        "<meta name=date content=2026-03-01><b>Ann Lee</b><i>1 March 2021</i>",
        f"<p>{'It sank. ' * 20}<a href=/x>Ann Lee</a></p>{_DATE}",
        f"<span>Ann</span>{_DATE}",
    ],
)
def test_other_words_beside_a_date_are_no_author(html: str) -> None:
    assert _authors(f"<div>{html}</div>{_TEXT}<p>A bay.</p>") == ()


def test_what_the_menu_has_too_is_a_section() -> None:
    page = f"<div>Primo Piano</div><h1>Ferry sinks</h1><b>Primo Piano</b>{_DATE}{_TEXT}"
    assert read_metadata(parse_page(page, "https://e.example/"), CONTEXT).authors == ()


def test_a_name_beside_the_date_does_not_outvote_a_site_that_says_it_is_the_author() -> None:
    site = "<meta name=author content='The Bay Herald'>"
    assert _authors(f"{site}<b>Ann Lee</b>{_DATE}{_TEXT}") == ("The Bay Herald",)
