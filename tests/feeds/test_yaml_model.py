from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from feeds.errors import ConfigError
from feeds.yaml_model import StrictModel, parse_yaml, read_yaml


class Leaf(StrictModel):
    kind: Literal["leaf"] = "leaf"
    size: int = 1


class Branch(StrictModel):
    kind: Literal["branch"]
    leaves: list[Leaf] = []
    names: dict[str, str] = {}


Growth = Annotated[Leaf | Branch, Field(discriminator="kind")]


def problems(text: str, model: type = Branch) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_yaml(text, model, name="t.yml")
    return [str(problem) for problem in caught.value.problems]


def test_a_valid_file_becomes_its_model() -> None:
    branch = parse_yaml("kind: branch\nleaves: [{size: 3}]\nnames: {a: b}\n", Branch, name="t.yml")
    assert branch == Branch(kind="branch", leaves=[Leaf(size=3)], names={"a": "b"})


def test_defaults_fill_only_what_the_file_leaves_out() -> None:
    leaf = parse_yaml("kind: leaf\n", Leaf, name="t.yml", defaults={"size": 9, "kind": "branch"})
    assert leaf == Leaf(kind="leaf", size=9)


def test_every_mistake_is_reported_at_once_in_file_order() -> None:
    text = "kind: branch\nleafs: []\nleaves:\n  - size: many\n  - sise: 2\nnames: [1]\nkind: leaf\n"
    assert problems(text) == [
        "t.yml:2:1: leafs: unknown key (did you mean leaves?)",
        "t.yml:4:5: leaves[0].size: should be a valid integer, "
        "unable to parse string as an integer, not 'many'",
        "t.yml:5:5: leaves[1].sise: unknown key (did you mean size?)",
        "t.yml:6:1: names: should be a valid dictionary",
        "t.yml:7:1: kind: stands twice; the first is on line 1",
    ]


def test_mistakes_inside_a_union_are_found_at_their_key() -> None:
    assert problems("kind: branch\nleaves:\n  - size: x\n", Growth) == [
        "t.yml:3:5: leaves[0].size: should be a valid integer, "
        "unable to parse string as an integer, not 'x'"
    ]


def test_yaml_that_does_not_parse_names_the_place() -> None:
    (problem,) = problems("kind: [1\nb: 2\n")
    assert problem.startswith("t.yml:2:2: not valid YAML: ")


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n"])
def test_a_file_without_keys_says_so(text: str) -> None:
    assert problems(text) == ["t.yml:1:1: must be keys with values"]


def test_an_alias_bomb_is_refused_by_depth() -> None:
    text = "a: &a [" + "[" * 60 + "]" * 60 + "]\n"
    (problem,) = problems(text)
    assert "nested too deep" in problem


def test_a_missing_file_says_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_yaml(tmp_path / "none.yml", Leaf)
