"""The SQLite file of the catalog: its schema, its transactions, and what to do when it is broken.

Nothing in it is truth, so that a file that is damaged or of another version is put aside and
filled again from the posts.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.database import put_aside, version_of
from feeds.errors import StorageError
from feeds.files import NewFile, sweep, write_batch
from feeds.storage import database_error, writing_error

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

# Changed whenever the schema or the meaning of a column does: other catalogs are made anew.
_VERSION = 4

# How long one process waits for another's batch or reindex, in seconds. A batch takes
# milliseconds; reindexing a million posts takes minutes.
_PATIENCE = 600

_MEND = "if it stays so, delete the file: it is made again from the posts"

_SCHEMA = """
CREATE TABLE folders (
    path TEXT PRIMARY KEY,
    mtime_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE posts (
    number INTEGER PRIMARY KEY,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    stamp INTEGER NOT NULL,
    size INTEGER NOT NULL,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    link TEXT,
    title TEXT NOT NULL,
    published INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    digest TEXT NOT NULL,
    key_mark INTEGER,
    link_mark INTEGER,
    fingerprint_mark INTEGER,
    channels TEXT NOT NULL
);
CREATE INDEX posts_by_folder ON posts (folder, name);
CREATE INDEX posts_by_key ON posts (key_mark) WHERE key_mark IS NOT NULL;
CREATE INDEX posts_by_link ON posts (link_mark) WHERE link_mark IS NOT NULL;
CREATE INDEX posts_by_fingerprint ON posts (fingerprint_mark) WHERE fingerprint_mark IS NOT NULL;
CREATE TABLE channels (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    folded TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    newest INTEGER NOT NULL
);
CREATE TABLE spellings (
    channel INTEGER NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (channel, name)
) WITHOUT ROWID;
CREATE TABLE memberships (
    channel INTEGER NOT NULL,
    age INTEGER NOT NULL,
    key TEXT NOT NULL,
    post INTEGER NOT NULL,
    PRIMARY KEY (channel, age, key, post)
) WITHOUT ROWID;
CREATE TABLE dirty (
    channel INTEGER NOT NULL,
    month TEXT NOT NULL,
    kind TEXT NOT NULL,
    folded TEXT NOT NULL,
    since INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (channel, month)
) WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counters VALUES ('dirty', 0), ('searches', 0);
"""


def open_catalog(path: Path) -> sqlite3.Connection:
    """The catalog at ``path``, made or made anew (and then empty) where needed.

    Raises:
        StorageError: the folder cannot be written, or the file is locked for too long.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _create(path)
        if connection := _connect(path):
            return connection
        log.warning("%s is damaged or of another version; it is made anew", path)
        put_aside(path)
        _create(path)
        connection = _connect(path)
    except OSError as error:
        raise writing_error(error, path) from error
    except sqlite3.Error as error:
        raise database_error(error, path, _MEND) from error
    if connection is None:
        raise StorageError(path, "cannot be read although it was made just now", _MEND)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One commit for what is done inside; nothing of it when that fails.

    Takes the only write lock first, so that two processes never decide on the same state.

    Raises:
        StorageError: SQLite failed.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk may have ended the transaction already
                connection.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise catalog_error(error, connection) from error


def catalog_error(error: sqlite3.Error, connection: sqlite3.Connection) -> StorageError:
    """``error`` of the catalog as a message for the user."""
    return database_error(error, _path(connection), _MEND)


def _path(connection: sqlite3.Connection) -> Path:
    try:
        return Path(connection.execute("PRAGMA database_list").fetchone()[2])
    except sqlite3.Error:
        return Path("catalog")


def _create(path: Path) -> None:
    """Make an empty catalog under its name in one step, so that nobody opens half of one."""
    sweep(path.parent)
    if path.exists():
        return
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(f"{_SCHEMA}PRAGMA user_version = {_VERSION};")
        data = bytearray(connection.serialize())
    finally:
        connection.close()
    # Write-ahead log (SQLite file format §1.3.3). Two processes that ask SQLite to switch to it at
    # the same time get "database is locked" at once, however patient they are.
    data[18:20] = b"\x02\x02"
    write_batch([NewFile(path, bytes(data))])


def _connect(path: Path) -> sqlite3.Connection | None:
    """A connection, or None when the file is no catalog of this version."""
    # One thread at a time uses it, but not always the same one; see `Archive`.
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        if version_of(connection) == _VERSION:
            # The posts are durable before their rows: rows that a power cut takes are made again.
            connection.execute("PRAGMA synchronous = NORMAL")
            return connection
    except sqlite3.Error:
        connection.close()
        raise
    connection.close()
    return None
