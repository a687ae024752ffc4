"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from feeds.dates import rfc3339
from feeds.formats.format import Format

if TYPE_CHECKING:
    from feeds.formats.document import Document
    from feeds.formats.entry import Entry
    from feeds.post import Author

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def render(document: Document) -> bytes:
    """``document`` as JSON Feed 1.1: UTF-8, keys in a fixed order, absent when empty."""
    feed = {
        "version": VERSION,
        "title": document.title,
        "home_page_url": document.site_url,
        "feed_url": document.urls.get(MEDIA_TYPE),
        "description": document.subtitle,
        # The next older entries; the format has no other word for history.
        "next_url": document.prev_archive.get(MEDIA_TYPE),
        "icon": document.icon,
        "authors": [{"name": document.author or document.title}],
        "language": document.language,
        "hubs": [{"type": "WebSub", "url": hub} for hub in document.hubs],
    }
    # "items" is required, and stands even when there are none.
    full = _present(feed) | {"items": [_item(entry) for entry in document.entries]}
    return json.dumps(full, ensure_ascii=False, indent=1).encode() + b"\n"


FORMAT = Format("JSON Feed", ".json", MEDIA_TYPE, render)


def _item(entry: Entry) -> dict[str, Any]:
    return _present(
        {
            "id": entry.id,
            "url": entry.link,
            "external_url": entry.via if entry.via != entry.link else None,
            "title": entry.title,
            "content_html": entry.content_html,
            # One of the two contents is required.
            "content_text": entry.summary if not entry.content_html else None,
            "summary": entry.summary,
            "image": entry.image.url if entry.image else None,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": [_author(author) for author in entry.authors],
            "tags": list(dict.fromkeys(category.label for category in entry.categories)),
            "language": entry.lang,
            "attachments": [
                _present({"url": file.url, "mime_type": file.type, "size_in_bytes": file.length})
                for file in entry.enclosures
            ],
        }
    )


def _author(author: Author) -> dict[str, Any]:
    return _present({"name": author.name, "url": author.url})


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
