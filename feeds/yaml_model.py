"""A YAML file read into a pydantic model, with every mistake found at ``file:line:column``.

Owns the way from text to a valid model. Knows nothing of what the models mean.
"""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from feeds.errors import ConfigError, Problem
from feeds.mistakes import sentence, suggestion
from feeds.yaml_tree import Keys, Tree, dotted, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema, ErrorDetails

Model = TypeVar("Model")
__all__ = ["StrictModel", "dotted", "parse_yaml", "problem_at", "read_yaml", "suggestion"]


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
    return parse_yaml(read_text(path), model, name=str(path), defaults=defaults)


def parse_yaml(
    text: str, model: type[Model], *, name: str, defaults: dict[str, Any] | None = None
) -> Model:
    """Like ``read_yaml``, from text; ``name`` stands for the path in messages."""
    tree = Tree(name, text)
    try:
        value = TypeAdapter(model).validate_python((defaults or {}) | tree.value)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            _add_problem(tree, details, model)
        raise ConfigError(_sorted(tree.problems)) from error
    if tree.problems:
        raise ConfigError(_sorted(tree.problems))
    return value


def problem_at(path: Path, keys: Keys, what: str) -> Problem:
    """A mistake at a key of a YAML file that can be read, or at the nearest one above."""
    tree = Tree(str(path), read_text(path))
    return Problem(tree.name, *tree.position(keys), dotted(keys), what)


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in file order; one of each, since a union reports a key once a member."""
    return sorted(set(problems), key=lambda p: (p.line, p.column, p.key, p.what))


def _add_problem(tree: Tree, details: ErrorDetails, model: Any) -> None:
    """Adds a pydantic error at the key it is about, or the nearest one above."""
    keys = _known_keys(tree, details["loc"])
    tag = details.get("ctx", {}).get("discriminator", "")
    if details["type"] == "missing" or not keys:
        keys = (*keys, *details["loc"][-1:])
    if details["type"].startswith("union_tag") and tag.startswith("'"):
        keys = (*keys, tag.strip("'"))
    if details["type"] == "union_tag_invalid" and tree.is_empty(keys):
        details["input"], details["type"] = None, "none"
    if details["type"] == "string_pattern_mismatch":
        about = _about(model, keys)
        what = f"{details['input']!r} does not fit: {about}" if about else details["msg"]
    else:
        what = sentence(details, _sibling_names(model, keys), tree.written.get(keys))
    tree.add_problem(keys, what)


def _known_keys(tree: Tree, loc: Keys) -> Keys:
    """The part of a pydantic location that stands in the file (tags of unions do not)."""
    keys: Keys = ()
    for part in loc:
        if (*keys, part) in tree.positions:
            keys = (*keys, part)
    return keys


def _about(model: Any, keys: Keys) -> str:
    """What the docstring below a field says of it."""
    name = str(keys[-1])
    found = (_docstrings_of(each).get(name) for each in _models_beside(model, keys))
    return next((" ".join(text.split()) for text in found if text), "")


def _sibling_names(model: Any, keys: Keys) -> list[str]:
    """Names that could stand where the last of ``keys`` stands."""
    models = _models_beside(model, keys)
    return sorted({field.alias or name for m in models for name, field in m.model_fields.items()})


def _models_beside(model: Any, keys: Keys) -> list[type[BaseModel]]:
    """The models of which the last of ``keys`` could be a key."""
    models = list(_models_in(model))
    for key in keys[:-1]:
        fields = [m.model_fields[key] for m in models if key in m.model_fields]
        if fields:
            models = [inner for field in fields for inner in _models_in(field.annotation)]
    return models


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The pydantic models named anywhere in a type annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models_in(inner)
