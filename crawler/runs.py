"""A run: one crawl of one source, with its outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from crawler.ledger import Counts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

HitRates: TypeAlias = "Mapping[str, tuple[int, int]]"
"""Rule -> (times asked, times it found something)."""

# So unlikely must silence be for a selector to be called silent, going by earlier runs.
_CHANCE = 0.05
# Part of a miss: small enough that one list page that was read is a reason to expect the next.
_DOUBT = 0.05


class Outcome(StrEnum):
    """How a run ended."""

    FINE = "fine"
    PARTIAL = "partial"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one source.

    Attributes:
        started: aware UTC.
        finished: aware UTC; None for a run that is under way, or was killed.
        outcome: None likewise.
        complete: whether every list was read to its end, or to known articles, and nothing failed
            that could be got another time; only then may the next run stop at known articles.
        message: why it failed or ended early, for people; empty when it did neither.
        hits: rule -> (times asked, times it found something).
    """

    source: str
    started: datetime
    finished: datetime | None = None
    outcome: Outcome | None = None
    complete: bool = False
    message: str = ""
    counts: Counts = field(default_factory=Counts)
    hits: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_setback(self) -> bool:
        """Whether it came to nothing: it failed, was cut short or is under way, and has no news."""
        return self.outcome not in {Outcome.FINE, Outcome.PARTIAL} and not self.counts.new


def outcome_of(counts: Counts) -> Outcome:
    """How a run with ``counts`` ended that nobody cut short.

    A run failed when it read no list, or when articles failed and none came through.

    >>> outcome_of(Counts(lists=1, new=3, failed=1))
    <Outcome.PARTIAL: 'partial'>
    >>> outcome_of(Counts(list_failures={"HTTP 500": 1}))
    <Outcome.FAILED: 'failed'>
    """
    came_through = counts.new + counts.known + counts.updated + counts.unmodified
    troubles = counts.failed + sum(counts.list_failures.values())
    if not troubles:
        return Outcome.FINE
    return Outcome.PARTIAL if came_through else Outcome.FAILED


def cut_short(reason: str, left: int) -> str:
    """The message of a run that ended early.

    >>> cut_short("stopped by a signal", 1)
    'stopped by a signal; 1 address was left for the next run'
    """
    if not left:
        return reason
    addresses = "1 address was" if left == 1 else f"{left} addresses were"
    return f"{reason}; {addresses} left for the next run"


def spelt(seconds: float) -> str:
    """A time in minutes, as it is given on the command line.

    >>> spelt(60), spelt(90)
    ('1 minute', '1.5 minutes')
    """
    minutes = seconds / 60
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"


def went_silent(now: HitRates, earlier: HitRates) -> list[str]:
    """Rules that find nothing now, though they did so often that this is hardly chance.

    >>> went_silent({"title: css h1": (3, 0)}, {"title: css h1": (20, 20)})
    ['title: css h1']
    >>> went_silent({"updated: css .corrected": (3, 0)}, {"updated: css .corrected": (20, 4)})
    []
    """
    silent = {rule: asked for rule, (asked, found) in now.items() if asked and not found}
    return [
        rule
        for rule, asked in silent.items()
        if rule in earlier and _silence(*earlier[rule]) ** asked < _CHANCE
    ]


def _silence(asked: int, found: int) -> float:
    """How often a rule found nothing; a bit more than it did, since nothing is certain."""
    return 1 - found / (asked + _DOUBT)
