"""Atom 1.0 (RFC 4287) with feed history (RFC 5005), written by feedgen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from lxml.etree import SubElement

from feeds.formats.feedgen_extension import (
    HISTORY,
    MEDIA,
    EntryExtension,
    FeedExtension,
    ambiguous,
    links,
    marked,
    media,
    new_feed,
    written,
)
from feeds.formats.format import Format
from feeds.formats.text import as_html, as_text_or_html, reads_as_html
from feeds.formats.xml import cdata, element

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.formats.document import Document
    from feeds.formats.entry import Entry, Origin
    from feeds.post import Author

MEDIA_TYPE = "application/atom+xml"


def render(document: Document) -> bytes:
    """``document`` as Atom 1.0, UTF-8."""
    feed, items = new_feed(document, _Feed, _Entry)
    feed.id(document.id)
    feed.subtitle(ambiguous(document.subtitle or document.title))
    feed.author({"name": marked(document.author or document.title)})
    feed.icon(document.icon)
    feed.link(href=document.site_url, rel="alternate", type="text/html")
    feed.link(links(document, MEDIA_TYPE))
    moments = [instant(entry.updated, entry.id) for entry in document.entries]
    feed.updated(max(moments, default=document.updated))
    for item, entry, moment in zip(items, document.entries, moments, strict=True):
        item.id(entry.id)
        item.title(as_text_or_html(entry.title))
        item.updated(moment)
        item.published(instant(entry.published, entry.id))
        item.link([{"href": entry.link}])
    return written(feed.atom_str(pretty=True), map(_fragment, document.entries))


FORMAT = Format("Atom", ".atom", MEDIA_TYPE, render)


def instant(moment: datetime, entry_id: str) -> datetime:
    """``moment`` with a fraction of a second made from the id.

    Entries of one document should differ in ``updated`` so that clients can order them (validators
    warn otherwise), and sources that tell only the minute or the day give many the same. The
    fraction depends on nothing but the entry, so it is the same in every document.

    >>> from datetime import UTC, datetime
    >>> instant(datetime(2026, 8, 20, tzinfo=UTC), "tag:a.example,2026:1").isoformat()
    '2026-08-20T00:00:00.264670+00:00'
    """
    return moment.replace(microsecond=crc32(entry_id.encode()) % 10**6)


class _Feed(FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY.strip("{}"), "media": MEDIA.strip("{}")}

    def extend_atom(self, feed: Any) -> Any:
        if self.document.archived:
            SubElement(feed, HISTORY + "archive")
        for tag, plain in (("title", self.document.title), ("subtitle", self.document.subtitle)):
            if reads_as_html(plain):
                feed.find(tag).set("type", "html")
        return feed


class _Entry(EntryExtension):
    def extend_atom(self, entry: Any) -> Any:
        if reads_as_html(self.entry.title):
            entry.find("title").set("type", "html")
        return super().extend_atom(entry)


def _fragment(entry: Entry) -> str:
    """What an entry holds beside its id, title, dates and link to the article."""
    parts = [_text("summary", entry.summary)]
    parts += [_person(author) for author in entry.authors]
    parts += [
        element("category", term=each.term, label=each.label, scheme=each.scheme)
        for each in entry.categories
    ]
    if entry.via:
        parts.append(element("link", rel="via", href=entry.via))
    for file in entry.enclosures:
        length = file.length or None
        link = element("link", rel="enclosure", href=file.url, type=file.type, length=length)
        parts.append(link)
    if entry.origin:
        parts.append(_source(entry.origin, instant(entry.updated, entry.id)))
    parts += media(entry)
    if entry.content_html is not None:
        parts.append(f'<content type="html">{cdata(entry.content_html)}</content>')
    return "\n    ".join(parts)


def _text(tag: str, plain: str) -> str:
    """A text construct (RFC 4287 §3.1)."""
    if reads_as_html(plain):
        return element(tag, as_html(plain), type="html")
    return element(tag, plain)


def _person(author: Author) -> str:
    uri = element("uri", author.url) if author.url else ""
    return f"<author>{element('name', author.name)}{uri}</author>"


def _source(origin: Origin, updated: datetime) -> str:
    """``source`` with the three elements that RFC 4287 §4.2.11 asks to keep."""
    parts = [
        element("id", origin.feed_url or origin.site_url),
        _text("title", origin.title),
        element("updated", updated.isoformat()),
        element("link", rel="alternate", href=origin.site_url),
    ]
    if origin.feed_url:
        parts.append(element("link", rel="self", href=origin.feed_url))
    return f"<source>{''.join(parts)}</source>"
