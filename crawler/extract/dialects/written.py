"""A date as it stands in a text, before zone, missing year and plausibility are settled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# Languages whose readers put the year first, also when it has two digits.
_YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "lt", "mn"})
# The only region whose English puts the month first.
_MONTH_FIRST = frozenset({"en", "en-us", "en-ph"})


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a reader of the page knows about its dates.

    Attributes:
        now: aware UTC, when the page was fetched; relative dates and missing years count from it.
        timezone: the source's, for dates that carry none; None reads them as UTC.
        languages: BCP 47 tags, the most likely first.
        day_first: how ``3/4/2020`` is meant; None lets the language decide.
        made_in: year and month of the page, where its address tells; a day of this month that
            states no year is of this one.
    """

    now: datetime
    timezone: ZoneInfo | None = None
    languages: tuple[str, ...] = ()
    day_first: bool | None = None
    made_in: tuple[int, int] | None = None

    @property
    def local_now(self) -> datetime:
        """``now`` on the source's clock."""
        return self.now.astimezone(self.timezone or UTC)

    @property
    def subtags(self) -> tuple[str, ...]:
        """Primary language subtags (RFC 5646 §2.2.1), lower case."""
        return tuple(re.split(r"[-_]", tag.lower(), maxsplit=1)[0] for tag in self.languages)

    @property
    def writes_day_first(self) -> bool:
        """Whether ``3/4/2020`` is the third of April."""
        if self.day_first is not None:
            return self.day_first
        return not self.languages or self.languages[0].lower().replace("_", "-") not in _MONTH_FIRST

    @property
    def writes_year_first(self) -> bool:
        """Whether ``20/3/4`` begins with the year, and ``3-4`` with the month."""
        return bool(self.subtags) and self.subtags[0] in _YEAR_FIRST


@dataclass(frozen=True, slots=True)
class Written:
    """The parts that were written; None was not.

    ``moment`` wins over the others: a relative date that is exact to the second.
    """

    year: int | None
    month: int
    day: int
    clock: time | None = None
    zone: tzinfo | None = None
    moment: datetime | None = None


def full_year(digits: str, now: datetime) -> int:
    """A year of two or four digits, or of the Buddhist era, as a Gregorian one.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> full_year("19", now), full_year("98", now), full_year("2563", now)
    (2019, 1998, 2020)
    """
    year = int(digits)
    if len(digits) <= 2:  # noqa: PLR2004 - a short year
        year += now.year // 100 * 100
        return year if year <= now.year + 1 else year - 100
    return year - 543 if 2500 < year < 2600 else year  # noqa: PLR2004 - 543 BC began the era
