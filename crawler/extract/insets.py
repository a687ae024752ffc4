"""Which images, captions, lists and tables belong to a body, given the paragraphs that do.

Owns the rules for what stands among chosen blocks; they need no likelihoods, only the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.extract.fragment import image_source, is_tiny
from crawler.extract.hints import kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from crawler.extract.blocks import Block, Container

_FOREIGN = frozenset(("comments", "related", "chrome", "promotion"))

# How many blocks before the first and behind the last one of text an inset may stand.
_REACH = 3

_IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")

_GROUPS = frozenset(("ul", "ol", "dl", "table"))

# A list with more link than this is a menu; a table may be a ranking of linked names.
_MOST_LINK_SHARE = {"ul": 0.3, "ol": 0.3, "dl": 0.3, "table": 0.6}

# A table or list with fewer blocks, or with this much of its text in one of them, lays out a page.
_LEAST_GROUP = 2
_MOST_OF_GROUP = 0.6


def with_insets(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Add what stands among the chosen blocks and is no paragraph.

    Only what is inside the container that holds all chosen text is looked at.

    Args:
        blocks: all blocks of the page.
        chosen: indices of blocks of text, ascending.

    Returns:
        Indices, ascending.
    """
    if not chosen:
        return []
    around = _shared([blocks[i].container for i in chosen])
    if around.tag == "p" and around.parent is not None:
        around = around.parent
    low, high = max(0, chosen[0] - _REACH), min(len(blocks), chosen[-1] + 1 + _REACH)
    picked = set(chosen)
    for group in _groups_among(blocks, low, high, around):
        if _is_content(group):
            picked.update(i for i, _ in group)
    for i in range(low, high):
        if i not in picked and _is_picture_or_caption(blocks[i], around):
            picked.add(i)
    return sorted(picked)


def _groups_among(
    blocks: Sequence[Block], low: int, high: int, around: Container
) -> Iterator[list[tuple[int, Block]]]:
    """The lists and tables inside ``around`` that begin from ``low`` to ``high``."""
    i = low
    while i < high:
        holder = _group_of(blocks[i].container, around)
        if holder is None:
            i += 1
            continue
        group = []
        while i < len(blocks) and _group_of(blocks[i].container, around) is holder:
            group.append((i, blocks[i]))
            i += 1
        yield group


def _group_of(container: Container, around: Container) -> Container | None:
    """The outermost list or table between a container and ``around``, when nothing is foreign."""
    found = None
    inner: Container | None = container
    while inner is not None and inner is not around:
        if "aside" in inner.marks or "hidden" in inner.marks:
            return None
        if inner.names and kinds_of(inner.names) & _FOREIGN:
            return None
        if inner.tag in _GROUPS:
            found = inner
        inner = inner.parent
    return found if inner is around else None


def _is_content(group: Sequence[tuple[int, Block]]) -> bool:
    sizes = [len(block.text) for _, block in group]
    total = sum(sizes)
    if len(group) < _LEAST_GROUP or not total or max(sizes) > _MOST_OF_GROUP * total:
        return False
    links = sum(block.link_chars for _, block in group)
    tags = {element.tag for _, block in group for element in block.container.structure}
    return links <= total * min(_MOST_LINK_SHARE[tag] for tag in _GROUPS & tags)


def _is_picture_or_caption(block: Block, around: Container) -> bool:
    marks = block.container.marks
    if "aside" in marks or "hidden" in marks or not _is_clean(block.container, around):
        return False
    figure = _figure_of(block.container)
    if block.text:
        return (
            figure is not None and "caption" in marks and any(map(_is_picture, figure.iter("img")))
        )
    if not any(map(_is_picture, block.images)):
        return False
    return figure is not None or not _leads_elsewhere(block)


def _shared(containers: Sequence[Container]) -> Container:
    """The innermost container around all of them."""
    shared = containers[0]
    for container in containers[1:]:
        other = container
        while other is not shared:
            if other.depth >= shared.depth and other.parent is not None:
                other = other.parent
            elif shared.parent is not None:
                shared = shared.parent
    return shared


def _is_clean(container: Container, around: Container) -> bool:
    """Whether it stands inside ``around`` with nothing foreign between the two."""
    inner: Container | None = container
    while inner is not None and inner is not around:
        if inner.names and kinds_of(inner.names) & _FOREIGN:
            return False
        inner = inner.parent
    return inner is around


def _figure_of(container: Container) -> HtmlElement | None:
    for element in reversed(container.structure):
        if element.tag == "figure":
            return element
    return None


def _is_picture(image: HtmlElement) -> bool:
    return bool(image_source(image)) and not is_tiny(image)


def _leads_elsewhere(block: Block) -> bool:
    """Whether the image is the face of a link to another page rather than to itself in large."""
    for piece in block.pieces:
        if not isinstance(piece, str) and piece[0].tag == "a":
            path = urlsplit(piece[0].get("href") or "").path.lower()
            return bool(path) and not path.endswith(_IMAGE_SUFFIXES)
    return False
