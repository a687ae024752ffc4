"""One entry a day or a week, for people who drown: its posts as links, grouped by category.

Pure. A period is over when there is a post of a later one, so that no clock decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from feeds.links import absolute
from feeds.post import Post
from feeds.text import MAX_TITLE, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from feeds.archive import Notice

# Characters, as of any post without a summary of its own.
_SUMMARY = 280


@dataclass(frozen=True, slots=True)
class Periods:
    """Days, or weeks from Monday on, of a time zone."""

    days: int
    zone: ZoneInfo

    @property
    def kept(self) -> timedelta:
        """How far back digests go: a month of days, ten weeks."""
        return timedelta(days=30 if self.days == 1 else 70)

    def start(self, moment: datetime) -> date:
        """The first day of the period of ``moment``."""
        day = moment.astimezone(self.zone).date()
        return day if self.days == 1 else day - timedelta(days=day.weekday())

    def end(self, start: date) -> datetime:
        """When the period that begins on ``start`` is over, aware UTC."""
        following = start + timedelta(days=self.days)
        return datetime.combine(following, time(), self.zone).astimezone(UTC)

    def name(self, start: date) -> str:
        """What people call the period that begins on ``start``."""
        if self.days == 1:
            return start.isoformat()
        return f"{start} – {start + timedelta(days=self.days - 1)}"


def digests(notices: Iterable[Notice], periods: Periods, stem: str) -> Iterator[Post]:
    """A post for each period that is over, newest first.

    Args:
        notices: of posts, newest first; those of the newest period are not told yet.
        periods: how time is divided.
        stem: URI that the first day of the period makes an id of.
    """
    by_period = groupby(notices, key=lambda notice: periods.start(notice.published))
    next(by_period, None)
    for start, members in by_period:
        told = list(members)
        end = periods.end(start)
        changed = max(notice.changed for notice in told)
        yield Post(
            id=f"{stem}/{start}",
            key=start.isoformat(),
            title=f"{periods.name(start)} ({len(told)})",
            published=end,
            updated=changed if changed > end else None,
            description=shorten(" · ".join(notice.title for notice in told), _SUMMARY),
            body="\n".join(_sections(told)),
        )


def _sections(told: Sequence[Notice]) -> Iterator[str]:
    """A heading and a list for each category, the largest first.

    Posts without one come before all headings: behind one they would seem to belong to it.
    """
    by_category: dict[str, list[Notice]] = {}
    for notice in told:
        by_category.setdefault(notice.category, []).append(notice)
    by_size = sorted(by_category.items(), key=lambda item: (item[0] != "", -len(item[1]), item[0]))
    for name, members in by_size:
        if name:
            yield f"<h3>{escape(name, quote=False)}</h3>"
        yield f"<ul>{''.join(map(_line, members))}</ul>"


def _line(notice: Notice) -> str:
    title = escape(shorten(notice.title, MAX_TITLE), quote=False)
    link = absolute(notice.link, "") if notice.link else None
    return f'<li><a href="{escape(link)}">{title}</a></li>' if link else f"<li>{title}</li>"
