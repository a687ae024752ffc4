from __future__ import annotations

import pytest
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from crawler.extract.page import parse_page
from crawler.rules import compiled_xpath, xpath_of

PAGE = parse_page(
    """<div id=top class="page wide"><p class=" byline
    small">By <a rel=author class=author href=/ana>Ana</a> <a class="author-note">?</a></p>
    <div class=byline title="[@rel = ' class"><a rel=tag class="tag first">sea</a><p class=byline>
    <a rel=tag class="author tag">port</a></p></div><h1 class>Ferry</h1></div>""",
    "https://news.example/",
).tree
SELECTORS = [
    ".byline", ".byline .author", ".byline > .tag", "p.byline", "p.byline.small", "#top", "div#top",
    "a[rel=tag]", "a[rel~=author]", "[class]", "[class='']", "a[href^='/']", ".byline a::text",
    "[rel=tag]::text", ".author::attr(href)", "h1, .author", ".byline *", "a:not(.author)",
    "div:has(.tag)", ".tag + .author", ".author + .author-note", "p ~ .byline", ".tag:first-child",
    ":is(.tag, .author)", ".page .byline .byline .author", """[title="[@rel = ' class"]""",
    """[title="[@rel = ' class"] [rel=tag]""", "[rel='[@class and']", ".nobody",
]  # fmt: skip


@pytest.mark.parametrize("css", SELECTORS)
def test_a_selector_finds_the_same_as_its_plain_translation_in_the_same_order(css: str) -> None:
    plain = etree.XPath(HTMLTranslator().css_to_xpath(css), smart_strings=False)
    assert compiled_xpath(xpath_of(css))(PAGE) == plain(PAGE)


def test_the_selectors_of_that_test_find_something() -> None:
    assert sum(bool(compiled_xpath(xpath_of(css))(PAGE)) for css in SELECTORS) >= 26
