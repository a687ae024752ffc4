"""HTML written anew as plain blocks: paragraphs, headings, lists, tables, figures.

Owns the shape of a body: every top-level node a block on a line of its own, inline text never
outside a block, nothing empty, nothing nested as the HTML standard would not nest it. So reading
the output with any HTML parser gives the same tree again. Refuses to parse: its input are the
tags and texts of a tree, well nested and escaped, of `feeds.elements.PARSED` only.
"""

from __future__ import annotations

import re
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
    RENAMED,
)
from feeds.errors import MarkupError

# Links are written again in each block, images with the base: at 8 KB each they fill the memory.
_MAX_REPEATED = 2_000_000

# Blanks at the ends of an inline element, or inside an address, have to be looked at one by one.
_PLAIN_TEXT = rf"(?![{BLANK}])[^<]++(?<![{BLANK}])"
_INLINE = rf"""<(?:a href="[^"\s]*+"|b|em|i|strong)>{_PLAIN_TEXT}</(?:a|b|em|i|strong)>"""
PARAGRAPHS = rf"(?:<p>[^<]*+(?:{_INLINE}[^<]*+)*+</p>\s*+)++"
"""Pattern of paragraphs that a `BlockWriter` can take at once: text, links and plain formatting
without nesting, as most of every body is."""
_LINK = re.compile(r'<a href="(?P<href>[^"]*)">(?P<text>[^<]*)</a>')


@dataclass(slots=True)
class _Container:
    """An open block that holds blocks. One without ``tag`` is not written, and hands on ``dir``."""

    tag: str
    start: str
    implied: bool = False
    written: bool = False
    has_bare_text: bool = False
    empty_cells: str = ""
    dir: str = ""


class BlockWriter:
    """Writes late: a start tag only when there is something to read inside.

    What is wanted (open in the input) and what is written are kept apart: ``containers`` with
    ``written``, ``leaf`` with ``leaf_written``, ``inlines`` with the number of those written.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._out: list[str] = []
        self._containers = [_Container("", "")]
        self._ends: list[str] = []  # how to end each open block of the input
        self._leaf: str | None = None  # "" is text directly in a container such as li
        self._leaf_start = ""
        self._leaf_written = False
        self._inlines: list[tuple[str, str]] = []  # tag (empty: not written), start tag
        self._inlines_written = 0
        self._repeated = 0
        self._pending = ""  # white space that is written if something follows
        self._breaks = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element, or write one that is void."""
        name = RENAMED.get(name, name)
        if name in INLINES or name in PLAIN_INLINES:
            self._start_inline(name, attributes)
        elif name == "br":
            self._break()
        elif name == "img":
            self._image(start_tag(name, attributes, self._base))
        elif name == "hr":
            self._rule()
        else:
            self._start_block(name, attributes)

    def end(self, name: str) -> None:
        """End the element that was begun last."""
        name = RENAMED.get(name, name)
        if name in INLINES or name in PLAIN_INLINES:
            self._end_inline()
            return
        match self._ends.pop():
            case "break":
                self._soft_break()
            case "leaf":
                self._boundary()
            case _:
                self._boundary()
                self._close_container()

    def takes_paragraphs(self) -> bool:
        """Whether nothing is open that paragraphs would be part of, so that they may come whole."""
        return not (
            self._inlines or self._real() or self._handed_on() or self._leaf not in (None, "p")
        )

    def paragraphs(self, run: str) -> None:
        """What `PARAGRAPHS` found; the same as its parts one by one, in a fifth of the time."""
        self._close_leaf()
        run = _collapsed(run)
        if "<a " in run:
            run = _LINK.sub(self._link, run)
        for paragraph in run.split("</p>"):
            if inner := paragraph.partition("<p>")[2].strip(BLANK):
                self._out.append(f"<p>{inner}</p>\n")

    def text(self, text: str) -> None:
        """Text as it stands in the markup, escaped."""
        if not self._leaf_written and text.isspace() and self._leaf != "pre":
            return
        text = self._pending + text
        if self._leaf != "pre":
            text = _collapsed(text)
        rest = text.lstrip(BLANK)
        blank = text[: len(text) - len(rest)]
        if self._breaks or not self._leaf_written:
            blank = blank.rpartition("\n")[2] if self._leaf == "pre" else ""
        self._pending = blank
        if rest:
            self._open()
            content = rest.rstrip(BLANK)
            self._out.append(content.replace("\n", "&#10;"))
            self._pending = rest[len(content) :]

    def finish(self) -> str:
        """All that was written, when everything is ended."""
        self._boundary()
        return "".join(self._out).rstrip("\n")

    def _link(self, link: re.Match[str]) -> str:
        tag = start_tag("a", {"href": link["href"]}, self._base)
        self._count_repeated(tag)
        return f"{tag}{link['text']}</a>" if tag else link["text"]

    def _start_inline(self, name: str, attributes: dict[str, str]) -> None:
        tag = start_tag(name, attributes, self._base) if name in INLINES else ""
        # The parser of browsers forbids a link in a link and gives up on deep nesting.
        nested = any(name == open_name for open_name, _ in self._inlines)
        self._inlines.append((name, tag) if tag and not nested else ("", ""))

    def _end_inline(self) -> None:
        if len(self._inlines) == self._inlines_written:
            self._inlines_written -= 1
            if tag := self._inlines[-1][0]:
                self._out.append(f"</{tag}>")
        self._inlines.pop()

    def _image(self, tag: str) -> None:
        if tag:
            self._open()
            self._count_repeated(tag)
            self._out.append(tag)

    def _break(self) -> None:
        if self._leaf == "pre":
            self.text("\n")
        else:
            self._breaks += 1
            self._pending = ""

    def _soft_break(self) -> None:
        """What a paragraph inside a heading or the like becomes."""
        if self._leaf_written and not (self._breaks or self._pending.endswith("\n")):
            self._break()

    def _rule(self) -> None:
        self._boundary()
        if not any(container.tag for container in self._containers):
            self._out.append("<hr>\n")

    def _start_block(self, name: str, attributes: dict[str, str]) -> None:
        if self._leaf not in (None, "", "p") and (name == "p" or name in GROUPS):
            self._soft_break()
            self._ends.append("break")
            return
        self._boundary()
        place = self._real()
        if name in LEAVES:
            self._leaf = name if LEAF_PLACES.get(name, place) == place else "p"
            self._leaf_start = start_tag(self._leaf, self._directed(attributes), self._base)
            self._ends.append("leaf")
            return
        places = CONTAINERS.get(name, frozenset())
        if places is None or place in places:
            tag = start_tag(name, self._directed(attributes), self._base)
            self._containers.append(_Container(name, tag))
        else:
            self._containers.append(_Container("", "", dir=attributes.get("dir", "").lower()))
        self._ends.append("container")

    def _real(self) -> str:
        """The innermost container that is to be written; empty for none."""
        return next((c.tag for c in reversed(self._containers) if c.tag), "")

    def _directed(self, attributes: dict[str, str]) -> dict[str, str]:
        """``attributes`` with the direction of what is around and not written."""
        given = self._handed_on()
        return {"dir": given} | attributes if given else attributes

    def _handed_on(self) -> str:
        nearest = next((c for c in reversed(self._containers) if c.tag or c.dir), None)
        return nearest.dir if nearest else ""

    def _open(self) -> None:
        """Write everything that has to stand before content."""
        if self._breaks > 1 and self._leaf == "p" and self._leaf_written:
            self._close_leaf()
            self._leaf = "p"  # two line breaks separate paragraphs
        if not self._leaf_written:
            self._open_leaf()
        elif self._breaks:
            self._out.append("<br>" * min(self._breaks, 2))
        self._out.append(self._pending.replace("\n", "&#10;"))
        self._pending = ""
        self._breaks = 0
        for _, tag in self._inlines[self._inlines_written :]:
            self._out.append(tag)
            self._count_repeated(tag)
        self._inlines_written = len(self._inlines)

    def _count_repeated(self, tag: str) -> None:
        self._repeated += len(tag)
        if self._repeated > _MAX_REPEATED:
            raise MarkupError(self._base, "inline elements", "around too many blocks")

    def _open_leaf(self) -> None:
        while (place := self._real()) in IMPLIED and LEAF_PLACES.get(self._leaf or "") != place:
            tag = IMPLIED[place]
            self._containers.append(_Container(tag, f"<{tag}>", implied=True))
        self._open_containers()
        inner = self._containers[-1]
        if self._leaf is None:
            bare = inner.tag not in ("", "blockquote") and not inner.has_bare_text
            self._leaf = "" if bare else "p"
            self._leaf_start = "" if bare else start_tag("p", self._directed({}), self._base)
            inner.has_bare_text |= bare
        self._out.append(self._leaf_start)
        self._leaf_written = True

    def _open_containers(self) -> None:
        for container in self._containers:
            if not container.written:
                container.written = True
                self._out.append(container.start + container.empty_cells)

    def _boundary(self) -> None:
        """End the paragraph, and what was implied for its sake."""
        self._close_leaf()
        while self._containers[-1].implied:
            self._close_container()

    def _close_leaf(self) -> None:
        if self._leaf_written:
            for tag, _ in reversed(self._inlines[: self._inlines_written]):
                if tag:
                    self._out.append(f"</{tag}>")
            self._end_tag(self._leaf or "")
        self._leaf = None
        self._leaf_written = False
        self._inlines_written = self._breaks = 0
        self._pending = ""

    def _close_container(self) -> None:
        container = self._containers.pop()
        if container.written:
            self._end_tag(container.tag)
        elif container.tag in ("td", "th"):
            row = next(c for c in reversed(self._containers) if c.tag)
            cell = f"{container.start}</{container.tag}>"
            if row.written:
                self._out.append(cell)
            else:
                row.empty_cells += cell

    def _end_tag(self, tag: str) -> None:
        if tag:
            self._out.append(f"</{tag}>")
            if not any(container.tag for container in self._containers):
                self._out.append("\n")


def _collapsed(text: str) -> str:
    """White space as HTML renders it. A regex over each space takes twenty times as long."""
    for space in "\n\t\r\f":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text
