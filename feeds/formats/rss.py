"""RSS 2.0, after the RSS Advisory Board's profile, written by feedgen."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from lxml.etree import SubElement

from feeds.formats import feedgen_extension as extension
from feeds.formats.feedgen_extension import ATOM, DC, HISTORY, MEDIA, SYNDICATION, add, marked
from feeds.formats.format import Format
from feeds.formats.text import as_html, reads_as_html

if TYPE_CHECKING:
    from feeds.formats.document import Document

MEDIA_TYPE = "application/rss+xml"

_UNWRITTEN = extension.Unwritten(1990, 1, 1, tzinfo=UTC)
# The only types that RSS allows for a channel's image.
_IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif")


def render(document: Document) -> bytes:
    """``document`` as RSS 2.0, UTF-8."""
    generator = extension.generator(_Channel, _Item, document)
    generator.link(href=document.site_url)
    generator.title(_plain(document.title))
    generator.description(_plain(document.subtitle or document.title))
    generator.updated(_UNWRITTEN)
    for made, entry in zip(generator.entry(), document.entries, strict=True):
        made.title(_plain(entry.title))
        made.guid(entry.id, permalink=False)
        # A description is HTML in RSS, so plain text has to be escaped once more.
        made.description(as_html(entry.summary))
        if entry.content_html is not None:
            made.content(entry.content_html)
    return extension.written(generator.rss_str(pretty=True))


FORMAT = Format(".rss", MEDIA_TYPE, render)


def period(interval: timedelta) -> tuple[str, int]:
    """``sy:updatePeriod`` and ``sy:updateFrequency`` for an interval between two entries.

    >>> period(timedelta(minutes=20)), period(timedelta(hours=6)), period(timedelta(days=3))
    (('hourly', 3), ('daily', 4), ('weekly', 2))
    """
    for name, span in (("hourly", timedelta(hours=1)), ("daily", timedelta(days=1))):
        if interval <= span:
            return name, max(1, round(span / interval))
    return "weekly", max(1, round(timedelta(days=7) / interval))


class _Channel(extension.FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        names = {"dc": DC, "fh": HISTORY, "media": MEDIA, "sy": SYNDICATION}
        return {prefix: name.strip("{}") for prefix, name in names.items()}

    def extend_rss(self, feed: Any) -> Any:
        channel, document = feed[0], self.document
        add(channel, "lastBuildDate", format_datetime(document.updated))
        if document.interval:
            self._add_interval(channel, document.interval)
        if document.icon and document.icon.lower().endswith(_IMAGE_ENDINGS):
            self._add_image(channel, document.icon)
        for rel, url, media_type in extension.links(document, MEDIA_TYPE):
            add(channel, ATOM + "link", href=url, rel=rel, type=media_type)
        if document.archived:
            add(channel, HISTORY + "archive")
        return feed

    def _add_interval(self, channel: Any, interval: timedelta) -> None:
        name, frequency = period(interval)
        add(channel, "ttl", str(max(1, round(interval / timedelta(minutes=1)))))
        add(channel, SYNDICATION + "updatePeriod", name)
        add(channel, SYNDICATION + "updateFrequency", str(frequency))

    def _add_image(self, channel: Any, icon: str) -> None:
        image = SubElement(channel, "image")
        add(image, "url", icon)
        add(image, "title", _plain(self.document.title))
        add(image, "link", self.document.site_url)


class _Item(extension.EntryExtension):
    def extend_rss(self, item: Any) -> Any:
        entry = self.entry
        if entry.lang:
            item.set(extension.XML_LANG, entry.lang)
        add(item, "link", entry.link)
        add(item, "pubDate", format_datetime(entry.published))
        for author in entry.authors:
            add(item, DC + "creator", marked(author.name))
        for category in entry.categories:
            add(item, "category", marked(category.label), domain=category.scheme)
        # One enclosure is all that RSS allows; the other files go as Media RSS.
        for number, file in enumerate(entry.enclosures):
            if number == 0:
                SubElement(item, "enclosure", url=file.url, length=str(file.length), type=file.type)
            else:
                length = str(file.length) if file.length else None
                add(item, MEDIA + "content", url=file.url, type=file.type, fileSize=length)
        if origin := entry.origin:
            add(item, "source", _plain(origin.title), url=origin.feed_url or origin.site_url)
        if entry.via and entry.via != entry.link:
            add(item, ATOM + "link", href=entry.via, rel="via")
        extension.add_media(item, entry)
        return item


def _plain(text: str) -> str:
    """Plain ``text`` for an element that RSS does not say to be text or HTML."""
    return marked(as_html(text) if reads_as_html(text) else text)
