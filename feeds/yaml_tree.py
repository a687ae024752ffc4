"""A YAML file as plain values, each with its place in the file and the way it is written there.

Owns the way from bytes to values, and the mistakes that can be seen without knowing what the
values mean; those are for ``feeds.yaml_model``.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from yaml.reader import Reader, ReaderError

from feeds.errors import ConfigError, Problem

if TYPE_CHECKING:
    from pathlib import Path

# The C loader is ten times faster; some source builds of PyYAML come without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Keys: TypeAlias = tuple[str | int, ...]

# A source nests four deep; deeper input is an attack or an accident, and recursion has an end.
_MAX_DEPTH = 20
# Aliases of aliases make billions of values out of nine lines.
_MAX_VALUES = 100_000
_STRING = "tag:yaml.org,2002:str"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_NULLS = {"", "~", "null", "Null", "NULL"}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A colour, an id of CSS or a channel of a chat; people put a space after the # of a comment.
_SWALLOWED = re.compile(r"[ \t]*(#[^\s#].*)")
# What PyYAML says, and what helps people; the first that is found in it counts.
_HINTS = {
    "mapping values are not allowed": "a second colon in a value, a colon above without a space "
    "after it, or a line that stands too far to the right",
    "did not find expected key": "text after a closing quotation mark, or a line that stands "
    "neither below the one above nor inside it",
    "expected <block end>": "text after a closing quotation mark, or a line that stands "
    "neither below the one above nor inside it",
    "could not find expected ':'": "a line without a colon and a space after it",
    "expected ',' or": "a value with a bracket in it that wants quotes, or an open bracket before",
    "another document": "--- begins a second document, and a file holds one",
}
_NO_BEGINNING = ("cannot start any token", "undefined alias", "alphabetic or numeric")
_NOT_CLOSED = "a quotation mark without its second"


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises:
        ConfigError: it cannot be read, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise ConfigError([Problem(str(path), 1, 1, "", what)]) from error
    if data.startswith(_UTF_16):
        raise ConfigError([Problem(str(path), 1, 1, "", "is UTF-16: save it as UTF-8")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(errors="replace")
        what = f"is not UTF-8 (byte {error.object[error.start]:#04x}): save it as UTF-8"
        raise ConfigError([Problem(str(path), *_place(before), "", what)]) from error


class Tree:
    """A YAML document as plain values.

    Attributes:
        name: stands for its path in messages.
        value: what it holds; keys are strings, and so are dates: the models read those themselves.
        positions: line and column of every key and item, counting from 1.
        written: the scalars that stand there without quotes, as they are written.
        problems: keys that stand twice, and values that are not what they seem to be.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.positions: dict[Keys, tuple[int, int]] = {(): (1, 1)}
        self.written: dict[Keys, str] = {}
        self.problems: list[Problem] = []
        self._text = text
        self._count = 0
        self.value: dict[str, Any] = self._compose()

    def position(self, keys: Keys) -> tuple[int, int]:
        """Line and column of a key, or of the nearest one above."""
        while keys not in self.positions:
            keys = keys[:-1]
        return self.positions[keys]

    def is_empty(self, keys: Keys) -> bool:
        """Whether a key stands there without a value."""
        return self.written.get(keys) in _NULLS

    def add_problem(self, keys: Keys, what: str) -> None:
        """Adds a mistake at a key, unless one is known there."""
        place = (*self.position(keys), dotted(keys))
        if place not in {(known.line, known.column, known.key) for known in self.problems}:
            self.problems.append(Problem(self.name, *place, what))

    def _compose(self) -> dict[str, Any]:
        loader = None
        try:
            loader = _Loader(self._text)
            node = loader.get_single_node()
            value = {} if node is None else self._construct(loader, node, ())
        except yaml.YAMLError as error:
            raise ConfigError([_syntax_problem(self.name, self._text, error)]) from error
        finally:
            if loader is not None:
                loader.dispose()
        if not isinstance(value, dict):
            raise ConfigError([Problem(self.name, 1, 1, "", "must be keys with values")])
        return value

    def _construct(self, loader: Any, node: yaml.Node, keys: Keys) -> Any:
        if len(keys) > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=node.start_mark)
        self._count += 1
        if self._count > _MAX_VALUES:
            raise yaml.MarkedYAMLError(problem="too many values", problem_mark=node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._construct_mapping(loader, node, keys)
        if isinstance(node, yaml.SequenceNode):
            return [
                self._construct(loader, item, self._mark(item, (*keys, number)))
                for number, item in enumerate(node.value)
            ]
        assert isinstance(node, yaml.ScalarNode)
        return self._construct_scalar(loader, node, keys)

    def _construct_scalar(self, loader: Any, node: yaml.ScalarNode, keys: Keys) -> Any:
        if not node.style:
            self.written[keys] = node.value
            self._look_behind(node, keys)
        if node.tag == _TIMESTAMP:
            return node.value
        try:
            return loader.construct_object(node)
        except ValueError as error:  # such as !!int on a word
            raise yaml.MarkedYAMLError(
                problem=f"{node.value!r} is not what its tag says", problem_mark=node.start_mark
            ) from error

    def _look_behind(self, node: yaml.ScalarNode, keys: Keys) -> None:
        """Finds what was meant as (part of) a text but begins a comment."""
        found = _SWALLOWED.match(self._text, node.end_mark.index)
        if found and (node.tag == _STRING or not node.value):
            what = f"YAML takes {found[1].strip()} for a comment"
            self.add_problem(keys, f"{what}: put the value in quotes, or a space after #")

    def _construct_mapping(self, loader: Any, node: yaml.MappingNode, keys: Keys) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="a key must be text", problem_mark=key_node.start_mark
                )
            key = str(key_node.value)
            if key in mapping:
                mark = key_node.start_mark
                what = f"stands twice; the first is on line {self.positions[(*keys, key)][0]}"
                where = (mark.line + 1, mark.column + 1)
                self.problems.append(Problem(self.name, *where, dotted((*keys, key)), what))
                continue
            inside = self._mark(key_node, (*keys, key))
            mapping[key] = self._construct(loader, value_node, inside)
        return mapping

    def _mark(self, node: yaml.Node, keys: Keys) -> Keys:
        self.positions[keys] = (node.start_mark.line + 1, node.start_mark.column + 1)
        return keys


def dotted(keys: Keys) -> str:
    """A path of keys as people write it.

    >>> dotted(("fields", "title", 0, "css"))
    'fields.title[0].css'
    """
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def _syntax_problem(name: str, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, ReaderError) and (found := Reader.NON_PRINTABLE.search(text)):
        what = f"a control character (U+{ord(found[0]):04X}): remove it"
        return Problem(name, *_place(text[: found.start()]), "", f"not valid YAML: {what}")
    problem = getattr(error, "problem", None) or str(error)
    opening = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or opening
    if opening and (_is_open_quote(error) or "alphabetic" in problem):
        mark = opening
    if mark is None:
        return Problem(name, 1, 1, "", f"not valid YAML: {problem}")
    what = _NOT_CLOSED if _is_open_quote(error) else _helpful(problem, text[mark.index :][:1])
    if opening and opening.line < mark.line and "expected ',' or" in problem:
        what = f"the bracket of line {opening.line + 1} is not closed"
    return Problem(name, mark.line + 1, mark.column + 1, "", f"not valid YAML: {what}")


def _is_open_quote(error: yaml.YAMLError) -> bool:
    context, problem = getattr(error, "context", None), getattr(error, "problem", None)
    return "quoted scalar" in (context or "") and "end of stream" in (problem or "")


def _helpful(what: str, character: str) -> str:
    """What to do about a mistake that PyYAML found at ``character``."""
    if character == "\t":
        return "a tab: indent with spaces"
    if any(words in what for words in _NO_BEGINNING):
        return f"a value cannot begin with {character}: put it in quotes"
    return next((hint for words, hint in _HINTS.items() if words in what), what)


def _place(before: str) -> tuple[int, int]:
    r"""Line and column of what follows ``before``.

    >>> _place("kind: page\ntitle: ")
    (2, 8)
    """
    return before.count("\n") + 1, len(before) - before.rfind("\n")
