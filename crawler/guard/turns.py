"""When each host may be asked next; shared by all crawls of a process.

Scrapy paces each crawl by itself, so that two sources of one host would ask it twice as often. Owns
the order of turns and what hosts said about it; knows nothing of requests.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

MOST_PATIENCE = 120.0
"""Seconds that a run waits because a host asks for it; a host that asks for more is left alone."""
# Some sites write an hour; a crawl of a hundred articles would then take four days.
_MOST_CRAWL_DELAY = 30.0


@dataclass(slots=True)
class _Host:
    next_turn: float = 0.0
    delay: float = 0.0
    closed: bool = False


@dataclass(slots=True)
class Turns:
    """The turns of all hosts.

    Args:
        clock: seconds, only ever growing.
        sleep: waits for so many seconds.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _hosts: dict[str, _Host] = field(default_factory=dict)

    async def wait(self, host: str, delay: float) -> None:
        """Waits until ``host`` may be asked, ``delay`` seconds after it was asked last."""
        place = self._hosts.setdefault(host, _Host())
        now = self.clock()
        turn = max(now, place.next_turn)
        place.next_turn = turn + max(delay, place.delay)
        if turn > now:
            await self.sleep(turn - now)

    def slow_down(self, host: str, delay: float) -> None:
        """``host`` wants ``delay`` seconds between requests (Crawl-delay); at most 30 are kept."""
        place = self._hosts.setdefault(host, _Host())
        place.delay = max(place.delay, min(delay, _MOST_CRAWL_DELAY))

    def postpone(self, host: str, seconds: float) -> None:
        """``host`` asks to be left alone for ``seconds`` (Retry-After).

        When that is longer than a run waits, the host is closed for the rest of the process.
        """
        place = self._hosts.setdefault(host, _Host())
        if seconds > MOST_PATIENCE:
            place.closed = True
        else:
            place.next_turn = max(place.next_turn, self.clock() + seconds)

    def is_closed(self, host: str) -> bool:
        """Whether ``host`` asked to be left alone for longer than a run waits."""
        return host in self._hosts and self._hosts[host].closed


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds in a Retry-After header (RFC 9110 §10.2.3), None when it says nothing.

    >>> from datetime import UTC, datetime
    >>> retry_after("120", datetime.now(UTC)), retry_after("soon", datetime.now(UTC))
    (120.0, None)
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):  # the last from a zone of a thousand years
        return None
