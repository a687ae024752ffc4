"""The logs of crawls: a file each, since crawls may overlap; the oldest go when room is short."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.storage import writing_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from logging import LogRecord

# Of one log, in bytes: 40,000 articles that fail. Beyond that the oldest lines go first.
_LARGEST = 8 * 1024 * 1024
# Of all earlier logs together, in bytes and in files; a crawl every five minutes makes 288 a day.
_ROOM = 48 * 1024 * 1024
_MOST = 1000


def next_log(folder: Path, now: datetime) -> Path:
    """Where a crawl that begins writes its log; earlier logs for which there is no room go.

    Args:
        folder: of all logs.
        now: aware UTC.
    """
    for path in _superfluous(folder.glob("*.log*")):
        path.unlink(missing_ok=True)
    return folder / f"{now:%Y-%m-%dT%H%M%SZ}-{os.getpid()}.log"


class _Log(RotatingFileHandler):
    """A log whose disk is full says so once, and costs no article."""

    _is_told = False

    def handleError(self, record: LogRecord) -> None:  # noqa: N802  # logging calls it so
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self._is_told:
            self._is_told = True
            print(writing_error(error, Path(self.baseFilename)), file=sys.stderr)

    def close(self) -> None:
        with suppress(OSError):  # what is left to be written, which has been told
            super().close()


def log_handler(path: Path) -> RotatingFileHandler:
    """Writes the log at ``path``, which no other process writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return _Log(path, maxBytes=_LARGEST // 2, backupCount=1, encoding="utf-8")


def _superfluous(logs: Iterable[Path]) -> Iterator[Path]:
    """The oldest of ``logs``, from where they are too many or too large."""
    found = []
    for path in logs:
        with suppress(FileNotFoundError):  # another crawl has removed it
            stat = path.stat()
            found.append((stat.st_mtime_ns, stat.st_size, path))
    room = _ROOM
    for number, (_, size, path) in enumerate(sorted(found, reverse=True)):
        room -= size
        if room < 0 or number >= _MOST:
            yield path
