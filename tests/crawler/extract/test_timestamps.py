"""When a page says that its article was published, where it says more than one thing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extract.extracted import Context
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.page import parse_page

CONTEXT = Context(now=datetime(2026, 3, 10, 12, tzinfo=UTC))
HEADLINE = "<h1>Ferry sinks in the bay</h1>"
URL = "https://www.bayherald.example/news/ferry-sinks.html"


def _read(head: str = "", body: str = "", url: str = URL) -> Metadata:
    html = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    return read_metadata(parse_page(html, url), CONTEXT)


def _moment(metadata: Metadata) -> datetime | None:
    return metadata.published.moment if metadata.published else None


OTHERS = (
    "<div class=date>2 February 2025 | 4 replies</div><div class=date>3 January 2024</div>"
    "<p>Seen from the shore</p>"
)


@pytest.mark.parametrize(
    "line",
    [
        "<p class=meta>Published on: 1 March 2026 | 0 replies</p>",
        "<p class=meta>Veröffentlicht am 1. März 2026 von Ann Lee</p>",
        "<p class=meta>发布时间：2026年3月1日</p>",
        "<p class=meta>Publikacja: 01.03.2026 | Aktualizacja: 05.03.2026</p>",
    ],
)
def test_the_line_that_tells_of_the_publication_is_believed_before_nearer_dates(line: str) -> None:
    metadata = _read(body=f"{HEADLINE}{OTHERS}{line}<p>It sank.</p>")
    assert _moment(metadata) == datetime(2026, 3, 1, tzinfo=UTC)


def test_what_such_a_line_holds_for_machines_is_more_exact_than_what_it_shows() -> None:
    line = (
        "<p class=meta>Posted <time datetime=2026-03-01T07:30:15Z>1 March 2026</time>,"
        " updated 3 March 2026 at 9:00</p>"
    )
    assert _moment(_read(body=f"{HEADLINE}{OTHERS}{line}<p>It sank.</p>")) == datetime(
        2026, 3, 1, 7, 30, 15, tzinfo=UTC
    )


@pytest.mark.parametrize("own", ["<p>1 March 2026</p>", "<p class=date>1 March 2026</p>"])
def test_dates_that_a_page_lists_in_one_dress_are_not_the_articles(own: str) -> None:
    days = ("2 March 2026", "3 January 2026", "7 May 2024")
    items = "".join(f"<li>Gulls gather<span class=date>{day}</span>" for day in days)
    metadata = _read(body=f"{HEADLINE}<ul>{items}</ul>{own}<p>It sank.</p>")
    assert _moment(metadata) == datetime(2026, 3, 1, tzinfo=UTC)


def test_two_dates_in_one_dress_are_no_list() -> None:
    days = ("1 March 2026", "3 March 2026")
    items = "".join(f"<li>Bay Herald<span class=date>{day}</span>" for day in days)
    metadata = _read(body=f"{HEADLINE}<ul>{items}</ul><p>Seen again on 5 March 2026</p>")
    assert _moment(metadata) == datetime(2026, 3, 1, tzinfo=UTC)


def test_the_date_right_behind_the_headline_is_the_articles_in_whatever_dress() -> None:
    days = ("2 March 2026", "3 March 2026", "4 March 2026")
    items = "".join(f"<div><p><time>{day}</time> Gulls gather</p></div>" for day in days)
    own = "<div><p><time>1 March 2026</time></p></div>"
    text = "<p>It sank.</p>" * 40
    metadata = _read(body=f"{HEADLINE}{own}<p>On 5 March 2026</p>{text}{items}")
    assert _moment(metadata) == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("tag", ["span", "time"])
def test_a_label_in_an_element_of_its_own_tells_what_a_date_is(tag: str) -> None:
    updated = f"<b>Updated:</b> <{tag}>3 March 2026</{tag}>"
    published = f"<b>Published</b> <{tag}>1 March 2026</{tag}>"
    metadata = _read(body=f"{HEADLINE}<div>{updated}</div><div>{published}</div><p>It sank.</p>")
    assert _moment(metadata) == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_date_far_in_a_sentence_is_not_the_dateline() -> None:
    sentence = "The next meeting of all ferry crews will be on 5 March 2026 from seven in the"
    metadata = _read(body=f"{HEADLINE}<p>{sentence} <a href=/bay>Bay</a>.</p><p>1 March 2026</p>")
    assert _moment(metadata) == datetime(2026, 3, 1, tzinfo=UTC)


LINKED = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sinks",'
    ' "datePublished": "2026-02-25T07:30:00Z"}</script>'
)
META = '<meta property="article:published_time" content="2026-03-01T07:30:00Z">'
SHOWN = "<p class=date>1 March 2026</p>"


def test_the_meta_and_what_readers_see_outvote_json_ld() -> None:
    metadata = _read(LINKED + META, HEADLINE + SHOWN)
    assert _moment(metadata) == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    assert metadata.filled_by["published"] == "meta article:published_time"


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (LINKED, SHOWN),
        (LINKED + META, ""),
        (LINKED + META, "<p class=date>25 February 2026</p>"),
        (LINKED + META, "<p class=updated>Updated 1 March 2026</p>"),
    ],
    ids=["shown alone", "meta alone", "another day shown", "a change shown"],
)
def test_one_statement_alone_does_not_outvote_json_ld(head: str, line: str) -> None:
    metadata = _read(head, HEADLINE + line)
    assert _moment(metadata) == datetime(2026, 2, 25, 7, 30, tzinfo=UTC)
    assert metadata.filled_by["published"] == "json-ld"


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("/2019/11/ferry-sinks.html", 2019),
        ("/201911/ferry-sinks.html", 2019),
        ("/t20191119_12.html", 2019),
        ("/2019/10/ferry-sinks.html", 2025),
        ("/201911.html", 2025),
    ],
)
def test_a_day_without_its_year_is_of_the_year_in_the_address(path: str, year: int) -> None:
    body = f"{HEADLINE}<p class=date>Nov 19, 6:51 AM</p><p>It sank.</p>"
    metadata = _read(body=body, url=f"https://bayherald.example{path}")
    assert _moment(metadata) == datetime(year, 11, 19, 6, 51, tzinfo=UTC)
