"""A YAML file read into a pydantic model, with every mistake found at ``file:line:column``.

Owns the way from text to a valid model. Knows nothing of what the models mean.
"""

from __future__ import annotations

import ast
import inspect
from difflib import get_close_matches
from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from feeds.errors import ConfigError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema, ErrorDetails

# The C loader is ten times faster; some source builds of PyYAML come without it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Model = TypeVar("Model")
Keys: TypeAlias = tuple[str | int, ...]

# A source nests four deep; deeper input is an attack or an accident, and recursion has an end.
_MAX_DEPTH = 20


class StrictModel(BaseModel):
    """Base of everything read from YAML: frozen, and an unknown key is a mistake."""

    # pydantic's use_attribute_docstrings parses the source of each model at every start, for 0.1 s.
    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The JSON Schema, each key described by the docstring below its field."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for name, text in _docstrings_of(cls).items():
            properties[cls.model_fields[name].alias or name].setdefault("description", text)
        return schema


def _docstrings_of(model: type[BaseModel]) -> dict[str, str]:
    """The docstrings below the fields of a model and its bases, by field."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, StrictModel) and "[" not in base.__name__:  # that is a generic's copy
            (definition,) = ast.parse(dedent(inspect.getsource(base))).body
            assert isinstance(definition, ast.ClassDef)
            for field, below in pairwise(definition.body):
                match field, below:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(text))),
                    ):
                        found[name] = inspect.cleandoc(text)
    return {name: text for name, text in found.items() if name in model.model_fields}


def read_yaml(path: Path, model: type[Model], *, defaults: dict[str, Any] | None = None) -> Model:
    """Reads ``path`` as a ``model``.

    Args:
        path: a UTF-8 YAML file with a mapping at the top.
        model: a pydantic model or a union of them.
        defaults: values of top-level keys that the file leaves out.

    Raises:
        ConfigError: the file cannot be read or has mistakes; it carries all of them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([Problem(str(path), 1, 1, "", f"cannot be read: {error}")]) from error
    return parse_yaml(text, model, name=str(path), defaults=defaults)


def parse_yaml(
    text: str, model: type[Model], *, name: str, defaults: dict[str, Any] | None = None
) -> Model:
    """Like ``read_yaml``, from text; ``name`` stands for the path in messages."""
    tree = _Tree(name, text)
    try:
        value = TypeAdapter(model).validate_python((defaults or {}) | tree.value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        tree.problems += [tree.problem(details, model) for details in found]
        raise ConfigError(tree.sorted_problems()) from error
    if tree.problems:
        raise ConfigError(tree.sorted_problems())
    return value


def problem_at(path: Path, keys: Keys, what: str) -> Problem:
    """A mistake at a key of a YAML file that can be read, or at the nearest one above."""
    tree = _Tree(str(path), path.read_text(encoding="utf-8-sig"))
    return Problem(tree.name, *tree.position(keys), dotted(keys), what)


class _Tree:
    """A YAML document as plain values, with the position of every key and item."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.positions: dict[Keys, tuple[int, int]] = {(): (1, 1)}
        self.problems: list[Problem] = []
        self.value: dict[str, Any] = self._compose(text)

    def problem(self, details: ErrorDetails, model: Any) -> Problem:
        """A pydantic error as a problem at the key it is about, or the nearest one above."""
        keys = self._known_keys(details["loc"])
        if details["type"] == "missing":
            keys = (*keys, details["loc"][-1])
        elif details["type"].startswith("union_tag"):
            keys = (*keys, details["ctx"]["discriminator"].strip("'"))
        line, column = self.position(keys)
        what = _sentence(details, _sibling_names(model, keys))
        return Problem(self.name, line, column, dotted(keys), what)

    def sorted_problems(self) -> list[Problem]:
        """Problems in file order; one of each, since a union reports a key once a member."""
        return sorted(set(self.problems), key=lambda p: (p.line, p.column, p.key, p.what))

    def _known_keys(self, loc: Keys) -> Keys:
        """The part of a pydantic location that stands in the file (tags of unions do not)."""
        keys: Keys = ()
        for part in loc:
            if (*keys, part) in self.positions:
                keys = (*keys, part)
        return keys

    def position(self, keys: Keys) -> tuple[int, int]:
        """Line and column of a key, or of the nearest one above."""
        while keys not in self.positions:
            keys = keys[:-1]
        return self.positions[keys]

    def _compose(self, text: str) -> dict[str, Any]:
        loader = None
        try:
            loader = _Loader(text)
            node = loader.get_single_node()
            value = {} if node is None else self._construct(loader, node, ())
        except yaml.YAMLError as error:
            raise ConfigError([_syntax_problem(self.name, error)]) from error
        finally:
            if loader is not None:
                loader.dispose()
        if not isinstance(value, dict):
            raise ConfigError([Problem(self.name, 1, 1, "", "must be keys with values")])
        return value

    def _construct(self, loader: Any, node: yaml.Node, keys: Keys) -> Any:
        if len(keys) > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self._construct_mapping(loader, node, keys)
        if isinstance(node, yaml.SequenceNode):
            return [
                self._construct(loader, item, self._mark(item, (*keys, number)))
                for number, item in enumerate(node.value)
            ]
        return loader.construct_object(node)

    def _construct_mapping(self, loader: Any, node: yaml.MappingNode, keys: Keys) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
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


def suggestion(word: str, candidates: list[str]) -> str:
    """`` (did you mean …?)`` for the candidate nearest to ``word``, or nothing.

    >>> suggestion("langauge", ["language", "timezone"])
    ' (did you mean language?)'
    >>> suggestion("zzz", ["language"])
    ''
    """
    near = get_close_matches(word, candidates, n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def _syntax_problem(name: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or str(error)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(name, line, column, "", f"not valid YAML: {what}")


def _sentence(details: ErrorDetails, siblings: list[str]) -> str:
    kind, message = details["type"], details["msg"]
    if kind == "extra_forbidden":
        return "unknown key" + suggestion(str(details["loc"][-1]), siblings)
    if kind in {"missing", "union_tag_not_found"}:
        return "is missing"
    if kind == "union_tag_invalid":
        return _no_such_tag(**details["ctx"])
    if kind in {"value_error", "assertion_error"}:
        return message.split(", ", 1)[-1]
    sentence = message.removeprefix("Input ")
    expected = [word.strip("'") for word in details.get("ctx", {}).get("expected", "").split(", ")]
    found = details["input"]
    if isinstance(found, str | int | float):
        sentence += f", not {found!r}"
    return sentence + (suggestion(found, expected) if isinstance(found, str) else "")


def _no_such_tag(tag: str, expected_tags: str, **_: object) -> str:
    known = [word.strip("'") for word in expected_tags.split(", ")]
    return f"must be one of {', '.join(known)}, not {tag!r}{suggestion(tag, known)}"


def _sibling_names(model: Any, keys: Keys) -> list[str]:
    """Names that could stand where the last of ``keys`` stands."""
    models = list(_models_in(model))
    for key in keys[:-1]:
        fields = [m.model_fields[key] for m in models if key in m.model_fields]
        if fields:
            models = [inner for field in fields for inner in _models_in(field.annotation)]
    return sorted({field.alias or name for m in models for name, field in m.model_fields.items()})


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The pydantic models named anywhere in a type annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models_in(inner)
