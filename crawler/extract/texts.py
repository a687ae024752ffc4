"""Text as a page shows it: inside an element, and around one.

Bounded everywhere: a page may have a hundred thousand texts, or nest them by the thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    # A text or None, and the element that it stands in or behind.
    _Node = tuple[str | None, HtmlElement]

# What has more pieces of text inside is a container, however little they say.
_MOST_PIECES = 150
_SILENT = frozenset({"script", "style", "noscript", "svg", "template"})
INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
    }
)

# So many elements may stand before the last text that is asked for.
_MOST_ELEMENTS = 20_000
_HIDDEN = frozenset({"script", "style"})

# Counting in XPath keeps Python from making an object of each text of the page.
_PARAGRAPHS = etree.XPath("following::p[position() <= $count]")
_SAYING = etree.XPath(
    "(//body//text()[contains(., $words) and not(parent::script or parent::style)])"
    "[position() <= $count]"
)
_LAST = etree.XPath("(//body//text())[position() > last() - $count]")
# Characters of a text; what a line says of an article it says in some dozens, and where its
# language is told, in 4,000.
_LONGEST = 20_000


def shown(element: HtmlElement, limit: int = 400) -> str:
    """Text that an element shows, on one line; empty when it is longer than ``limit``.

    >>> from lxml.html import fromstring
    >>> shown(fromstring("<p>By <b>A. Writer</b><script>x()</script></p>"))
    'By A. Writer'
    """
    parts: list[str] = []
    size = 0
    for count, part in enumerate(_texts(element)):
        size += len(part)
        if size > 4 * limit or count > _MOST_PIECES:
            return ""
        if part[:1].isdigit() and parts and parts[-1][-1:].isdigit():
            parts.append(" ")  # a year and a time, each in its own element
        if part:
            parts.append(part)
    text = " ".join("".join(parts).replace("\u00ad", "").split())
    return text if len(text) <= limit else ""


def pieces(element: HtmlElement, limit: int) -> list[str]:
    """The texts inside an element one by one; none when together they are longer than ``limit``."""
    if not shown(element, limit):
        return []
    return [line for text in _texts(element) if (line := " ".join(text.split()))]


def _texts(element: HtmlElement) -> Iterator[str]:
    """Pieces of text inside an element; a space where a child's box begins or ends.

    Without recursion: pages nest deeper than Python's stack.
    """
    yield element.text or ""
    open_elements = [(element, element.iterchildren())]
    while open_elements:
        here, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            if open_elements:
                yield f" {here.tail or ''}" if here.tag not in INLINE else here.tail or ""
        elif child.tag in _SILENT:
            yield child.tail or ""
        else:
            yield f" {child.text or ''}" if child.tag not in INLINE else child.text or ""
            open_elements.append((child, child.iterchildren()))


def texts_after(element: HtmlElement, count: int) -> list[Text]:
    """The first texts behind an element, in page order, scripts left out."""
    return _first(_following(element), count)


def texts_before(element: HtmlElement, count: int) -> list[Text]:
    """The last texts before an element, the nearest first."""
    return _first(_preceding(element), count)


def _following(element: HtmlElement) -> Iterator[_Node]:
    """Texts behind an element, read as far as they are asked for: XPath reads them all."""
    here: HtmlElement | None = element
    while here is not None:
        yield here.tail, here
        following = here.getnext()
        if following is None:
            here = here.getparent()
            continue
        yield from _inside(following)
        here = following


def _inside(element: HtmlElement) -> Iterator[_Node]:
    """Texts inside an element, in page order."""
    for event, here in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield here.text if here.tag not in _HIDDEN else None, here
        elif here is not element:
            yield here.tail, here


def _preceding(element: HtmlElement) -> Iterator[_Node]:
    """Texts before an element, the nearest first."""
    here: HtmlElement | None = element
    while here is not None:
        before = here.getprevious()
        if before is not None:
            yield before.tail, before
            yield from _reversed(before)
        elif (around := here.getparent()) is not None:
            yield around.text, around
        here = before if before is not None else around


def _reversed(element: HtmlElement) -> Iterator[_Node]:
    """Texts inside an element, the last first."""
    steps = [(element, False)]
    while steps:
        here, is_read = steps.pop()
        if is_read:
            yield here.text if here.tag not in _HIDDEN else None, here
            continue
        if here is not element:
            yield here.tail, here
        steps.append((here, True))
        steps += [(child, False) for child in here]


def _first(nodes: Iterable[_Node], count: int) -> list[Text]:
    """The first texts; white space counts too, and what there is of it is left out."""
    texts = ((text, element) for text, element in islice(nodes, _MOST_ELEMENTS) if text)
    lines = ((" ".join(text.split()), element) for text, element in islice(texts, count))
    return [Text(line, element) for line, element in lines if line]


def paragraphs_after(element: HtmlElement, count: int) -> list[HtmlElement]:
    """The first ``<p>`` behind an element, in page order."""
    found: Any = _PARAGRAPHS(element, count=count)
    return list(found)


def first_texts(root: HtmlElement, count: int) -> list[Text]:
    """The first texts of a page's body."""
    body = next(root.iter("body"), None)
    return [] if body is None else _first(_inside(body), count)


def last_texts(root: HtmlElement, count: int) -> list[Text]:
    """The last texts of a page's body."""
    return _texts_of(_LAST(root, count=count))


def texts_saying(root: HtmlElement, words: str, count: int) -> list[Text]:
    """The first texts of a page's body that have ``words`` in them."""
    return _texts_of(_SAYING(root, words=words, count=count))


@dataclass(frozen=True, slots=True)
class Text:
    """A text on one line and the element that it stands in or behind."""

    line: str
    parent: HtmlElement


def _texts_of(nodes: Any) -> list[Text]:
    lines = ((" ".join(node[:_LONGEST].split()), node.getparent()) for node in nodes)
    return [Text(line, parent) for line, parent in lines if line and parent is not None]
