"""RSS 2.0, after the RSS Advisory Board's profile, written by feedgen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from lxml.etree import SubElement

from feeds.formats.feedgen_extension import (
    ATOM,
    CONTENT,
    DC,
    HISTORY,
    MEDIA,
    SYNDICATION,
    XML_LANG,
    EntryExtension,
    FeedExtension,
    Unwritten,
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
    from feeds.formats.document import Document
    from feeds.post import Enclosure

MEDIA_TYPE = "application/rss+xml"

_UNWRITTEN = Unwritten(1990, 1, 1, tzinfo=UTC)
# The only types that RSS allows for a channel's image.
_IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def render(document: Document) -> bytes:
    """``document`` as RSS 2.0, UTF-8."""
    feed, items = new_feed(document, _Channel, _Item)
    feed.title(_plain(document.title))
    feed.link(href=document.site_url)
    feed.description(_plain(document.subtitle or document.title))
    feed.updated(_UNWRITTEN)
    for item, entry in zip(items, document.entries, strict=True):
        item.title(_plain(entry.title))
    return written(feed.rss_str(pretty=True))


FORMAT = Format(".rss", MEDIA_TYPE, render)


def rfc2822(moment: datetime) -> str:
    """``moment``, UTC, as RSS writes dates (RFC 2822 §3.3), in no locale but English.

    >>> rfc2822(datetime(2026, 8, 2, 8, 5, tzinfo=UTC))
    'Sun, 02 Aug 2026 08:05:00 +0000'
    """
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment.isoformat()[11:19]} +0000"


def period(interval: timedelta) -> tuple[str, int]:
    """``sy:updatePeriod`` and ``sy:updateFrequency`` for an interval between two entries.

    >>> period(timedelta(minutes=20)), period(timedelta(hours=6)), period(timedelta(days=3))
    (('hourly', 3), ('daily', 4), ('weekly', 2))
    """
    for name, span in (("hourly", timedelta(hours=1)), ("daily", timedelta(days=1))):
        if interval <= span:
            return name, max(1, round(span / interval))
    return "weekly", max(1, round(timedelta(days=7) / interval))


class _Channel(FeedExtension):
    def extend_ns(self) -> dict[str, str]:
        names = {"dc": DC, "fh": HISTORY, "media": MEDIA, "sy": SYNDICATION}
        return {prefix: name.strip("{}") for prefix, name in names.items()}

    def extend_rss(self, feed: Any) -> Any:
        channel, document = feed[0], self.document
        add(channel, "lastBuildDate", rfc2822(document.updated))
        if document.interval:
            self._add_interval(channel, document.interval)
        if document.icon and document.icon.lower().endswith(_IMAGE_ENDINGS):
            self._add_image(channel, document.icon)
        for link in links(document, MEDIA_TYPE):
            SubElement(channel, ATOM + "link", link)
        if document.archived:
            SubElement(channel, HISTORY + "archive")
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


class _Item(EntryExtension):
    def extend_rss(self, item: Any) -> Any:
        entry = self.entry
        if entry.lang:
            item.set(XML_LANG, entry.lang)
        add(item, "link", entry.link)
        SubElement(item, "guid", isPermaLink="false").text = entry.id
        add(item, "pubDate", rfc2822(entry.published))
        for author in entry.authors:
            add(item, DC + "creator", marked(author.name))
        self._add_categories(item)
        self._add_enclosures(item, entry.enclosures)
        if origin := entry.origin:
            url = origin.feed_url or origin.site_url
            SubElement(item, "source", url=url).text = _plain(origin.title)
        if entry.via and entry.via != entry.link:
            SubElement(item, ATOM + "link", href=entry.via, rel="via")
        add_media(item, entry)
        # A description is HTML in RSS, so plain text has to be escaped once more; and it stands
        # before the full text, since some readers take whichever they meet first for the summary.
        add(item, "description", as_html(entry.summary))
        if entry.content_html is not None:
            add(item, CONTENT + "encoded", entry.content_html)
        return item

    def _add_categories(self, item: Any) -> None:
        for category in self.entry.categories:
            element = SubElement(item, "category")
            element.text = _plain(category.label)
            if category.scheme:
                element.set("domain", category.scheme)

    def _add_enclosures(self, item: Any, files: tuple[Enclosure, ...]) -> None:
        """One enclosure is all that RSS allows; the other files go as Media RSS."""
        for file in files[:1]:
            length = str(file.length)
            SubElement(item, "enclosure", url=file.url, length=length, type=file.type)
        for file in files[1:]:
            size = str(file.length) if file.length else None
            values = {"url": file.url, "type": file.type, "fileSize": size}
            add_with(item, MEDIA + "content", values)


def _plain(text: str) -> str:
    """Plain ``text`` for an element that RSS does not say to be text or HTML."""
    return marked(as_html(text) if reads_as_html(text) else text)
