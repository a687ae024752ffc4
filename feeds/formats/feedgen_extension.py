"""What RSS and Atom share in repairing feedgen 1.0 through its extension API.

feedgen builds the frame and the elements that it builds right; extensions add the rest. Its faults,
each with the way around it, are listed in ``docs/decisions/0006-feedgen.md``.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import SubElement

from feeds.formats.text import as_text_or_html
from feeds.formats.xml import element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.formats.document import Document
    from feeds.formats.entry import Entry

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"

GENERATOR = "Broadsheet"
"""No version: a new release must not rewrite every feed in existence."""

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAME = "broadsheet"
_SLOT = "slot"
# Stands for an ampersand until the document is bytes; ``text.clean`` keeps it out of all text.
_AMPERSAND = "\U0010ffff"


class FeedExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Adds to the feed what feedgen leaves out of ``document``."""

    document: Document


class EntryExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Leaves a slot in each entry for what feedgen leaves out of it; ``written`` fills it.

    As elements of a tree these would take half the time of the whole document.
    """

    entry: Entry

    def extend_rss(self, item: Any) -> Any:
        """The language of ``item``, and its slot."""
        if self.entry.lang:
            item.set(_XML_LANG, self.entry.lang)
        SubElement(item, _SLOT)
        return item

    extend_atom = extend_rss


class Unwritten(datetime):
    """A date that feedgen leaves out.

    ``lastBuildDate`` is "now" unless set, and setting it makes feedgen swap the locale of the whole
    process to format it. feedgen asks for a datetime and writes it if it is true; this one is not.
    """

    def __bool__(self) -> bool:
        return False


def new_feed(
    document: Document, feed_extension: type[FeedExtension], entry_extension: type[EntryExtension]
) -> tuple[Any, list[Any]]:
    """A ``FeedGenerator`` with our extensions, and its entries in the order of ``document``."""
    feed = FeedGenerator()
    feed.register_extension(_NAME, feed_extension, entry_extension)
    getattr(feed, _NAME).document = document
    feed.title(ambiguous(document.title))
    feed.language(document.language)
    feed.generator(GENERATOR)
    # feedgen's own order is the reverse one.
    items = [feed.add_entry(order="append") for _ in document.entries]
    for item, entry in zip(items, document.entries, strict=True):
        getattr(item, _NAME).entry = entry
    return feed, items


def add(parent: Any, tag: str, content: str) -> None:
    """An element with the text ``content`` below ``parent``."""
    SubElement(parent, tag).text = content


def ambiguous(plain: str) -> str:
    """``plain`` for an element of feedgen's that is text to some readers and HTML to others.

    Its ampersands are marked, so that ``written`` makes ``&#x26;`` of them like ``xml.escaped``.
    """
    return marked(as_text_or_html(plain))


def marked(plain: str) -> str:
    """``plain`` with its ampersands marked."""
    return plain.replace("&", _AMPERSAND)


def written(xml: bytes, fragments: Iterable[str]) -> bytes:
    """``xml`` with each slot filled by its fragment."""
    parts = xml.replace(_AMPERSAND.encode(), b"&#x26;").split(f"<{_SLOT}/>".encode())
    filled = zip_longest(parts, (each.encode() for each in fragments), fillvalue=b"")
    return b"".join(chain.from_iterable(filled))


def links(document: Document, media_type: str) -> list[dict[str, str]]:
    """What the document links to when written as ``media_type``, as attributes of a link."""
    found = [("self", document.urls, media_type)]
    found += [("alternate", document.urls, other) for other in document.urls if other != media_type]
    found += [
        ("current", document.current, media_type),
        ("prev-archive", document.prev_archive, media_type),
        ("next-archive", document.next_archive, media_type),
    ]
    known = [
        {"href": urls[key], "rel": rel, "type": key} for rel, urls, key in found if key in urls
    ]
    return [*known, *({"href": hub, "rel": "hub"} for hub in document.hubs)]


def media(entry: Entry) -> list[str]:
    """The lead image as Media RSS, which RSS and Atom readers take for a preview."""
    if (image := entry.image) is None:
        return []
    size = {"width": image.width, "height": image.height}
    file = {"type": image.type, "fileSize": image.length}
    return [
        element("media:content", url=image.url, medium="image", **file, **size),
        element("media:thumbnail", url=image.url, **size),
    ]
