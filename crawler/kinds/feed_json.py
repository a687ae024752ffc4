"""JSON Feed (jsonfeed.org, versions 1 and 1.1) -> entries."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from crawler.errors import Dropped
from crawler.guard.caps import check_json
from crawler.kinds.entries import MAX_ENTRIES
from crawler.kinds.feed_document import MAX_ENCLOSURES, NOT_A_FEED, FeedDocument, FeedEntry
from feeds.links import absolute
from feeds.post import Enclosure

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION = "https://jsonfeed.org/version/"


def read_json(text: str, url: str) -> FeedDocument:
    """Read a JSON Feed; items that are no objects are passed over.

    Raises:
        Dropped: ``not a feed``, or more than a parser should be given.

    >>> read_json('{"version": "https://jsonfeed.org/version/1", "items": [{"id": 7}]}', "")
    FeedDocument(format='json', ... entries=(FeedEntry(id='7', ...),), omitted=0)
    """
    check_json(text)
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: also thousands of digits
        raise Dropped(NOT_A_FEED, "broken JSON") from error
    if not isinstance(feed, dict) or not isinstance(items := feed.get("items"), list):
        raise Dropped(NOT_A_FEED, "JSON without items")
    if not _text(feed.get("version")).startswith(_VERSION):
        raise Dropped(NOT_A_FEED, "JSON of another version")
    return FeedDocument(
        format="json",
        title=_text(feed.get("title")),
        link=_link(feed.get("home_page_url"), url) or "",
        language=_text(feed.get("language")) or None,
        older=_link(feed.get("next_url"), url),
        entries=tuple(_entry(item, url) for item in items[:MAX_ENTRIES] if isinstance(item, dict)),
        omitted=max(0, len(items) - MAX_ENTRIES),
    )


def _entry(item: dict[str, Any], url: str) -> FeedEntry:
    plain = _text(item.get("content_text"))
    return FeedEntry(
        id=_text(item.get("id")),
        link=_link(item.get("url"), url) or _link(item.get("external_url"), url) or "",
        title=_text(item.get("title")),
        published=_text(item.get("date_published")) or None,
        updated=_text(item.get("date_modified")) or None,
        summary=html.escape(_text(item.get("summary")), quote=False) or None,
        content=_text(item.get("content_html")) or html.escape(plain, quote=False) or None,
        authors=tuple(_authors(item)),
        tags=tuple(tag for tag in _list(item.get("tags")) if isinstance(tag, str)),
        image=_link(item.get("image"), url) or _link(item.get("banner_image"), url),
        enclosures=tuple(_enclosures(item, url)),
    )


def _authors(item: dict[str, Any]) -> Iterator[str]:
    """Version 1.1 has ``authors``, version 1 one ``author``."""
    for author in _list(item.get("authors")) or [item.get("author")]:
        if isinstance(author, dict) and (name := _text(author.get("name"))):
            yield name


def _enclosures(item: dict[str, Any], url: str) -> Iterator[Enclosure]:
    for attachment in _list(item.get("attachments"))[:MAX_ENCLOSURES]:
        if isinstance(attachment, dict) and (link := _link(attachment.get("url"), url)):
            size = attachment.get("size_in_bytes")
            length = int(size) if isinstance(size, int | float) and 0 < size < 2**53 else 0
            yield Enclosure(link, _text(attachment.get("mime_type")), length)


def _link(value: object, url: str) -> str | None:
    text = _text(value)
    return absolute(text, url) if text else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """A string, or the number that some feeds write in its place."""
    return str(value).strip() if isinstance(value, str | int | float) else ""
