"""Dates relative to the moment of reading: 3 hours ago, yesterday at ten, 刚刚."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from crawler.extract.dialects.cjk import number
from crawler.extract.dialects.clock import read_clock
from crawler.extract.dialects.month_names import ALIASES
from crawler.extract.dialects.relative_words import SCRIPTS, UNSPACED, WORDS
from crawler.extract.dialects.written import DateContext, Written

if TYPE_CHECKING:
    from datetime import datetime


# Prose has such words too (a year ago the team won); a date line is short.
_LIMIT = 60
_EXACT = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
}
_WHOLE = {"day": 1, "week": 7}
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_DAYS_BACK = {"today": 0, "yesterday": 1, "before_yesterday": 2}


def read(text: str, context: DateContext) -> Written | None:
    """The relative date in a short ``text``; hours and less are exact, days and more are days.

    >>> from datetime import UTC, datetime
    >>> context = DateContext(datetime(2026, 1, 2, 9, 30, tzinfo=UTC))
    >>> read("3小时前", context).moment.isoformat()
    '2026-01-02T06:30:00+00:00'
    >>> read("gestern, 18:05 Uhr", context)
    Written(year=2026, month=1, day=1, clock=datetime.time(18, 5), zone=None, moment=None)
    """
    if len(text) > _LIMIT:
        return None
    for code in _codes(text, context.subtags):
        counted, named = _patterns(code)
        for pattern in counted:
            if found := pattern.search(text):
                return _count_back(found, context)
        if found := named.search(text):
            return _name_day(found, text, context)
    return None


def _codes(text: str, subtags: tuple[str, ...]) -> list[str]:
    """Languages to try: the given ones, those of the text's script, and English.

    All in Latin script when none is given: pages name their language wrongly, but not their
    script, and a Chinese 3日前 is a Japanese one all the same.

    >>> _codes("3小时前", ("en",))
    ['en', 'zh', 'ja']
    """
    codes = [code for tag in subtags if (code := ALIASES.get(tag, tag)) in WORDS]
    of_script = [code for script, known in SCRIPTS if script.search(text) for code in known]
    if not codes and not of_script:
        return list(WORDS)
    return list(dict.fromkeys([*codes, *of_script, "en"]))


def _count_back(found: re.Match[str], context: DateContext) -> Written:
    parts = {key: value for key, value in found.groupdict().items() if value is not None}
    unit = next(unit for unit in _UNITS if unit in parts)
    count = _count(parts)
    if unit in _EXACT:
        return _day(context.local_now - count * _EXACT[unit], exact=True)
    if unit in _WHOLE:
        return _day(context.local_now - timedelta(days=count * _WHOLE[unit]))
    return _months_back(context.local_now, int(count) * (12 if unit == "year" else 1))


def _count(parts: dict[str, str]) -> float:
    """The number; one where there is none, two for a dual."""
    if "n" in parts:
        return 0.5 if parts["n"] == "半" else number(re.sub("[两兩]", "二", parts["n"]))
    return 2 if "pair" in parts else 1


def _day(moment: datetime, *, exact: bool = False) -> Written:
    if not exact:
        return Written(moment.year, moment.month, moment.day)
    return Written(moment.year, moment.month, moment.day, moment=moment)


def _months_back(moment: datetime, count: int) -> Written:
    """The same day some months ago, where the month has it; year 0 when no calendar does."""
    months = max(0, moment.year * 12 + moment.month - 1 - count)
    return Written(months // 12, months % 12 + 1, min(moment.day, 28))


def _name_day(found: re.Match[str], text: str, context: DateContext) -> Written:
    name = found.lastgroup or ""
    if name == "now":
        return _day(context.local_now, exact=True)
    moment = context.local_now - timedelta(days=_DAYS_BACK[name])
    clock, zone = read_clock(text, found.span(), context)
    return Written(moment.year, moment.month, moment.day, clock, zone)


@cache
def _patterns(code: str) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """What counts back (3 hours ago) and what names a day (yesterday) in a language."""
    words = WORDS[code]
    left, right = ("", "") if code in UNSPACED else (r"(?<!\w)", r"(?!\w)")
    digits = r"\d{1,4}|[一二两兩三四五六七八九十]{1,3}|半" if code in UNSPACED else r"\d{1,4}"
    one = f"|{words.one}" if words.one else ""
    pair = f"(?P<pair>(?={words.pairs}))|" if words.pairs else ""
    units = "|".join(f"(?P<{unit}>{getattr(words, unit)})" for unit in _UNITS)
    amount = rf"(?:{pair}(?:(?P<n>{digits}){one})\s?)?(?:{units})"
    named = "|".join(
        rf"(?P<{name}>{left}(?:{getattr(words, name)}){right})"
        for name in ("now", "before_yesterday", "today", "yesterday")
    )
    counted = (
        rf"{left}{amount}{right}\s?(?:{words.ago}){right}",
        rf"{left}(?:{words.ago})\s(?:[^\W\d]{{1,8}}\s)?{amount}{right}",
    )
    return (
        tuple(re.compile(pattern, re.IGNORECASE) for pattern in counted),
        re.compile(named, re.IGNORECASE),
    )
