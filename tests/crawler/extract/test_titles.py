"""The title: which of heading, head and JSON-LD says it, and where the site's name ends."""

from __future__ import annotations

from datetime import UTC, date, datetime

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


@pytest.mark.parametrize(
    "added",
    ["Harbour: Ferry sinks in the bay", "Ferry sinks in the bay (3)", "Re: Ferry sinks in the bay"],
)
def test_what_a_minor_heading_adds_to_the_head_is_no_part_of_the_title(added: str) -> None:
    html = f"<title>Ferry sinks in the bay</title><p class=article-title>{added}</p>"
    assert _title(html) == "Ferry sinks in the bay"


def test_a_minor_heading_ends_a_title_to_which_the_site_is_glued() -> None:
    html = "<title>Ferry sinks in the bay. B. Herald</title><h2>Ferry sinks in the bay</h2>"
    assert _title(html) == "Ferry sinks in the bay"


def test_a_head_that_only_names_the_site_says_no_title() -> None:
    html = (
        "<meta property=og:site_name content='The Bay Herald'>"
        "<meta property=og:title content='The Bay Herald, bayherald.example'>"
        "<title>The Bay Herald, bayherald.example</title>"
        "<h2><a href=/b.html>Mayor opens the new bridge after years</a></h2>"
        "<h2>Ferry sinks in the bay</h2>"
    )
    assert _title(html) == "Ferry sinks in the bay"


def test_a_site_name_that_is_the_long_title_of_the_page_names_no_site() -> None:
    title = "Ferry sinks in the bay, and nobody knows how it could happen"
    html = (
        f"<meta property=og:site_name content='{title}'><meta property=og:title content='{title}'>"
        "<p class=title>Mayor opens the bridge</p>"
    )
    assert _title(html) == title


def test_several_headings_that_the_head_does_not_know_are_sections() -> None:
    html = (
        "<meta property=og:title content='Ferry sinks in the bay'>"
        "<h1>Health and beauty</h1><h1>Food and drink</h1>"
    )
    assert _title(html) == "Ferry sinks in the bay"


def test_of_two_confirmed_headings_that_which_is_shared_wins() -> None:
    title = "Ferry sinks in the bay, and nobody knows how this could ever happen"
    html = (
        f"<meta property=og:title content='{title}'><title>{title}. Ferry, bay - Harbour</title>"
        f"<h1>{title}. Ferry, bay</h1><h1>{title}</h1>"
    )
    assert _title(html) == title


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<title>渡轮公司今年净利1900万-2900万-财经频道-海湾网</title>",
            "渡轮公司今年净利1900万-2900万",
        ),
        (
            "<title>海湾渡轮沉没的原因是GPU-Bay 海湾技术</title>",
            "海湾渡轮沉没的原因是GPU",
        ),
        ("<meta name=title content=渡轮昨日在海湾沉没-新闻频道-海湾网>", "渡轮昨日在海湾沉没"),
        (
            "<meta property=og:site_name content=海湾报>"
            "<meta property=og:title content=渡轮昨日在海湾沉没：海湾报>",
            "渡轮昨日在海湾沉没",
        ),
        (
            "<meta property=og:title content='Ferry sinks in the bay: Bay Herald'>"
            "<meta property=og:site_name content='Bay Herald'>",
            "Ferry sinks in the bay",
        ),
        (
            "<title>The ferry sinks in the bay - Local - Bay Herald</title>",
            "The ferry sinks in the bay",
        ),
        ("<title>Premiere of «The Ferry»</title>", "Premiere of «The Ferry»"),
    ],
)
def test_channel_section_and_site_end_a_title_that_no_heading_shows(
    html: str, expected: str
) -> None:
    assert _title(html) == expected


def test_big_letters_are_the_headline_where_no_heading_shows_the_title() -> None:
    title = "Ferry sinks in the bay"
    menu = "<td>" + "<a href=/x>Other</a> 1.1.2020<br>" * 40 + "</td>"
    text = f"<font size=5><b>{title}</b></font><br>By Ann Lee<br>3 March 2026<p>It sank."
    page = parse_page(
        f"<title>{title} | The Bay Herald</title><table><tr>{menu}<td>{text}</table>",
        "https://www.bayherald.example/a.html",
    )
    metadata = read_metadata(page, CONTEXT)
    assert metadata.headline is not None
    assert metadata.headline.tag == "b"
    assert metadata.authors == ("Ann Lee",)
    assert metadata.published is not None
    assert metadata.published.local.date() == date(2026, 3, 3)


@pytest.mark.parametrize("tag", ["nav", "div class=breadcrumb", "ul class='page-breadcrumbs bar'"])
def test_a_main_heading_in_a_trail_of_breadcrumbs_is_not_the_title(tag: str) -> None:
    end = tag.split(maxsplit=1)[0]
    trail = "<li><a href=/>Home</a></li><li><h1>Ferry: all about the night in the bay</h1></li>"
    html = (
        "<title>Ferry: all about the night in the bay | The Bay Herald</title>"
        "<meta property=og:title content='Ferry sinks in the bay'>"
        f"<{tag}>{trail}</{end}><article><h2>Ferry sinks in the bay</h2><p>It sank.</p></article>"
    )
    assert _title(html) == "Ferry sinks in the bay"


@pytest.mark.parametrize(
    "home",
    [
        "<h1><a href=/>Harbour Review</a></h1>",
        "<p><a rel=home href=https://bay.example/>Harbour Review</a></p>",
    ],
)
def test_what_leads_home_is_the_name_of_the_site(home: str) -> None:
    head = "<meta property=og:title content='Ferry sinks in the bay - Harbour Review'>"
    assert _title(head + home, "https://bay.example/a.html") == "Ferry sinks in the bay"


def test_a_link_home_that_says_only_that_names_nothing() -> None:
    head = "<meta property=og:title content='Ferry sinks - Home'><a rel=home href=/>Home</a>"
    assert _title(head, "https://bay.example/a.html") == "Ferry sinks - Home"
