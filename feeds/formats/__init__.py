"""Output formats of feeds: a document in, bytes out. Writes no files and reads no archive.

A new format is one file here with a ``Format``, and one line in ``FORMATS``.
"""

from __future__ import annotations

from feeds.formats import atom, jsonfeed, rss
from feeds.formats.document import Document, document
from feeds.formats.entry import Category, Entry, Origin, Rules
from feeds.formats.format import Format

__all__ = [
    "FORMATS",
    "Category",
    "Document",
    "Entry",
    "Format",
    "Origin",
    "Rules",
    "document",
    "urls",
]

FORMATS: dict[str, Format] = {
    "atom": atom.FORMAT,
    "rss": rss.FORMAT,
    "json": jsonfeed.FORMAT,
}


def urls(stem: str) -> dict[str, str]:
    """Where a document is found in each format, for ``Document.urls`` and its like.

    Args:
        stem: URL without the ending, such as ``https://news.example/feeds/all``.

    >>> urls("https://news.example/feeds/all")["application/rss+xml"]
    'https://news.example/feeds/all.rss'
    """
    return {each.media_type: stem + each.suffix for each in FORMATS.values()}
