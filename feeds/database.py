"""SQLite files of a workspace, none of which is truth: damaged ones are put aside, not mended.

Owns telling whether a file can be used. What is in it, and how it is made anew, is up to its owner.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def version_of(connection: sqlite3.Connection) -> int | None:
    """The ``user_version`` of a database, 0 for an empty one, None when it is damaged.

    >>> version_of(sqlite3.connect(":memory:"))
    0

    Raises:
        sqlite3.OperationalError: it is busy or cannot be read, which says nothing about it.
    """
    try:
        # The class itself, since owners have connections that raise errors of their own.
        (version,) = sqlite3.Connection.execute(connection, "PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return None
    return int(version)


def put_aside(path: Path) -> None:
    """Keep a damaged file for whoever wants to look; the log files that belong to it go along."""
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            old = path.with_name(path.name + ending)
            old.replace(path.with_name(f"{path.name}.damaged{ending}"))
