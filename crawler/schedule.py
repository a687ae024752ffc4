"""When a source is due again. Pure decisions over its runs and the dates of its posts.

A source that has never run, or has been written anew since, is due at once; so is one whose last
run was cut short while it was bringing news. Any other waits from the beginning of its last run:
for what ``every`` says, or, after runs that came to nothing, for growing distances.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from crawler.runs import Outcome
from feeds.cadence import cadence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from crawler.kinds.model import SourceModel
    from crawler.runs import Run

AUTO = "auto"
"""The interval that is learned from the dates of posts."""

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
# Of a source with too few posts to learn from.
_UNLEARNED = timedelta(hours=1)
# No learned interval is longer: what comes once a week must not be found a week late.
_LONGEST_LEARNED = timedelta(days=1)
# After a failure a slow source is tried again sooner than usual, after many a quick one later.
_FIRST_RETRY = timedelta(minutes=15)
_LONGEST_RETRY = timedelta(days=1)
# From a second to more than a day; beyond, only the number would grow.
_DOUBLINGS = 17
# Whoever calls us every quarter of an hour is never punctual to the second, and a source that is
# due a second later would wait for the next round.
_PUNCTUALITY = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of a source when somebody asks whether it is due.

    Attributes:
        runs: its last ones, latest first, back to one that did not come to nothing.
        published: when its newest posts were published, newest first; aware UTC. Only ``auto``
            asks for them.
        is_rewritten: whether the source is not what it was in its last run.
    """

    runs: Sequence[Run] = ()
    published: Sequence[datetime] = ()
    is_rewritten: bool = False

    @property
    def setbacks(self) -> list[Run]:
        """The runs that have come to nothing since the last that did not, latest first."""
        return list(takewhile(lambda run: run.is_setback, self.runs))


def waiting(
    sources: Iterable[SourceModel], pasts: Mapping[str, Past], now: datetime
) -> dict[str, datetime]:
    """Those of ``sources`` that are not due, by name, with when they will be."""
    moments = {source.name: due(source.every, pasts[source.name], now) for source in sources}
    return {name: moment for name, moment in moments.items() if moment is not None}


def due(every: str, past: Past, now: datetime) -> datetime | None:
    """When a source is due again; None when it is due now.

    Args:
        every: as in a source file.
        past: what is known of it.
        now: aware UTC.
    """
    if not past.runs or past.is_rewritten or _is_to_go_on(past.runs[0]):
        return None
    usual = interval(every, past.published, now)
    begun = past.runs[0].started
    until = begun + wait(usual, len(past.setbacks)) * _PUNCTUALITY
    # What began later than now tells of a clock that was wrong, or of a process that ended here.
    return until if begun <= now < until else None


def interval(every: str, published: Sequence[datetime], now: datetime) -> timedelta:
    """How long a source waits when all is well.

    ``auto`` is the mean time between its posts of late, the time since the newest among them, so
    that a source that falls silent is asked less and less; from 15 minutes to a day.

    >>> from datetime import datetime
    >>> str(interval("90s", [], datetime(2026, 1, 9)))
    '0:01:30'
    >>> published = [datetime(2026, 1, 8, hour) for hour in (22, 20, 18)]
    >>> str(interval("auto", published, datetime(2026, 1, 9)))
    '2:00:00'
    """
    if every != AUTO:
        return int(every[:-1]) * _UNITS[every[-1]]
    learned = cadence((now, *published))
    return _UNLEARNED if learned is None else min(learned, _LONGEST_LEARNED)


def wait(usual: timedelta, setbacks: int) -> timedelta:
    """How long a source waits after so many runs that came to nothing, one after the other.

    >>> [str(wait(timedelta(hours=1), n)) for n in (0, 1, 2, 3, 4, 5000)]
    ['1:00:00', '0:15:00', '0:30:00', '1:00:00', '2:00:00', '1 day, 0:00:00']
    >>> str(wait(timedelta(days=7), 20))
    '7 days, 0:00:00'
    """
    if not setbacks:
        return usual
    doubled = min(usual, _FIRST_RETRY) * int(2 ** min(setbacks - 1, _DOUBLINGS))
    return min(doubled, max(usual, _LONGEST_RETRY))


def _is_to_go_on(last: Run) -> bool:
    return last.outcome is Outcome.INTERRUPTED and not last.is_setback
