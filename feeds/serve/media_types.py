"""The media type of every kind of file in ``public/``."""

from __future__ import annotations

from types import MappingProxyType

_BY_SUFFIX = MappingProxyType(
    {
        "atom": "application/atom+xml; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "gif": "image/gif",
        "html": "text/html; charset=utf-8",
        "ico": "image/x-icon",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "js": "text/javascript; charset=utf-8",
        "json": "application/feed+json; charset=utf-8",
        "png": "image/png",
        "rss": "application/rss+xml; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
        "webp": "image/webp",
        "xml": "application/atom+xml; charset=utf-8",
    }
)
# XML and JSON that are no feeds.
_BY_NAME = MappingProxyType(
    {
        "opml.xml": "text/x-opml; charset=utf-8",
        "channels.json": "application/json; charset=utf-8",
    }
)


def media_type(name: str) -> str:
    """The Content-Type of a published file by its ``name`` (the last part of its path).

    >>> media_type("all.atom"), media_type("opml.xml")
    ('application/atom+xml; charset=utf-8', 'text/x-opml; charset=utf-8')
    >>> media_type("notes")
    'application/octet-stream'
    """
    suffix = name.rpartition(".")[2]
    return _BY_NAME.get(name) or _BY_SUFFIX.get(suffix, "application/octet-stream")


def compresses(content_type: str) -> bool:
    """Whether files of this type are worth compressing: text is, pictures are packed already."""
    return content_type.startswith("text/") or "xml" in content_type or "json" in content_type
