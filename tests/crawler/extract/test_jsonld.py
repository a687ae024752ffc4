"""JSON-LD with the mistakes that real pages make."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.jsonld import parse, read_linked_data

URL = "https://www.bayherald.example/news/ferry-sinks.html"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "headline": "Ferry"}',
        '[{"@type": "Article", "headline": "Ferry"}]',
        '\ufeff {"@type": "Article", "headline": "Ferry",}',
        '{"@type": "Article",, "headline": "Ferry"};',
        '<!-- {"@type": "Article", "headline": "Ferry"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Ferry"}\n//]]>',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Ferry&quot;}",
        '{"@type": "WebSite"}{"@type": "Article", "headline": "Ferry"}',
        '{"@type": "Article", "description": "a\tb\nc", "headline": "Ferry"}',
        '{"@type": "Article"\n"headline": "Ferry"}',
        r'{"@type": "Article", "description": "\d\'s", "headline": "Ferry"}',
        '{"@graph": [{"@type": "WebPage"}, {"@type": ["x:NewsArticle"], "headline": "Ferry"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Ferry"}}',
    ],
)
def test_the_article_is_found(script: str) -> None:
    assert read_linked_data([script], URL).article["headline"] == "Ferry"


def test_of_several_articles_the_one_at_this_address_is_chosen() -> None:
    script = """[
        {"@type": "Article", "headline": "Other", "url": "https://bayherald.example/other",
         "author": "A", "datePublished": "2026-01-01"},
        {"@type": "Article", "headline": "Ferry",
         "mainEntityOfPage": {"@id": "http://www.bayherald.example/news/ferry-sinks.html#main"}}]"""
    assert read_linked_data([script], URL).article["headline"] == "Ferry"


def test_articles_in_lists_are_not_the_pages() -> None:
    script = """{"@type": "ItemList", "itemListElement": [
        {"@type": "NewsArticle", "headline": "Other", "datePublished": "2026-01-01"}]}"""
    data = read_linked_data([script], URL)
    assert data.article == {}
    assert len(data.nodes) == 2


@pytest.mark.parametrize("script", ["", "not json", "[" * 100_000, '{"a": ', "null", "3"])
def test_what_is_past_mending_gives_nothing(script: str) -> None:
    assert read_linked_data([script], URL).article == {}


@given(st.text())
def test_any_text_is_parsed_without_error(script: str) -> None:
    assert isinstance(parse(script), list)


@pytest.mark.parametrize(
    "script", ["[{" + "\n" * 500_000 + "x", "[" + "{}," * 1_000_000 + "{}]", "[" * 1_000_000]
)
def test_no_script_burns_the_processor(script: str) -> None:
    began = time.process_time()
    assert read_linked_data([script], URL).nodes == ()
    assert time.process_time() - began < 2


def test_of_what_would_fill_the_memory_nothing_is_read() -> None:
    assert parse("[" + "{}," * 60_000 + "{}]") == []
    assert len(parse("[" + "{}," * 1_000 + "{}]")) == 1
