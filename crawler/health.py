"""How sources fare. Pure decisions over their runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.schedule import Past

# What failed for shorter or less often may pass by itself, and is tried again in any case.
_LONG = timedelta(days=1)
_OFTEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source fares.

    Attributes:
        setbacks: how many runs have come to nothing, one after the other, up to now.
        failing_since: when the first of them began, aware UTC; None when there are none.
        is_alarming: whether somebody has to look at it.
    """

    setbacks: int
    failing_since: datetime | None
    is_alarming: bool


def health(past: Past, now: datetime) -> Health:
    """How the source with this ``past`` fares; it is alarming after three runs and a day."""
    setbacks = past.setbacks
    since = setbacks[-1].started if setbacks else None
    return Health(
        setbacks=len(setbacks),
        failing_since=since,
        is_alarming=since is not None and len(setbacks) >= _OFTEN and now - since >= _LONG,
    )
