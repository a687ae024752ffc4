"""HTML written anew as plain blocks: paragraphs, headings, lists, tables, figures.

Owns the shape of a body: every top-level node a block on a line of its own, inline text never
outside a block, nothing empty, nothing nested as the HTML standard would not nest it. So reading
the output with any HTML parser gives the same tree again. Refuses to parse: its input are the
tags and texts of a tree, well nested and escaped, of `feeds.elements.PARSED` only.
"""

from __future__ import annotations

from dataclasses import dataclass

from feeds.attributes import start_tag
from feeds.elements import (
    BLANK,
    CONTAINERS,
    GROUPS,
    IMPLIED,
    INLINES,
    LEAF_PLACES,
    LEAVES,
    PLAIN_INLINES,
)
from feeds.errors import MarkupError

# An inline element around many blocks is written again in each; a link of 8 KB around 20,000
# paragraphs would fill the memory.
_MAX_REPEATED = 2_000_000


@dataclass(slots=True)
class _Container:
    """An open block that holds blocks. ``tag`` is empty for one that is not written."""

    tag: str
    start: str
    implied: bool = False
    written: bool = False
    has_bare_text: bool = False
    empty_cells: str = ""


class BlockWriter:
    """Writes late: a start tag only when there is something to read inside.

    What is wanted (open in the input) and what is written are kept apart: ``containers`` with
    ``written``, ``leaf`` with ``leaf_written``, ``inlines`` with the number of those written.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.out: list[str] = []
        self.containers = [_Container("", "")]
        self.ends: list[str] = []  # how to end each open block of the input
        self.leaf: str | None = None  # "" is text directly in a container such as li
        self.leaf_start = ""
        self.leaf_written = False
        self.inlines: list[tuple[str, str]] = []  # tag (empty: not written), start tag
        self.inlines_written = 0
        self.repeated = 0
        self.pending = ""  # white space that is written if something follows
        self.breaks = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element, or write one that is void."""
        if name in INLINES or name in PLAIN_INLINES:
            self._start_inline(name, attributes)
        elif name == "br":
            self._break()
        elif name == "img":
            if image := start_tag(name, attributes, self.base):
                self._open()
                self.out.append(image)
        elif name == "hr":
            self._rule()
        else:
            self._start_block(name, attributes)

    def end(self, name: str) -> None:
        """End the element that was begun last."""
        if name in INLINES or name in PLAIN_INLINES:
            self._end_inline()
            return
        match self.ends.pop():
            case "break":
                self._soft_break()
            case "leaf":
                self._boundary()
            case _:
                self._boundary()
                self._close_container()

    def paragraph(self, text: str) -> None:
        """A paragraph of nothing but text; the same as its three parts, in a third of the time."""
        if self.inlines or self._real() or self.leaf not in (None, "p"):
            self.start("p", {})
            self.text(text)
            self.end("p")
            return
        self._close_leaf()
        if text := _collapsed(text).strip(BLANK):
            self.out.append(f"<p>{text}</p>\n")

    def text(self, text: str) -> None:
        """Text as it stands in the markup, escaped."""
        if not self.leaf_written and text.isspace() and self.leaf != "pre":
            return
        text = self.pending + text
        if self.leaf != "pre":
            text = _collapsed(text)
        rest = text.lstrip(BLANK)
        blank = text[: len(text) - len(rest)]
        if self.breaks or not self.leaf_written:
            blank = blank.rpartition("\n")[2] if self.leaf == "pre" else ""
        self.pending = blank
        if rest:
            self._open()
            content = rest.rstrip(BLANK)
            self.out.append(content.replace("\n", "&#10;"))
            self.pending = rest[len(content) :]

    def finish(self) -> str:
        """All that was written, when everything is ended."""
        self._boundary()
        return "".join(self.out).rstrip("\n")

    def _start_inline(self, name: str, attributes: dict[str, str]) -> None:
        tag = start_tag(name, attributes, self.base) if name in INLINES else ""
        # The parser of browsers forbids a link in a link and gives up on deep nesting.
        nested = any(name == open_name for open_name, _ in self.inlines)
        self.inlines.append((name, tag) if tag and not nested else ("", ""))

    def _end_inline(self) -> None:
        if len(self.inlines) == self.inlines_written:
            self.inlines_written -= 1
            if tag := self.inlines[-1][0]:
                self.out.append(f"</{tag}>")
        self.inlines.pop()

    def _break(self) -> None:
        if self.leaf == "pre":
            self.text("\n")
        else:
            self.breaks += 1
            self.pending = ""

    def _soft_break(self) -> None:
        """What a paragraph inside a heading or the like becomes."""
        if self.leaf_written and not (self.breaks or self.pending.endswith("\n")):
            self._break()

    def _rule(self) -> None:
        self._boundary()
        if not any(container.tag for container in self.containers):
            self.out.append("<hr>\n")

    def _start_block(self, name: str, attributes: dict[str, str]) -> None:
        if self.leaf not in (None, "", "p") and (name == "p" or name in GROUPS):
            self._soft_break()
            self.ends.append("break")
            return
        self._boundary()
        place = self._real()
        if name in LEAVES:
            self.leaf = name if LEAF_PLACES.get(name, place) == place else "p"
            self.leaf_start = start_tag(self.leaf, attributes, self.base)
            self.ends.append("leaf")
            return
        places = CONTAINERS.get(name, frozenset())
        if places is None or place in places:
            self.containers.append(_Container(name, start_tag(name, attributes, self.base)))
        else:
            self.containers.append(_Container("", ""))
        self.ends.append("container")

    def _real(self) -> str:
        """The innermost container that is to be written; empty for none."""
        return next((c.tag for c in reversed(self.containers) if c.tag), "")

    def _open(self) -> None:
        """Write everything that has to stand before content."""
        if self.breaks > 1 and self.leaf == "p" and self.leaf_written:
            self._close_leaf()
            self.leaf = "p"  # two line breaks separate paragraphs
        if not self.leaf_written:
            self._open_leaf()
        elif self.breaks:
            self.out.append("<br>" * min(self.breaks, 2))
        self.out.append(self.pending.replace("\n", "&#10;"))
        self.pending = ""
        self.breaks = 0
        for _, tag in self.inlines[self.inlines_written :]:
            self.out.append(tag)
            self.repeated += len(tag)
        self.inlines_written = len(self.inlines)
        if self.repeated > _MAX_REPEATED:
            raise MarkupError(self.base, "inline elements", "around too many blocks")

    def _open_leaf(self) -> None:
        while (place := self._real()) in IMPLIED and LEAF_PLACES.get(self.leaf or "") != place:
            tag = IMPLIED[place]
            self.containers.append(_Container(tag, f"<{tag}>", implied=True))
        self._open_containers()
        inner = self.containers[-1]
        if self.leaf is None:
            bare = inner.tag not in ("", "blockquote") and not inner.has_bare_text
            self.leaf, self.leaf_start = ("", "") if bare else ("p", "<p>")
            inner.has_bare_text |= bare
        self.out.append(self.leaf_start)
        self.leaf_written = True

    def _open_containers(self) -> None:
        for container in self.containers:
            if not container.written:
                container.written = True
                self.out.append(container.start + container.empty_cells)

    def _boundary(self) -> None:
        """End the paragraph, and what was implied for its sake."""
        self._close_leaf()
        while self.containers[-1].implied:
            self._close_container()

    def _close_leaf(self) -> None:
        if self.leaf_written:
            for tag, _ in reversed(self.inlines[: self.inlines_written]):
                if tag:
                    self.out.append(f"</{tag}>")
            self._end_tag(self.leaf or "")
        self.leaf = None
        self.leaf_written = False
        self.inlines_written = self.breaks = 0
        self.pending = ""

    def _close_container(self) -> None:
        container = self.containers.pop()
        if container.written:
            self._end_tag(container.tag)
        elif container.tag in ("td", "th"):
            row = next(c for c in reversed(self.containers) if c.tag)
            cell = f"{container.start}</{container.tag}>"
            if row.written:
                self.out.append(cell)
            else:
                row.empty_cells += cell

    def _end_tag(self, tag: str) -> None:
        if tag:
            self.out.append(f"</{tag}>")
            if not any(container.tag for container in self.containers):
                self.out.append("\n")


def _collapsed(text: str) -> str:
    """White space as HTML renders it. A regex over each space takes twenty times as long."""
    for space in "\n\t\r\f":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text
