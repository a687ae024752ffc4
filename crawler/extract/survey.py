"""A page in figures: how much text, link and prose its blocks and containers hold.

Owns sums, once over the page; the quotients that become clues are made in ``clues``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from crawler.extract.hints import is_call, kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.extract.blocks import Block, Container, Outline
    from crawler.extract.page import Page

# Scripts that write no spaces: one character carries about as much as two Latin ones.
_IDEOGRAPH = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
# Commas and stops of all scripts; Thai, Lao and Khmer have spaces between phrases instead.
_STOP = re.compile(r"[,;:，。！？、；：،؛؟।۔၊။។]|[.!?…](?=\s|$|[\"'”»）)])")
_PHRASE_END = re.compile(r"(?<=[\u0e00-\u0eff\u1780-\u17ff]) (?=[\u0e00-\u0eff\u1780-\u17ff])")
_SENTENCE_END = re.compile(r"[.!?…。！？:：؟।۔။។][\"'”»）)\]」』\s]*$")
_NO_LETTERS = re.compile(r"[\W_]+")

# Prose has a length, some punctuation and few links; only prose tells where an article is.
_LEAST_PROSE = 50
_MOST_PROSE_LINK_SHARE = 0.4

# Where commas and length stop making a paragraph better prose than another.
_ENOUGH_STOPS, _ENOUGH_HUNDREDS = 10, 4

# Prose that stands aside or is not shown counts this much.
_HIDDEN_SHARE = 0.1

# What a container gets of the prose in its children, their children, and theirs.
_INHERITED = (1.0, 0.4, 0.15)

# With less prose than one paragraph outside of them, the comments are the article: a live report.
_LEAST_UNCOMMENTED = 8.0

# Lengths of what can be a headline, a title worth comparing, a call to the reader.
_HEADLINE_LENGTHS = range(9, 300)
_SHORTEST_TITLE = 6
_LONGEST_CALL = 120

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class BlockFigures:
    """Figures of all blocks, by index.

    Attributes:
        sizes: characters, ideographs doubled.
        link_shares: of the characters, from 0 to 1.
        stops: punctuation that prose has.
        ends: whether the text ends like a sentence, 1 or 0.
        calls: whether it begins like a link elsewhere or a credit.
        prose: how much it weighs as part of an article, 0 for most.
    """

    sizes: list[float]
    link_shares: list[float]
    stops: list[int]
    ends: list[float]
    calls: list[bool]
    prose: list[float]


@dataclass(frozen=True, slots=True)
class ContainerFigures:
    """Figures of all containers, by index, what is deeper in them included.

    Attributes:
        sizes: characters, ideographs doubled.
        links: of these in links.
        stops: punctuation that prose has.
        counts: blocks.
        prose: of the blocks.
        scores: own prose and a share of that in the next levels.
        alike: how many containers in the same parent are styled alike.
        style_prose: prose by the style of its container and the one around it.
    """

    sizes: list[float]
    links: list[float]
    stops: list[float]
    counts: list[float]
    prose: list[float]
    scores: list[float]
    alike: list[int] = field(kw_only=True)
    style_prose: defaultdict[tuple[str, str], float] = field(kw_only=True)


def block_figures(blocks: Sequence[Block]) -> BlockFigures:
    """Measure every block by itself."""
    texts = [block.text for block in blocks]
    link_shares = [
        min(1.0, block.link_chars / len(block.text)) if block.text else 0.0 for block in blocks
    ]
    stops = [_stops(text) for text in texts]
    sizes = [_size(text) for text in texts]
    return BlockFigures(
        sizes=sizes,
        link_shares=link_shares,
        stops=stops,
        ends=[1.0 if _SENTENCE_END.search(text[-12:]) else 0.0 for text in texts],
        calls=[len(text) <= _LONGEST_CALL and is_call(text) for text in texts],
        prose=[_prose(*figures) for figures in zip(blocks, sizes, link_shares, stops, strict=True)],
    )


def _stops(text: str) -> int:
    stops = len(_STOP.findall(text))
    return stops if stops or text.isascii() else len(_PHRASE_END.findall(text))


def _size(text: str) -> float:
    return float(len(text) if text.isascii() else len(text) + len(_IDEOGRAPH.findall(text)))


def _prose(block: Block, size: float, link_share: float, stops: int) -> float:
    if size < _LEAST_PROSE or link_share >= _MOST_PROSE_LINK_SHARE or not stops:
        return 0.0
    prose = 1 + min(stops, _ENOUGH_STOPS) + min(size / 100, _ENOUGH_HUNDREDS)
    marks = block.container.marks
    seen = _HIDDEN_SHARE if "aside" in marks or "hidden" in marks else 1.0
    return prose * (1 - link_share) * seen


def container_figures(outline: Outline, figures: BlockFigures) -> ContainerFigures:
    """Add up what the containers hold."""
    n = len(outline.containers)
    sums = ContainerFigures(
        *([0.0] * n for _ in range(6)),
        alike=_alike(outline.containers),
        style_prose=defaultdict(float),
    )
    for i, block in enumerate(outline.blocks):
        k = block.container.index
        sums.sizes[k] += figures.sizes[i]
        sums.links[k] += figures.sizes[i] * figures.link_shares[i]
        sums.stops[k] += figures.stops[i]
        sums.counts[k] += 1
        if figures.prose[i]:
            sums.prose[k] += figures.prose[i]
            sums.style_prose[style(block.container)] += figures.prose[i]
    _score(outline.containers, sums)
    for container in reversed(outline.containers):
        if container.parent is not None:
            for values in (sums.sizes, sums.links, sums.stops, sums.counts, sums.prose):
                values[container.parent.index] += values[container.index]
    return sums


def _alike(containers: Sequence[Container]) -> list[int]:
    keys = [(c.kind, c.parent.index if c.parent is not None else -1) for c in containers]
    counts = Counter(keys)
    return [counts[key] for key in keys]


def _score(containers: Sequence[Container], sums: ContainerFigures) -> None:
    for container, prose in zip(containers, sums.prose, strict=True):
        if not prose:
            continue
        if container.tag not in ("p", "li") and container.tag not in HEADINGS:
            sums.scores[container.index] += prose
        above = container.parent
        for share in _INHERITED:
            if above is None:
                break
            sums.scores[above.index] += prose * share
            above = above.parent


def style(container: Container) -> tuple[str, str]:
    """What a container looks like; paragraphs of one article have it in common."""
    return container.kind, container.parent.kind if container.parent is not None else ""


def best_container(sums: ContainerFigures) -> int:
    """The index of the container with the highest score, links counted against it."""
    return max(
        range(len(sums.scores)),
        key=lambda k: sums.scores[k] * (1 - sums.links[k] / max(1.0, sums.sizes[k])),
    )


def holder_of(sums: ContainerFigures, share: float) -> int:
    """The index of the last container that holds a share of the page's prose."""
    least = share * sums.prose[0]
    return max((k for k, prose in enumerate(sums.prose) if prose >= least), default=0)


def levels_inside(containers: Sequence[Container], target: int) -> list[int]:
    """How deep each container stands in another: 1 for itself, 0 outside."""
    levels = [0] * len(containers)
    for container in containers:
        above = levels[container.parent.index] if container.parent is not None else 0
        levels[container.index] = 1 if container.index == target else above and above + 1
    return levels


def levels_above(containers: Sequence[Container], target: int) -> list[int]:
    """How far up from another the container is that holds both."""
    path = {container.index: up for up, container in enumerate(around(containers[target]))}
    levels = [0] * len(containers)
    for container in containers:
        above = levels[container.parent.index] if container.parent is not None else 0
        levels[container.index] = path.get(container.index, above)
    return levels


def around(container: Container) -> Iterable[Container]:
    """A container and all around it, innermost first."""
    inner: Container | None = container
    while inner is not None:
        yield inner
        inner = inner.parent


def find_headline(page: Page, blocks: Sequence[Block]) -> int | None:
    """The index of the block that says the title, or of the first main heading."""
    titles = [*page.metas.get("og:title", ())[:1], page.tree.findtext(".//head/title") or ""]
    wanted = [found for title in titles if len(found := letters(title)) >= _SHORTEST_TITLE]
    best, likeness = None, 0.0
    for i, block in enumerate(blocks):
        if len(block.text) not in _HEADLINE_LENGTHS:
            continue
        tag = block.container.tag
        like = 0.3 if tag == "h1" else 0.0
        own = letters(block.text)
        if any(own == title or (len(own) > _SHORTEST_TITLE and own in title) for title in wanted):
            like += 1.0 if tag in HEADINGS else 0.8
        if like > likeness:
            best, likeness = i, like
    return best


def comment_containers(
    outline: Outline, figures: BlockFigures, headline: int | None
) -> frozenset[int]:
    """Indices of the containers that hold the readers' comments and not the headline."""
    if headline is None:
        return frozenset()
    home = {container.index for container in around(outline.blocks[headline].container)}
    comments: set[int] = set()
    for container in outline.containers:
        inside = container.parent is not None and container.parent.index in comments
        foreign = container.index not in home and "comments" in kinds_of(container.names)
        if inside or foreign:
            comments.add(container.index)
    commented = sum(
        prose
        for block, prose in zip(outline.blocks, figures.prose, strict=True)
        if block.container.index in comments
    )
    return frozenset(comments if sum(figures.prose) - commented >= _LEAST_UNCOMMENTED else ())


def letters(text: str) -> str:
    """Letters and digits alone, lower case.

    >>> letters("It sails -- again!")
    'itsailsagain'
    """
    return _NO_LETTERS.sub("", text.lower())


def running(values: Sequence[float]) -> list[float]:
    """Sums of the values before each, and of all.

    >>> running([1, 2, 3])
    [0.0, 1.0, 3.0, 6.0]
    """
    return list(accumulate(values, initial=0.0))
