"""Dates in languages that our tables do not hold, by way of dateparser."""

from __future__ import annotations

import re

from crawler.extract.dialects.month_names import ALIASES, MONTHS
from crawler.extract.dialects.relative_words import WORDS
from crawler.extract.dialects.written import DateContext, Written

_KNOWN = frozenset(MONTHS) | frozenset(WORDS) | frozenset(ALIASES)
# It takes milliseconds a call and reads dates into prose; a date line is short.
_LIMIT = 60
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")


def read(text: str, context: DateContext) -> Written | None:
    """The date that a short ``text`` consists of, in a language of ``context`` and no other.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> read("12 მარტი 2020", DateContext(now, languages=("ka",)))
    Written(year=2020, month=3, day=12, clock=None, zone=None, moment=None)
    >>> read("12 მარტი 2020", DateContext(now, languages=("en",))) is None
    True
    """
    languages = [code for code in context.subtags if code not in _KNOWN]
    if not languages or len(text) > _LIMIT or not re.search(r"\d", text):
        return None
    # Imported here because importing it takes longer than reading a thousand dates.
    from dateparser import parse  # noqa: PLC0415

    base = context.local_now.replace(tzinfo=None)
    try:
        found = parse(
            text, languages=languages, settings={"STRICT_PARSING": True, "RELATIVE_BASE": base}
        )
    except ValueError:  # a language that it does not know either
        return None
    if found is None:
        return None
    clock = found.time() if _CLOCK.search(text) else None
    return Written(found.year, found.month, found.day, clock, found.tzinfo)
