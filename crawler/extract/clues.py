"""What can be told about each block of a page before anybody judges it: numbers, no opinion.

Owns the clues and their order; ``body_model.json`` refers to them by name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.hints import KINDS, is_call, kinds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extract.blocks import Block, Container, Outline
    from crawler.extract.page import Page

# Scripts that write no spaces: one character carries about as much as two Latin ones.
_IDEOGRAPHS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_STOP = re.compile(r"[,;:，。！？、；：]|[.!?…](?=\s|$|[\"'”»）)])")
_SENTENCE_END = re.compile(r"[.!?…。！？:：][\"'”»）)\]」』\s]*$")
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\b\d{1,2}:\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d年")
_SYMBOL = re.compile(r"[|»›©→•·#@>]|http|www\.")

_MARKS = ("aside", "list", "caption", "article", "main", "articlebody", "hidden")

_TAG_CODES = {
    "p": 1, "div": 2, "li": 3, "td": 4, "th": 4, "h1": 5, "h2": 6, "h3": 7, "h4": 8, "h5": 9,
    "h6": 9, "figcaption": 10, "blockquote": 11, "pre": 12, "dt": 13, "dd": 13, "section": 14,
    "article": 15, "main": 15, "center": 16, "body": 17,
}  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# A block with more link than this is a link, not text; few articles lose a line by it, and two
# of three blocks of a page need no further look.
_MOST_LINK_SHARE = 0.8

# Prose has a length, some punctuation and few links; only prose tells where an article is.
_LEAST_PROSE = 50
_MOST_PROSE_LINK_SHARE = 0.4

# Lengths of what can be a headline, a title worth comparing, a call to the reader, a description
# that names no other block.
_HEADLINE_LENGTHS = range(9, 300)
_SHORTEST_TITLE = 6
_LONGEST_CALL = 120
_SHORTEST_DESCRIPTION = 21


NAMES = (
    *("size", "of_longest", "link_share", "stops", "stop_rate", "ends_sentence", "digit_share"),
    *("upper_share", "dated", "symbols", "tag", "is_call", "since_call", "is_description"),
    *_MARKS,
    *("depth", "place", "size_before", "after_headline", "in_best", "above_best", "in_tight"),
    *("between", "after_first", "before_last", "page_blocks", "page_size", "page_longest"),
    *KINDS,
    *("own_score", "kind_mass", "own_alike", "own_size", "own_link_share", "own_stops"),
    "own_blocks",
    *(
        f"{relation}_{clue}"
        for relation in ("parent", "grand")
        for clue in ("score", "mass", "alike", "size", "link_share", "stops", "blocks", "share")
    ),
    *(f"{at}_{clue}" for at in ("previous", "next") for clue in ("size", "link_share", "ends")),
    *(
        f"{side}_{reach}_{clue}"
        for reach in (4, 10)
        for side in ("before", "after")
        for clue in ("size", "link_share", "stops")
    ),
)


class Clues(NamedTuple):
    """Clues of the blocks worth a look.

    Attributes:
        blocks: indices into the outline's blocks, ascending.
        rows: one list of numbers a block, in the order of NAMES.
        sizes: of all blocks of the outline: characters, ideographs doubled.
    """

    blocks: list[int]
    rows: list[list[float]]
    sizes: list[float]


def read_clues(page: Page, outline: Outline) -> Clues:
    """Measure a page."""
    return _Survey(page, outline).clues()


class _Survey:
    """All sums over a page that the clues are quotients of."""

    def __init__(self, page: Page, outline: Outline) -> None:
        self.blocks = outline.blocks
        self.containers = outline.containers
        self._measure_blocks()
        self._measure_containers()
        self._rank_containers()
        self._name_containers()
        self._find_headline(page)
        self._count_alike()
        description = page.metas.get("og:description") or page.metas.get("description") or ("",)
        self.description = _letters(description[0])[:40]

    def _measure_blocks(self) -> None:
        self.sizes: list[float] = []
        self.link_shares: list[float] = []
        self.stops: list[int] = []
        for block in self.blocks:
            text = block.text
            size = float(len(text))
            self.link_shares.append(min(1.0, block.link_chars / size) if size else 0.0)
            if not text.isascii():
                found = len(_IDEOGRAPHS.findall(text))
                size += found
            self.sizes.append(size)
            self.stops.append(len(_STOP.findall(text)))
        self.ends = [
            1.0 if _SENTENCE_END.search(block.text[-12:]) else 0.0 for block in self.blocks
        ]
        self.total = max(1, sum(self.sizes))
        self.longest = max(self.sizes, default=1) or 1
        self.size_before = _running(self.sizes)
        self.links_before = _running(
            [size * share for size, share in zip(self.sizes, self.link_shares, strict=True)]
        )
        self.stops_before = _running(self.stops)
        self.candidates = [
            i
            for i, share in enumerate(self.link_shares)
            if share <= _MOST_LINK_SHARE and self.blocks[i].text
        ]

    def _measure_containers(self) -> None:
        n = len(self.containers)
        self.c_size = [0.0] * n
        self.c_link = [0.0] * n
        self.c_stops = [0] * n
        self.c_count = [0] * n
        self.own_mass = [0.0] * n
        self.kind_mass: defaultdict[tuple[str, str], float] = defaultdict(float)
        for i, block in enumerate(self.blocks):
            k = block.container.index
            size = self.sizes[i]
            self.c_size[k] += size
            self.c_link[k] += size * self.link_shares[i]
            self.c_stops[k] += self.stops[i]
            self.c_count[k] += 1
            if (
                size >= _LEAST_PROSE
                and self.link_shares[i] < _MOST_PROSE_LINK_SHARE
                and self.stops[i]
            ):
                mass = self._mass(i)
                self.own_mass[k] += mass
                self.kind_mass[_kind(block.container)] += mass
        self.c_mass = self.own_mass[:]
        for k in range(n - 1, 0, -1):
            parent = self.containers[k].parent
            if parent is not None:
                p = parent.index
                self.c_size[p] += self.c_size[k]
                self.c_link[p] += self.c_link[k]
                self.c_stops[p] += self.c_stops[k]
                self.c_count[p] += self.c_count[k]
                self.c_mass[p] += self.c_mass[k]
        self.total_mass = self.c_mass[0] if n and self.c_mass[0] else 1.0
        self.most_kind_mass = max(self.kind_mass.values(), default=1.0)

    def _mass(self, i: int) -> float:
        mass = (1 + min(self.stops[i], 10) + min(self.sizes[i] / 100, 4)) * (
            1 - self.link_shares[i]
        )
        marks = self.blocks[i].container.marks
        return mass * 0.1 if "aside" in marks or "hidden" in marks else mass

    def _rank_containers(self) -> None:
        self.score = [0.0] * len(self.containers)
        for container, mass in zip(self.containers, self.own_mass, strict=True):
            if not mass:
                continue
            if container.tag not in ("p", "li", "h2", "h3", "h4"):
                self.score[container.index] += mass
            above = container.parent
            for share in (1.0, 0.4, 0.15):
                if above is None:
                    break
                self.score[above.index] += mass * share
                above = above.parent
        n = len(self.containers)
        best = max(
            range(n), key=lambda k: self.score[k] * (1 - self.c_link[k] / max(1, self.c_size[k]))
        )
        self.best_score = max(1e-6, self.score[best])
        tight = max((k for k in range(n) if self.c_mass[k] >= 0.6 * self.total_mass), default=0)
        path = {}
        above = self.containers[best]
        up = 0
        while above is not None:
            path[above.index] = up
            up += 1
            above = above.parent
        self.inside = [0] * n
        self.up = [0] * n
        self.tight = [0] * n
        for container in self.containers:
            k = container.index
            p = container.parent.index if container.parent is not None else k
            self.inside[k] = 1 if k == best else (self.inside[p] + 1 if self.inside[p] else 0)
            self.tight[k] = 1 if k == tight else (self.tight[p] + 1 if self.tight[p] else 0)
            self.up[k] = path.get(k, self.up[p])
        inside = [i for i in self.candidates if self.inside[self.blocks[i].container.index]]
        self.first, self.last = (inside[0], inside[-1]) if inside else (0, len(self.blocks) - 1)

    def _name_containers(self) -> None:
        known: dict[str, frozenset[str]] = {}
        self.named: list[tuple[float, ...]] = []
        none = (0.0,) * len(KINDS)
        for container in self.containers:
            above = self.named[container.parent.index] if container.parent is not None else none
            names = container.names
            kinds = known.get(names)
            if kinds is None:
                kinds = known[names] = kinds_of(names) if names else frozenset()
            self.named.append(
                tuple(
                    [
                        1.0 if kind in kinds else near * 0.7
                        for kind, near in zip(KINDS, above, strict=True)
                    ]
                )
                if kinds or any(above)
                else none
            )

    def _find_headline(self, page: Page) -> None:
        titles = list(page.metas.get("og:title", ())[:1])
        element = page.tree.find(".//head/title")
        if element is not None and element.text:
            titles.append(element.text)
        wanted = [letters for title in titles if len(letters := _letters(title)) >= _SHORTEST_TITLE]
        self.headline = -1
        likeness = 0.0
        for i, block in enumerate(self.blocks):
            if len(block.text) in _HEADLINE_LENGTHS:
                tag = block.container.tag
                found = 0.3 if tag == "h1" else 0.0
                letters = _letters(block.text)
                if any(
                    letters == w or (len(letters) > _SHORTEST_TITLE and letters in w)
                    for w in wanted
                ):
                    found += 1.0 if tag in _HEADINGS else 0.8
                if found > likeness:
                    self.headline, likeness = i, found

    def _count_alike(self) -> None:
        kinds = Counter([(c.kind, c.parent.index) for c in self.containers if c.parent is not None])
        self.alike = [
            kinds[c.kind, c.parent.index] if c.parent is not None else 1 for c in self.containers
        ]
        self.calls = [
            len(block.text) <= _LONGEST_CALL and is_call(block.text) for block in self.blocks
        ]
        self.since_call = []
        last = -50
        for i, call in enumerate(self.calls):
            self.since_call.append(min(50, i - last))
            if call:
                last = i

    def clues(self) -> Clues:
        rows = [self._row(i) for i in self.candidates]
        return Clues(self.candidates, rows, self.sizes)

    def _row(self, i: int) -> list[float]:
        block = self.blocks[i]
        container = block.container
        return [
            *self._of_text(i, block),
            *[mark in container.marks for mark in _MARKS],
            *self._of_place(i, container),
            *self.named[container.index],
            *self._of_containers(container),
            *self._of_neighbours(i),
        ]

    def _of_text(self, i: int, block: Block) -> Sequence[float]:
        text = block.text
        head = text[:200]
        size = self.sizes[i]
        return (
            log1p(size),
            size / self.longest,
            self.link_shares[i],
            self.stops[i],
            self.stops[i] / size * 100,
            self.ends[i],
            len(_DIGIT.findall(head)) / len(head),
            sum(map(str.isupper, text[:60])) / len(text[:60]),
            _DATE.search(head) is not None,
            len(_SYMBOL.findall(head)),
            _TAG_CODES.get(block.container.tag, 0),
            self.calls[i],
            self.since_call[i],
            len(self.description) >= _SHORTEST_DESCRIPTION and self.description in _letters(head),
        )

    def _of_place(self, i: int, container: Container) -> Sequence[float]:
        k = container.index
        return (
            container.depth,
            i / len(self.blocks),
            self.size_before[i] / self.total,
            i - self.headline if self.headline >= 0 else -1,
            self.inside[k],
            self.up[k],
            self.tight[k],
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
        k, p, g = container.index, parent.index, grand.index
        row = [
            self.score[k] / self.best_score,
            self.kind_mass[_kind(container)] / self.most_kind_mass,
            self.alike[k],
            log1p(self.c_size[k]),
            self.c_link[k] / max(1, self.c_size[k]),
            self.c_stops[k] / max(1, self.c_count[k]),
            self.c_count[k],
        ]
        for j in (p, g):
            size = max(1, self.c_size[j])
            row += (
                self.score[j] / self.best_score,
                self.c_mass[j] / self.total_mass,
                self.alike[j],
                log1p(size),
                self.c_link[j] / size,
                self.c_stops[j] / max(1, self.c_count[j]),
                self.c_count[j],
                size / self.total,
            )
        return row

    def _of_neighbours(self, i: int) -> Sequence[float]:
        n = len(self.blocks)
        row: list[float] = []
        for j in (i - 1, i + 1):
            if 0 <= j < n:
                row += (log1p(self.sizes[j]), self.link_shares[j], self.ends[j])
            else:
                row += (-1.0, -1.0, -1.0)
        for reach in (4, 10):
            for low, high in ((max(0, i - reach), i), (i + 1, min(n, i + reach + 1))):
                size = self.size_before[high] - self.size_before[low]
                row += (
                    log1p(size),
                    (self.links_before[high] - self.links_before[low]) / max(1, size),
                    self.stops_before[high] - self.stops_before[low],
                )
        return row


def _running(values: Sequence[float]) -> list[float]:
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums


def _kind(container: Container) -> tuple[str, str]:
    parent = container.parent
    return container.kind, parent.kind if parent is not None else ""


def _letters(text: str) -> str:
    return "".join([c for c in text.lower() if c.isalnum()])
