"""What part of a source one crawl is for: a range of days, a number of articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from scrapy.settings import BaseSettings

SINCE, UNTIL, MOST = "BROADSHEET_SINCE", "BROADSHEET_UNTIL", "BROADSHEET_MAX"
"""Names of the settings, for ``scrapy crawl NAME -s BROADSHEET_SINCE=2026-01-05``."""


@dataclass(frozen=True, slots=True)
class Backfill:
    """The part that is asked for; by default everything that is new.

    Attributes:
        since: first day, in the source's time zone.
        until: last day, likewise.
        most: how many articles are asked for at most.
    """

    since: date | None = None
    until: date | None = None
    most: int | None = None

    @classmethod
    def of(cls, settings: BaseSettings) -> Self:
        """The part that the settings name."""
        since, until = (settings.get(name) for name in (SINCE, UNTIL))
        return cls(
            date.fromisoformat(since) if since else None,
            date.fromisoformat(until) if until else None,
            settings.getint(MOST) or None,
        )

    @property
    def settings(self) -> dict[str, Any]:
        """The settings that ``of`` reads."""
        days = {SINCE: self.since, UNTIL: self.until}
        given = {name: day.isoformat() for name, day in days.items() if day}
        return given | ({MOST: self.most} if self.most else {})

    @property
    def has_range(self) -> bool:
        """Whether days count."""
        return self.since is not None or self.until is not None

    def is_too_old(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether ``moment`` lies before the range.

        >>> from datetime import UTC, datetime
        >>> from zoneinfo import ZoneInfo
        >>> eve = datetime(2026, 1, 4, 15, 59, tzinfo=UTC)
        >>> Backfill(since=date(2026, 1, 5)).is_too_old(eve, ZoneInfo("Asia/Shanghai"))
        True
        """
        return self.since is not None and moment.astimezone(zone).date() < self.since

    def is_too_new(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether ``moment`` lies after the range."""
        return self.until is not None and moment.astimezone(zone).date() > self.until
