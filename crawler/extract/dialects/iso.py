"""ISO 8601 and its neighbours: year, month and day as numbers in that order, or a Unix time."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from crawler.extract.dialects.clock import read_clock
from crawler.extract.dialects.written import DateContext, Written, full_year

_DATE = re.compile(
    r"(?<![\d.,/-])(?P<y>\d{4})\s?(?P<sep>[-/.‐‑–_])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{1,2})"
    r"(?![\d/-])(?!\.\d)"
)
_EXACT = re.compile(
    r"T(?P<h>\d{2}):?(?P<min>\d{2})(?::?\d{2})?(?:[.,]\d+)?\s?(?P<z>Z|[+-]\d{2}:?\d{2})?", re.I
)
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:[T ]?(?P<h>\d{2}):?(?P<min>\d{2})"
    r"(?::?(?P<s>\d{2}))?)?(?:\.\d+)?(?P<z>Z|[+-]\d{2}:?\d{2})?"
)
# Ten digits are seconds and thirteen milliseconds, from 2001 to 2286.
_UNIX = re.compile(r"([1-9]\d{9})(\d{3})?")


def read(text: str, context: DateContext) -> Written | None:
    """The first such date in ``text`` with the time beside it.

    >>> context = DateContext(datetime(2026, 1, 1, tzinfo=UTC))
    >>> read("Updated: 2020/3/12 08:30", context)
    Written(year=2020, month=3, day=12, clock=datetime.time(8, 30), zone=None, moment=None)
    >>> read("1583994600", context).moment
    datetime.datetime(2020, 3, 12, 6, 30, tzinfo=datetime.timezone.utc)
    """
    if text.isdecimal() or text[:8].isdecimal():
        return _read_digits(text, context)
    found = _DATE.search(text)
    if found is None:
        return None
    clock, zone = read_clock(text, found.span(), context)
    year = full_year(found["y"], context.now)
    return Written(year, int(found["m"]), int(found["d"]), clock, zone)


def read_exactly(text: str) -> datetime | None:
    """A date that the standard library reads by itself, which costs a microsecond.

    >>> read_exactly("2020-03-12T08:30:00Z")
    datetime.datetime(2020, 3, 12, 8, 30, tzinfo=datetime.timezone.utc)
    """
    if len(text) < 10 or text[4] != "-" or not text[:4].isdecimal():  # noqa: PLR2004 - 2020-01-01
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_digits(text: str, context: DateContext) -> Written | None:
    found = _UNIX.fullmatch(text)
    if found:
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        return Written(moment.year, moment.month, moment.day, moment=moment)
    found = _COMPACT.fullmatch(text)
    if found is None:
        return None
    spaced = f"{found['y']}-{found['m']}-{found['d']}"
    if found["h"]:
        spaced += f" {found['h']}:{found['min']}:{found['s'] or '00'} {found['z'] or ''}"
    return read(spaced, context)
