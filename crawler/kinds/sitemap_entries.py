"""Sitemaps (sitemaps.org 0.9) -> locations: indexes, URL sets with news, plain text, gzip files.

It refuses documents with a DOCTYPE, which no sitemap needs, and does not interpret dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from operator import methodcaller
from typing import TYPE_CHECKING

from crawler.errors import Dropped
from crawler.extract.charset import decode
from crawler.kinds.packed import unpacked
from crawler.kinds.xml_tree import entries_of, local_name, parse_xml
from feeds.links import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

NOT_A_SITEMAP = "not a sitemap"
HAS_DOCTYPE = "has a DOCTYPE"
MAX_LOCATIONS = 50_000  # what sitemaps.org allows

_DOCTYPE = re.compile(r"<!DOCTYPE\s", re.IGNORECASE)
_LINE = re.compile(r"^[^\S\n]*+(https?://\S++)[^\S\n]*+$", re.MULTILINE)
# Google's sitemaps for news ask for ten at most.
_MOST_KEYWORDS = 100
_ITEMS = ("url", "sitemap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """One entry of a sitemap.

    Attributes:
        url: of a page, or of a further sitemap when it stands in an index.
        lastmod: date as written.
        title: from the news extension, as are the next three.
        published: date as written.
        language: as written.
        keywords: of the news extension or none.
        images: URLs of the image extension.
    """

    url: str
    lastmod: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    images: tuple[str, ...] = ()

    @property
    def is_news(self) -> bool:
        """Whether the site says that this is a news article."""
        return bool(self.title or self.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A sitemap in its own order.

    Attributes:
        is_index: whether the locations are sitemaps.
        omitted: how many entries stand beyond ``MAX_LOCATIONS`` and were not read.
    """

    is_index: bool
    locations: tuple[Location, ...] = ()
    omitted: int = 0

    @property
    def news(self) -> tuple[Location, ...]:
        """The locations with a news extension."""
        return tuple(location for location in self.locations if location.is_news)


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """Read a sitemap or a sitemap index, in XML or as text with a URL on each line.

    Args:
        body: as received; a gzip file is unpacked, one that ends early as far as it goes.
        url: where it was read from; relative locations, which some sites write, count from here.

    Raises:
        Dropped: ``not a sitemap``, ``has a DOCTYPE``, ``mojibake`` or ``too large when unpacked``.

    >>> read_sitemap(b"<urlset><url><loc> http://a.example/1 </loc></url></urlset>", "").locations
    (Location(url='http://a.example/1', ...),)
    """
    text = decode(unpacked(body)).text
    root = parse_xml(text, ("urlset", "sitemapindex"))
    if root is None:
        return _plain(text)
    if _DOCTYPE.search(text):
        raise Dropped(HAS_DOCTYPE)
    is_index = local_name(root).lower() == "sitemapindex"
    item = "sitemap" if is_index else "url"
    elements = entries_of(root, lambda element: local_name(element).lower() == item)
    found = (_location(element, url) for element in islice(elements, MAX_LOCATIONS))
    locations = tuple(location for location in found if location)
    return Sitemap(is_index=is_index, locations=locations, omitted=sum(1 for _ in elements))


def _plain(text: str) -> Sitemap:
    if "<" in text:
        raise Dropped(NOT_A_SITEMAP, "neither XML with a urlset nor a list of URLs")
    lines = _LINE.finditer(text)
    locations = tuple(Location(url=line[1]) for line in islice(lines, MAX_LOCATIONS))
    if not locations:
        raise Dropped(NOT_A_SITEMAP, "no URL on a line")
    return Sitemap(is_index=False, locations=locations, omitted=sum(1 for _ in lines))


def _location(element: etree._Element, base: str) -> Location | None:
    """The entry of a ``<url>`` or ``<sitemap>``; None without a location of its own."""
    texts: dict[str, str] = {}
    images: list[str] = []
    for name, text in _texts(element):
        if name == "image.loc":
            images.append(text)
        else:
            texts.setdefault(name, text)
    url = absolute(texts["loc"], base) if "loc" in texts else None
    if not url:
        return None
    words = texts.get("news.keywords", "").split(",", _MOST_KEYWORDS)[:_MOST_KEYWORDS]
    keywords = (word.strip() for word in words)
    return Location(
        url=url,
        lastmod=texts.get("lastmod"),
        title=texts.get("news.title"),
        published=texts.get("news.publication_date"),
        language=texts.get("publication.language"),
        keywords=tuple(filter(None, keywords)),
        images=tuple(image for text in images if (image := absolute(text, base))),
    )


def _texts(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Texts by name; one inside an extension (``news``, ``image``) under its parent's name too.

    What is no text of this entry but another entry is left out.
    """
    own = (child for child in element if local_name(child).lower() not in _ITEMS)
    for child in chain.from_iterable(map(methodcaller("iter"), own)):
        if text := (child.text or "").strip():
            parent = child.getparent()
            name = local_name(child)
            yield (
                name if parent is element or parent is None else f"{local_name(parent)}.{name}",
                text,
            )
