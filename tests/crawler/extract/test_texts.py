"""Texts around an element: in page order, and only as many as are asked for."""

from __future__ import annotations

from crawler.extract.page import parse_page
from crawler.extract.texts import texts_after, texts_before

_HTML = (
    "<p>one <b>two</b> three</p><script>x()</script> four"
    "<h1>Ferry <i>sinks</i></h1> five<div><p>six</p>seven<style>y</style></div>eight"
)


def _around(count: int) -> tuple[list[str], list[str]]:
    headline = next(parse_page(_HTML, "https://e.example/").tree.iter("h1"))
    after, before = texts_after(headline, count), texts_before(headline, count)
    return [text.line for text in after], [text.line for text in before]


def test_texts_come_in_page_order_without_scripts() -> None:
    after, before = _around(9)
    assert after == ["five", "six", "seven", "eight"]
    assert before == ["four", "three", "two", "one"]


def test_no_more_are_read_than_asked_for() -> None:
    assert _around(2) == (["five", "six"], ["four", "three"])


def test_elements_without_text_are_not_read_without_end() -> None:
    html = f"<h1>Ferry</h1>{'<br>' * 100_000}<p>sinks</p>{'<br>' * 100_000}<h2>again</h2>"
    tree = parse_page(html, "https://e.example/").tree
    assert texts_after(next(tree.iter("h1")), 5) == []
    assert texts_before(next(tree.iter("h2")), 5) == []
