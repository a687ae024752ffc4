"""Dates of the calendar of Iran, whose year begins at the spring equinox: ۲۲ اسفند ۱۴۰۲.

Solar Hijri; its leap years follow a cycle of 33 years from 1206 to 1498 (1827 to 2119).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from crawler.extract.dialects.clock import read_clock
from crawler.extract.dialects.written import DateContext, Written

_NAMES = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد|امرداد", "شهریور", "مهر", "آبان", "آذر", "دی",
    "بهمن", "اسفند",
)  # fmt: skip
# Arabic keyboards have other letters for ye and kaf.
_LETTERS = str.maketrans("يك", "یک")
# Names of the months, and their numbers from Farvardin on.
MONTHS = {name: n for n, names in enumerate(_NAMES, 1) for name in names.split("|")}
# Up to 2040: later years are those of the moon's calendar, which other countries keep.
_YEAR = r"1(?:3\d|4[01])\d"
_NAME = rf"(?:{'|'.join(MONTHS)})"
_NAMED = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s?(?P<m>{_NAME})(?:\s?ماه)?،?\s?(?P<y>{_YEAR})(?!\d)"
    rf"|(?P<m2>{_NAME})\s(?P<d2>\d{{1,2}})\s?[,،]\s?(?P<y2>{_YEAR})(?!\d)"
)
_NUMERIC = re.compile(
    rf"(?<![\d/.-])(?P<y>{_YEAR})\s?(?P<sep>[/.-])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<d>\d{{1,2}})"
    rf"(?![\d/-])"
)
_FIRST_OF_1300 = date(1921, 3, 21)
_LONG_MONTHS = 6
# Years, by their number in the cycle, that have a 366th day.
_LEAP_YEARS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_CYCLE = 33


def read(text: str, context: DateContext) -> Written | None:
    """The first such date in ``text`` with the time beside it.

    >>> from datetime import UTC, datetime
    >>> context = DateContext(datetime(2026, 1, 1, tzinfo=UTC))
    >>> read("سه‌شنبه 22 اسفند 1402 - 10:30", context)
    Written(year=2024, month=3, day=12, clock=datetime.time(10, 30), zone=None, moment=None)
    """
    found = _NUMERIC.search(text) or _NAMED.search(text.translate(_LETTERS))
    if found is None:
        return None
    parts = {name.rstrip("2"): part for name, part in found.groupdict().items() if part}
    month = MONTHS.get(parts["m"]) or int(parts["m"])
    day = gregorian(int(parts["y"]), month, int(parts["d"]))
    if day is None:
        return None
    clock, zone = read_clock(text, found.span(), context)
    return Written(day.year, day.month, day.day, clock, zone)


def gregorian(year: int, month: int, day: int) -> date | None:
    """The day in the Gregorian calendar; None where no month has it.

    >>> gregorian(1403, 12, 30), gregorian(1404, 1, 1), gregorian(1402, 12, 30)
    (datetime.date(2025, 3, 20), datetime.date(2025, 3, 21), None)
    """
    lengths = [31] * _LONG_MONTHS + [30] * 5 + [30 if _is_leap(year) else 29]
    if not (1 <= month <= len(lengths) and 1 <= day <= lengths[month - 1]):
        return None
    days = sum(366 if _is_leap(y) else 365 for y in range(1300, year))
    return _FIRST_OF_1300 + timedelta(days=days + sum(lengths[: month - 1]) + day - 1)


def _is_leap(year: int) -> bool:
    return year % _CYCLE in _LEAP_YEARS
