"""The complete history of a channel as archived documents, one or more a month (RFC 5005 §4).

Decides which posts stand in which archived document, and how the documents link to each other.
Reads no posts and writes no files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from feeds.formats import urls
from feeds.formats.entry import FRAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from feeds.config import FeedLimits
    from feeds.formats import Document


@dataclass(frozen=True, slots=True)
class Row:
    """What paging has to know of a post.

    ``path`` of its file, ``published`` aware UTC, ``size`` of the file in bytes.
    """

    path: str
    published: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """The posts of one archived document, oldest first.

    ``name`` is the month, and from the second document of a month on its number: ``2026-08-2``.
    """

    name: str
    rows: tuple[Row, ...]


def pages(rows: Iterable[Row], limits: FeedLimits) -> list[Page]:
    """All ``rows`` in archived documents, oldest first, each row in exactly one.

    Months are those of UTC, which no change of configuration moves. A month is divided from its
    oldest post on, so that a new post never changes a document that older posts have filled.
    """
    ordered = sorted(rows, key=lambda row: (row.published, row.path))
    return [
        Page(month if number == 1 else f"{month}-{number}", part)
        for month, members in groupby(ordered, lambda row: f"{row.published:%Y-%m}")
        for number, part in enumerate(_parts(members, limits), start=1)
    ]


def archived(current: Document, stem: str, names: Sequence[str]) -> Iterator[Document]:
    """The archived documents of a channel, without entries, in the order of ``names``.

    Only the first one links to the next: it would otherwise link nowhere, while any other would
    change when its successor is born.

    Args:
        current: the document that subscribers poll.
        stem: URL of the channel's folder, with its slash.
        names: of all pages, oldest first.
    """
    for number, name in enumerate(names):
        is_followed = number == 0 and len(names) > 1
        yield replace(
            current,
            urls=urls(stem + name),
            entries=(),
            hubs=(),
            interval=None,
            archived=True,
            current=current.urls,
            prev_archive=urls(stem + names[number - 1]) if number else {},
            next_archive=urls(stem + names[1]) if is_followed else {},
        )


def _parts(rows: Iterable[Row], limits: FeedLimits) -> Iterator[tuple[Row, ...]]:
    part: list[Row] = []
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
