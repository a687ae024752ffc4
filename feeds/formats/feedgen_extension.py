"""What RSS and Atom share in repairing feedgen 1.0 through its extension API.

feedgen builds the frame and the elements that it builds right; extensions add the rest. Its faults,
each with the way around it, are listed in ``docs/decisions/feedgen.md``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import SubElement

if TYPE_CHECKING:
    from feeds.formats.document import Document
    from feeds.formats.entry import Entry

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

GENERATOR = "Broadsheet"
"""No version: a new release must not rewrite every feed in existence."""

_NAME = "broadsheet"

# Stands for an ampersand until the document is bytes; ``text.clean`` keeps it out of all text.
_AMPERSAND = "\ufdd0"


class FeedExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Adds to the feed what feedgen leaves out of ``document``."""

    document: Document


class EntryExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Adds to an entry what feedgen leaves out of ``entry``."""

    entry: Entry


class Unwritten(datetime):
    """A date that feedgen leaves out.

    ``lastBuildDate`` is "now" unless set, and setting it makes feedgen swap the locale of the whole
    process to format it. feedgen asks for a datetime and writes it if it is true; this one is not.
    """

    def __bool__(self) -> bool:
        return False


def new_feed(
    document: Document, feed: type[FeedExtension], item: type[EntryExtension]
) -> tuple[Any, list[Any]]:
    """A ``FeedGenerator`` with our extensions, and its entries in the order of ``document``."""
    made = FeedGenerator()
    made.register_extension(_NAME, feed, item)
    getattr(made, _NAME).document = document
    made.language(document.language)
    made.generator(GENERATOR)
    # feedgen's own order is the reverse one.
    items = [made.add_entry(order="append") for _ in document.entries]
    for each, entry in zip(items, document.entries, strict=True):
        getattr(each, _NAME).entry = entry
    return made, items


def add(parent: Any, tag: str, text: str | None) -> None:
    """An element with ``text`` below ``parent``."""
    SubElement(parent, tag).text = text


def add_with(parent: Any, tag: str, attributes: dict[str, str | None]) -> Any:
    """An element below ``parent``, with those ``attributes`` that have a value."""
    return SubElement(parent, tag, {key: value for key, value in attributes.items() if value})


def marked(text: str) -> str:
    """``text`` with its ampersands as ``written`` knows them."""
    return text.replace("&", _AMPERSAND)


def written(xml: bytes) -> bytes:
    """``xml`` with the ampersands of ``marked`` as ``&#x26;``.

    The RSS Advisory Board's profile asks for that form in titles and names, because one that is
    written ``&amp;`` cannot be told from the start of an entity in HTML.
    """
    return xml.replace(_AMPERSAND.encode(), b"&#x26;")


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


def add_media(parent: Any, entry: Entry) -> None:
    """The lead image as Media RSS, which RSS and Atom readers take for a preview."""
    if (image := entry.image) is None:
        return
    sizes = {"width": _number(image.width), "height": _number(image.height)}
    file = {"medium": "image", "type": image.type, "fileSize": _number(image.length)}
    add_with(parent, MEDIA + "content", {"url": image.url, **file, **sizes})
    add_with(parent, MEDIA + "thumbnail", {"url": image.url, **sizes})


def _number(value: int | None) -> str | None:
    return str(value) if value else None
