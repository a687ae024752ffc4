"""The chosen blocks of a page, written as an HTML fragment.

Owns which elements of the page survive around the text and where images get their address.
Refuses to sanitise: ``feeds.markup`` decides what is safe.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml.html import fromstring

from crawler.extract.blocks import read_outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from crawler.extract.blocks import Block
    from crawler.extract.page import Page

# What an element needs around it to mean anything (HTML §4.4, §4.9).
_PARENTS = {
    "li": ("ul", "ol"),
    "dt": ("dl",),
    "dd": ("dl",),
    "figcaption": ("figure",),
    "caption": ("table",),
    "thead": ("table",),
    "tbody": ("table",),
    "tfoot": ("table",),
    "tr": ("table", "thead", "tbody", "tfoot"),
    "td": ("tr",),
    "th": ("tr",),
}
_ONLY_TEXT = frozenset((
    "caption", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre",
))  # fmt: skip
_CELLS = frozenset((
    "dd", "li", "td", "th",
))  # fmt: skip

# A cell with this share of the body is there for the layout of the page.
_LAYOUT_SHARE = 0.6

# Inline elements that mean something away from their page; the others leave only their text.
_KEPT_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "strike", "strong", "sub", "sup", "tt",
    "u", "var",
))  # fmt: skip

# Elements that hold text themselves; in all others text gets a paragraph of its own.
_TEXT_HOLDERS = frozenset((
    "caption", "dd", "dt", "figcaption", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre", "td",
    "th",
))  # fmt: skip

# Attributes of images that load late, likeliest first; ``src`` then holds a placeholder.
_LATE_SOURCES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-actualsrc",
    "data-original-src",
    "data-url",
    "data-echo",
    "data-hi-res-src",
)
_SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")

# Images smaller than this on either side are icons and counting pixels.
_SMALLEST_IMAGE = 60


def write_fragment(page: Page, blocks: Iterable[Block]) -> str:
    """Write blocks in page order; links and images become absolute.

    Returns:
        One line for each block element of the top level; empty when there is nothing to write.
    """
    chosen = list(blocks)
    layout = _layout_of(chosen)
    writer = _Writer(page)
    for block in chosen:
        writer.write(block, _sound(block.container.structure, layout))
    return writer.finish()


def _layout_of(blocks: list[Block]) -> frozenset[HtmlElement]:
    """The elements of lists and tables that only hold the body in its place."""
    sizes: Counter[HtmlElement] = Counter()
    for block in blocks:
        for element in block.container.structure:
            sizes[element] += len(block.text)
    least = _LAYOUT_SHARE * sum(len(block.text) for block in blocks)
    layout: set[HtmlElement] = set()
    for element, size in sizes.items():
        if element.tag in _CELLS and size > least:
            layout.update((element, *element.iterancestors()))
    return frozenset(layout)


def _sound(
    structure: tuple[HtmlElement, ...], layout: frozenset[HtmlElement]
) -> tuple[HtmlElement, ...]:
    """Those elements that can stand in one another as they do."""
    sound: list[HtmlElement] = []
    for element in structure:
        tag = element.tag
        if element in layout and tag != "blockquote":
            continue
        if sound and sound[-1].tag == "p":
            sound.pop()
        above = sound[-1].tag if sound else ""
        if above in _ONLY_TEXT or (tag in _PARENTS and above not in _PARENTS[tag]):
            continue
        sound.append(element)
    return tuple(sound)


def running_text(fragment: str) -> str:
    r"""The words of a body, one block a line; what captions say of images is left out.

    >>> running_text("<p>One<br>two.</p>\n<table><caption>Not me</caption></table>")
    'One\ntwo.'
    """
    outline = read_outline(fromstring(f"<div>{fragment}</div>"))
    return "\n".join(
        block.text
        for block in outline.blocks
        if block.text and "caption" not in block.container.marks
    )


class _Writer:
    """What is open and what has been written."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._written: list[str] = []
        self._open: tuple[HtmlElement, ...] = ()
        self._paragraph: Block | None = None
        self._paragraph_is_ours = False

    def write(self, block: Block, structure: tuple[HtmlElement, ...]) -> None:
        inner = "".join(self._inline(block)).strip()
        if not inner:
            return
        if structure != self._open:
            self._move_to(structure)
        tag = _written_tag(structure[-1]) if structure else ""
        holds = tag in _TEXT_HOLDERS or (tag == "figure" and not block.text)
        before = self._paragraph
        continues = before is not None and before.container is block.container and block.breaks
        if continues and (block.breaks == 1 or holds):
            self._written.append("<br>" * block.breaks if holds else "<br>")
        else:
            self._end_paragraph()
            self._written.append(" " if holds and before is not None else "" if holds else "<p>")
            self._paragraph_is_ours = not holds
        self._written.append(inner)
        self._paragraph = block

    def finish(self) -> str:
        self._move_to(())
        return "".join(self._written).strip()

    def _end_paragraph(self) -> None:
        if self._paragraph is not None:
            if self._paragraph_is_ours:
                self._written.append("</p>" if self._open else "</p>\n")
            self._paragraph = None

    def _move_to(self, structure: tuple[HtmlElement, ...]) -> None:
        self._end_paragraph()
        shared = 0
        for old, new in zip(self._open, structure, strict=False):
            if old is not new:
                break
            shared += 1
        for level in range(len(self._open) - 1, shared - 1, -1):
            self._written.append(f"</{_written_tag(self._open[level])}>" + ("" if level else "\n"))
        self._written += [f"<{_written_tag(element)}>" for element in structure[shared:]]
        self._open = structure

    def _inline(self, block: Block) -> Iterator[str]:
        open_tags: list[str] = []
        pre = any(element.tag == "pre" for element in block.container.structure)
        for piece in block.pieces:
            if isinstance(piece, str):
                yield escape(piece if pre else _collapsed(piece), quote=False)
                continue
            element, opens = piece
            tag = element.tag
            if tag == "img":
                if opens:
                    yield self._image(element)
            elif tag not in _KEPT_INLINE:
                continue
            elif opens:
                if start := self._start_tag(element, tag):
                    open_tags.append(tag)
                    yield start
            elif tag in open_tags:
                yield from _closing(open_tags, tag)
        yield from [f"</{tag}>" for tag in reversed(open_tags)]

    def _start_tag(self, element: HtmlElement, tag: str) -> str:
        if tag != "a":
            return f"<{tag}>"
        href = self._absolute(element.get("href"))
        return f'<a href="{escape(href)}">' if href else ""

    def _image(self, element: HtmlElement) -> str:
        source = self._absolute(image_source(element))
        if not source or is_tiny(element):
            return ""
        alt = escape(" ".join((element.get("alt") or "").split()))
        return f'<img src="{escape(source)}" alt="{alt}">'

    def _absolute(self, link: str | None) -> str | None:
        link = (link or "").strip()
        if not link or link.lower().startswith(("javascript:", "data:", "#")):
            return None
        try:
            return urljoin(self._page.base, link)
        except ValueError:  # such as an unclosed IPv6 bracket
            return None


def image_source(element: HtmlElement) -> str | None:
    """The address of an image, late-loading ones included, as the page writes it.

    >>> from lxml.html import fromstring
    >>> image_source(fromstring('<img src="data:image/gif;base64,R0" data-src="/a.jpg">'))
    '/a.jpg'
    >>> image_source(fromstring('<img srcset="/s.jpg 320w, /l.jpg 960w">'))
    '/l.jpg'
    """
    for name in _LATE_SOURCES:
        value = (element.get(name) or "").strip()
        if value and not value.startswith(("data:", "{", "[")):
            return value
    source = (element.get("src") or "").strip()
    if source and not source.startswith("data:"):
        return source
    for name in _SOURCE_SETS:
        if source := _largest(element.get(name) or ""):
            return source
    return None


def _largest(source_set: str) -> str | None:
    """The candidate with the largest descriptor (HTML §4.8.4.2.1)."""
    best, most = None, -1.0
    for candidate in source_set.replace(",\n", ", ").split(", "):
        address, _, descriptor = candidate.strip().partition(" ")
        try:
            size = float(descriptor.strip().rstrip("wxh") or 1)
        except ValueError:
            size = 0.0
        if address and not address.startswith("data:") and size > most:
            best, most = address.rstrip(","), size
    return best


def is_tiny(element: HtmlElement) -> bool:
    """Whether an image is an icon or a counting pixel by its own account."""
    for name in ("width", "height"):
        value = (element.get(name) or "").removesuffix("px")
        if value.isdigit() and int(value) < _SMALLEST_IMAGE:
            return True
    return False


def _written_tag(element: HtmlElement) -> str:
    # The title of a post is its only headline of the first level.
    return "h2" if element.tag == "h1" else str(element.tag)


def _closing(open_tags: list[str], tag: str) -> Iterator[str]:
    while open_tags:
        last = open_tags.pop()
        yield f"</{last}>"
        if last == tag:
            return


def _collapsed(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")
