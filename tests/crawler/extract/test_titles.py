"""The title: which of heading, head and JSON-LD says it, and where the site's name ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extract.extracted import Context
from crawler.extract.metadata import read_metadata
from crawler.extract.page import parse_page

CONTEXT = Context(now=datetime(2026, 3, 10, 12, tzinfo=UTC))


def _title(html: str, url: str = "https://www.bayherald.example/a.html") -> str | None:
    return read_metadata(parse_page(html, url), CONTEXT).title


@pytest.mark.parametrize(
    "html",
    [
        "<title>Ferry sinks in the bay | The Bay Herald</title>",
        "<title>Ferry sinks in the bay - News - Bay Herald</title><h1>Ferry sinks in the bay</h1>",
        "<title>The Bay Herald: home</title><h1>Ferry sinks in the bay</h1>",
        "<title>The Bay Herald</title><h1>The Bay Herald</h1><h1>Ferry sinks in the bay</h1>",
        "<meta property=og:title content='Ferry sinks in the bay'><h2>More news of the day</h2>",
        "<meta property=og:title content='Ferry sinks in the bay &amp;ndash; Bay Herald'>"
        "<meta property=og:site_name content='Bay Herald'>",
        "<title>Ferry sinks in the bay</title><h1><a href=/>Weather, sports, and news</a></h1>"
        "<h2>Ferry sinks in the bay</h2>",
        "<title>Ferry sinks in the bay</title><h1><span>Harbour</span> Ferry sinks in the bay</h1>",
        "<title>Ferry sinks in the bay</title><p class=article-title>Ferry sinks in the bay</p>",
        "<svg><title>Menu</title></svg><h1>Ferry sinks in the bay</h1>",
    ],
)
def test_the_title_is_what_the_article_is_called(html: str) -> None:
    assert _title(html) == "Ferry sinks in the bay"


def test_json_ld_and_og_title_together_outweigh_the_heading() -> None:
    html = (
        '<script type="application/ld+json">{"@type":"Article","headline":"Ferry sinks"}</script>'
        "<meta property=og:title content='Ferry sinks'><title>Ferry sinks</title>"
        "<h1>What is known about the disaster in the bay</h1>"
    )
    assert _title(html) == "Ferry sinks"


def test_a_lone_heading_outweighs_a_head_that_says_something_else() -> None:
    html = "<title>Bay disaster: everything we know</title><h1>Ferry sinks in the bay</h1>"
    assert _title(html) == "Ferry sinks in the bay"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<title>渡轮在海湾沉没_新闻_海湾报</title><h1>渡轮在海湾沉没</h1>", "渡轮在海湾沉没"),
        ("<title>渡轮在海湾沉没｜海湾报</title>", "渡轮在海湾沉没"),
        ("<title>Паром затонул в бухте — Вестник</title>", "Паром затонул в бухте"),
    ],
)
def test_titles_in_other_scripts_lose_the_site_too(html: str, expected: str) -> None:
    assert _title(html) == expected


def test_a_page_without_any_title_has_none() -> None:
    assert _title("<p>It sank.</p>") is None


def test_a_heading_that_leads_home_is_the_sites_name() -> None:
    html = (
        "<title>News from the bay and beyond</title><h1><a href='/'>News from the bay</a></h1>"
        "<h1>Ferry sinks in the bay</h1>"
    )
    assert _title(html) == "Ferry sinks in the bay"


def test_a_chinese_title_loses_channel_and_site_behind_hyphens() -> None:
    assert _title("<title>渡轮昨日在海湾沉没-新闻频道-海湾网</title>") == "渡轮昨日在海湾沉没"


def test_soft_hyphens_are_not_part_of_a_title() -> None:
    assert _title("<h1>Fähr\u00adunglück in der Bucht</h1>") == "Fährunglück in der Bucht"
