"""What a feed of another site holds. Frozen values only; reading is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.post import Enclosure

NOT_A_FEED = "not a feed"
# Of an entry; podcasts have one.
MAX_ENCLOSURES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry as its feed gives it: absolute URLs, everything else raw.

    Attributes:
        id: Atom id, RSS guid or JSON Feed id; else empty.
        link: the entry's page; else empty.
        original: the address behind a counting redirect (feedburner:origLink), else None.
        title: text or HTML, as feeds do not say which; else empty.
        published: date as written.
        updated: likewise.
        summary: HTML.
        content: HTML; the whole text where the feed has it.
        image: URL of the entry's picture.
    """

    id: str = ""
    link: str = ""
    original: str | None = None
    title: str = ""
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str | None = None
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A feed, its entries in its own order.

    Attributes:
        format: ``rss``, ``atom`` or ``json``.
        link: the site or section that the feed is about; else empty.
        language: as written.
        older: where the entries continue (RFC 5005 §3 ``next``, §4 ``prev-archive``).
        omitted: how many entries stand beyond ``MAX_ENTRIES`` and were not read.
    """

    format: str
    title: str = ""
    link: str = ""
    language: str | None = None
    older: str | None = None
    entries: tuple[FeedEntry, ...] = ()
    omitted: int = 0
