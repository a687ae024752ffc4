"""The time of day and the zone that stand beside a date."""

from __future__ import annotations

import re
from datetime import time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from crawler.extract.dialects.written import DateContext

# How far from its date a time may stand, in characters without a digit: room for a weekday, a
# conjunction and a separator, not for a sentence.
_AFTER, _BEFORE = 28, 14

_EARLY = "上午|早上|凌晨|清晨|午前|오전|새벽|am|a\\.m\\.?|πμ|π\\.μ\\.?|صباحا|صباحًا|ص|ق\\.ظ|sa"
_LATE = "下午|晚上|傍晚|午後|오후|밤|pm|p\\.m\\.?|μμ|μ\\.μ\\.?|مساء|مساءً|م|ب\\.ظ|ch"
_NOON = "中午|正午|noon"
_HALF = rf"(?P<half>{_EARLY}|{_LATE}|{_NOON})"
_ZONE = (
    r"(?:\s*\(?(?P<name>(?-i:[A-Z]{1,5}|МСК))\b\)?)?"
    r"(?:\s*(?P<sign>[+\-−])\s?(?P<zh>\d{1,2})(?::?(?P<zm>\d{2}))?(?!\d))?"
)
_COLON = re.compile(
    rf"(?:{_HALF}\s*)?(?<![\d:.])(?P<h>\d{{1,2}})\s?(?P<sep>:|\.|h|u|点|點|時|时|시)\s?"
    r"(?P<m>\d{2})(?!\d)(?:(?::|\.|分|분\s?)(?P<s>\d{2})(?!\d)(?:[.,]\d{1,9})?)?\s?(?:秒|초|分|분)?"
    rf"(?:\s*(?P<half2>{_EARLY}|{_LATE})(?![^\W\d_]))?{_ZONE}",
    re.IGNORECASE,
)
_HOUR = re.compile(
    rf"(?:{_HALF}\s*)?(?<![\d:.])(?P<h>\d{{1,2}})\s?"
    rf"(?:(?P<unit>点|點|時|时|시|uhr\b|h\b)\s?(?P<m>\d(?=[分분])|半)?[分분]?"
    rf"|(?P<half2>am|pm|a\.m\.?|p\.m\.?)(?![^\W\d_])){_ZONE}",
    re.IGNORECASE,
)
# 18.47 is a time only where a word says so: it may be half of a date or a price.
_BEGINS_TIME = re.compile(
    r"(?:\b(?:kl|klo|um|ore|alle|las|às|godz|ob|at|óra|saat|pukul)\b\.?|[,|–-])\s*$", re.I
)
_ENDS_TIME = re.compile(r"\s*(?:uhr|h|น|(?-i:[A-Z]{3,4}))\b", re.IGNORECASE)

_HOURS = {
    **dict.fromkeys(("UTC", "GMT", "Z", "WET"), 0.0),
    **dict.fromkeys(("BST", "WEST", "CET", "MEZ", "WAT"), 1.0),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST", "CAT"), 2.0),
    **dict.fromkeys(("EEST", "MSK", "МСК", "EAT", "TRT"), 3.0),
    **dict.fromkeys(("IST",), 5.5),
    **dict.fromkeys(("PKT",), 5.0),
    **dict.fromkeys(("WIB", "ICT"), 7.0),
    **dict.fromkeys(("HKT", "SGT", "AWST", "WITA", "PHT"), 8.0),
    **dict.fromkeys(("JST", "KST", "WIT"), 9.0),
    **dict.fromkeys(("AEST",), 10.0),
    **dict.fromkeys(("AEDT",), 11.0),
    **dict.fromkeys(("NZST",), 12.0),
    **dict.fromkeys(("NZDT",), 13.0),
    **dict.fromkeys(("BRT", "ART", "ADT"), -3.0),
    **dict.fromkeys(("EDT", "AST"), -4.0),
    **dict.fromkeys(("EST", "CDT"), -5.0),
    **dict.fromkeys(("CST", "MDT"), -6.0),
    **dict.fromkeys(("MST", "PDT"), -7.0),
    **dict.fromkeys(("PST", "AKDT"), -8.0),
    **dict.fromkeys(("AKST",), -9.0),
    **dict.fromkeys(("HST",), -10.0),
}
# Abbreviations that mean summer and winter time alike; the date decides.
_REGIONS = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}


def read_clock(
    text: str, span: tuple[int, int], context: DateContext
) -> tuple[time | None, tzinfo | None]:
    """The time and zone that belong to the date standing at ``span``: after it, else before it.

    >>> from datetime import UTC, datetime
    >>> from crawler.extract.dialects.written import DateContext
    >>> context = DateContext(datetime(2026, 1, 1, tzinfo=UTC))
    >>> read_clock("1 May 2020, 3:45 pm EST", (0, 10), context)
    (datetime.time(15, 45), datetime.timezone(datetime.timedelta(days=-1, seconds=68400)))
    """
    start, end = span
    after = text[end : end + _AFTER + 40]
    found = _first(after, limit=_AFTER)
    if found is None:
        found = _last(text[max(0, start - _BEFORE - 24) : start])
    if found is None:
        return None, None
    clock = _clock(found)
    return (clock, _zone(found, context)) if clock else (None, None)


def _first(text: str, *, limit: int) -> re.Match[str] | None:
    """The first time in ``text``, if no other number stands before it."""
    matches = [m for m in (_search(_COLON, text), _search(_HOUR, text)) if m]
    found = min(matches, key=lambda m: m.start(), default=None)
    if found is None or found.start() > limit or re.search(r"\d", text[: found.start()]):
        return None
    return found


def _search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next((m for m in pattern.finditer(text) if _is_time(m)), None)


def _last(text: str) -> re.Match[str] | None:
    """The last time in ``text``, if it ends near the end of it."""
    matches = [m for m in _COLON.finditer(text) if _is_time(m)]
    near = [m for m in matches if not re.search(r"\d", text[m.end() :])]
    return near[-1] if near and len(text) - near[-1].end() <= _BEFORE else None


def _is_time(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    if parts.get("sep") == ".":
        text = match.string
        marked = _BEGINS_TIME.search(text[: match.start()]) or _ENDS_TIME.match(
            text, match.end("m")
        )
        if not marked:
            return False
    return _clock(match) is not None


def _clock(match: re.Match[str]) -> time | None:
    """The time of day of a match; None for an hour that no clock shows."""
    parts = match.groupdict()
    hour = int(parts["h"])
    minute = 30 if parts["m"] == "半" else int(parts["m"] or 0)
    half = (parts.get("half") or parts.get("half2") or "").lower()
    if re.fullmatch(_LATE, half) and hour < 12:  # noqa: PLR2004 - noon
        hour += 12
    if re.fullmatch(_EARLY, half) and hour == 12:  # noqa: PLR2004 - 12 am is midnight
        hour = 0
    try:
        return time(hour % 24 if hour == 24 else hour, minute, int(parts.get("s") or 0))  # noqa: PLR2004
    except ValueError:
        return None


def _zone(match: re.Match[str], context: DateContext) -> tzinfo | None:
    parts = match.groupdict()
    name = parts["name"] or ""
    if parts["sign"] and (not name or name in _HOURS):
        size = timedelta(hours=int(parts["zh"]), minutes=int(parts["zm"] or 0))
        if size < timedelta(hours=15):
            return timezone(size if parts["sign"] == "+" else -size)
    if name == "CST" and "zh" in context.subtags:
        return timezone(timedelta(hours=8))
    if name in _REGIONS:
        return ZoneInfo(_REGIONS[name])
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else None
