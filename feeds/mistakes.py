"""What pydantic finds wrong with a YAML file, in the words of somebody who wrote the file.

Owns the sentences. Where a mistake stands is for ``feeds.yaml_model``.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

_NO_VALUE = "has no value"
_KEYS = "must be keys with values"
# By the type of the error, https://docs.pydantic.dev/latest/errors/validation_errors/.
_SENTENCES = {
    "string_type": "must be text",
    "string_unicode": "must be text in UTF-8",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number with an end",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": _KEYS,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "literal_error": "must be {expected}",
}
# What people write for a value that is told by its form: the tags of such unions.
_FORMS = {"text": "text", "rule": _KEYS.removeprefix("must be "), "rules": "a list"}
_NO_SPACE = re.compile(r"[\w-]+:(?!//)\S")


def sentence(details: ErrorDetails, siblings: Sequence[str], written: str | None = None) -> str:
    """What is wrong with a value or a key.

    Args:
        details: of an error of pydantic.
        siblings: keys that could stand in its place.
        written: the value as it stands in the file, when it stands there without quotes.
    """
    kind, message, context = details["type"], details["msg"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return "unknown key" + suggestion(str(details["loc"][-1]), siblings)
    if kind in {"missing", "union_tag_not_found"}:
        return "is missing"
    if kind == "union_tag_invalid":
        return _no_such_tag(**context)
    if kind in {"value_error", "assertion_error"}:
        return message.split(", ", 1)[-1]
    if details["input"] is None:
        return _NO_VALUE
    told = _SENTENCES.get(kind, message.removeprefix("Input ").replace("{", "{{"))
    return told.format(**context) + _instead(details, written)


def suggestion(word: str, candidates: Sequence[str]) -> str:
    """`` (did you mean …?)`` for the candidate nearest to ``word``, or nothing.

    >>> suggestion("langauge", ["language", "timezone"])
    ' (did you mean language?)'
    >>> suggestion("zzz", ["language"]), suggestion("", [""])
    ('', '')
    """
    near = get_close_matches(word, candidates, n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near and near[0] else ""


def _instead(details: ErrorDetails, written: str | None) -> str:
    """What stands there, and how to mend it where the kind of mistake tells."""
    kind, found = details["type"], details["input"]
    shown = _shown(found, written)
    if kind == "string_type":
        return f", not {shown}" + _quoting(found)
    if kind in {"tuple_type", "list_type"} and isinstance(found, str):
        return f": write [{written or found}]"
    if kind == "string_too_short":
        return ""
    if isinstance(found, str) and _SENTENCES.get(kind) == _KEYS and _NO_SPACE.match(found):
        return f", not {shown}: write a space after the colon"
    expected = [word.strip("'") for word in details.get("ctx", {}).get("expected", "").split(", ")]
    near = suggestion(found, expected) if isinstance(found, str) else ""
    return f", not {shown}{near}"


def _quoting(found: Any) -> str:
    """How something becomes text that is none as YAML reads it.

    >>> _quoting(False)
    ', which YAML takes for false: put it in quotes'
    """
    match found:
        case bool():
            return f", which YAML takes for {str(found).lower()}: put it in quotes"
        case int() | float():
            return ", which YAML takes for a number: put it in quotes"
        case dict():
            return ": put it in quotes if it begins with {"
        case _:
            return ""


def _shown(found: Any, written: str | None) -> str:
    if isinstance(found, dict):
        return _KEYS.removeprefix("must be ")
    if isinstance(found, list):
        return "a list"
    return repr(found) if written is None or isinstance(found, str) else written


def _no_such_tag(discriminator: str, tag: str, expected_tags: str) -> str:
    known = [word.strip("'") for word in expected_tags.split(", ")]
    if not discriminator.startswith("'"):  # a function, whose names are not those of the user
        return f"must be {' or '.join(_FORMS.get(name, name) for name in known)}"
    return f"must be one of {', '.join(known)}, not {tag!r}{suggestion(tag, known)}"
