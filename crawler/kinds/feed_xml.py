"""RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0 -> entries, however broken the XML is.

Elements are known by their last names, as feeds in the wild declare wrong namespaces or none; a
name that means something else in another vocabulary carries that one's prefix here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.errors import Dropped
from crawler.kinds.entries import MAX_ENTRIES
from crawler.kinds.feed_document import MAX_ENCLOSURES, NOT_A_FEED, FeedDocument, FeedEntry
from crawler.kinds.xml_tree import entries_of, local_name, parse_xml
from feeds.links import absolute
from feeds.post import Enclosure

if TYPE_CHECKING:
    from collections.abc import Iterator

# Vocabularies by a part of their namespace, however it is spelled; all others are RSS or Atom.
_VOCABULARIES = (
    ("modules/content", "content:"),
    ("purl.org/dc/", "dc:"),
    ("search.yahoo.com/mrss", "media:"),
    ("podcast-1.0", "itunes:"),
    ("feedburner", "feedburner:"),
)
_PREFIXES = ("content:", "dc:", "media:", "itunes:", "feedburner:")
_FORMATS = {"rss": "rss", "rdf": "rss", "channel": "rss", "feed": "atom"}
_ENTRIES = ("item", "entry")
_PUBLISHED = ("published", "pubDate", "issued", "dc:date", "dc:issued", "created", "dc:created")
_UPDATED = ("updated", "modified", "dc:modified")
_SUMMARIES = ("summary", "description", "subtitle", "media:description", "itunes:summary")
_CONTENTS = ("content:encoded", "content", "body", "fullText")
_TEXT_TYPES = frozenset({"", "text", "text/plain"})
_XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
# What lxml repeats of the namespaces of the feed in the tags of its content.
_DECLARATION = re.compile(r"""(<\w[^<>]*?)\sxmlns(?::[\w.-]+)?="[^"]*\"""")
# Of pictures; an entry has one.
_MOST_GROUPS = 100
_LENGTH = re.compile("[0-9]{1,15}")
# RSS 2.0: ``mail@example.org (Name)``.
_NAME_AFTER_MAIL = re.compile(r"^\S+@\S+\s+\((.+)\)$")


def read_xml(text: str, url: str) -> FeedDocument:
    """Read a feed in XML.

    Raises:
        Dropped: ``not a feed``.

    >>> read_xml("<feed><entry><link href='/a'/></entry></feed>", "http://a.example/f").entries[0].link
    'http://a.example/a'
    """
    root = parse_xml(text, _FORMATS)
    if root is None:
        raise Dropped(NOT_A_FEED, "neither RSS nor Atom nor JSON Feed")
    top = _Element.of(_channel(root), url)
    elements = entries_of(root, lambda element: _qualified(element) in _ENTRIES)
    entries = tuple(
        _entry(_Element.of(element, top.base)) for element in islice(elements, MAX_ENTRIES)
    )
    return FeedDocument(
        format=_FORMATS[local_name(root).lower()],
        title=top.text("title", "dc:title"),
        link=top.link(),
        language=top.text("language", "dc:language") or top.element.get(f"{_XML_NAMESPACE}lang"),
        older=top.rel("next") or top.rel("prev-archive"),
        entries=entries,
        omitted=sum(1 for _ in elements),
    )


def _channel(root: etree._Element) -> etree._Element:
    """The element that speaks of the feed as a whole."""
    return next((child for child in root if _qualified(child) == "channel"), root)


def _qualified(element: etree._Element) -> str:
    tag = str(element.tag)
    namespace, _, name = tag.rpartition("}")
    if namespace:
        return next((word + name for part, word in _VOCABULARIES if part in namespace), name)
    # A prefix that was never declared stays in the name.
    return name if name.startswith(_PREFIXES) else local_name(element)


@dataclass(frozen=True, slots=True)
class _Element:
    """A channel, item or entry: its children by name, and what its links count from."""

    element: etree._Element
    base: str
    children: dict[str, list[etree._Element]]

    @classmethod
    def of(cls, element: etree._Element, base: str) -> _Element:
        children: dict[str, list[etree._Element]] = {}
        for child in element:
            children.setdefault(_qualified(child), []).append(child)
        own = (element.get(f"{_XML_NAMESPACE}base") or "").strip()
        return cls(element, (absolute(own, base) if own else None) or base, children)

    def all(self, *names: str) -> Iterator[etree._Element]:
        """Children by the order of the names, then by that of the feed."""
        for name in names:
            yield from self.children.get(name, ())

    def absolute(self, link: str | None) -> str | None:
        """Where a link leads, None for an empty one too."""
        return absolute(link, self.base) if link else None

    def text(self, *names: str) -> str:
        """Text of the first child that has any."""
        texts = (_plain(child) for child in self.all(*names))
        return next(filter(None, texts), "")

    def markup(self, *names: str) -> str | None:
        """HTML of the first child that has any."""
        return next(filter(None, map(_markup, self.all(*names))), None)

    def rel(self, *rels: str) -> str | None:
        """Where the first Atom link with one of these relations leads."""
        for link in self.all("link"):
            if link.get("href") and (link.get("rel") or "alternate").lower() in rels:
                return self.absolute(link.get("href"))
        return None

    def link(self) -> str:
        """The page that this element is about."""
        plain = (_plain(child) for child in self.all("link") if not child.get("href"))
        return (
            self.absolute(next(filter(None, plain), None))
            or self.rel("alternate")
            or self._permanent()
            or self.rel("related", "via")
            or ""
        )

    def _permanent(self) -> str | None:
        for guid in self.all("guid", "id"):
            if guid.get("isPermaLink", "true") != "false" and _plain(guid).startswith("http"):
                return self.absolute(_plain(guid))
        return None


def _entry(entry: _Element) -> FeedEntry:
    content = entry.markup(*_CONTENTS)
    enclosures = tuple(_enclosures(entry))
    return FeedEntry(
        id=entry.text("id", "guid", "dc:identifier"),
        link=entry.link(),
        original=entry.absolute(entry.text("feedburner:origLink")),
        title=entry.text("title", "dc:title", "media:title"),
        published=entry.text(*_PUBLISHED) or None,
        updated=entry.text(*_UPDATED) or None,
        summary=entry.markup(*_SUMMARIES),
        content=content,
        authors=tuple(dict.fromkeys(_authors(entry))),
        tags=tuple(dict.fromkeys(_tags(entry))),
        image=_image(entry, enclosures),
        enclosures=enclosures,
    )


def _authors(entry: _Element) -> Iterator[str]:
    for author in entry.all("author", "dc:creator", "itunes:author"):
        names = [_plain(child) for child in author if _qualified(child) == "name"]
        for name in names or [_plain(author)]:
            named = _NAME_AFTER_MAIL.match(name)
            if name and (named or "@" not in name):
                yield named[1] if named else name


def _tags(entry: _Element) -> Iterator[str]:
    for tag in entry.all("category", "dc:subject"):
        if name := tag.get("label") or tag.get("term") or _plain(tag):
            yield name.strip()


def _enclosures(entry: _Element) -> Iterator[Enclosure]:
    links = (link for link in entry.all("link") if link.get("rel") == "enclosure")
    for element in islice(chain(entry.all("enclosure"), links), MAX_ENCLOSURES):
        if url := entry.absolute(element.get("url") or element.get("href")):
            length = (element.get("length") or "").strip()
            size = int(length) if _LENGTH.fullmatch(length) else 0
            yield Enclosure(url, (element.get("type") or "").strip(), size)


def _image(entry: _Element, enclosures: tuple[Enclosure, ...]) -> str | None:
    groups = islice(entry.all("media:group"), _MOST_GROUPS)
    for holder in chain([entry], (_Element.of(group, entry.base) for group in groups)):
        for element in holder.all("media:content", "media:thumbnail", "itunes:image"):
            kind = element.get("medium") or element.get("type") or "image"
            if kind.startswith("image") and (
                url := entry.absolute(element.get("url") or element.get("href"))
            ):
                return url
    return next((one.url for one in enclosures if one.type.startswith("image/")), None)


def _plain(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _markup(element: etree._Element) -> str:
    """Content as HTML: elements that stand in the feed as such, escaped ones, or plain text."""
    if len(element):
        for child in element.iterdescendants():
            child.tag = local_name(child)
        inner = [html.escape(element.text or "", quote=False)]
        inner += [etree.tostring(child, method="html", encoding="unicode") for child in element]
        return _DECLARATION.sub(r"\1", "".join(inner)).strip()
    text = (element.text or "").strip()
    # Only Atom says what a text is; elsewhere it is HTML.
    atom = "Atom" in str(element.tag) and element.get("mode") != "escaped"
    is_text = atom and (element.get("type") or "").lower() in _TEXT_TYPES
    return html.escape(text, quote=False) if is_text else text
