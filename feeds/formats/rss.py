"""RSS 2.0, after the RSS Advisory Board's profile, written by feedgen."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from lxml.etree import SubElement

from feeds.dates import rfc2822
from feeds.formats.feedgen_extension import (
    ATOM,
    DC,
    HISTORY,
    MEDIA,
    SYNDICATION,
    EntryExtension,
    FeedExtension,
    Unwritten,
    add,
    ambiguous,
    links,
    media,
    new_feed,
    written,
)
from feeds.formats.format import Format
from feeds.formats.text import as_html, as_text_or_html
from feeds.formats.xml import cdata, element

if TYPE_CHECKING:
    from feeds.formats.document import Document
    from feeds.formats.entry import Entry

MEDIA_TYPE = "application/rss+xml"

_UNWRITTEN = Unwritten(1990, 1, 1, tzinfo=UTC)
# The only types that RSS allows for a channel's image.
_IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif")


def render(document: Document) -> bytes:
    """``document`` as RSS 2.0, UTF-8."""
    feed, items = new_feed(document, _Channel, EntryExtension)
    feed.link(href=document.site_url)
    feed.description(ambiguous(document.subtitle or document.title))
    feed.updated(_UNWRITTEN)
    for item, entry in zip(items, document.entries, strict=True):
        item.title(ambiguous(entry.title))
        item.guid(entry.id, permalink=False)
        # A description is HTML in RSS, so plain text has to be escaped once more.
        item.description(as_html(entry.summary))
    return written(feed.rss_str(pretty=True), map(_fragment, document.entries))


FORMAT = Format("RSS", ".rss", MEDIA_TYPE, render)


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
        add(image, "title", ambiguous(self.document.title))
        add(image, "link", self.document.site_url)


def _fragment(entry: Entry) -> str:
    """What an item holds beside its title, guid and description."""
    parts = [element("link", entry.link), element("pubDate", rfc2822(entry.published))]
    parts += [element("dc:creator", author.name) for author in entry.authors]
    parts += [
        element("category", as_text_or_html(e.label), domain=e.scheme) for e in entry.categories
    ]
    # One enclosure is all that RSS allows, and its length is required; the rest go as Media RSS.
    for file in entry.enclosures[:1]:
        length = str(file.length)
        parts.append(element("enclosure", url=file.url, length=length, type=file.type))
    for file in entry.enclosures[1:]:
        parts.append(element("media:content", url=file.url, type=file.type, fileSize=file.length))
    if origin := entry.origin:
        url = origin.feed_url or origin.site_url
        parts.append(element("source", as_text_or_html(origin.title), url=url))
    if entry.via and entry.via != entry.link:
        parts.append(element("atom:link", rel="via", href=entry.via))
    parts += media(entry)
    if entry.content_html is not None:
        parts.append(f"<content:encoded>{cdata(entry.content_html)}</content:encoded>")
    return "\n      ".join(parts)
