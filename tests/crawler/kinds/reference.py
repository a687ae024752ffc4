"""The keys of source files as Markdown tables, from the registry of kinds.

Writes them into ``docs/sources.md``, below its last heading of the first level:
``python -m tests.crawler.kinds.reference``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from crawler.filters import ARGUMENTS, FILTERS
from crawler.kinds import KINDS
from crawler.kinds.model import SourceModel
from crawler.rules import Fields, Rule
from feeds.yaml_model import StrictModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

PAGE = Path(__file__).parents[3] / "docs" / "sources.md"
START = "# Reference\n"
# Told in tables of their own.
_APART = (Rule, Fields)


def reference() -> str:
    """Everything below the heading."""
    parts = [
        START,
        "Made from the program by `python -m tests.crawler.kinds.reference`; a test compares.\n",
        "## Kinds\n",
        _kinds(),
        "## Keys of every source\n",
        _table(_rows(SourceModel)),
        *(f"## Keys of kind `{name}`\n\n{_own_keys(kind.model)}" for name, kind in KINDS.items()),
        "## Fields\n",
        _table(_rows(Fields)),
        "## A rule in full\n",
        _table(_rows(Rule)),
        "## Filters of templates\n",
        _filters(),
    ]
    return "\n".join(parts)


def _kinds() -> str:
    rows = [f"| `{name}` | {_first_line(kind.model)} |" for name, kind in KINDS.items()]
    return "\n".join(["| kind | what it reads |", "| --- | --- |", *rows, ""])


def _first_line(model: type[StrictModel]) -> str:
    return (model.__doc__ or "").partition("\n")[0]


def _own_keys(model: type[SourceModel]) -> str:
    common = {name for name, _, _ in _rows(SourceModel)}
    return _table(row for row in _rows(model) if row[0] not in common)


def _rows(model: type[StrictModel], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    described = model.model_json_schema()["properties"]
    for name, found in model.model_fields.items():
        key = found.alias or name
        text = " ".join(described[key]["description"].split())
        yield prefix + key, _default(found), text
        if (inner := _model_in(found.annotation)) is not None:
            yield from _rows(inner, f"{prefix}{key}.")


def _default(found: FieldInfo) -> str:
    if found.is_required():
        return "required"
    value = found.get_default(call_default_factory=True)
    if value is None or value == "" or isinstance(value, tuple | dict | StrictModel):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _model_in(annotation: Any) -> type[StrictModel] | None:
    """The model of a mapping; None for plain values and for selectors."""
    if isinstance(annotation, type) and issubclass(annotation, StrictModel):
        return None if issubclass(annotation, _APART) else annotation
    found = [_model_in(part) for part in get_args(annotation) if isinstance(part, type)]
    return next((model for model in found if model), None)


def _table(rows: Iterator[tuple[str, str, str]]) -> str:
    lines = [f"| `{key}` | {default} | {_escaped(text)} |" for key, default, text in rows]
    return "\n".join(["| key | default | meaning |", "| --- | --- | --- |", *lines, ""])


def _filters() -> str:
    lines = [
        f"| `{name}` | {ARGUMENTS.get(name, 0)} | {_escaped(_summary(name))} |" for name in FILTERS
    ]
    return "\n".join(["| filter | arguments | gives |", "| --- | --- | --- |", *lines, ""])


def _summary(name: str) -> str:
    return (FILTERS[name].__doc__ or "").strip().partition("\n")[0].replace("``", "`")


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def with_reference(page: str) -> str:
    """The page with a new reference."""
    return page.partition(START)[0] + reference()


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
