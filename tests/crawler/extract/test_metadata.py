"""What a page states about its article: which statement wins, and what is never believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.extracted import Context
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.page import parse_page

CONTEXT = Context(now=datetime(2026, 3, 10, 12, tzinfo=UTC))
URL = "https://www.bayherald.example/news/ferry-sinks.html"


def _read(
    head: str = "", body: str = "", *, url: str = URL, context: Context = CONTEXT
) -> Metadata:
    html = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    return read_metadata(parse_page(html, url), context)


def _ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def _moment(metadata: Metadata) -> datetime | None:
    return metadata.published.moment if metadata.published else None


FULL = _ld(
    """{"@context": "https://schema.org", "@type": "NewsArticle",
    "headline": "Ferry sinks in the bay", "datePublished": "2026-03-01T08:30:00+01:00",
    "dateModified": "2026-03-02T09:00:00+01:00", "inLanguage": "en-GB",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Li"}],
    "publisher": {"@type": "Organization", "name": "The Bay Herald"},
    "image": {"@type": "ImageObject", "url": "/img/ferry.jpg"},
    "description": "All passengers were brought ashore within the hour.",
    "articleBody": "The ferry sank."}"""
)


def test_json_ld_fills_every_field() -> None:
    metadata = _read(FULL, "<h1>Ferry sinks in the bay</h1>")
    assert metadata.title == "Ferry sinks in the bay"
    assert metadata.authors == ("Ann Lee", "Bo Li")
    assert _moment(metadata) == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    assert metadata.updated is not None
    assert metadata.updated.moment == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert metadata.summary == "All passengers were brought ashore within the hour."
    assert metadata.image == "https://www.bayherald.example/img/ferry.jpg"
    assert metadata.article_body == "The ferry sank."
    assert metadata.language == "en"


def test_every_filled_field_names_its_rule() -> None:
    metadata = _read(FULL, "<h1>Ferry sinks in the bay</h1>")
    assert metadata.filled_by == {
        "title": "h1",
        "authors": "json-ld",
        "published": "json-ld",
        "updated": "json-ld",
        "summary": "json-ld",
        "image": "json-ld",
        "language": "html lang",
    }


def test_an_empty_page_gives_empty_fields() -> None:
    assert _read() == Metadata(language="en", filled_by={"language": "html lang"})


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-03-01T07:30:00Z">',
        '<meta name="pubdate" content="2026-03-01T07:30:00Z">',
        '<meta name="parsely-pub-date" content="2026-03-01T07:30:00Z">',
        '<meta name="DC.date.issued" content="2026-03-01T07:30:00Z">',
        '<meta itemprop="datePublished" content="2026-03-01T07:30:00Z">',
        '<meta name="my-publish-time" content="2026-03-01T07:30:00Z">',
        _ld('{"@graph": [{"@type": "WebPage", "datePublished": "2026-03-01T07:30:00Z"}]}'),
    ],
)
def test_the_head_may_state_the_date_in_many_ways(head: str) -> None:
    assert _moment(_read(head)) == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        '<time datetime="2026-03-01T07:30:00Z">last week</time>',
        '<abbr class="published" title="2026-03-01T07:30:00Z">last week</abbr>',
        '<span itemprop="datePublished" content="2026-03-01T07:30:00Z"></span>',
        '<p class="dateline">1 March 2026, 7:30 am</p>',
        "<p>London, 1 March 2026, 7:30 am</p>",
    ],
)
def test_the_date_near_the_headline_is_the_articles(line: str) -> None:
    assert _moment(_read(body=f"<h1>Ferry sinks in the bay</h1>{line}<p>It sank.")) == datetime(
        2026, 3, 1, 7, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "body",
    [
        '<aside class="related"><time datetime="2020-01-01">1 Jan 2020</time></aside>',
        '<div class="comments"><time datetime="2020-01-01">1 Jan 2020</time></div>',
        '<nav><span class="date">Tuesday 10 March 2026</span></nav>',
        '<footer><p class="date">1 January 2020</p></footer>',
        "<p>It sank as the one of 12 March 1998 did, in the same place, said those who saw both of"
        " them from the shore and had not forgotten what they saw there on that other day.</p>",
    ],
)
def test_a_date_in_another_part_of_the_page_is_not_the_articles(body: str) -> None:
    assert _read(body=f"<h1>Ferry sinks in the bay</h1><p>It sank.</p>{body}").published is None


def test_a_date_that_cannot_be_is_passed_over() -> None:
    head = (
        '<meta property="article:published_time" content="1970-01-01T00:00:00Z">'
        '<meta name="date" content="2026-03-01">'
    )
    assert _moment(_read(head)) == datetime(2026, 3, 1, tzinfo=UTC)


def test_the_day_in_the_address_decides_between_statements() -> None:
    head = (
        '<meta property="article:published_time" content="2026-03-07T10:00:00Z">'
        '<meta name="date" content="2026-03-01T10:00:00Z">'
    )
    metadata = _read(head, url="https://bayherald.example/2026/03/01/ferry")
    assert _moment(metadata) == datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_the_day_in_the_address_is_the_last_resort() -> None:
    metadata = _read(url="https://bayherald.example/2026-03-01/ferry")
    assert _moment(metadata) == datetime(2026, 3, 1, tzinfo=UTC)
    assert metadata.filled_by["published"] == "url"


def test_the_offset_is_that_of_the_clock_that_readers_see() -> None:
    head = '<meta property="article:published_time" content="2026-03-02T01:09:55Z">'
    body = "<h1>Ferry sinks in the bay</h1><p class=date>March 1, 2026 at 6:09 p.m.</p>"
    published = _read(head, body).published
    assert published is not None
    assert published.moment == datetime(2026, 3, 2, 1, 9, 55, tzinfo=UTC)
    assert published.offset == timedelta(hours=-7)


def test_a_date_without_zone_is_in_the_sources_zone() -> None:
    context = Context(now=CONTEXT.now, timezone=ZoneInfo("Asia/Shanghai"), languages=("zh",))
    metadata = _read(body="<h1>渡轮在海湾沉没</h1><p>今天 16:25　来源：海湾报</p>", context=context)
    assert _moment(metadata) == datetime(2026, 3, 10, 8, 25, tzinfo=UTC)


def test_the_summary_is_not_the_whole_article() -> None:
    head = (
        f'<meta property="og:description" content="{"It sank. " * 200}">'
        '<meta name="description" content="All were brought ashore in time.">'
    )
    assert _read(head).summary == "All were brought ashore in time."


def test_the_lead_image_is_not_the_logo() -> None:
    head = (
        '<meta property="og:image" content="/img/site-logo.png">'
        '<meta name="twitter:image" content="/img/ferry.jpg">'
    )
    assert _read(head).image == "https://www.bayherald.example/img/ferry.jpg"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="/news/ferry">', "https://www.bayherald.example/news/ferry"),
        ('<link rel="canonical" href="/">', None),
        ('<meta property="og:url" content="https://other.example/">', None),
        (
            '<meta property="og:url" content="https://bayherald.example/f">',
            "https://bayherald.example/f",
        ),
        ('<link rel="canonical" href="javascript:void(0)">', None),
    ],
)
def test_the_canonical_url_is_the_articles(head: str, expected: str | None) -> None:
    assert _read(head).canonical_url == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:locale" content="de_CH">', "de-CH"),
        ('<meta http-equiv="content-language" name="language" content="fr, en">', "fr"),
        ("", None),
    ],
)
def test_the_language_is_a_tag(head: str, expected: str | None) -> None:
    page = parse_page(f"<html><head>{head}</head><body></body></html>", URL)
    assert read_metadata(page, CONTEXT).language == expected


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://bayherald.example.au/a.html", datetime(2025, 12, 4, tzinfo=UTC)),
        ("https://bayherald.com/a.html", datetime(2025, 4, 12, tzinfo=UTC)),
    ],
)
def test_the_country_of_the_site_decides_between_day_and_month(url: str, day: datetime) -> None:
    body = "<h1>Ferry sinks in the bay</h1><p class=date>04/12/2025</p>"
    assert _moment(_read(body=body, url=url)) == day


def test_prose_that_begins_with_a_date_is_dated_by_it() -> None:
    prose = "It sank where the other one had sunk, said those who saw it from the shore. " * 3
    body = f"<h1>Ferry sinks in the bay</h1><p>1 March 2026 – {prose}</p>"
    assert _moment(_read(body=body)) == datetime(2026, 3, 1, tzinfo=UTC)


def test_the_data_of_a_pages_programs_is_read_when_nothing_else_is_there() -> None:
    script = '<script>x = {"id": 3, "publishedAt": "2026-03-01T07:30:00Z"}</script>'
    metadata = _read(script, "<h1>Ferry sinks in the bay</h1>")
    assert _moment(metadata) == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    assert metadata.filled_by["published"] == "script"


def test_the_last_change_is_the_last_resort() -> None:
    body = "<h1>Ferry sinks in the bay</h1><p>It sank.</p><p>Last updated: 1 March 2026</p>"
    assert _moment(_read(body=f"{body}")) == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_change_is_not_the_publication_when_both_are_shown() -> None:
    body = (
        "<h1>Ferry sinks in the bay</h1><time class=updated>Updated 3 March 2026</time>"
        "<time class=created>1 March 2026</time>"
    )
    assert _moment(_read(body=body)) == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_page_description_for_chinese_search_engines_is_json_ld_too() -> None:
    head = _ld('{"@id": "https://www.bayherald.example/a", "pubDate": "2026-03-01T07:30:00"}')
    assert _moment(_read(head)) == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


_TAGS = st.sampled_from(["h1", "p", "time", "div", "a", "span", "footer", "article", "title"])
_NAMES = st.sampled_from(["author", "date", "title", "related", "byline", "meta", ""])
_WORDS = st.sampled_from(["By Ann Lee", "1 March 2026", "Ferry sinks", "", "3/4", "2 hours ago"])


@given(st.lists(st.tuples(_TAGS, _NAMES, _WORDS), max_size=12))
def test_any_page_is_read(elements: list[tuple[str, str, str]]) -> None:
    body = "".join(f'<{tag} class="{name}" href="/author/x">{text}' for tag, name, text in elements)
    metadata = _read(body=body)
    assert metadata.published is None or metadata.published.moment <= CONTEXT.now + timedelta(1)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Ferry</h1>" + '<div class="date author title">' * 2500,
        "<h1>Ferry</h1>" + "<time class=date>x 99</time>" * 20_000,
        "<h1>Ferry</h1>" + '<a href="/author/x">By Ann Lee</a>' * 20_000,
        "<title>a b c</title>" + "<h2 class=title>a b c d</h2>" * 20_000,
        "<h1>Ferry</h1>" + "<p>By</p>" * 100_000,
        "<h1>Ferry</h1><b>" + "Ann de de " * 50_000 + "</b><p>1 March 2026</p>",
        "<title>Ferry sinks</title>" + "<p>Ferry sinks in</p>" * 50_000,
        "<nav>" * 300 + "<h1>Ferry sinks</h1>" * 20_000,
        '<script type=\'application/ld+json\'>{"a": "' + '"\n' * 100_000 + "</script>",
    ],
    ids="nested dates authors headings by name title menus quotes".split(),  # noqa: SIM905
)
def test_a_hostile_page_costs_no_more_than_it_is_long(body: str) -> None:
    page = parse_page(body, URL)
    began = process_time()
    read_metadata(page, CONTEXT)
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("url", "zone", "offset"),
    [
        ("https://bayherald.de/a.html", None, 1),
        ("https://bayherald.de/a.html", ZoneInfo("America/New_York"), -5),
        ("https://bayherald.com/a.html", None, 0),
    ],
)
def test_the_clock_is_the_sources_else_that_of_the_sites_country(
    url: str, zone: ZoneInfo | None, offset: int
) -> None:
    head = '<meta property="article:published_time" content="2026-03-01T23:00:00Z">'
    context = Context(now=CONTEXT.now, timezone=zone)
    published = _read(head, "<h1>Ferry sinks in the bay</h1>", url=url, context=context).published
    assert published is not None
    assert published.moment == datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert published.offset == timedelta(hours=offset)


def test_a_change_before_the_publication_is_none() -> None:
    head = (
        '<meta property="article:published_time" content="2026-03-01T08:00:00Z">'
        '<meta property="article:modified_time" content="2026-03-01T08:00:00Z">'
    )
    assert _read(head).updated is None


def test_a_change_is_shown_by_the_clock_of_the_publication() -> None:
    head = (
        '<meta property="article:published_time" content="2026-03-01T08:00:00+09:00">'
        '<meta property="article:modified_time" content="2026-03-01T08:00:00Z">'
    )
    updated = _read(head).updated
    assert updated is not None
    assert updated.local.isoformat() == "2026-03-01T17:00:00+09:00"


def test_the_only_stated_date_of_publication_counts_wherever_it_stands() -> None:
    body = (
        "<h1>Ferry sinks in the bay</h1><div class=footer>"
        "<time itemprop=datePublished datetime=2026-03-01>1 March</time></div>"
    )
    assert _moment(_read(body=body)) == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "<div class=elementor-widget><p class=date>1 March 2026</p></div>",
        "<aside class=article__aside><p class=date>1 March 2026</p></aside>",
        "<p class=info>The bay, where the ferry has sailed since 24 May 2014, seen from the shore"
        " on a day without wind</p><time datetime=2026-03-01>Sunday</time>",
    ],
    ids=["widget", "sidebar", "caption"],
)
def test_the_dateline_close_to_the_headline_is_found_in_odd_places(line: str) -> None:
    body = f"<h1>Ferry sinks in the bay</h1>{line}<p>It sank.</p>"
    assert _moment(_read(body=body)) == datetime(2026, 3, 1, tzinfo=UTC)


def test_the_date_of_today_in_the_masthead_is_not_the_articles() -> None:
    masthead = "<p>Tuesday, 10 March 2026</p><p class=date>10.03.2026</p>"
    body = f"{masthead}<h1>Ferry sinks in the bay</h1><p>It sank.</p>"
    assert _read(body=body).published is None


def test_a_dateline_above_the_headline_is_read() -> None:
    body = "<p>Tuesday, 3 March 2026</p><h1>Ferry sinks in the bay</h1><p>It sank.</p>"
    metadata = _read(body=body)
    assert _moment(metadata) == datetime(2026, 3, 3, tzinfo=UTC)
    assert metadata.filled_by["published"] == "dateline above"


def test_an_article_of_today_is_dated_by_the_line_below_its_headline() -> None:
    body = "<h1>Ferry sinks in the bay</h1><p>Tuesday, 10 March 2026</p><p>It sank.</p>"
    assert _moment(_read(body=body)) == datetime(2026, 3, 10, tzinfo=UTC)


def test_a_page_that_declares_no_language_is_known_by_its_words() -> None:
    prose = "The ferry sank in the bay, and all of its passengers were brought to the shore."
    body = f"<h1>Ferry sinks in the bay</h1><p class=date>03/01/2026</p><p>{prose}</p>"
    page = parse_page(f"<html><body>{body}</body></html>", "https://bayherald.com/a.html")
    metadata = read_metadata(page, CONTEXT)
    assert metadata.language == "en"
    assert metadata.filled_by["language"] == "words"
    assert _moment(metadata) == datetime(2026, 3, 1, tzinfo=UTC)
