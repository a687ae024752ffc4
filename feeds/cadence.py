"""How often a channel has news, learned from its posts alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

# Gaps to learn from: enough that one night says little, few enough to follow a change.
_GAPS = 20
_FEWEST = 3
# What is worth asking of a reader: not every minute, but once a week whatever the channel does.
_SHORTEST, _LONGEST = timedelta(minutes=15), timedelta(days=7)


def cadence(dates: Sequence[datetime]) -> timedelta | None:
    """The time between two posts, from 15 minutes to a week; None when too few tell.

    Args:
        dates: when posts were published, newest first.

    >>> from datetime import datetime
    >>> cadence([datetime(2026, 1, day) for day in (9, 7, 5, 3)])
    datetime.timedelta(days=2)
    """
    known = dates[: _GAPS + 1]
    if len(known) <= _FEWEST:
        return None
    gap = (known[0] - known[-1]) / (len(known) - 1)
    return min(max(gap, _SHORTEST), _LONGEST)
