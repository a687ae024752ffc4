"""Which images and captions belong to a body, given the text that does.

Owns the rules for what stands between blocks of text; reads no pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.extract.fragment import image_source, is_tiny
from crawler.extract.hints import kinds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from crawler.extract.blocks import Block, Container

_FOREIGN = frozenset(("comments", "related", "chrome", "promotion"))

# How many blocks before the first and behind the last one of text an image may stand.
_REACH = 3

_IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


def with_pictures(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Add the images among the chosen blocks, and the captions of those in figures.

    Only images inside the container that holds all chosen text are looked at; others are the
    page's.

    Args:
        blocks: all blocks of the page.
        chosen: indices of blocks of text, ascending.
    """
    if not chosen:
        return []
    around = _shared([blocks[i].container for i in chosen])
    picked = set(chosen)
    low, high = max(0, chosen[0] - _REACH), min(len(blocks), chosen[-1] + 1 + _REACH)
    for i in range(low, high):
        if i not in picked and _belongs(blocks[i], around):
            picked.add(i)
    return sorted(picked)


def _belongs(block: Block, around: Container) -> bool:
    """Whether a block is an image, or a caption of one, that stands among the text."""
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
