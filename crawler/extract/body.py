"""The body of an article, found by its structure alone and cut out of the page in place.

Owns the choice of blocks: trees judge each by its clues, and what lies between decides the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.blocks import read_outline
from crawler.extract.clues import read_clues
from crawler.extract.fragment import write_fragment
from crawler.extract.insets import with_insets
from crawler.extract.judge import likelihood, read_trees
from crawler.extract.survey import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extract.blocks import Block, Outline
    from crawler.extract.boilerplate import Boilerplate
    from crawler.extract.page import Page

# As likely as not.
_THRESHOLD = 0.5

# Where nothing is, the best there is may still be an article.
_LOW_THRESHOLD = 0.2

# Boilerplate is less of a body than this would leave; else it is taken for known articles.
_LEAST_REST = 0.3


def find_body(page: Page, boilerplate: Boilerplate | None = None) -> str | None:
    """Cut the body out of a page.

    Args:
        page: any page; one without an article may still yield something.
        boilerplate: what stands on other pages of the source too; it is left out.

    Returns:
        HTML fragment in page order, links and images absolute, not sanitised. None when the
        page has no text that could be one.

    Raises:
        Dropped: there are more blocks than any article has.
    """
    outline = read_outline(page.tree)
    clues = read_clues(page, outline)
    trees = read_trees()
    likely = [0.0] * len(outline.blocks)
    for i, row in zip(clues.blocks, clues.rows, strict=True):
        likely[i] = likelihood(row, trees)
    blocks = choose_blocks(outline, likely)
    if boilerplate is not None:
        blocks = _without(boilerplate, blocks)
    return write_fragment(page, blocks) or None


def choose_blocks(outline: Outline, likely: Sequence[float]) -> list[Block]:
    """The blocks of the body in page order, given a likelihood for each of the outline."""
    chosen = [i for i, p in enumerate(likely) if p >= _THRESHOLD]
    if not chosen:
        chosen = [i for i, p in enumerate(likely) if p >= _LOW_THRESHOLD]
    while chosen and outline.blocks[chosen[-1]].container.tag in HEADINGS:
        chosen.pop()  # what it heads has been left out
    return [outline.blocks[i] for i in with_insets(outline.blocks, chosen)]


def _without(boilerplate: Boilerplate, blocks: list[Block]) -> list[Block]:
    """Leave out what is known, unless that is most of it: then the page itself is known."""
    rest = [block for block in blocks if not boilerplate.holds(block.text)]
    kept = sum(len(block.text) for block in rest)
    return rest if kept >= _LEAST_REST * sum(len(block.text) for block in blocks) else blocks
