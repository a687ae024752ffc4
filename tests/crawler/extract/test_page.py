from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.page import parse_page

URL = "https://example.org/news/1"


@pytest.mark.parametrize("html", ["", "  ", "<!-- only -->", "<!DOCTYPE html>", "\x00", "\ud800"])
def test_a_page_without_anything_is_an_empty_page(html: str) -> None:
    assert parse_page(html, URL).tree.tag == "html"


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_every_string_gives_a_page(html: str) -> None:
    assert parse_page(html, URL).tree is not None


def test_an_xml_declaration_does_not_contradict_decoded_text() -> None:
    page = parse_page('<?xml version="1.0" encoding="big5"?><p>報紙</p>', URL)
    assert page.tree.findtext(".//p") == "報紙"


@pytest.mark.parametrize(
    "html",
    [
        "<div " + " ".join(f'a{n}=">"' for n in range(40_000)) + ">text</div>",
        "<div " + "".join(f'a{n}=">"' for n in range(40_000)) + ">text</div>",
        "<div " + " ".join(f"={n}" for n in range(40_000)) + ">text</div>",
        "<div " + " ".join(map(chr, range(0x4E00, 0x7500))) + ">text</div>",
        "<p>text</p>" + "<div>" * 100_000,
        "<p>text</p>" + "<a href=x>" * 50_000,
        "<p>text</p>" + "<" * 1_000_000,
        "<p>text</p>" + "<a b=\"'" * 200_000,
    ],
)
def test_hostile_pages_parse_within_a_second(html: str) -> None:
    began = time.process_time()
    page = parse_page(html, URL)
    assert "text" in page.tree.text_content()
    assert time.process_time() - began < 1


def test_relative_links_count_from_the_base_element() -> None:
    page = parse_page('<base href="/archive/"><p>x', URL)
    assert page.base == "https://example.org/archive/"
    assert parse_page("<p>x", URL).base == URL
    assert parse_page('<base href="http://[">', URL).base == URL
    assert parse_page('<base href="javascript:x">', URL).base == URL


def test_a_base_that_is_longer_than_an_address_is_none() -> None:
    # Every link of the page would be joined to it.
    assert parse_page(f'<base href="https://example.org{"/a" * 100_000}/">', URL).base == URL


def test_metas_are_found_by_name_property_and_itemprop() -> None:
    page = parse_page(
        '<meta name="Author" content=" A "><meta property="og:title" content="T">'
        '<meta itemprop="author" content="B"><meta name="empty" content=" ">',
        URL,
    )
    assert page.metas == {"author": ["A", "B"], "og:title": ["T"]}


def test_json_ld_scripts_stay_readable() -> None:
    page = parse_page(
        '<script type="application/ld+json">{"a": 1}</script><script>var x;</script>', URL
    )
    assert page.json_ld_scripts == ('{"a": 1}',)
