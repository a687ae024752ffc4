from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.floors import check, pin

if TYPE_CHECKING:
    from pathlib import Path


def figures(body: float = 0.9, leak: float = 0.1) -> dict[str, object]:
    return {"articles": {"all": {"body_f1": body, "leak": leak, "n": 3}}, "feeds": {"right": 5}}


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.json"
    assert pin(path, "c1", figures(), None) == []
    return path


def test_the_pinned_figures_hold_for_themselves_and_for_better_ones(floors: Path) -> None:
    assert check(floors, "c1", figures()) == []
    assert check(floors, "c1", figures(body=0.95, leak=0.05)) == []


@pytest.mark.parametrize("worse", [figures(body=0.89), figures(leak=0.12), {"feeds": {"right": 5}}])
def test_a_worse_or_missing_figure_is_a_problem(floors: Path, worse: dict[str, object]) -> None:
    assert check(floors, "c1", worse)


def test_floors_do_not_speak_for_another_corpus(floors: Path) -> None:
    assert "c2" in check(floors, "c2", figures(body=1.0))[0]


def test_a_floor_is_lowered_only_with_a_reason(floors: Path) -> None:
    assert pin(floors, "c1", figures(body=0.8), None)
    assert json.loads(floors.read_text())["figures"]["articles.body_f1"] == 0.9
    assert pin(floors, "c1", figures(body=0.8), "the pages have changed") == []
    assert json.loads(floors.read_text())["figures"]["articles.body_f1"] == 0.8
    assert json.loads(floors.read_text())["lowered"] == "the pages have changed"
