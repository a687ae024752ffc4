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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extract.blocks import Block, Outline
    from crawler.extract.boilerplate import Boilerplate
    from crawler.extract.page import Page

# As likely as not.
_THRESHOLD = 0.5

# Where nothing is, the best there is may still be an article.
_LOW_THRESHOLD = 0.2


def find_body(page: Page, boilerplate: Boilerplate | None = None) -> str | None:
    """Cut the body out of a page.

    Args:
        page: any page; one without an article may still yield something.
        boilerplate: blocks known to stand on other pages of the source; they are left out.

    Returns:
        HTML fragment in page order, links and images absolute, not sanitised. None when the
        page has no text that could be one.
    """
    outline = read_outline(page.tree)
    if not outline.blocks:
        return None
    return write_fragment(page, choose_blocks(page, outline)) or None


def choose_blocks(page: Page, outline: Outline) -> list[Block]:
    """The blocks of the body, in page order."""
    clues = read_clues(page, outline)
    trees = read_trees()
    likely = [0.0] * len(outline.blocks)
    for i, row in zip(clues.blocks, clues.rows, strict=True):
        likely[i] = likelihood(row, trees)
    return choose_likely(outline, likely)


def choose_likely(outline: Outline, likely: Sequence[float]) -> list[Block]:
    """Choose by likelihood, of which there is one for each block."""
    chosen = [i for i, p in enumerate(likely) if p >= _THRESHOLD]
    if not chosen:
        chosen = [i for i, p in enumerate(likely) if p >= _LOW_THRESHOLD]
    return [outline.blocks[i] for i in with_insets(outline.blocks, chosen)]
