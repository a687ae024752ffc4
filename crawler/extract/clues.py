"""What can be told about each block of a page before anybody judges it: numbers, no opinion.

Owns the clues and their names, by which ``body_model.json`` refers to them.
"""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.hints import KINDS, kinds_of
from crawler.extract.survey import (
    HEADINGS,
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
    from collections.abc import Iterator, Sequence

    from crawler.extract.blocks import Block, Container, Outline
    from crawler.extract.page import Page

_MARKS = ("aside", "list", "caption", "article", "main", "articlebody", "hidden")

# Alike to a judge that divides by thresholds: blocks that hold text, items, headings.
_TAG_CODES = {
    "p": 1, "div": 2, "li": 3, "td": 4, "th": 4, "h1": 5, "h2": 6, "h3": 7, "h4": 8, "h5": 9,
    "h6": 9, "figcaption": 10, "blockquote": 11, "pre": 12, "dt": 13, "dd": 13, "section": 14,
    "article": 15, "main": 15, "center": 16, "body": 17,
}  # fmt: skip

NAMES = (
    *("size", "of_longest", "link_share", "stops", "ends_sentence", "tag", "is_call"),
    *("since_call", "is_description"),
    *_MARKS,
    *("depth", "size_before", "after_headline", "in_best", "above_best", "in_tight", "in_loose"),
    *("between", "after_first", "before_last", "page_blocks", "page_size", "page_longest"),
    *KINDS,
    *("own_score", "style_prose", "own_alike", "own_size", "own_link_share", "own_stops"),
    "own_blocks",
    *(
        f"{relation}_{clue}"
        for relation in ("parent", "grand")
        for clue in ("score", "prose", "size", "link_share", "stops", "blocks", "share")
    ),
    *(
        f"{where}_{clue}"
        for where in ("previous", "next", "before", "after", "long_before", "long_after")
        for clue in ("size", "link_share")
    ),
)

# A block with more link than this is a link, not text; few articles lose a line by it, and two
# of three blocks of a page need no further look.
_MOST_LINK_SHARE = 0.8

# How many characters of a text are compared with the page's description of itself.
_HEAD = 200
_SHORTEST_DESCRIPTION, _COMPARED_DESCRIPTION = 21, 40

# After so many blocks a call to the reader is forgotten.
_LONGEST_SINCE_CALL = 50

# The two containers that hold half and most of the prose.
_TIGHT, _LOOSE = 0.5, 0.8

# How many blocks before and behind it are a block's neighbours, nearer and further.
_REACHES = (1, 4, 10)

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
        self.candidates = [i for i in range(len(self.blocks)) if self._is_worth_a_look(i, comments)]
        self.sums = container_figures(outline, self.figures)
        self._place(outline.containers)
        self._add_up()
        self.near = _nearness(outline.containers)
        description = page.metas.get("og:description") or page.metas.get("description") or ("",)
        self.description = letters(description[0])[:_COMPARED_DESCRIPTION]

    def _is_worth_a_look(self, i: int, comments: frozenset[int]) -> bool:
        block = self.blocks[i]
        if not block.text or self.figures.link_shares[i] > _MOST_LINK_SHARE:
            return False
        is_title = i == self.headline and block.container.tag in HEADINGS
        return not is_title and block.container.index not in comments

    def _place(self, containers: Sequence[Container]) -> None:
        best = best_container(self.sums)
        self.in_best = levels_inside(containers, best)
        self.above_best = levels_above(containers, best)
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
            figures.ends[i],
            _TAG_CODES.get(block.container.tag, 0),
            figures.calls[i],
            self.since_call[i],
            len(self.description) >= _SHORTEST_DESCRIPTION and self.description in letters(head),
        )

    def _of_place(self, i: int, container: Container) -> Sequence[float]:
        k = container.index
        return (
            container.depth,
            self.size_before[i] / self.total,
            -1 if self.headline is None else i - self.headline,
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
                log1p(sums.sizes[j]),
                sums.links[j] / sums.sizes[j],
                sums.stops[j] / sums.counts[j],
                sums.counts[j],
                sums.sizes[j] / self.total,
            )
        return row

    def _of_neighbours(self, i: int) -> Sequence[float]:
        row: list[float] = []
        for begin, end in _ranges(i, len(self.blocks)):
            size = self.size_before[end] - self.size_before[begin]
            links = self.links_before[end] - self.links_before[begin]
            row += (log1p(size), links / size if size else 0.0)
        return row


def _ranges(i: int, n: int) -> Iterator[tuple[int, int]]:
    for reach in _REACHES:
        yield max(0, i - reach), i
        yield i + 1, min(n, i + 1 + reach)


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
