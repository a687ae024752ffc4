"""What a feed lint reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong with a feed.

    Attributes:
        line: where, from 1; 1 also when the place is not known.
        rule: stable name of the rule, to count and to look up by.
        what: what is wrong there.
        mend: what the publisher can do about it.
    """

    line: int
    rule: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.line}: {self.rule}: {self.what}: {self.mend}"
