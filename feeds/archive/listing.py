"""Which posts each channel holds, newest first, and which channels changed since a publish.

Owns every statement over channels. The name of a channel is the spelling most posts use, and a
post's place depends on its date and key alone, so that a rebuilt catalog lists alike.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from feeds.archive.catalog import joined, memberships_in, moment_at, seconds
from feeds.archive.identity import channel_number
from feeds.channels import ALL, CATEGORY, Channel, ChannelKey, assign_slugs
from feeds.slugs import slug

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from feeds.archive.catalog import Row


_REFRESH = """
INSERT OR REPLACE INTO channels
SELECT :number, :kind, :folded, :slug,
    coalesce(
        (SELECT name FROM spellings WHERE channel = :number ORDER BY count DESC, name LIMIT 1), ''
    ),
    (SELECT coalesce(sum(count), 0) FROM spellings WHERE channel = :number),
    coalesce((SELECT -min(age) FROM memberships WHERE channel = :number), 0)
"""


@dataclass(frozen=True, slots=True)
class Dirty:
    """Channels whose posts changed, up to a point.

    Attributes:
        months: by channel those (``2022-01``, in UTC) in which posts were added, changed or
            removed, each with when the oldest of these posts was published (aware UTC); the
            channel may hold no post any more.
        stamp: of the last change among them, for `Listing.mark_published`.
    """

    months: Mapping[ChannelKey, Mapping[str, datetime]]
    stamp: int

    @property
    def keys(self) -> AbstractSet[ChannelKey]:
        """The channels."""
        return self.months.keys()


@dataclass(frozen=True, slots=True)
class Listed:
    """A post in a channel, as far as the catalog knows it; ``size`` is its file's, in bytes."""

    path: str
    published: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What the catalog can tell people of a post; ``category`` is its first, or empty."""

    title: str
    link: str | None
    published: datetime
    changed: datetime
    category: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post stands in every channel: younger first, then by key."""

    age: int
    key: str
    post: int


class Listing:
    """Channels in the catalog. Writing is done inside a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, rows: Iterable[Row]) -> None:
        """Add posts to their channels."""
        sql = "INSERT INTO memberships VALUES (?, ?, ?, ?)"
        self._change(rows, sql, 1)

    def delete(self, rows: Iterable[Row]) -> None:
        """Take posts out of their channels."""
        sql = "DELETE FROM memberships WHERE channel = ? AND age = ? AND key = ? AND post = ?"
        self._change(rows, sql, -1)

    def paths(self, key: ChannelKey, limit: int, after: Place | None = None) -> list[str]:
        """Paths of the newest posts of a channel, or of those next to ``after``."""
        since = (after.age, after.key, after.post) if after else (-(2**62), "", 0)
        rows = self._connection.execute(
            "SELECT folder, name FROM memberships JOIN posts ON number = post"
            " WHERE channel = ? AND (age, memberships.key, post) > (?, ?, ?)"
            " ORDER BY age, memberships.key, post LIMIT ?",
            (channel_number(key), *since, limit),
        )
        return [joined(folder, name) for folder, name in rows]

    def listed(self, key: ChannelKey, month: str | None) -> list[Listed]:
        """The posts of a channel, or of one month of it, newest first."""
        first, last = _bounds(month) if month else (-(2**62), 2**62)
        rows = self._connection.execute(
            "SELECT folder, name, published, size FROM memberships JOIN posts ON number = post"
            " WHERE channel = ? AND age > ? AND age <= ?"
            " ORDER BY age, memberships.key, post",
            (channel_number(key), -last, -first),
        )
        return [
            Listed(joined(folder, name), moment_at(published), size)
            for folder, name, published, size in rows
        ]

    def notices(self, key: ChannelKey, since: datetime) -> Iterator[Notice]:
        """The posts of a channel published at ``since`` or later, newest first."""
        rows = self._connection.execute(
            "SELECT title, link, published, changed, channels FROM memberships"
            " JOIN posts ON number = post WHERE channel = ? AND age <= ?"
            " ORDER BY age, memberships.key, post",
            (channel_number(key), -seconds(since)),
        )
        for title, link, published, changed, channels in rows:
            names = [each.name for each in memberships_in(channels) if each.kind == CATEGORY]
            category = names[0] if names else ""
            yield Notice(title, link, moment_at(published), moment_at(changed), category)

    def channels(self, published: Mapping[ChannelKey, str]) -> list[Channel]:
        """Every channel that holds posts, by kind and slug; see `assign_slugs`."""
        rows = self._connection.execute(
            "SELECT kind, folded, slug, name, count, newest FROM channels"
        ).fetchall()
        slugs = assign_slugs([((row[0], row[1]), row[2]) for row in rows], published)
        found = [
            Channel(kind, name, slugs[kind, folded], count, moment_at(newest))
            for kind, folded, _, name, count, newest in rows
        ]
        return sorted(found, key=lambda channel: (channel.kind != ALL, channel.kind, channel.slug))

    def dirty(self) -> Dirty:
        """What changed since it was marked published."""
        months: dict[ChannelKey, dict[str, datetime]] = {}
        last = 0
        query = "SELECT kind, folded, month, since, stamp FROM dirty"
        for kind, folded, month, since, stamp in self._connection.execute(query):
            months.setdefault((kind, folded), {})[month] = moment_at(since)
            last = max(last, stamp)
        return Dirty(months, last)

    def mark_published(self, dirty: Dirty) -> None:
        """Forget what was dirty then; what changed meanwhile stays dirty."""
        self._connection.execute("DELETE FROM dirty WHERE stamp <= ?", (dirty.stamp,))

    def clear(self) -> None:
        """Remove everything; all that was is dirty."""
        self._mark_dirty(
            self._connection.execute(
                "SELECT number, strftime('%Y-%m', -age, 'unixepoch') AS month, kind, folded,"
                " -max(age) FROM memberships JOIN channels ON number = channel"
                " GROUP BY number, month"
            )
        )
        for table in ("channels", "spellings", "memberships"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of ours

    def _change(self, rows: Iterable[Row], sql: str, step: int) -> None:
        """Write the memberships of ``rows`` by ``sql`` and count them by ``step``."""
        numbers: dict[ChannelKey, int] = {}
        spelt: Counter[tuple[int, str]] = Counter()
        places = []
        months: dict[tuple[int, str, str, str], int] = {}
        for row in rows:
            month = month_of(moment_at(row.published))
            for membership in memberships_in(row.channels):
                key = membership.key
                number = numbers.get(key) or numbers.setdefault(key, channel_number(key))
                spelt[number, membership.name] += step
                places.append((number, -row.published, row.key, row.number))
                changed = (number, month, *key)
                months[changed] = min(row.published, months.get(changed, row.published))
        self._connection.executemany(sql, places)
        self._count(spelt)
        self._refresh(numbers)
        self._mark_dirty((*month, since) for month, since in months.items())

    def _count(self, spelt: Mapping[tuple[int, str], int]) -> None:
        self._connection.executemany(
            "INSERT INTO spellings VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET count = count + excluded.count",
            [(number, name, step) for (number, name), step in spelt.items()],
        )
        self._connection.executemany(
            "DELETE FROM spellings WHERE channel = ? AND name = ? AND count <= 0", list(spelt)
        )

    def _refresh(self, numbers: Mapping[ChannelKey, int]) -> None:
        """Make the rows of channels agree with their spellings and memberships."""
        known = {row[0]: row[1] for row in self._slugs(numbers.values())}
        rows = [
            {"number": number, "kind": kind, "folded": folded, "slug": known.get(number)}
            for (kind, folded), number in numbers.items()
        ]
        for row in rows:
            row["slug"] = row["slug"] or (slug(str(row["folded"])) if row["folded"] else ALL)
        self._connection.executemany(_REFRESH, rows)
        self._connection.executemany(
            "DELETE FROM channels WHERE number = :number AND count = 0", rows
        )

    def _slugs(self, numbers: Iterable[int]) -> Iterable[tuple[int, str]]:
        """Slugs made before, since reading Chinese takes a while."""
        for number in numbers:
            yield from self._connection.execute(
                "SELECT number, slug FROM channels WHERE number = ?", (number,)
            )

    def _mark_dirty(self, months: Iterable[tuple[int, str, str, str, int]]) -> None:
        """Note channels (number, month, kind, folded name, oldest post) as changed now."""
        (stamp,) = self._connection.execute(
            "UPDATE counters SET value = value + 1 WHERE name = 'dirty' RETURNING value"
        ).fetchone()
        rows = [(*month, stamp) for month in list(months)]
        self._connection.executemany(
            "INSERT INTO dirty VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET since = min(since, excluded.since), stamp = excluded.stamp",
            rows,
        )


def month_of(moment: datetime) -> str:
    """The month of a moment as published files are named by it: ``2022-01``, in UTC."""
    return moment.isoformat()[:7]


def _bounds(month: str) -> tuple[int, int]:
    """The first second of a month and that of the next."""
    begin = datetime.fromisoformat(f"{month}-01T00:00:00+00:00")
    # The 28th exists in every month, and four days later is the next one.
    end = (begin.replace(day=28) + timedelta(days=4)).replace(day=1)
    return seconds(begin), seconds(end)
