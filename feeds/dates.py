"""Moments as the text that feeds and front matter want, and back.

Owns exact formats only: reading what a news page calls a date is the crawler's. Refuses to look
at a clock, and swaps no locale.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

# What Ruby's Time.parse, and so Jekyll, takes for a date; slashes and single digits included.
_FRONT_MATTER_DATE = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[Tt\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?:(?P<utc>[Zz]|UTC|GMT)|(?P<sign>[+-])(?P<zh>\d{2}):?(?P<zm>\d{2})?)?"
)
# Four digits, which names of months and RFC 2822 need, and room on both sides for zones and months.
_YEARS = range(1001, 9999)
# One a post in each RSS document; `email.utils.format_datetime` takes three times as long.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc3339(moment: datetime) -> str:
    """RFC 3339 in UTC with whole seconds, for Atom and JSON Feed.

    >>> rfc3339(datetime(2022, 1, 9, 0, 36, 53, tzinfo=UTC))
    '2022-01-09T00:36:53Z'
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat("T", "seconds") + "Z"


def rfc2822(moment: datetime) -> str:
    """RFC 2822 §3.3 in UTC, for RSS.

    >>> rfc2822(datetime(2022, 1, 9, 0, 36, 53, tzinfo=UTC))
    'Sun, 09 Jan 2022 00:36:53 +0000'
    """
    utc = moment.astimezone(UTC)
    text = utc.isoformat()
    day, month = _DAYS[utc.weekday()], _MONTHS[utc.month - 1]
    return f"{day}, {text[8:10]} {month} {text[:4]} {text[11:19]} +0000"


def front_matter_date(moment: datetime, offset: timedelta) -> str:
    """The form of dates in post files; seconds and minutes of offset are whole.

    >>> front_matter_date(datetime(2022, 1, 9, 0, 36, 53, tzinfo=UTC), timedelta(hours=8))
    '2022-01-09 08:36:53 +0800'
    """
    minutes = offset // timedelta(minutes=1)
    local = moment.replace(tzinfo=None) + timedelta(minutes=minutes)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"{local.isoformat(' ', 'seconds')} {sign}{hours:02}{rest:02}"


def parse_front_matter_date(text: str, zone: tzinfo = UTC) -> tuple[datetime, timedelta]:
    """A moment in UTC and the offset it was written with, from anything Jekyll accepts.

    Args:
        text: ISO-like (``2022-01-09``, ``2022/1/9 8:36``, ``…T08:36:53+08:00``) or RFC 2822.
        zone: where the clock hung when ``text`` names no offset.

    Raises:
        ValueError: no such form, or no such day.

    >>> parse_front_matter_date("2022-01-09 08:36:53 +0800")
    (datetime.datetime(2022, 1, 9, 0, 36, 53, tzinfo=datetime.timezone.utc),
     datetime.timedelta(seconds=28800))
    """
    found = _FRONT_MATTER_DATE.fullmatch(text.strip())
    local = _parse_rfc2822(text) if found is None else _local_moment(found)
    if local.tzinfo is None:
        local = local.replace(tzinfo=zone)
    if local.year not in _YEARS:
        raise ValueError(f"{text!r} is outside the calendar")
    # Zones before standard time are off by odd seconds, which the written form cannot say.
    offset = (local.utcoffset() or timedelta()) // timedelta(minutes=1) * timedelta(minutes=1)
    return (local.replace(tzinfo=None) - offset).replace(tzinfo=UTC), offset


def _parse_rfc2822(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text.strip())
    except (TypeError, IndexError) as error:
        raise ValueError(f"{text!r} is no date") from error


def _local_moment(found: re.Match[str]) -> datetime:
    """The date and time in ``found``; naive when it names no offset."""
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    clock = time(int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0))
    zone: tzinfo | None = UTC if found["utc"] else None
    if found["sign"]:
        offset = timedelta(hours=int(found["zh"]), minutes=int(found["zm"] or 0))
        zone = timezone(-offset if found["sign"] == "-" else offset)
    return datetime.combine(day, clock, zone)
