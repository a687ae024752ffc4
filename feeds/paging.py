"""The complete history of a channel as archived documents, one or more a month (RFC 5005 §4).

Decides which posts stand in which archived document, how the documents link to each other, and
which of them a publish has to write. Reads no posts and writes no files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from feeds.formats import urls
from feeds.formats.entry import FRAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from feeds.config import FeedLimits
    from feeds.formats import Document

_MONTH_LENGTH = len("2026-08")


class Row(Protocol):
    """What paging has to know of a post; ``feeds.archive`` lists such."""

    @property
    def path(self) -> str:
        """Of its file."""

    @property
    def published(self) -> datetime:
        """Aware, UTC."""

    @property
    def size(self) -> int:
        """Of its file, in bytes."""


AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Page(Generic[AnyRow]):
    """The posts of one archived document, oldest first.

    ``name`` is the month, and from the second document of a month on its number: ``2026-08-2``.
    """

    name: str
    rows: tuple[AnyRow, ...]


def pages(rows: Iterable[AnyRow], limits: FeedLimits) -> list[Page[AnyRow]]:
    """All ``rows`` in archived documents, oldest first, each row in exactly one.

    Months are those of UTC, which no change of configuration moves; each is divided by itself, so
    that the rows of some months are enough for the pages of these. A month is divided from its
    oldest post on, so that a new post never changes a document that older posts have filled.
    """
    ordered_rows = sorted(rows, key=lambda row: (row.published, row.path))
    return [
        Page(month if number == 1 else f"{month}-{number}", part)
        for month, members in groupby(ordered_rows, lambda row: f"{row.published:%Y-%m}")
        for number, part in enumerate(_parts(members, limits), start=1)
    ]


def ordered(names: Iterable[str]) -> list[str]:
    """Names of pages, oldest first.

    >>> ordered(["2026-08-10", "2026-08", "2026-08-2", "2025-12"])
    ['2025-12', '2026-08', '2026-08-2', '2026-08-10']
    """
    return sorted(names, key=lambda name: (month_of(name), int(name[_MONTH_LENGTH + 1 :] or 1)))


def month_of(name: str) -> str:
    """The month of the page called ``name``."""
    return name[:_MONTH_LENGTH]


def touched(made: Sequence[Page[AnyRow]], since: Mapping[str, datetime]) -> set[str]:
    """Names of the pages in ``made`` that may not be what they were.

    A page is divided by the rows up to the first of the next one: where those are older than all
    that changed, it is as it was.

    Args:
        made: all pages of the months in ``since``, oldest first.
        since: by month the date of the oldest row that was added, changed or removed.
    """
    return {
        page.name
        for page, following in zip_longest(made, made[1:])
        if following is None
        or month_of(following.name) != (month := month_of(page.name))
        or following.rows[0].published >= since[month]
    }


def stale(before: Sequence[str], after: Sequence[str], changed: Collection[str]) -> list[str]:
    """Pages that have to be written; all others are as they were, byte for byte.

    Args:
        before: names of the pages that are published, oldest first.
        after: names of the pages that there are now, oldest first.
        changed: names of the pages whose rows changed.

    >>> stale(["2026-01", "2026-02"], ["2026-01", "2026-02", "2026-03"], {"2026-03"})
    ['2026-03']
    """
    linked, links = dict(_links(before)), dict(_links(after))
    return [name for name in after if name in changed or linked.get(name) != links[name]]


def archived(current: Document, stem: str, names: Sequence[str], number: int) -> Document:
    """The archived document called ``names[number]``, without entries.

    Args:
        current: the document that subscribers poll.
        stem: URL of the channel's folder, with its slash.
        names: of all pages, oldest first.
        number: from 0.
    """
    _, (previous, following) = _link(names, number)
    return replace(
        current,
        urls=urls(stem + names[number]),
        entries=(),
        hubs=(),
        interval=None,
        archived=True,
        current=current.urls,
        prev_archive=urls(stem + previous) if previous else {},
        next_archive=urls(stem + following) if following else {},
    )


def _links(names: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    return (_link(names, number) for number in range(len(names)))


def _link(names: Sequence[str], number: int) -> tuple[str, tuple[str, str]]:
    """A name, with the names of the page before and of the one after it.

    Only the first page knows the one after it: it would otherwise link nowhere, while any other
    would change when its successor is born.
    """
    previous = names[number - 1] if number else ""
    following = names[1] if number == 0 and len(names) > 1 else ""
    return names[number], (previous, following)


def _parts(rows: Iterable[AnyRow], limits: FeedLimits) -> Iterator[tuple[AnyRow, ...]]:
    part: list[AnyRow] = []
    room = limits.bytes
    for row in rows:
        weight = _weight(row, limits)
        if part and (len(part) == limits.entries or weight > room):
            yield tuple(part)
            part, room = [], limits.bytes
        part.append(row)
        room -= weight
    if part:
        yield tuple(part)


def _weight(row: Row, limits: FeedLimits) -> int:
    """Bytes of the post in a document: a guess, and rather more than less.

    The file is its body and a front matter of about the same data as an entry; JSON escapes add
    some per cent. An entry above a third of the document is shortened to that.
    """
    return min(FRAME + row.size + row.size // 8, limits.bytes // 3)
