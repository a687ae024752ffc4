from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import html

from feeds.site.pages import FeedLink, Headline, Page, channel_page, digest_page

ARABIC = Headline(
    title="العنوان",
    link="https://x.example/1",
    published=datetime(2026, 5, 4, tzinfo=UTC),
    summary="نص",
    lang="ar",
)
PAGE = Page(
    title="Harbour",
    publication="News",
    lang="en",
    timezone="UTC",
    url="https://news.example/harbour.html",
    feeds=(
        FeedLink("Atom", "https://news.example/a.atom", "application/atom+xml"),
        FeedLink("RSS", "https://news.example/a.rss", "application/rss+xml"),
    ),
    entries=(ARABIC, replace(ARABIC, title="Ferry", lang=None)),
)


def parsed(page: Page) -> html.HtmlElement:
    return html.fromstring(channel_page(page))


def test_each_language_stands_under_its_own_tag() -> None:
    first, second = parsed(PAGE).xpath("//ol[@class='posts']/li")
    assert (first.get("lang"), first.find(".//time").get("lang")) == ("ar", "en")
    assert (second.get("lang"), second.find(".//time").get("lang")) == ("en", None)


def test_what_was_scraped_runs_in_its_own_direction() -> None:
    page = parsed(PAGE)
    assert page.get("dir") is None
    for path in ("//h1", "//ol[@class='posts']/li", "//a[@rel='home']"):
        assert {each.get("dir") for each in page.xpath(path)} == {"auto"}, path


def test_a_publication_may_run_from_right_to_left() -> None:
    page = parsed(replace(PAGE, lang="fa"))
    assert page.get("dir") == "rtl"
    assert {link.get("dir") for link in page.xpath("//ul[@class='feeds']//a")} == {"ltr"}


@pytest.mark.parametrize(("lang", "tag"), [("de", "en"), ("en-GB", None), ("zh-TW", None)])
def test_words_of_ours_in_another_language_say_so(lang: str, tag: str | None) -> None:
    page = parsed(replace(PAGE, lang=lang, entries=()))
    ours = page.xpath("//nav | //section[@class='subscribe'] | //h2[@id='newest'] | //footer")
    assert [each.get("lang") for each in ours] == [tag] * 4
    assert page.find(".//li[@class='none']").get("lang") == tag


def test_buttons_of_the_same_name_are_told_apart() -> None:
    page = parsed(PAGE)
    told = [page.get_element_by_id(b.get("aria-describedby")).text for b in page.iter("button")]
    assert told == ["Atom", "RSS"]


def test_the_digest_unfolds_its_newest_entry_only() -> None:
    found = html.fromstring(digest_page(PAGE)).xpath("//details")
    assert [each.get("open") for each in found] == ["", None]
