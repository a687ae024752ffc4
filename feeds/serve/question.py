"""What a reader asks of a live feed, parsed from the parameters of its URL. Pure.

The names are those that RSSHub users know. Everything is checked here: what passes is bounded work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from feeds.channels import CATEGORY, SOURCE, TAG
from feeds.formats import FORMATS
from feeds.query import MAX_LENGTH, All, Not, QueryError, Words, parse_query, pattern, words
from feeds.text import fold
from feeds.yaml_model import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feeds.channels import ChannelKey
    from feeds.query import Query

_DEFAULT_LIMIT = 50
_MOST = 200

_CHANNELS = {"category": CATEGORY, "tag": TAG, "source": SOURCE}
# RSSHub's names: what must and what must not be found, and where.
_FILTERS = {
    "filter": "text",
    "filter_title": "title",
    "filter_author": "author",
    "filterout": "text",
    "filterout_title": "title",
    "filterout_author": "author",
}
_NAMES = ["q", *_CHANNELS, "lang", *_FILTERS, "format", "limit", "after"]


class QuestionError(ValueError):
    """Parameters that cannot be answered; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question.

    Attributes:
        text: the search as it was typed.
        query: all that a post must satisfy beside its channels.
        channels: all of which a post must be in.
        format: a key of ``feeds.formats.FORMATS``.
        limit: how many posts at most.
        after: where the page before ended, or None.
        parameters: what was asked, without ``format`` and ``after``, in a fixed order.
    """

    text: str
    query: Query
    channels: tuple[ChannelKey, ...]
    format: str
    limit: int
    after: int | None
    parameters: tuple[tuple[str, str], ...]

    @property
    def encoded(self) -> str:
        """``parameters`` for a URL."""
        return urlencode(self.parameters)


def parse_question(pairs: Iterable[tuple[str, str]]) -> Question:
    """The question in the parameters of a URL.

    Raises:
        QuestionError: one is unknown, stands twice, or has a value that cannot be answered.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in _NAMES:
            near = suggestion(name, _NAMES)
            raise QuestionError(
                f"there is no parameter {name!r}{near}; there are {', '.join(_NAMES)}"
            )
        if name in given:
            raise QuestionError(f"{name} stands twice")
        if len(value) > MAX_LENGTH:
            raise QuestionError(f"{name} may have {MAX_LENGTH} characters")
        given[name] = value
    return Question(
        text=given.get("q", ""),
        query=All(tuple(_conditions(given))),
        channels=tuple(
            (kind, fold(given[name])) for name, kind in _CHANNELS.items() if name in given
        ),
        format=_format(given.get("format", "atom")),
        limit=_number("limit", given.get("limit", str(_DEFAULT_LIMIT)), _MOST),
        after=_place(given["after"]) if "after" in given else None,
        parameters=tuple(
            (name, given[name])
            for name in _NAMES
            if name in given and name not in {"format", "after"}
        ),
    )


def _conditions(given: Mapping[str, str]) -> Iterable[Query]:
    try:
        yield parse_query(given.get("q", ""))
        if "lang" in given:
            yield Words("lang", tuple(words(given["lang"])) or ("",))
        for name, field in _FILTERS.items():
            if name in given:
                found = pattern(field, given[name])
                yield Not(found) if name.startswith("filterout") else found
    except QueryError as error:
        raise QuestionError(str(error)) from error


def _format(name: str) -> str:
    if name not in FORMATS:
        raise QuestionError(f"there is no format {name!r}; there are {', '.join(FORMATS)}")
    return name


def _number(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20 and 1 <= int(text) <= most):  # noqa: PLR2004  # digits of 2**63
        raise QuestionError(f"{name} must be a number from 1 to {most}, not {text!r}")
    return int(text)


def _place(text: str) -> int:
    """The number of a post; those from before 1970 are negative."""
    digits = text.removeprefix("-")
    if digits == "0":
        return 0
    number = _number("after", digits, 2**63 - 1)
    return -number if text.startswith("-") else number
