"""The format-neutral feed: what every format writes. Takes posts, never an archive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from feeds.formats.entry import Entry, Rules, entry
from feeds.formats.text import name, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feeds.post import Post

EMPTY_SINCE = datetime(1990, 1, 1, tzinfo=UTC)
"""``updated`` of a document without entries: no post is older, and no clock is asked."""

# Bytes of a document without entries, about; links and namespaces make most of it.
_FRAME = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed before it is written in a format.

    URLs that differ between formats are mappings from media type to URL; ``formats.urls`` makes
    them. A format that a mapping leaves out does not link there.

    Attributes:
        id: a URI that never changes; archived documents of a channel share it (RFC 5005 §4).
        title: plain text.
        site_url: HTML page of the channel.
        urls: where this very document is found.
        subtitle: plain text; the title when empty.
        language: BCP 47 tag.
        author: who publishes; the title when empty.
        updated: aware, UTC; newest change of any entry.
        entries: newest first.
        hubs: WebSub hubs.
        icon: URL of a square image.
        interval: how often new entries may be expected, None when unknown.
        archived: whether this is an archived document (RFC 5005 §4), which never changes unless
            one of its posts does.
        current: the document that subscribers poll; given on archived documents.
        prev_archive: the archived document with the next older posts.
        next_archive: the one with the next newer posts.
    """

    id: str
    title: str
    site_url: str
    urls: Mapping[str, str]
    subtitle: str = ""
    language: str = "en"
    author: str = ""
    updated: datetime = EMPTY_SINCE
    entries: tuple[Entry, ...] = ()
    hubs: tuple[str, ...] = ()
    icon: str | None = None
    interval: timedelta | None = None
    archived: bool = False
    current: Mapping[str, str] = field(default_factory=dict)
    prev_archive: Mapping[str, str] = field(default_factory=dict)
    next_archive: Mapping[str, str] = field(default_factory=dict)


def document(blank: Document, posts: Iterable[Post], rules: Rules) -> Document:
    """``blank`` with ``posts`` as its entries, newest first, and ``updated`` from them.

    A current document keeps the newest posts within the limits, and always one. An archived one
    keeps all: ``feeds.paging`` has divided them, and none may be lost.
    """
    newest = sorted(posts, key=lambda post: (post.published, post.id), reverse=True)
    limits = None if blank.archived else rules.limits
    if limits:
        newest = newest[: limits.entries]
    entries = [_entry(post, blank, rules) for post in newest]
    if limits:
        entries = _fitting(entries, limits.bytes)
    return replace(
        blank,
        title=one_line(blank.title),
        subtitle=one_line(blank.subtitle or blank.title),
        author=name(blank.author or blank.title),
        entries=tuple(entries),
        updated=max((each.updated for each in entries), default=EMPTY_SINCE),
    )


def _entry(post: Post, blank: Document, rules: Rules) -> Entry:
    made = entry(post, rules)
    if made.link and made.lang != blank.language:
        return made
    lang = made.lang if made.lang != blank.language else None
    return replace(made, link=made.link or blank.site_url, lang=lang)


def _fitting(entries: list[Entry], limit: int) -> list[Entry]:
    budget = limit - _FRAME
    if sum(each.ceiling for each in entries) <= budget:
        return entries
    kept: list[Entry] = []
    for each in entries:
        budget -= each.weight
        if kept and budget < 0:
            break
        kept.append(each)
    return kept
