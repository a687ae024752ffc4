from __future__ import annotations

import pytest

from crawler.extract import parse_page
from crawler.extract.blocks import read_outline
from crawler.extract.clues import NAMES, read_clues
from crawler.extract.judge import likelihood, read_trees, tree_from


def test_every_clue_has_a_name_of_its_own() -> None:
    page = parse_page("<h1>Ferry</h1><div class='text'><p>It sails, they say.</div>", "http://a.b/")
    rows = read_clues(page, read_outline(page.tree)).rows
    assert len(set(NAMES)) == len(NAMES)
    assert {len(row) for row in rows} == {len(NAMES)}


def test_the_trees_that_ship_speak_of_known_clues() -> None:
    trees = read_trees()
    assert 0 <= likelihood([0.0] * len(NAMES), trees) <= 1
    assert len(trees) > 1


def test_a_tree_with_an_unknown_clue_is_refused() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        tree_from(["colour", 1, 0, 0])
