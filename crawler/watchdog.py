"""A process outside the crawling one, which ends it when a page keeps the parser busy for ever.

C code that parses holds the interpreter: no timer inside the process can end it. So the command
forks before it does anything: the child crawls and notes in shared memory what it reads, and the
parent looks at the note. Posts that the child kept stay; the address is remembered, and a new
child crawls again without it. A child whose parent was killed ends as if it had been told to.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self

from crawler.skips import refused
from crawler.state import State

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.settings import BaseSettings

SETTING = "BROADSHEET_NOTE"
"""Scrapy setting with the ``Note`` of a watched crawl."""
BUSY = "kept the parser busy too long"

# The slowest pages below the caps take two seconds on the slowest machines tried.
_SECONDS = 15.0
_LOOK_EVERY = 1.0
# A site with more such pages in one run is given up.
_MOST_PAGES = 10

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_NUMBER = 8
# Room for the longest address, of which all is remembered: `feeds.links.MAX_LENGTH`, and what
# redirects add.
_MEMORY = 32_768


class Note:
    """What a process is reading, in memory that its parent sees.

    A number that is odd while something is read, and grows with every change; then the address.

    Attributes:
        parent: closes when the parent ends; None in a process that is not watched.
    """

    def __init__(self, parent: socket.socket | None = None) -> None:
        self._memory = mmap.mmap(-1, _MEMORY)
        self.parent = parent

    @classmethod
    def of(cls, settings: BaseSettings) -> Self:
        """The note of the crawl with these settings; one that nobody looks at when unwatched."""
        return settings.get(SETTING) or cls()

    def __deepcopy__(self, _: Any) -> Self:
        return self  # settings are copied, but the memory is one

    def reading(self, url: str) -> Self:
        """Until it ends, what comes from ``url`` is being read. Does not nest."""
        text = url.encode("utf-8", "replace")[: _MEMORY - _NUMBER - 1] + b"\0"
        self._memory[_NUMBER : _NUMBER + len(text)] = text
        return self

    def __enter__(self) -> Self:
        self._count()
        return self

    def __exit__(self, *_: object) -> None:
        self._count()

    def _count(self) -> None:
        self._memory[:_NUMBER] = (self._number() + 1).to_bytes(_NUMBER, "big")

    def read(self) -> tuple[int, str]:
        """The number, and the address that belongs to it if the number is odd."""
        number = self._number()
        text, _, _ = self._memory[_NUMBER:].partition(b"\0")
        return number, text.decode("utf-8", "replace")

    def _number(self) -> int:
        return int.from_bytes(self._memory[:_NUMBER], "big")


def crawl_watched(state: Path) -> Note | None:
    """Goes on in a child process that is watched; the parent ends with the child's exit code.

    Where there are other threads the process goes on itself, unwatched: a fork would lose them.

    Args:
        state: the workspace's state file; addresses to skip from now on are remembered there.
    """
    if threading.active_count() > 1:
        return None
    for _ in range(_MOST_PAGES):
        ours, theirs = socket.socketpair()
        note, child = Note(theirs), os.fork()
        if not child:
            ours.close()
            return note
        theirs.close()
        with ours:
            url = _attend(child, note, ours)
        status = os.waitpid(child, 0)[1]
        if url is None:
            _end_like(os.waitstatus_to_exitcode(status))
        print(f"{url}: {BUSY}; crawling again without it", file=sys.stderr)
        with State(state) as opened:
            opened.skip(url, refused(BUSY, "", datetime.now(UTC)))
    print(f"given up after {_MOST_PAGES} such pages", file=sys.stderr)
    sys.exit(1)


def heeded_signals() -> list[signal.Signals]:
    """The signals that end a crawl; what this process was told to ignore (nohup) stays ignored."""
    return [name for name in _SIGNALS if signal.getsignal(name) is not signal.SIG_IGN]


def _attend(child: int, note: Note, ours: socket.socket) -> str | None:
    """Waits for the end of ``child``; the address on which it had to be ended, if it had to.

    ``ours`` closes with the child.
    """
    before = {
        name: signal.signal(name, lambda received, _: os.kill(child, received))
        for name in heeded_signals()
    }
    try:
        seen, since = note.read()[0], time.monotonic()
        while not select.select([ours], [], [], _LOOK_EVERY)[0]:
            number, url = note.read()
            if number != seen:
                seen, since = number, time.monotonic()
            elif number % 2 and time.monotonic() - since > _SECONDS:
                os.kill(child, signal.SIGKILL)
                return url
        return None
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _end_like(code: int) -> NoReturn:
    """Ends this process the way its child ended."""
    if code < 0:
        with suppress(OSError):  # there is no other way to be killed
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)
