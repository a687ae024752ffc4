"""Atom 1.0 (RFC 4287) with feed history (RFC 5005), written by feedgen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zlib import crc32

from lxml.etree import SubElement

from feeds.formats.feedgen_extension import (
    HISTORY,
    MEDIA,
    XML_LANG,
    EntryExtension,
    FeedExtension,
    add,
    add_media,
    add_with,
    links,
    marked,
    new_feed,
    written,
)
from feeds.formats.format import Format
from feeds.formats.text import as_html, reads_as_html

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.formats.document import Document
    from feeds.formats.entry import Origin

MEDIA_TYPE = "application/atom+xml"


def render(document: Document) -> bytes:
    """``document`` as Atom 1.0, UTF-8."""
    feed, items = new_feed(document, _Feed, _Entry)
    feed.id(document.id)
    feed.title(document.title)
    feed.subtitle(document.subtitle or document.title)
    feed.author({"name": document.author or document.title})
    feed.icon(document.icon)
    feed.link(href=document.site_url, rel="alternate", type="text/html")
    feed.link(links(document, MEDIA_TYPE))
    moments = [instant(entry.updated, entry.id) for entry in document.entries]
    feed.updated(max(moments, default=document.updated))
    for item, entry, moment in zip(items, document.entries, moments, strict=True):
        item.id(entry.id)
        item.title(entry.title)
        item.updated(moment)
        item.content(entry.content_html, type="html")
        # feedgen's entries lose every attribute of a link but this one.
        item.link([{"href": entry.link}])
    return written(feed.atom_str(pretty=True))


FORMAT = Format(".atom", MEDIA_TYPE, render)


def instant(moment: datetime, entry_id: str) -> datetime:
    """``moment`` with a fraction of a second made from the id.

    Entries of one document should differ in ``updated`` so that clients can order them (validators
    warn otherwise), and sources that tell only the minute or the day give many the same. The
    fraction depends on nothing but the entry, so it is the same in every document.

    >>> from datetime import UTC, datetime
    >>> instant(datetime(2026, 8, 20, tzinfo=UTC), "tag:a.example,2026:1").isoformat()
    '2026-08-20T00:00:00.264670+00:00'
    """
    return moment.replace(microsecond=0) + timedelta(microseconds=crc32(entry_id.encode()) % 10**6)


class _Feed(FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY.strip("{}"), "media": MEDIA.strip("{}")}

    def extend_atom(self, feed: Any) -> Any:
        if self.document.archived:
            SubElement(feed, HISTORY + "archive")
        for tag in ("title", "subtitle"):
            _set_text(feed.find(tag), feed.findtext(tag))
        author = feed.find("author/name")
        author.text = marked(author.text)
        return feed


class _Entry(EntryExtension):
    def extend_atom(self, element: Any) -> Any:
        entry = self.entry
        if entry.lang:
            element.set(XML_LANG, entry.lang)
        _set_text(element.find("title"), entry.title)
        _set_text(SubElement(element, "summary"), entry.summary)
        published = instant(entry.published, entry.id)
        add(element, "published", published.isoformat())
        for author in entry.authors:
            person = SubElement(element, "author")
            add(person, "name", marked(author.name))
            if author.url:
                add(person, "uri", author.url)
        self._add_categories(element)
        self._add_links(element)
        if entry.origin:
            _add_source(element, entry.origin, instant(entry.updated, entry.id))
        add_media(element, entry)
        return element

    def _add_categories(self, element: Any) -> None:
        for each in self.entry.categories:
            category = SubElement(element, "category", term=each.term)
            if each.label != each.term:
                category.set("label", marked(each.label))
            if each.scheme:
                category.set("scheme", each.scheme)

    def _add_links(self, element: Any) -> None:
        if self.entry.via:
            SubElement(element, "link", href=self.entry.via, rel="via")
        for file in self.entry.enclosures:
            length = str(file.length) if file.length else None
            values = {"href": file.url, "rel": "enclosure", "type": file.type, "length": length}
            add_with(element, "link", values)


def _set_text(element: Any, text: str) -> None:
    """Plain ``text``; one that some readers take for HTML anyway is written as HTML."""
    if reads_as_html(text):
        element.set("type", "html")
        text = as_html(text)
    element.text = marked(text)


def _add_source(element: Any, origin: Origin, updated: datetime) -> None:
    """``atom:source`` with the three elements that RFC 4287 §4.2.11 asks to keep."""
    source = SubElement(element, "source")
    add(source, "id", origin.feed_url or origin.site_url)
    _set_text(SubElement(source, "title"), origin.title)
    add(source, "updated", updated.isoformat())
    SubElement(source, "link", href=origin.site_url, rel="alternate")
    if origin.feed_url:
        SubElement(source, "link", href=origin.feed_url, rel="self")
