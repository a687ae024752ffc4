"""The links of a page, each address once, with what is around them.

Owns the walk over the tree. It refuses to judge: that is :mod:`crawler.detect.links`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.detect.addresses import width
from feeds.links import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from crawler.extract.page import Page

MAX_ANCHORS = 5_000  # ten times what large portals have

_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|navigation|menu|submenu|topmenu|mainmenu|menubar|foot|footer"
    r"|header|masthead|breadcrumbs?|crumbs?|social|share|sharing|login|toolbar|topbar|top-?bar"
    r"|subnav|sitenav|pagination|pager|pagenavi|tagcloud|tags?|copyright|cookies?|lang|languages?)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_ROWS = frozenset({"li", "tr", "article", "dd", "dt"})
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}[-/.]\d{1,2}(?:[-/.](?:20)?\d\d)?\b|\b(?:19|20)\d\d\b"
    r"|\d{1,2}月\d{1,2}日|(?:hours?|minutes?|days?|ago)\b"
)
_MAX_ROW_CHARS = 1_500  # a larger row is a whole list
_ROW_LEVELS = 4
_PATH_LEVELS = 6
_PAGE_HEADER_LEVELS = 6  # a <header> deeper than this belongs to an article
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """All links of a page to one address.

    Attributes:
        url: canonical, absolute.
        text: the longest of its texts, spaces collapsed; empty when there are only pictures.
        is_navigation: whether all of them stand in menus, headers, footers or the like.
        is_heading: whether one of them is a heading or stands in one.
        is_dated: whether a date or time stands beside the longest.
        place: names of the elements around the longest, equal for the items of a list.
    """

    url: str
    text: str
    is_navigation: bool
    is_heading: bool
    is_dated: bool
    place: str


@dataclass(frozen=True, slots=True)
class _Around:
    is_navigation: bool = False
    is_heading: bool = False
    path: tuple[str, ...] = ()
    depth: int = 0


def anchors(page: Page) -> list[Anchor]:
    """Return the addresses that a page links to, in its order, itself and fragments left out.

    >>> from crawler.extract.page import parse_page
    >>> page = parse_page("<h2><a href='/a'>Ferry</a></h2><nav><a href='/b'>B</a></nav>", "http://x.example/")
    >>> [(a.url, a.text, a.is_heading, a.is_navigation) for a in anchors(page)]
    [('http://x.example/a', 'Ferry', True, False), ('http://x.example/b', 'B', False, True)]
    """
    elements: dict[str, list[tuple[HtmlElement, str]]] = {}
    for url, element in _hyperlinks(page):
        if url in elements or len(elements) < MAX_ANCHORS:
            elements.setdefault(url, []).append((element, _text(element)))
    around: dict[HtmlElement, _Around] = {}
    dated: dict[HtmlElement, bool] = {}
    return [_anchor(url, found, around, dated) for url, found in elements.items()]


def _hyperlinks(page: Page) -> Iterator[tuple[str, HtmlElement]]:
    own = canonical(page.url)
    for element in page.tree.iter("a"):
        href = (element.get("href") or "").strip()
        if href and not href.startswith("#"):
            url = canonical(href, page.base)
            if url and url != own:
                yield url, element


def _anchor(
    url: str,
    found: list[tuple[HtmlElement, str]],
    around: dict[HtmlElement, _Around],
    dated: dict[HtmlElement, bool],
) -> Anchor:
    longest, text = max(found, key=lambda pair: width(pair[1]))
    places = [_around(element.getparent(), around) for element, _ in found]
    return Anchor(
        url=url,
        text=text,
        is_navigation=all(place.is_navigation for place in places),
        is_heading=any(place.is_heading for place in places)
        or any(_holds_heading(e) for e, _ in found),
        is_dated=_is_dated(longest, dated),
        place="/".join(_around(longest.getparent(), around).path),
    )


def _around(element: HtmlElement | None, memo: dict[HtmlElement, _Around]) -> _Around:
    """What stands around a link in this element; each element is looked at once."""
    above = []
    while element is not None and element not in memo:
        above.append(element)
        element = element.getparent()
    known = memo[element] if element is not None else _Around()
    for inner in reversed(above):
        known = memo[inner] = _inside(inner, known)
    return known


def _inside(element: HtmlElement, outer: _Around) -> _Around:
    tag = str(element.tag)
    names = element.get("class") or ""
    label = f"{names} {element.get('id') or ''}"
    is_navigation = (
        outer.is_navigation
        or tag in ("nav", "footer")
        or (tag == "header" and outer.depth < _PAGE_HEADER_LEVELS)
        or (tag not in ("html", "body") and _NAVIGATION.search(label) is not None)
    )
    first = names.split(maxsplit=1)[:1]
    step = f"{tag}.{_DIGITS.sub('', first[0])}" if first else tag
    return _Around(
        is_navigation,
        tag in _HEADINGS or (outer.is_heading and tag not in ("div", "li")),
        (*outer.path, step)[-_PATH_LEVELS:],
        outer.depth + 1,
    )


def _holds_heading(element: HtmlElement) -> bool:
    return len(element) > 0 and next(element.iter(*_HEADINGS), None) is not None


def _is_dated(element: HtmlElement, memo: dict[HtmlElement, bool]) -> bool:
    row = _row(element)
    if row not in memo:
        text = row.text_content() if row.tag not in ("html", "body") else ""
        memo[row] = 0 < len(text) < _MAX_ROW_CHARS and (
            _TIME.search(text) is not None or row.find(".//time") is not None
        )
    return memo[row]


def _row(element: HtmlElement) -> HtmlElement:
    """The item of the list that the link stands in, as far as the markup shows it."""
    for _ in range(_ROW_LEVELS):
        parent = element.getparent()
        if parent is None:
            break
        element = parent
        if element.tag in _ROWS or (element.tag == "div" and len(element) > 1):
            break
    return element


def _text(element: HtmlElement) -> str:
    text = element.text_content()
    for hidden in element.iter("style", "script") if len(element) else ():
        text = text.replace(hidden.text or "", " ", 1)
    return " ".join(text.split())
