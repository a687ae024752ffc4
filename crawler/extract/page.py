"""A web page parsed once, and the facts about it that several extractors need.

Owns how HTML becomes a tree and the caps that keep a hostile page from burning the processor.
Refuses to interpret anything: what the facts mean is up to ``metadata`` and ``body``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement

from feeds.links import absolute
from feeds.tags import without_crowds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The largest real article pages measured are below 2 million characters; the rest is a bomb.
MAX_CHARS = 4_000_000

# XML 1.0 §2.2 has no place for them, and lxml refuses to write them back.
_CONTROLS = bytes(range(0x20)).translate(None, b"\t\n\r")
_NONCHARACTERS = "\ufffe\uffff"

_EMPTY_PAGE = b"<html><body></body></html>"


@dataclass(frozen=True)
class Page:
    """One parsed page. The tree is shared and must not be changed.

    Attributes:
        url: where it was read from, after redirects; absolute.
        tree: the root element, without comments and processing instructions, scripts included.
    """

    url: str
    tree: HtmlElement

    @cached_property
    def base(self) -> str:
        """The absolute URL that relative links count from (HTML §4.2.3, ``<base href>``)."""
        for element in self.tree.iter("base"):
            if href := (element.get("href") or "").strip():
                return absolute(href, self.url) or self.url
        return self.url

    @cached_property
    def metas(self) -> Mapping[str, Sequence[str]]:
        """Contents of the ``<meta>`` elements by lower-case name, property or itemprop.

        In page order, stripped, empty ones left out. One ``<meta>`` may stand under two names.
        """
        metas: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            # HTML 3.2 generators and sites that copy them write ``value``.
            if not (content := (element.get("content") or element.get("value") or "").strip()):
                continue
            for name in {
                name.strip().lower()
                for key in ("name", "property", "itemprop")
                if (name := element.get(key))
            }:
                metas.setdefault(name, []).append(content)
        return metas

    @cached_property
    def json_ld_scripts(self) -> tuple[str, ...]:
        """Raw texts of the ``application/ld+json`` scripts, in page order; not yet JSON."""
        return tuple(
            element.text
            for element in self.tree.iter("script")
            if element.text and "ld+json" in (element.get("type") or "").lower()
        )


def parse_page(html: str, url: str) -> Page:
    """Parse a whole page; every string gives a page, the empty one an empty page.

    Text past ``MAX_CHARS`` is cut, tags with hundreds of attributes lose them, and libxml2
    drops what is nested deeper than 2,048 levels.

    Args:
        html: the decoded text of the page.
        url: where it was read from, after redirects; absolute.

    >>> page = parse_page("<title>Ferry</title><p>It sails.", "https://example.org/a")
    >>> page.tree.findtext(".//p")
    'It sails.'
    """
    # Bytes, because lxml refuses a str that begins with an XML declaration naming an encoding.
    data = _without_controls(without_crowds(html[:MAX_CHARS]))
    tree = etree.fromstring(data if data.strip() else _EMPTY_PAGE, _parser())
    if tree is None:  # nothing but comments
        tree = etree.fromstring(_EMPTY_PAGE, _parser())
    return Page(url=url, tree=tree)


def _without_controls(html: str) -> bytes:
    """Markup in UTF-8; in bytes, since a pattern over the text takes as long as half the parser."""
    for noncharacter in _NONCHARACTERS:
        if noncharacter in html:
            html = html.replace(noncharacter, "")
    # The only characters that UTF-8 has no bytes for are surrogates.
    return html.encode("utf-8", "ignore").translate(None, _CONTROLS)


def _parser() -> etree.HTMLParser:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    # The lookup of lxml.html calls Python for each element and doubles the cost of a walk.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser
