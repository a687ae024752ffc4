"""Reads a date out of a piece of text and settles its zone, its year and whether it can be.

Knows nothing of pages. Never answers the time of reading because it found nothing: no date is
None, an impossible one is refused.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from crawler.extract.dialects import cjk, iso, months, numeric, others, relative, solar_hijri
from crawler.extract.dialects.written import DateContext, Written

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DateContext", "DateRefusedError", "ReadDate", "read_date"]

# From the strictest to the loosest; the first that recognises anything decides. The calendar of
# Iran comes first: its years are no others.
DIALECTS: tuple[Callable[[str, DateContext], Written | None], ...] = (
    solar_hijri.read,
    iso.read,
    cjk.read,
    numeric.read,
    months.read,
    relative.read,
    others.read,
)

# A date that is not within this much text from its beginning is not what the text is about.
_LIMIT = 300
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# A clock may run ahead of ours, and a zone be read wrongly by half a day.
_AHEAD = timedelta(days=1)
# How far back the most recent 29 February can be (1896-1904 apart).
_YEARS_BACK = 8


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date that was read.

    Attributes:
        moment: aware UTC; the beginning of the day in its zone when no time was written.
        offset: of the zone it was written in, the source's when none was.
        has_time: whether a time of day was written.
        has_zone: whether the text fixes the moment: a zone was written, or it counts from now.
    """

    moment: datetime
    offset: timedelta
    has_time: bool
    has_zone: bool

    @property
    def local(self) -> datetime:
        """``moment`` on the clock it was written by.

        >>> context = DateContext(datetime(2026, 1, 1, tzinfo=UTC))
        >>> read_date("2020-03-12 01:30 +0800", context).local.isoformat()
        '2020-03-12T01:30:00+08:00'
        """
        return self.moment.astimezone(timezone(self.offset))


class DateRefusedError(ValueError):
    """A date was read that cannot be one; ``reason`` is a short stable phrase to count by."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(f"{reason}: {text!r}")
        self.reason = reason
        self.text = text


def read_date(text: str, context: DateContext) -> ReadDate | None:
    """The first date in ``text``, which is about that date: a field, an attribute, a date line.

    A missing year means the most recent such day that is not after ``context.now``, if
    ``context.made_in`` says no other.

    Raises:
        DateRefusedError: "no such day", "before 1990" or "in the future".

    >>> context = DateContext(datetime(2026, 1, 1, 12, tzinfo=UTC))
    >>> read_date("11月20日 08:30", context).moment.isoformat()
    '2025-11-20T08:30:00+00:00'
    >>> read_date("5", context) is None
    True
    >>> read_date("2031-01-01", context)
    Traceback (most recent call last):
    crawler.extract.dates.DateRefusedError: in the future: '2031-01-01'
    """
    exact = iso.read_exactly(text)
    if exact is not None and exact.year >= _EARLIEST.year:  # else another calendar's, or refused
        return _settle(exact, text, context)
    plain = _plain(text)
    if not plain:
        return None
    for read in DIALECTS:
        written = read(plain, context)
        if written is not None:
            return _resolve(written, text, context)
    return None


# Digits of the scripts whose languages the dialects know, as ASCII.
_DIGITS = {
    zero + value: str(value) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50) for value in range(10)
}


def _plain(text: str) -> str:
    r"""``text`` with one space between words, ASCII digits, and only as much of it as counts.

    >>> _plain("  ２０２０年 \n ٣ مارس ")
    '2020年 3 مارس'
    """
    start = " ".join(text[: 4 * _LIMIT].split())[:_LIMIT]
    return unicodedata.normalize("NFKC", start).translate(_DIGITS).strip()


def _resolve(written: Written, text: str, context: DateContext) -> ReadDate:
    if written.moment is not None:
        moment = written.moment
        offset = moment.utcoffset() or timedelta()
        return ReadDate(_plausible(moment, text, context), offset, has_time=True, has_zone=True)
    zone = written.zone or context.timezone or UTC
    clock = written.clock or time()
    year = _recent_year(written, context) if written.year is None else written.year
    try:
        moment = datetime(year, written.month, written.day, tzinfo=zone)
    except ValueError:
        raise DateRefusedError("no such day", text) from None
    moment = datetime.combine(moment, clock, tzinfo=zone)
    return ReadDate(
        _plausible(moment, text, context),
        moment.utcoffset() or timedelta(),
        has_time=written.clock is not None,
        has_zone=written.zone is not None,
    )


def _settle(moment: datetime, text: str, context: DateContext) -> ReadDate:
    """What the standard library read of ``text``; a naive one is in the source's zone."""
    has_zone = moment.tzinfo is not None
    if not has_zone:
        moment = moment.replace(tzinfo=context.timezone or UTC)
    offset = moment.utcoffset() or timedelta()
    has_time = len(text) > len("2020-01-01")
    return ReadDate(_plausible(moment, text, context), offset, has_time, has_zone)


def _plausible(moment: datetime, text: str, context: DateContext) -> datetime:
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise DateRefusedError("before 1990", text) from None
    if moment < _EARLIEST:
        raise DateRefusedError("before 1990", text)
    if moment > context.now + _AHEAD:
        raise DateRefusedError("in the future", text)
    return moment


def _recent_year(written: Written, context: DateContext) -> int:
    """Year of the page, else of the most recent such day; the current one when no year has it."""
    today = context.local_now.date()
    if context.made_in and context.made_in[1] == written.month:
        return context.made_in[0]
    for year in range(today.year, today.year - _YEARS_BACK, -1):
        try:
            day = datetime(year, written.month, written.day, tzinfo=UTC).date()
        except ValueError:
            continue
        if day <= today:
            return year
    return today.year
