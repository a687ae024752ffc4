"""Dates with the month's name, in any order of day, month and year, in forty languages.

RFC 2822, RFC 850 and asctime dates are among them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from crawler.extract.dialects.clock import read_clock
from crawler.extract.dialects.month_names import ALIASES, BETWEEN, MONTHS
from crawler.extract.dialects.written import DateContext, Written, full_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\s\d,/|():;<>\"«»–—-]*[^\s\d,/|():;<>\"«»–—.-])?")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*(?:UTC|GMT)?\s?[+-]\d{2}:?\d{2}\b)?")
_FILLERS = frozenset(BETWEEN.split())
# A text that has a month's name and nothing near it is no date; nearness is counted in tokens.
_REACH = 3
# Without a year, only a text this short is taken to be about the date: it may 5 times be prose.
_YEARLESS_LIMIT = 60
_SHORTEST_ABBREVIATION = 3
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()

    @property
    def is_year(self) -> bool:
        return self.is_number and len(self.text) == 4  # noqa: PLR2004 - 2020

    @property
    def is_day(self) -> bool:
        return self.is_number and len(self.text) <= 2 and 1 <= int(self.text) <= _LAST_DAY  # noqa: PLR2004


def read(text: str, context: DateContext) -> Written | None:
    """The first such date in ``text`` with the time beside it.

    >>> from datetime import UTC, datetime
    >>> context = DateContext(datetime(2026, 1, 1, tzinfo=UTC))
    >>> read("Sat, 24 Apr 2021 12:00:00 GMT", context).month
    4
    >>> read("2020. március 12.", context).day
    12
    >>> read("It may rain", context) is None
    True
    """
    names = names_for(context.subtags)
    tokens = list(_tokens(_TIME.sub(_blank, text)))
    for index, token in enumerate(tokens):
        if not token.is_number:
            month, used = _month(tokens, index, names)
            found = _around(tokens, (index, index + used), len(text)) if month else None
            if found is None or _is_weekday(tokens[index + 1 : index + 3], names):
                continue
            if (found[1] and found[1].is_year) or not _is_foreign(token, used, context.subtags):
                return _written(text, month, (*found, token), context)
    return None


def _is_foreign(token: _Token, used: int, subtags: tuple[str, ...]) -> bool:
    """Whether a month is abbreviated in a language that the text is not in.

    4 und 8, 9 out of 10, 3 set: such short words are others in most languages, so that only a
    whole year beside them makes a date.
    """
    return used == 1 and fold(token.text) not in _sure_names(subtags)


def _is_weekday(following: list[_Token], names: Mapping[str, int]) -> bool:
    """Whether a month's name was a weekday's: another stands behind the day (mar. 12 mai)."""
    if len(following) < 2 or not following[0].is_day:  # noqa: PLR2004 - day and month
        return False
    return fold(following[1].text) in names


def _blank(found: re.Match[str]) -> str:
    """Spaces in place of a time, so that its numbers are not taken for days."""
    return " " * len(found.group())


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        yield _Token(found.group(), *found.span())


def _month(tokens: list[_Token], index: int, names: Mapping[str, int]) -> tuple[int, int]:
    """Month that a name at ``index`` means, and of how many tokens it is made; 0 for none."""
    month, used = _name(tokens, index, names)
    if month and _name(tokens, index + used, names)[0] == month:  # مارس/آذار: two calendars' names
        used += _name(tokens, index + used, names)[1]
    return month, used


def _name(tokens: list[_Token], index: int, names: Mapping[str, int]) -> tuple[int, int]:
    for length in (3, 2, 1):
        name = " ".join(fold(token.text) for token in tokens[index : index + length])
        if name in names and index + length <= len(tokens):
            return names[name], length
    return 0, 0


def _around(
    tokens: list[_Token], place: tuple[int, int], size: int
) -> tuple[_Token, _Token | None] | None:
    """Day and year beside a month's name; the year may be missing in a short text."""
    start, end = place
    before = tokens[max(0, start - _REACH) : start][::-1]
    after = tokens[end : end + 2 * _REACH]
    left, right = _numbers(before), _numbers(after)
    if left and left[0].is_day:
        if right and _may_be_year(right[0], left[0]):
            return left[0], right[0]
        if len(left) > 1 and left[1].is_year:
            return left[0], left[1]
    if right and right[0].is_day:
        if left and left[0].is_year:
            return right[0], left[0]
        if len(right) > 1 and right[1].is_year:
            return right[0], right[1]
    days = [side[0] for side in (left, right) if side and side[0].is_day]
    years = [t for t in left + right if t.is_year]
    if days and not years and size <= _YEARLESS_LIMIT:
        return days[0], None
    return None


def _may_be_year(token: _Token, day: _Token) -> bool:
    """Whether the number after a month is its year: four digits, or two close by (5-Mar-20)."""
    return token.is_year or (len(token.text) == 2 and token.start - day.end < 16)  # noqa: PLR2004


def _numbers(tokens: list[_Token]) -> list[_Token]:
    """Numbers at the beginning of ``tokens``, with nothing but fillers and a weekday between."""
    numbers = []
    strangers = 0
    for token in tokens:
        if token.is_number:
            numbers.append(token)
        elif token.text.lower() not in _FILLERS:
            strangers += 1
        if strangers > (1 if numbers else 0):
            break
    return numbers


def _written(
    text: str, month: int, found: tuple[_Token, _Token | None, _Token], context: DateContext
) -> Written:
    day, year, name = found
    ends = [token for token in found if token]
    span = min(t.start for t in ends), max(t.end for t in ends)
    clock, zone = read_clock(text, span, context)
    if clock is None:  # Thu Nov 05 22:14:33 2020 has it inside
        inside = _TIME.search(text, *span)
        clock, zone = read_clock(text, (inside.start(),) * 2, context) if inside else (None, None)
    number = full_year(_era(year.text, name.text, context), context.now) if year else None
    return Written(number, month, int(day.text), clock, zone)


def _era(year: str, month: str, context: DateContext) -> str:
    """A short year after a Thai month's name in full, if it can be one of the Buddhist era.

    >>> from datetime import UTC, datetime
    >>> context = DateContext(datetime(2026, 1, 1, tzinfo=UTC))
    >>> _era("67", "มี.ค", context), _era("24", "มี.ค", context), _era("67", "Mar", context)
    ('2567', '24', '67')
    """
    if len(year) != 2 or not "\u0e00" <= month[0] <= "\u0e7f":  # noqa: PLR2004
        return year
    era = f"25{year}"
    return era if 1990 <= int(era) - 543 <= context.now.year else year  # noqa: PLR2004


@lru_cache(maxsize=64)
def names_for(subtags: tuple[str, ...]) -> Mapping[str, int]:
    """Folded names and unambiguous abbreviations to month numbers.

    Where languages disagree (listopad, mar), those of ``subtags`` win, then the table's order.

    >>> names_for(("hr",))["listopad"], names_for(())["listopad"]
    (10, 11)
    """
    names = dict(_sure_names(subtags))
    for code in MONTHS:
        _add(names, ({}, _language(code)[1]))
    return names


@lru_cache(maxsize=64)
def _sure_names(subtags: tuple[str, ...]) -> Mapping[str, int]:
    """``names_for`` without the abbreviations of other languages than these and English."""
    names: dict[str, int] = {}
    chosen = [code for tag in subtags if (code := ALIASES.get(tag, tag)) in MONTHS]
    for code in (*chosen, "en"):
        _add(names, _language(code))
    for code in MONTHS:
        _add(names, (_language(code)[0], {}))
    return names


def _add(names: dict[str, int], table: tuple[Mapping[str, int], Mapping[str, int]]) -> None:
    for part in table:
        for name, month in part.items():
            names.setdefault(name, month)


@cache
def _language(code: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Names of one language, and their beginnings that belong to one month only."""
    full: dict[str, int] = {}
    for month, forms in enumerate(MONTHS[code].split(), start=1):
        for form in forms.split("|"):
            full[fold(form.replace("_", " "))] = month
    shared = Counter(
        (name[:size], month)
        for name, month in full.items()
        if " " not in name
        for size in range(_SHORTEST_ABBREVIATION, len(name))
    )
    months_of = Counter(short for short, _ in shared)
    return full, {short: month for short, month in shared if months_of[short] == 1}


def fold(word: str) -> str:
    """``word`` without case, accents and the stop of an abbreviation.

    >>> fold("ΜΑΪ́ΟΥ"), fold("Ağu."), fold("KASIM") == fold("kasım")
    ('μαιου', 'agu', True)
    """
    plain = unicodedata.normalize("NFKD", word).casefold().replace("ı", "i").rstrip(".")
    return "".join(c for c in plain if not unicodedata.combining(c))
