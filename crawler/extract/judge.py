"""How likely a block belongs to the body: decision trees over its clues.

Owns reading and adding up the trees of ``body_model.json``, which ``benchmarks/train_body.py``
writes. Refuses to know where they come from or what is done with the answer.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING

from crawler.extract.clues import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

# (clue, threshold, tree when the clue is at most that, tree otherwise), or the weight of a leaf.
Tree = tuple[int, float, "Tree", "Tree"] | float


@cache
def read_trees() -> tuple[Tree, ...]:
    """The trees that ship with the project; clues by their place in NAMES."""
    text = files("crawler.extract").joinpath("body_model.json").read_text("utf-8")
    return tuple(tree_from(node) for node in json.loads(text)["trees"])


def tree_from(node: list[object] | float) -> Tree:
    """A tree as JSON has it: ``[clue, threshold, node, node]`` or a number.

    >>> tree_from(["size", 3.5, -1, 0.5])[1:]
    (3.5, -1.0, 0.5)
    """
    if not isinstance(node, list):
        return float(node)
    name, threshold, low, high = node
    return NAMES.index(name), float(threshold), tree_from(low), tree_from(high)  # type: ignore[arg-type]


def likelihood(row: Sequence[float], trees: Sequence[Tree]) -> float:
    """Between 0 and 1.

    >>> round(likelihood([4.0], [(0, 3.5, -1.0, 2.0)]), 2)
    0.88
    """
    total = 0.0
    for tree in trees:
        node = tree
        while isinstance(node, tuple):
            clue, threshold, low, high = node
            node = low if row[clue] <= threshold else high
        total += node
    return 1 / (1 + exp(-total))
