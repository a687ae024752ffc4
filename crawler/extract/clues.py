"""What can be told about each block of a page before anybody judges it: numbers, no opinion.

Owns the clues and their names, by which ``body_model.json`` refers to them.
"""

from __future__ import annotations

import re
from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.hints import KINDS, kinds_of
from crawler.extract.survey import (
    best_container,
    block_figures,
    comment_containers,
    container_figures,
    find_headline,
    holder_of,
    letters,
    levels_above,
    levels_inside,
    running,
    style,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extract.blocks import Block, Container, Outline
    from crawler.extract.page import Page

_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\b\d{1,2}:\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d年")
_SYMBOL = re.compile(r"[|»›©→•·#@>]|http|www\.")

_MARKS = ("aside", "list", "caption", "article", "main", "articlebody", "hidden")

# Alike to a judge that divides by thresholds: blocks that hold text, items, headings.
_TAG_CODES = {
    "p": 1, "div": 2, "li": 3, "td": 4, "th": 4, "h1": 5, "h2": 6, "h3": 7, "h4": 8, "h5": 9,
    "h6": 9, "figcaption": 10, "blockquote": 11, "pre": 12, "dt": 13, "dd": 13, "section": 14,
    "article": 15, "main": 15, "center": 16, "body": 17,
}  # fmt: skip

NAMES = (
    *("size", "of_longest", "link_share", "stops", "stop_rate", "ends_sentence", "digit_share"),
    *("upper_share", "dated", "symbols", "tag", "is_call", "since_call", "is_description"),
    *_MARKS,
    *("depth", "place", "size_before", "after_headline", "above_headline", "in_best"),
    *("above_best", "in_tight", "in_loose", "between", "after_first", "before_last"),
    *("page_blocks", "page_size", "page_longest"),
    *KINDS,
    *("own_score", "style_prose", "own_alike", "own_size", "own_link_share", "own_stops"),
    "own_blocks",
    *(
        f"{relation}_{clue}"
        for relation in ("parent", "grand")
        for clue in ("score", "prose", "alike", "size", "link_share", "stops", "blocks", "share")
    ),
    *(f"{at}_{clue}" for at in ("previous", "next") for clue in ("size", "link_share", "ends")),
    *(
        f"{side}_{reach}_{clue}"
        for reach in (4, 10)
        for side in ("before", "after")
        for clue in ("size", "link_share", "stops")
    ),
)

# A block with more link than this is a link, not text; few articles lose a line by it, and two
# of three blocks of a page need no further look.
_MOST_LINK_SHARE = 0.8

# How many characters tell what a text begins with, and whether it is shouted.
_HEAD, _OPENING = 200, 60
_SHORTEST_DESCRIPTION, _COMPARED_DESCRIPTION = 21, 40

# After so many blocks a call to the reader is forgotten.
_LONGEST_SINCE_CALL = 50

# The two containers that hold half and most of the prose.
_TIGHT, _LOOSE = 0.5, 0.8

# How near a kind of name still is when it stands one named container further out.
_FURTHER = 0.7


class Clues(NamedTuple):
    """Clues of the blocks worth a look.

    Attributes:
        blocks: indices into the outline's blocks, ascending.
        rows: one list of numbers a block, in the order of NAMES.
    """

    blocks: list[int]
    rows: list[list[float]]


def read_clues(page: Page, outline: Outline) -> Clues:
    """Measure a page."""
    if not outline.blocks:
        return Clues([], [])
    reader = _Reader(page, outline)
    return Clues(reader.candidates, [reader.row(i) for i in reader.candidates])


class _Reader:
    """All sums over a page that its clues are quotients of."""

    def __init__(self, page: Page, outline: Outline) -> None:
        self.blocks = outline.blocks
        self.figures = block_figures(self.blocks)
        self.headline = find_headline(page, self.blocks)
        comments = comment_containers(outline, self.figures, self.headline)
        for i, block in enumerate(self.blocks):
            if block.container.index in comments:
                self.figures.prose[i] = 0.0
        self.candidates = [
            i
            for i, share in enumerate(self.figures.link_shares)
            if share <= _MOST_LINK_SHARE
            and self.blocks[i].text
            and self.blocks[i].container.index not in comments
        ]
        self.sums = container_figures(outline, self.figures)
        self._place(outline.containers)
        self._add_up()
        self.near = _nearness(outline.containers)
        description = page.metas.get("og:description") or page.metas.get("description") or ("",)
        self.description = letters(description[0])[:_COMPARED_DESCRIPTION]

    def _place(self, containers: Sequence[Container]) -> None:
        best = best_container(self.sums)
        home = 0 if self.headline is None else self.blocks[self.headline].container.index
        self.in_best = levels_inside(containers, best)
        self.above_best = levels_above(containers, best)
        self.above_headline = levels_above(containers, home)
        self.in_tight = levels_inside(containers, holder_of(self.sums, _TIGHT))
        self.in_loose = levels_inside(containers, holder_of(self.sums, _LOOSE))
        inside = [i for i in self.candidates if self.in_best[self.blocks[i].container.index]]
        self.first, self.last = (inside[0], inside[-1]) if inside else (0, len(self.blocks) - 1)
        self.best_score = max(1e-6, self.sums.scores[best])
        self.prose = max(1e-6, self.sums.prose[0])
        self.most_style_prose = max(self.sums.style_prose.values(), default=1.0)

    def _add_up(self) -> None:
        figures = self.figures
        self.size_before = running(figures.sizes)
        links = [s * share for s, share in zip(figures.sizes, figures.link_shares, strict=True)]
        self.links_before = running(links)
        self.stops_before = running(figures.stops)
        self.total = max(1.0, self.size_before[-1])
        self.longest = max(1.0, *figures.sizes)
        self.since_call = []
        since = _LONGEST_SINCE_CALL
        for call in figures.calls:
            self.since_call.append(since)
            since = 1 if call else min(_LONGEST_SINCE_CALL, since + 1)

    def row(self, i: int) -> list[float]:
        """The clues of one block."""
        container = self.blocks[i].container
        marks = container.marks
        return [
            *self._of_text(i, self.blocks[i]),
            *[1.0 if mark in marks else 0.0 for mark in _MARKS],
            *self._of_place(i, container),
            *self.near[container.index],
            *self._of_containers(container),
            *self._of_neighbours(i),
        ]

    def _of_text(self, i: int, block: Block) -> Sequence[float]:
        figures = self.figures
        head = block.text[:_HEAD]
        size = figures.sizes[i]
        return (
            log1p(size),
            size / self.longest,
            figures.link_shares[i],
            figures.stops[i],
            figures.stops[i] / size * 100,
            figures.ends[i],
            len(_DIGIT.findall(head)) / len(head),
            sum(map(str.isupper, head[:_OPENING])) / len(head[:_OPENING]),
            _DATE.search(head) is not None,
            len(_SYMBOL.findall(head)),
            _TAG_CODES.get(block.container.tag, 0),
            figures.calls[i],
            self.since_call[i],
            len(self.description) >= _SHORTEST_DESCRIPTION and self.description in letters(head),
        )

    def _of_place(self, i: int, container: Container) -> Sequence[float]:
        k = container.index
        return (
            container.depth,
            i / len(self.blocks),
            self.size_before[i] / self.total,
            -1 if self.headline is None else i - self.headline,
            self.above_headline[k],
            self.in_best[k],
            self.above_best[k],
            self.in_tight[k],
            self.in_loose[k],
            self.first <= i <= self.last,
            i - self.first,
            self.last - i,
            len(self.blocks),
            log1p(self.total),
            log1p(self.longest),
        )

    def _of_containers(self, container: Container) -> Sequence[float]:
        parent = container.parent or container
        grand = parent.parent or parent
        sums, k = self.sums, container.index
        row = [
            sums.scores[k] / self.best_score,
            sums.style_prose.get(style(container), 0.0) / self.most_style_prose,
            sums.alike[k],
            log1p(sums.sizes[k]),
            sums.links[k] / sums.sizes[k],
            sums.stops[k] / sums.counts[k],
            sums.counts[k],
        ]
        for j in (parent.index, grand.index):
            row += (
                sums.scores[j] / self.best_score,
                sums.prose[j] / self.prose,
                sums.alike[j],
                log1p(sums.sizes[j]),
                sums.links[j] / sums.sizes[j],
                sums.stops[j] / sums.counts[j],
                sums.counts[j],
                sums.sizes[j] / self.total,
            )
        return row

    def _of_neighbours(self, i: int) -> Sequence[float]:
        figures, n = self.figures, len(self.blocks)
        row: list[float] = []
        for j in (i - 1, i + 1):
            if 0 <= j < n:
                row += (log1p(figures.sizes[j]), figures.link_shares[j], figures.ends[j])
            else:
                row += (-1.0, -1.0, -1.0)
        for reach in (4, 10):
            for low, high in ((max(0, i - reach), i), (i + 1, min(n, i + reach + 1))):
                size = self.size_before[high] - self.size_before[low]
                row += (
                    log1p(size),
                    (self.links_before[high] - self.links_before[low]) / max(1.0, size),
                    self.stops_before[high] - self.stops_before[low],
                )
        return row


def _nearness(containers: Sequence[Container]) -> list[tuple[float, ...]]:
    """For each container how near a name of each kind is: 1 its own, 0 none around it."""
    near: list[tuple[float, ...]] = []
    for container in containers:
        above = near[container.parent.index] if container.parent else (0.0,) * len(KINDS)
        if kinds := kinds_of(container.names):
            further = [share * _FURTHER for share in above]
            above = tuple([1.0 if k in kinds else s for k, s in zip(KINDS, further, strict=True)])
        near.append(above)
    return near
