"""A page as blocks: runs of text that no block element or line break divides, in page order.

Owns where a block begins and ends, and what is left out unread: scripts, forms, navigation.
Refuses to judge the rest: which blocks make the body is decided in ``body``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.errors import Dropped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Elements that a run of text goes through without a break (HTML §4.5, and the obsolete ones).
# libxml2 knows no void ``source``, ``track`` and ``wbr`` and puts what follows into them.
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del",
    "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "rb",
    "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup",
    "time", "track", "tt", "u", "var", "wbr",
))  # fmt: skip

# Elements whose text nobody reads as part of an article. Not ``head``: libxml2 leaves an
# ``article`` in it where the page has no ``body`` tag.
SILENT = frozenset((
    "applet", "audio", "base", "button", "canvas", "datalist", "dialog", "embed", "footer",
    "iframe", "input", "link", "map", "math", "menu", "meta", "nav", "noscript", "object",
    "option", "param", "script", "select", "style", "svg", "template", "textarea", "title",
    "video",
))  # fmt: skip
_SILENT_ROLES = frozenset({"navigation", "menu", "contentinfo", "search", "dialog", "menubar"})

# Elements that keep their meaning in the body; everything else between them is wrapping.
STRUCTURE = frozenset((
    "blockquote", "caption", "dd", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
))  # fmt: skip

# What an element tells about all that it holds.
_MARKS = {
    "aside": "aside",
    "header": "header",
    "article": "article",
    "main": "main",
    "li": "list",
    "dl": "list",
    "td": "table",
    "th": "table",
    "figure": "figure",
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "quote",
}
_ROLES = {
    "complementary": "aside",
    "banner": "header",
    "main": "main",
    "article": "article",
}
# The walk goes one call deeper for each level, and Python allows a thousand calls in all. Pages
# that people read are nested some dozens deep, with all tags left open a few hundred.
_DEEPEST = 400
# Each takes 0.1 ms to judge, and 2.6 KB. The longest live tickers have half as many.
_MOST_BLOCKS = 20_000
# What no body may be longer than (`feeds.markup`), a block is not either.
_LONGEST_TEXT = 1_000_000

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NO_MARKS: frozenset[str] = frozenset()

Piece = str | tuple["HtmlElement", bool]


class Container:
    """A block element that holds blocks, directly or deeper.

    Attributes:
        element: the element.
        parent: the container around it; None for the root.
        index: its place in page order among the containers.
        depth: how many containers are around it.
        marks: what it and those around it are, such as ``aside`` or ``article``.
        structure: the STRUCTURE elements from the root down to it.
        names: its classes and id, lower case, as one string; empty for ``html`` and ``body``.
        kind: tag and classes, equal for elements that are styled alike.
    """

    __slots__ = (
        "depth",
        "element",
        "index",
        "kind",
        "marks",
        "names",
        "parent",
        "structure",
        "tag",
    )

    def __init__(self, element: HtmlElement, parent: Container | None, index: int) -> None:
        self.element = element
        self.parent = parent
        self.index = index
        self.tag: str = element.tag
        self.depth: int = parent.depth + 1 if parent else 0
        self.structure: tuple[HtmlElement, ...] = parent.structure if parent else ()
        if self.tag in STRUCTURE:
            self.structure = (*self.structure, element)
        above = parent.marks if parent else _NO_MARKS
        self.marks: frozenset[str] = above
        self.names = ""
        self.kind = self.tag
        if self.tag in _MARKS:
            self.marks = above | {_MARKS[self.tag]}
        if self.depth > 1:
            self._read_attributes()

    def _read_attributes(self) -> None:
        for name, value in self.element.items():
            if name in ("class", "id"):
                self.names += value.lower() + " "
                if name == "class":
                    self.kind += "." + value
            elif name == "role" and value in _ROLES:
                self.marks |= {_ROLES[value]}
            elif name == "itemprop" and value.lower() == "articlebody":
                self.marks |= {"articlebody"}
            elif (
                name == "hidden"
                or (name == "aria-hidden" and value == "true")
                or (name == "style" and _HIDDEN_STYLE.search(value))
            ):
                self.marks |= {"hidden"}


class Block:
    """One run of text or images.

    Attributes:
        container: the block element that holds the run directly.
        breaks: line breaks (``<br>``) between it and the block before, in the same container.
        text: white space collapsed; empty for a run of images.
        pieces: what the run is made of: text, and inline elements as (element, it opens).
        link_chars: how many characters of the text are in links.
        images: the ``<img>`` elements in it.
    """

    __slots__ = ("breaks", "container", "images", "link_chars", "pieces", "text")

    def __init__(self, container: Container, breaks: int) -> None:
        self.container = container
        self.breaks = breaks
        self.text = ""
        self.pieces: list[Piece] = []
        self.link_chars = 0
        self.images: list[HtmlElement] = []


class Outline(NamedTuple):
    """Blocks and the containers around them, both in page order, parents before children."""

    blocks: list[Block]
    containers: list[Container]


def read_outline(tree: HtmlElement) -> Outline:
    """Cut a page into blocks; those with neither text nor images are left out.

    Raises:
        Dropped: "page with too many blocks" or "page with too long a text".

    >>> from crawler.extract.page import parse_page
    >>> page = parse_page("<nav>Home</nav><p>One <b>two</b>.<div>Three<br>four", "https://e.org/")
    >>> [block.text for block in read_outline(page.tree).blocks]
    ['One two.', 'Three', 'four']
    """
    reader = _Reader(tree)
    reader.read(tree, reader.containers[0])
    reader.close()
    return Outline(reader.blocks, reader.containers)


class _Reader:
    """The state of one walk: what has been found, and the block that is being filled."""

    def __init__(self, root: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.containers = [Container(root, None, 0)]
        self._block = Block(self.containers[0], 0)
        self._links = 0

    def read(self, element: HtmlElement, container: Container, depth: int = 0) -> None:
        """Read what is in an element; ``container`` is it, or the innermost around it."""
        if element.text:
            self._add(element.text)
        if depth > _DEEPEST:
            return
        for child in element:
            tag = child.tag
            if tag in INLINE:
                self._read_inline(child, container, depth)
            elif tag == "br":
                self._break_line()
            elif not _is_silent(child, tag):
                self.close()
                inner = Container(child, container, len(self.containers))
                self.containers.append(inner)
                self._block = Block(inner, 0)
                self.read(child, inner, depth + 1)
                self.close()
                self._block = Block(container, 0)
            if child.tail:
                self._add(child.tail)

    def _read_inline(self, element: HtmlElement, container: Container, depth: int) -> None:
        self._block.pieces.append((element, True))
        if element.tag == "a":
            self._links += 1
        elif element.tag == "img":
            self._block.images.append(element)
        self.read(element, container, depth + 1)
        self._block.pieces.append((element, False))
        if element.tag == "a":
            self._links -= 1

    def _add(self, text: str) -> None:
        self._block.pieces.append(text)
        if self._links:
            self._block.link_chars += len(text.strip())

    def _break_line(self) -> None:
        breaks = 1 if self.close() else self._block.breaks + 1
        self._block = Block(self._block.container, breaks)

    def close(self) -> bool:
        """Keep the block if there is anything in it."""
        block = self._block
        if not block.pieces:
            return False
        text = "".join([p for p in block.pieces if p.__class__ is str])
        if len(text) > _LONGEST_TEXT:  # as a list of words it would take twenty times the room
            raise Dropped("page with too long a text", f"{len(text)} characters in one block")
        block.text = " ".join(text.split())
        if not block.text and not block.images:
            return False
        self.blocks.append(block)
        if len(self.blocks) > _MOST_BLOCKS:
            raise Dropped("page with too many blocks", f"more than {_MOST_BLOCKS}")
        return True


def _is_silent(element: HtmlElement, tag: str) -> bool:
    return tag in SILENT or element.get("role") in _SILENT_ROLES or _is_bare_form(element, tag)


def _is_bare_form(element: HtmlElement, tag: str) -> bool:
    # Some servers wrap the whole page in one form; such a form has paragraphs or a headline.
    if tag != "form":
        return False
    return element.find(".//h1") is None and element.find(".//p") is None
