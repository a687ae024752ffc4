"""Day, month and year as numbers, day or month first; month and day alone beside a time."""

from __future__ import annotations

import re

from crawler.extract.dialects.clock import read_clock
from crawler.extract.dialects.written import DateContext, Written, full_year

_FULL = re.compile(
    r"(?<![\d.,/-])(?<!\d:)(?P<a>\d{1,2})\s?(?P<sep>[./‐‑–-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?"
    r"(?P<c>\d{4}|\d{2})(?![\d%])(?![.,/:-]\d)"
)
# Without a year it is a date only where nothing else can be meant: a time follows, or a full
# stop after both numbers does (30.08.), or the text is nothing else and the language writes so.
_SHORT = re.compile(
    r"(?<![\d.,/-])(?<!\d:)(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P<dot>\.?)(?![\d.])"
)
_TIME_FOLLOWS = re.compile(r"[\s,|–-]{1,4}(?:um |kl\.? |at )?\d{1,2}[:.]\d{2}(?![\d.])")
_MONTHS = 12


def read(text: str, context: DateContext) -> Written | None:
    """The first such date in ``text`` with the time beside it.

    >>> from datetime import UTC, datetime
    >>> context = DateContext(datetime(2026, 1, 1, tzinfo=UTC), languages=("de",))
    >>> read("Stand: 12.03.2020, 18.47 Uhr", context)
    Written(year=2020, month=3, day=12, clock=datetime.time(18, 47), zone=None, moment=None)
    """
    found = _FULL.search(text)
    if found:
        year, month, day = _order(found, context)
        clock, zone = read_clock(text, found.span(), context)
        return Written(full_year(year, context.now), month, day, clock, zone)
    found = _SHORT.search(text)
    if found is None or not _is_date(found, context):
        return None
    first, second = int(found["a"]), int(found["b"])
    if context.writes_year_first:
        first, second = second, first
    day, month = _day_month(first, second, context, dotted=found["sep"] == ".")
    clock, zone = read_clock(text, found.span(), context)
    return Written(None, month, day, clock, zone)


def _order(found: re.Match[str], context: DateContext) -> tuple[str, int, int]:
    a, b, c = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["c"]) == 2 and context.writes_year_first and b <= _MONTHS:  # noqa: PLR2004
        return found["a"], b, c
    day, month = _day_month(a, b, context, dotted=found["sep"] == ".")
    return found["c"], month, day


def _day_month(first: int, second: int, context: DateContext, *, dotted: bool) -> tuple[int, int]:
    """Day and month of two numbers; full stops stand between them only where the day is first."""
    if second > _MONTHS or (first <= _MONTHS and not (context.writes_day_first or dotted)):
        return second, first
    return first, second


def _is_date(found: re.Match[str], context: DateContext) -> bool:
    text = found.string
    if _TIME_FOLLOWS.match(text, found.end()):
        return True
    alone = found.group() == text
    return alone and (context.writes_year_first or (found["sep"] == "." and bool(found["dot"])))
