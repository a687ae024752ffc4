"""The book of one run: every article that was met ends in exactly one bucket.

Owns the counting and the meaning of the buckets; knows nothing of Scrapy's signals.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Bucket(StrEnum):
    """Where an article can end."""

    NEW = "new"
    KNOWN = "known"
    UPDATED = "updated"
    UNMODIFIED = "unmodified"
    DROPPED = "dropped"
    FAILED = "failed"
    DISALLOWED = "disallowed"
    REFUSED = "refused"
    SKIPPED = "skipped"


# Buckets that are only honest together with a reason.
REASONED = (Bucket.DROPPED, Bucket.FAILED, Bucket.DISALLOWED, Bucket.REFUSED, Bucket.SKIPPED)


CUT_SHORT = "run was cut short"
"""The reason of what a run was ended before."""
CANNOT_BE_WRITTEN = "cannot be written"
"""The reason of what a disk refused."""


OTHERS = "other reasons"
"""Stands for the reasons that are more than anybody reads."""

# A run has a dozen; of addresses that it was not to ask for, strangers may name thousands.
_MOST_REASONS = 50
_LONGEST_REASON = 200


class Reasons(Counter[str]):
    """How often something happened for each reason; hosts of strangers may be part of it."""

    def add(self, reason: str) -> None:
        """Counts ``reason`` once more, under its own name while there are few."""
        reason = reason[:_LONGEST_REASON]
        is_own = reason in self or reason == CUT_SHORT or len(self) < _MOST_REASONS
        self[reason if is_own else OTHERS] += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a run has counted so far.

    Attributes:
        fetched: answers to requests for articles and lists.
        lists: list pages read.
        reasons: bucket -> reason -> articles, for the buckets that need one.
        pending: articles that have been met and are still under way.
        notes: things worth knowing of articles that were kept, such as "undated".
        list_failures: reason -> list pages that could not be read.
    """

    fetched: int = 0
    lists: int = 0
    new: int = 0
    known: int = 0
    updated: int = 0
    unmodified: int = 0
    dropped: int = 0
    failed: int = 0
    disallowed: int = 0
    refused: int = 0
    skipped: int = 0
    pending: int = 0
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    list_failures: dict[str, int] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """Articles that were met: the sum of all buckets and of what is still under way."""
        return sum(int(getattr(self, bucket)) for bucket in Bucket) + self.pending

    def numbers(self) -> dict[str, int]:
        """The plain counts by name."""
        return {name: value for name, value in asdict(self).items() if not isinstance(value, dict)}


class Ledger:
    """The running count of one run.

    Attributes:
        fetched: answers to requests for articles and lists.
        lists: list pages read.
        transient_failures: articles that failed and that only their lists can bring back.
        is_cut_short: whether lists hold articles that were left for another run.
        list_failures: reason -> list pages.
        notes: reason -> articles that were kept all the same.
    """

    def __init__(self) -> None:
        self.fetched = 0
        self.lists = 0
        self.transient_failures = 0
        self.is_cut_short = False
        self.list_failures = Reasons()
        self.notes: Counter[str] = Counter()
        self._buckets: Counter[Bucket] = Counter()
        self._reasons = {bucket: Reasons() for bucket in REASONED}
        self._open: set[str] = set()
        self._handed_over = 0

    @property
    def left(self) -> int:
        """Articles and lists that the run was ended before."""
        return self._reasons[Bucket.FAILED][CUT_SHORT] + self.list_failures[CUT_SHORT]

    @property
    def is_incomplete(self) -> bool:
        """Whether only reading the lists again can tell what this run has missed."""
        return bool(self.list_failures or self.transient_failures or self.is_cut_short)

    def schedule(self, url: str) -> None:
        """An article will be asked for at ``url``."""
        self._open.add(url)

    def hand_over(self, url: str | None = None) -> None:
        """An article goes into the pipelines; ``url`` is where it was asked for, if it was."""
        self._open.discard(url or "")
        self._handed_over += 1

    def leave_pipelines(self, bucket: Bucket, reason: str = "") -> None:
        """An article that was handed over ends in ``bucket``."""
        # Hand-written spiders yield without handing over; theirs are counted all the same.
        self._handed_over = max(0, self._handed_over - 1)
        self.settle(bucket, reason)

    def settle(self, bucket: Bucket, reason: str = "", *, url: str | None = None) -> None:
        """An article ends in ``bucket``; ``url`` is where it was asked for, if it was."""
        self._open.discard(url or "")
        self._buckets[bucket] += 1
        if bucket in self._reasons:
            self._reasons[bucket].add(reason or "no reason given")

    def close(self, reason: str) -> None:
        """The run ends; what is still open failed for ``reason``."""
        for _ in self._leftovers():
            self.transient_failures += 1
            self.settle(Bucket.FAILED, reason)

    def _leftovers(self) -> Iterator[None]:
        count = len(self._open) + self._handed_over
        self._open.clear()
        self._handed_over = 0
        return iter([None] * count)

    def counts(self) -> Counts:
        """The state of the book."""
        buckets = {bucket.value: self._buckets[bucket] for bucket in Bucket}
        return Counts(
            fetched=self.fetched,
            lists=self.lists,
            pending=len(self._open) + self._handed_over,
            reasons={str(name): dict(found) for name, found in self._reasons.items() if found},
            notes=dict(self.notes),
            list_failures=dict(self.list_failures),
            **buckets,
        )
