"""How lists are asked for only if they changed (RFC 9110 §13). Pure decisions.

A server may answer "not modified" by mistake, so that a source would fall silent for good: every
twentieth time, and after seven days, a list is asked for without a condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

_MOST_USES = 20
_LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What a server said about the state of a list when it was last read.

    Attributes:
        etag: as sent, quotes included; empty when there was none.
        modified: Last-Modified as sent; likewise.
        stamp: what an index said of the list's last change; likewise.
        since: aware UTC, when it was last read in full.
        uses: how often it has been part of a request since.
    """

    etag: str
    modified: str
    stamp: str
    since: datetime
    uses: int = 0

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may be used once more."""
        return self.uses < _MOST_USES - 1 and now - self.since < _LONGEST

    @property
    def conditions(self) -> dict[str, str]:
        """Headers of a request, by name.

        >>> Validator(etag='"a"', modified="", stamp="", since=datetime.min).conditions
        {'If-None-Match': '"a"'}
        """
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}
