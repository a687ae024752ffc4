"""Field templates such as ``{media|pinyin}``, parsed once into closures.

Owns the little language; knows nothing of sources or where names get their values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from crawler.filters import ARGUMENTS, FILTERS
from feeds.yaml_model import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable

Lookup: TypeAlias = "Callable[[str], str]"
"""A name -> its value, empty when it has none."""

_LITERAL = re.compile(r"(?:[^{}]|\{\{|\}\})+")
_NAME = re.compile(r"\s*([^\W\d][\w.-]*)\s*")
_FILTER = re.compile(r"\|\s*([a-z]+)\s*")
_SPACES = re.compile(r"\s*")
_ARGUMENT = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*""")
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template. ``names`` are those it asks for, in order."""

    text: str
    names: tuple[str, ...]
    _parts: tuple[Callable[[Lookup], str], ...] = field(repr=False)

    def render(self, lookup: Lookup) -> str:
        """The text with every name replaced by its filtered value."""
        return "".join([part(lookup) for part in self._parts])


def parse_template(text: str) -> Template:
    """Parses ``{name|filter('argument')}`` within literal text; ``{{`` and ``}}`` are braces.

    >>> parse_template("{media|strip|lower}新闻").render({"media": " TechWeb"}.__getitem__)
    'techweb新闻'

    Raises:
        ValueError: a mistake; the text names the character it stands at, counting from 1.
    """
    parts: list[Callable[[Lookup], str]] = []
    names: list[str] = []
    at = 0
    while at < len(text):
        if literal := _LITERAL.match(text, at):
            parts.append(_constant(literal[0].replace("{{", "{").replace("}}", "}")))
            at = literal.end()
        elif text[at] == "{":
            name, part, at = _parse_name(text, at)
            names.append(name)
            parts.append(part)
        else:
            _refuse(at, "a lone }; write }} for a brace")
    return Template(text, tuple(names), tuple(parts))


def _constant(text: str) -> Callable[[Lookup], str]:
    return lambda _: text


def _parse_name(text: str, at: int) -> tuple[str, Callable[[Lookup], str], int]:
    found = _NAME.match(text, at + 1)
    if not found:
        _refuse(at, "a name must follow {; write {{ for a brace")
    name, at = found[1], found.end()
    filters: list[Callable[[str], str]] = []
    while found := _FILTER.match(text, at):
        filter_, at = _parse_filter(text, found)
        filters.append(filter_)
    if not text.startswith("}", at):
        _refuse(at, f"}} must follow {{{name}")
    return name, _filtered(name, filters), at + 1


def _filtered(name: str, filters: list[Callable[[str], str]]) -> Callable[[Lookup], str]:
    def render(lookup: Lookup) -> str:
        value = lookup(name)
        for filter_ in filters:
            value = filter_(value)
        return value

    return render


def _parse_filter(text: str, found: re.Match[str]) -> tuple[Callable[[str], str], int]:
    name, at = found[1], found.end()
    if name not in FILTERS:
        near = suggestion(name, sorted(FILTERS))
        _refuse(found.start(1), f"there is no filter {name!r}{near}")
    arguments, at = _parse_arguments(text, at)
    wanted = ARGUMENTS.get(name, 0)
    if len(arguments) != wanted:
        _refuse(found.start(1), f"{name} takes {wanted} argument(s), not {len(arguments)}")
    function = FILTERS[name]
    return (lambda value: function(value, *arguments)), at


def _parse_arguments(text: str, at: int) -> tuple[list[str], int]:
    arguments: list[str] = []
    if not text.startswith("(", at):
        return arguments, at
    while not text.startswith(")", at):
        found = _ARGUMENT.match(text, at + 1)
        if not found or text[found.end() : found.end() + 1] not in {",", ")"}:
            _refuse(at + 1, "an argument must be in quotes, and a , or ) must follow")
        arguments.append(_ESCAPE.sub(r"\1", found[1] if found[1] is not None else found[2]))
        at = found.end()
    return arguments, _end_of(_SPACES, text, at + 1)


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _refuse(at: int, what: str) -> NoReturn:
    raise ValueError(f"character {at + 1} of the template: {what}")
