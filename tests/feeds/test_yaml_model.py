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
    title: str | None = None
    thick: bool = False
    age: float = Field(0, ge=0, le=900)
    code: str = Field("a1", pattern="[a-z][0-9]")
    """A letter
    and a digit."""


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
        "t.yml:4:5: leaves[0].size: must be a whole number, not 'many'",
        "t.yml:5:5: leaves[1].sise: unknown key (did you mean size?)",
        "t.yml:6:1: names: must be keys with values, not a list",
        "t.yml:7:1: kind: stands twice; the first is on line 1",
    ]


def test_mistakes_inside_a_union_are_found_at_their_key() -> None:
    assert problems("kind: branch\nleaves:\n  - size: x\n", Growth) == [
        "t.yml:3:5: leaves[0].size: must be a whole number, not 'x'"
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


def test_an_alias_bomb_is_refused_by_its_size() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (problem,) = problems("\n".join(lines))
    assert "not valid YAML: too many values" in problem


def test_a_missing_file_says_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_yaml(tmp_path / "none.yml", Leaf)


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("title: 12", "title: must be text, not 12, which YAML takes for a number: put it in quot"),
        ("title: no", "title: must be text, not no, which YAML takes for false: put it in quotes"),
        ("title: [a]", "title: must be text, not a list"),
        ("title: {a}", "title: must be text, not keys with values: put it in quotes if it begins"),
        ("title: [", "not valid YAML: "),
        ("leaves: a", "leaves: must be a list: write [a]"),
        ("leaves:", "leaves: has no value"),
        ("names: a", "names: must be keys with values, not 'a'"),
        ("names: a:b", "names: must be keys with values, not 'a:b': write a space after the colon"),
        ("thick: maybe", "thick: must be true or false, not 'maybe'"),
        ("age: old", "age: must be a number, not 'old'"),
        ("age: -1", "age: must be at least 0, not -1"),
        ("age: .inf", "age: must be at most 900, not .inf"),
        ("code: x", "code: 'x' does not fit: A letter and a digit."),
        ("{a: b}: c", "not valid YAML: a key must be text"),
    ],
)
def test_a_mistake_is_told_in_the_words_of_who_made_it(line: str, mistake: str) -> None:
    (problem,) = problems(f"kind: branch\n{line}\n")
    assert problem.removeprefix("t.yml:2:1: ").startswith(mistake) or (
        "not valid" in mistake and mistake in problem
    )


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("kind: branch\ntitle: News: today\n", "2:12: not valid YAML: a second colon in a value"),
        ("kind: branch\n\ttitle: a\n", "2:1: not valid YAML: a tab: indent with spaces"),
        ("title: @home\n", "1:8: not valid YAML: a value cannot begin with @: put it in quotes"),
        ("title: *home\n", "1:8: not valid YAML: a value cannot begin with *: put it in quotes"),
        ("title: * home\n", "1:8: not valid YAML: a value cannot begin with *: put it in quotes"),
        ('kind: branch\ntitle: "a\n\n', "2:8: not valid YAML: a quotation mark without its second"),
        ('kind: a\ntitle: "a" b\nx: y\n', "2:12: not valid YAML: text after a closing quotation"),
        ("kind: [a\nb: c\n", "2:2: not valid YAML: the bracket of line 1 is not closed"),
        ("names: {a: ${B}}\n", "1:13: not valid YAML: a value with a bracket in it that wants quo"),
        ("kind: a\n---\nkind: b\n", "2:1: not valid YAML: --- begins a second document"),
        ("kind: a\ntitle: b\x07\n", "2:9: not valid YAML: a control character (U+0007)"),
        ("title: !!int a\n", "1:8: not valid YAML: 'a' is not what its tag says"),
    ],
)
def test_yaml_that_does_not_parse_is_told_with_what_helps(text: str, mistake: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(f"t.yml:{mistake}")


@pytest.mark.parametrize("text", ["2026-01-01", "2026-13-45", "2026-01-01 99:00:00"])
def test_a_date_is_text_also_where_there_is_no_such_day(text: str) -> None:
    assert parse_yaml(f"kind: branch\ntitle: {text}\n", Branch, name="t.yml").title == text


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("title: #content", "2:1: title: YAML takes #content for a comment: put the value in quo"),
        (
            "title: 新 #news  ",
            "2:1: title: YAML takes #news for a comment: put the value in quotes",
        ),
        ("leaves:\n  - #a", "3:4: leaves[0]: YAML takes #a for a comment: put the value in quotes"),
    ],
)
def test_what_yaml_swallows_as_a_comment_is_told(line: str, mistake: str) -> None:
    (problem,) = problems(f"kind: branch\n{line}\n")
    assert problem.startswith(f"t.yml:{mistake}")


@pytest.mark.parametrize(
    "line", ["title: a # b", "title:  # later", "age: 1 #a", "title: '#a'", "title: a#b", "#title"]
)
def test_comments_are_comments(line: str) -> None:
    assert parse_yaml(f"kind: branch\n{line}\n", Branch, name="t.yml").kind == "branch"


@pytest.mark.parametrize(
    ("data", "mistake"),
    [
        ("kind: leaf\n".encode("utf-16"), "1:1: is UTF-16: save it as UTF-8"),
        ("kind: leaf\n# 新闻".encode("gbk"), "2:3: is not UTF-8 (byte 0xd0): save it as UTF-8"),
    ],
)
def test_another_encoding_is_told(tmp_path: Path, data: bytes, mistake: str) -> None:
    path = tmp_path / "t.yml"
    path.write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        read_yaml(path, Leaf)
    assert str(caught.value) == f"{path}:{mistake}"


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfkind: leaf\nsize: 2\n", b"kind: leaf\r\nsize: 2\r\n"]
)
def test_what_editors_of_windows_write_is_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.yml"
    path.write_bytes(data)
    assert read_yaml(path, Leaf) == Leaf(size=2)
