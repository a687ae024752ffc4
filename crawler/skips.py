"""When an article is asked for again that failed, or that proved to be none. Pure decisions.

An article that failed for a reason that may pass is tried again by the next run, then after
growing distances, and given up after eight attempts. So is one that a run had no time for, which
counts as no attempt. What proved not to be an article, for whatever
reason, is left alone for thirty days, or until its list says something else about it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# The first retry is the next run's; from then on a quarter of an hour, four times as long each.
_FIRST_DISTANCE = timedelta(minutes=15)
_FACTOR = 4
_LONGEST = timedelta(days=7)
_MOST_ATTEMPTS = 8
# Sites mend pages, and we mend our reading of them.
_REFUSED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """An article that is not asked for, for the time being.

    Attributes:
        reason: short stable phrase.
        attempts: how often it failed.
        until: aware UTC.
        mark: what its list said of it; see `feeds.slugs.short_hash`.
        entry: the entry as JSON, to try again without the list; empty when it is no article.
    """

    reason: str
    attempts: int
    until: datetime
    mark: str
    entry: str = ""

    @property
    def is_retry(self) -> bool:
        """Whether another attempt may go better."""
        return bool(self.entry)

    def holds(self, mark: str, now: datetime) -> bool:
        """Whether the article is still left alone, given what its list says now."""
        return now < self.until and (self.is_retry or self.mark == mark)


def refused(reason: str, mark: str, now: datetime) -> Skip:
    """An address that proved not to be an article."""
    return Skip(reason=reason, attempts=0, until=now + _REFUSED_FOR, mark=mark)


def left(last: Skip | None, this: Skip) -> Skip:
    """``this`` article, which a run had no time for, after its ``last`` failure if there was one.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 5, tzinfo=UTC)
    >>> left(None, Skip(reason="", attempts=0, until=now, mark="", entry="{}")).is_retry
    True
    """
    return replace(this, attempts=last.attempts if last else 0)


def failed(last: Skip | None, this: Skip, now: datetime) -> Skip:
    """``this`` failure after ``last``: with the moment of the next attempt, or given up.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 5, tzinfo=UTC)
    >>> first = failed(None, Skip(reason="HTTP 503", attempts=0, until=now, mark=""), now)
    >>> second = failed(first, first, now)
    >>> str(first.until - now), str(second.until - now)
    ('0:00:00', '0:15:00')
    """
    attempts = (last.attempts if last else 0) + 1
    if attempts >= _MOST_ATTEMPTS:
        return refused(this.reason, this.mark, now)
    return Skip(
        reason=this.reason,
        attempts=attempts,
        until=now + distance(attempts),
        mark=this.mark,
        entry=this.entry,
    )


def distance(attempts: int) -> timedelta:
    """How long to wait after so many failures.

    >>> [str(distance(n)) for n in (1, 2, 3, 7)]
    ['0:00:00', '0:15:00', '1:00:00', '7 days, 0:00:00']
    """
    if attempts == 1:
        return timedelta()
    return min(_FIRST_DISTANCE * int(_FACTOR ** (attempts - 2)), _LONGEST)
