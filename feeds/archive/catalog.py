"""The catalog: an index of the archive, made of nothing but post files.

Owns every statement over posts and folders; channels are `feeds.archive.listing`'s. No row
depends on a clock or on the order in which posts came, so that a rebuilt catalog equals the live
one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from feeds.archive.identity import (
    Identity,
    content_digest,
    marks,
    number,
    row_number,
)
from feeds.channels import Membership, memberships

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from feeds.archive.identity import Marks
    from feeds.post import Post
    from feeds.query import Query

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """A post of the archive, as much as it takes to decide whether its article changed.

    Attributes:
        path: of its file below ``_posts``.
        id: the post's.
        link: its canonical URL, or None.
        changed: when its content last changed, aware UTC.
        digest: `feeds.archive.identity.content_digest` of it.
        revision: counts from 1.
    """

    path: str
    id: str
    link: str | None
    changed: datetime
    digest: str
    revision: int


class Row(NamedTuple):
    """What the catalog keeps of a post.

    Times are seconds since 1970; ``stamp`` is when the file was written, in nanoseconds, ``size``
    its bytes.
    """

    number: int
    folder: str
    name: str
    stamp: int
    size: int
    id: str
    source: str
    key: str
    link: str | None
    title: str
    published: int
    changed: int
    revision: int
    digest: str
    key_mark: int | None
    link_mark: int | None
    fingerprint_mark: int | None
    channels: str

    @property
    def path(self) -> str:
        """Of the file below ``_posts``."""
        return joined(self.folder, self.name)


_COLUMNS = ", ".join(Row._fields)
_INSERT = f"INSERT INTO posts ({_COLUMNS}) VALUES ({', '.join('?' * len(Row._fields))})"  # noqa: S608  # names of ours

_KNOWS_ANY = """
SELECT EXISTS (SELECT 1 FROM json_each(?) JOIN posts ON key_mark = value)
    OR EXISTS (SELECT 1 FROM json_each(?) JOIN posts ON link_mark = value)
    OR EXISTS (SELECT 1 FROM json_each(?) JOIN posts ON fingerprint_mark = value)
"""


def memberships_in(channels: str) -> list[Membership]:
    """The memberships in the column of that name."""
    pairs = (line.split(" ", 1) for line in channels.split("\n"))
    return [Membership(kind, name) for kind, name in pairs]


def joined(folder: str, name: str) -> str:
    """A path below ``_posts`` from its folder, empty for the top, and its name."""
    return f"{folder}/{name}" if folder else name


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def moment_at(second: int) -> datetime:
    """The moment that many seconds after 1970, aware UTC."""
    return _EPOCH + timedelta(seconds=second)


class Catalog:
    """Posts and folders in the catalog. Writing is done inside a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, searches: Mapping[str, Query]) -> None:
        """The catalog in a database.

        Args:
            connection: to the database.
            searches: the saved searches, by slug, that rows note when they find their post.
        """
        self._connection = connection
        self._searches = searches

    def take_searches(self) -> bool:
        """Note the saved searches; whether rows were made with others, so that none is true."""
        mark = number(f"searches\n{sorted(self._searches.items())!r}")
        (noted,) = self._connection.execute(
            "SELECT value FROM counters WHERE name = 'searches'"
        ).fetchone()
        self._connection.execute("UPDATE counters SET value = ? WHERE name = 'searches'", (mark,))
        return bool(noted != mark and self.count())

    def row_of(
        self, path: str, post: Post, stat: os.stat_result, known_by: Marks | None = None
    ) -> Row:
        """The row of the post in the file at ``path``, which is as ``stat`` says.

        ``known_by`` are the post's marks, where the caller has them.
        """
        folder, _, name = path.rpartition("/")
        known_by = known_by or marks(Identity.of(post))
        return Row(
            row_number(path),
            folder,
            name,
            stat.st_mtime_ns,
            stat.st_size,
            post.id,
            post.source,
            post.key,
            post.link,
            post.title,
            seconds(post.published),
            seconds(post.changed),
            post.revision,
            content_digest(post),
            known_by.key,
            known_by.link,
            known_by.fingerprint,
            "\n".join(f"{m.kind} {m.name}" for m in memberships(post, self._searches)),
        )

    def find(self, wanted: Marks) -> Known | None:
        """The post of that article: by the source's id, else by link, else by fingerprint."""
        rows = self._connection.execute(
            "SELECT folder, name, id, link, changed, digest, revision, key_mark, link_mark,"
            " published FROM posts"
            " WHERE key_mark IN (?, ?) OR link_mark = ? OR fingerprint_mark = ?",
            (wanted.key, wanted.second_key, wanted.link, wanted.fingerprint),
        ).fetchall()
        if not rows:
            return None
        keys = {wanted.key, wanted.second_key} - {None}
        best = min(rows, key=lambda r: (r[7] not in keys, r[8] != wanted.link, r[9], r[0], r[1]))
        folder, name, id_, link, changed, digest, revision = best[:7]
        return Known(joined(folder, name), id_, link, moment_at(changed), digest, revision)

    def knows_any(self, wanted: Iterable[Marks]) -> bool:
        """Whether the post of one of those articles is here: one question for a whole batch."""
        keys, second_keys, links, fingerprints = zip(*wanted, strict=True)
        sought = [json.dumps(each) for each in (keys + second_keys, links, fingerprints)]
        return bool(self._connection.execute(_KNOWS_ANY, sought).fetchone()[0])

    def row(self, path: str) -> Row | None:
        """The row of the file at ``path``."""
        query = f"SELECT {_COLUMNS} FROM posts WHERE number = ?"  # noqa: S608  # names of ours
        found = self._connection.execute(query, (row_number(path),)).fetchone()
        return Row(*found) if found else None

    def has(self, path: str) -> bool:
        """Whether the file at ``path`` has a row."""
        query = "SELECT 1 FROM posts WHERE number = ?"
        return self._connection.execute(query, (row_number(path),)).fetchone() is not None

    def rows_in(self, folder: str) -> list[Row]:
        """The rows of the files in ``folder`` itself."""
        query = f"SELECT {_COLUMNS} FROM posts WHERE folder = ?"  # noqa: S608  # names of ours
        return [Row(*found) for found in self._connection.execute(query, (folder,))]

    def insert(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        self._connection.executemany(_INSERT, rows)

    def delete(self, rows: Iterable[Row]) -> None:
        """Remove rows."""
        numbers = [(row.number,) for row in rows]
        self._connection.executemany("DELETE FROM posts WHERE number = ?", numbers)

    def count(self) -> int:
        """How many posts there are."""
        return int(self._connection.execute("SELECT count(*) FROM posts").fetchone()[0])

    def version(self) -> int:
        """Changes when another connection commits."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def stamps(self) -> Iterator[tuple[str, int]]:
        """Path and stamp of every row."""
        rows = self._connection.execute("SELECT folder, name, stamp FROM posts")
        return ((joined(folder, name), stamp) for folder, name, stamp in rows)

    def folders(self) -> dict[str, int]:
        """Every folder seen, with its time of change then."""
        return dict(self._connection.execute("SELECT path, mtime_ns FROM folders"))

    def settle_folder(self, folder: str, mtime_ns: int) -> None:
        """Remember that the rows of ``folder`` are what it holds at ``mtime_ns``."""
        self._connection.execute("INSERT OR REPLACE INTO folders VALUES (?, ?)", (folder, mtime_ns))

    def note_folders(self, folders: Iterable[str]) -> None:
        """Have new ``folders`` looked into when the archive is opened next, and missed if gone."""
        rows = [(folder,) for folder in folders]
        self._connection.executemany("INSERT OR IGNORE INTO folders VALUES (?, 0)", rows)

    def forget_folder(self, folder: str) -> None:
        """Remove a folder that is no more."""
        self._connection.execute("DELETE FROM folders WHERE path = ?", (folder,))

    def clear(self) -> None:
        """Remove all posts and folders."""
        self._connection.execute("DELETE FROM posts")
        self._connection.execute("DELETE FROM folders")
