"""Atom 1.0 (RFC 4287) with feed history (RFC 5005), written by feedgen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zlib import crc32

from lxml.etree import SubElement

from feeds.formats import feedgen_extension as extension
from feeds.formats.feedgen_extension import HISTORY, MEDIA, add, marked
from feeds.formats.format import Format
from feeds.formats.text import as_html, reads_as_html

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.formats.document import Document
    from feeds.formats.entry import Origin

MEDIA_TYPE = "application/atom+xml"


def render(document: Document) -> bytes:
    """``document`` as Atom 1.0, UTF-8."""
    generator = extension.generator(_Feed, _Entry, document)
    generator.id(document.id)
    generator.subtitle(document.subtitle or document.title)
    generator.author({"name": document.author or document.title})
    generator.icon(document.icon)
    generator.link(href=document.site_url, rel="alternate", type="text/html")
    for rel, url, media_type in extension.links(document, MEDIA_TYPE):
        generator.link(href=url, rel=rel, **({"type": media_type} if media_type else {}))
    instants = [document.updated]
    for made, entry in zip(generator.entry(), document.entries, strict=True):
        instants.append(instant(entry.updated, entry.id))
        made.id(entry.id)
        made.title(entry.title)
        made.updated(instants[-1])
        made.published(instant(entry.published, entry.id))
        made.link(href=entry.link)
        made.summary(entry.summary)
        if entry.content_html is not None:
            made.content(entry.content_html, type="html")
    generator.updated(max(instants))
    return extension.written(generator.atom_str(pretty=True))


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


class _Feed(extension.FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        return {"fh": HISTORY.strip("{}"), "media": MEDIA.strip("{}")}

    def extend_atom(self, feed: Any) -> Any:
        if self.document.archived:
            add(feed, HISTORY + "archive")
        for tag in ("title", "subtitle"):
            _mend_text(feed.find(tag))
        return feed


class _Entry(extension.EntryExtension):
    def extend_atom(self, element: Any) -> Any:
        entry = self.entry
        if entry.lang:
            element.set(extension.XML_LANG, entry.lang)
        for tag in ("title", "summary"):
            _mend_text(element.find(tag))
        for author in entry.authors:
            person = SubElement(element, "author")
            add(person, "name", marked(author.name))
            if author.url:
                add(person, "uri", author.url)
        for each in entry.categories:
            add(element, "category", term=each.term, label=marked(each.label), scheme=each.scheme)
        self._add_links(element)
        if entry.origin:
            _add_source(element, entry.origin, instant(entry.updated, entry.id))
        extension.add_media(element, entry)
        return element

    def _add_links(self, element: Any) -> None:
        if self.entry.via:
            add(element, "link", href=self.entry.via, rel="via")
        for file in self.entry.enclosures:
            length = str(file.length) if file.length else None
            add(element, "link", href=file.url, rel="enclosure", type=file.type, length=length)


def _mend_text(element: Any) -> None:
    """Says that a text with ``<`` or an entity in it is text, in the one way all readers honour."""
    if reads_as_html(element.text):
        element.set("type", "html")
        element.text = as_html(element.text)
    element.text = marked(element.text)


def _add_source(element: Any, origin: Origin, updated: datetime) -> None:
    """``atom:source`` with the three elements that RFC 4287 §4.2.11 asks to keep."""
    source = SubElement(element, "source")
    add(source, "id", origin.feed_url or origin.site_url)
    add(source, "title", origin.title)
    _mend_text(source.find("title"))
    add(source, "updated", updated.isoformat())
    add(source, "link", href=origin.site_url, rel="alternate")
    if origin.feed_url:
        add(source, "link", href=origin.feed_url, rel="self")
