"""Telling WebSub hubs which feeds have news (WebSub §7: ``hub.mode=publish``).

Never in the way of a publish: bounded in time, and what a hub did not take is kept and tried again
after the next publish.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp

from feeds.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# Seconds for one answer, and for all of them: a hub that is down costs a publish no more.
_PATIENCE = 5.0
_BUDGET = 20.0
# Requests under way at once, all hubs together.
_AT_ONCE = 8


@dataclass(frozen=True, slots=True, order=True)
class Ping:
    """News for a hub: the feed ``topic`` has changed. Both are URLs."""

    hub: str
    topic: str


def announce(
    pending: Path, hubs: Sequence[str], topics: Iterable[str], budget: float = _BUDGET
) -> tuple[str, ...]:
    """Tells all ``hubs`` that ``topics`` changed, and again what they did not take before.

    Args:
        pending: the file that keeps what was not taken.
        hubs: their URLs.
        topics: URLs of feeds.
        budget: seconds after which the rest is left for the next time.

    Returns:
        A message for each hub that did not take everything.

    Raises:
        FeedsError: ``pending`` cannot be written.
    """
    pings = {Ping(hub, topic) for hub in hubs for topic in topics}
    pings |= {ping for ping in _read(pending) if ping.hub in hubs}
    failed = asyncio.run(_send_all(sorted(pings), budget)) if pings else {}
    if failed or pending.exists():
        rows = [[ping.hub, ping.topic] for ping in sorted(failed)]
        write_if_changed(pending, json.dumps(rows).encode() + b"\n", durable=False)
    return tuple(_messages(failed))


def _messages(failed: dict[Ping, str]) -> Iterable[str]:
    for hub in sorted({ping.hub for ping in failed}):
        reasons = [why for ping, why in failed.items() if ping.hub == hub]
        yield f"{hub}: {reasons[0]}: {len(reasons)} pings are kept for the next publish"


def _read(pending: Path) -> set[Ping]:
    """What was kept; nothing when the file is missing or damaged, which costs readers one poll."""
    try:
        return {Ping(hub, topic) for hub, topic in json.loads(pending.read_bytes())}
    except (OSError, ValueError, TypeError):
        return set()


async def _send_all(pings: Sequence[Ping], budget: float) -> dict[Ping, str]:
    """The pings that were not taken, each with the reason."""
    reasons = dict.fromkeys(pings, "no answer in time")
    gate = asyncio.Semaphore(_AT_ONCE)
    timeout = aiohttp.ClientTimeout(total=_PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout) as session:

        async def send(ping: Ping) -> None:
            async with gate:
                reasons[ping] = await _send(session, ping)

        with suppress(TimeoutError):
            async with asyncio.timeout(budget):
                await asyncio.gather(*map(send, pings))
    return {ping: why for ping, why in reasons.items() if why}


async def _send(session: aiohttp.ClientSession, ping: Ping) -> str:
    """Why the hub did not take ``ping``, empty when it did."""
    # WebSub leaves the name of the topic to hubs: this is what the older ones ask for, and that
    # is what its subscribers' side calls it.
    form = {"hub.mode": "publish", "hub.url": ping.topic, "hub.topic": ping.topic}
    try:
        async with session.post(ping.hub, data=form, allow_redirects=False) as response:
            taken = HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES
            return "" if taken else f"answered {response.status}"
    except TimeoutError:
        return "no answer in time"
    except (aiohttp.ClientError, OSError) as error:
        return f"cannot be reached: {error}"
