"""A post as an entry of a document: cleaned, summarised, and no larger than allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from feeds.config import FeedLimits
from feeds.errors import MarkupError
from feeds.formats.text import (
    as_html,
    clean,
    is_absolute,
    is_media_type,
    name,
    one_line,
    uri,
)
from feeds.links import absolute
from feeds.markup import sanitised
from feeds.post import Author, Enclosure, Image
from feeds.text import MAX_TITLE, is_language, shorten, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from feeds.post import Post
    from feeds.values import Content

_TITLE_LENGTH = 80
# Characters of a summary; one of megabytes would push all other entries out of the document.
_MAX_SUMMARY = 1000
# What says nothing of a file (RFC 2046 §4.5.1), where feeds want a type.
_ANY_TYPE = "application/octet-stream"
# Characters of a body, markup included, that a summary of 280 is made from.
_SUMMARISED = 1000
# A tag or an entity that a cut went through.
_TORN = re.compile(r"(?:<[^>]*|&[^;\s]*)$")

FRAME = 1200
"""Bytes of an entry beside its texts: elements, dates, ids, categories, an image."""


@dataclass(frozen=True, slots=True)
class Category:
    """A category or tag. ``term`` is for machines, ``label`` for people, ``scheme`` a full URI."""

    term: str
    label: str
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where entries come from: the source as readers know it, and its own feed if it has one."""

    title: str
    site_url: str
    feed_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post in a document. All text is clean, all URLs are absolute and percent-encoded.

    Attributes:
        id: a URI that never changes.
        title: plain text, one line, never empty.
        link: the page that readers open.
        published: aware, UTC.
        updated: aware, UTC; when the content last changed.
        summary: plain text, one line, never empty.
        content_html: sanitised fragment, or None when the document carries no full text.
        lang: BCP 47 tag, or None when it is the document's.
        via: URL of the original, None when unknown.
    """

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    summary: str
    content_html: str | None = None
    lang: str | None = None
    authors: tuple[Author, ...] = ()
    categories: tuple[Category, ...] = ()
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    origin: Origin | None = None
    via: str | None = None

    @property
    def ceiling(self) -> int:
        """What ``weight`` cannot exceed, at a glance: no character takes more than four bytes."""
        return FRAME + 4 * (2 * len(self.summary + self.title) + len(self.content_html or ""))

    @property
    def weight(self) -> int:
        """Bytes that this entry takes in a document, about, and rather more than less."""
        return FRAME + 2 * len((self.summary + self.title).encode()) + _size(self.content_html)


def plain_categories(post: Post) -> tuple[Category, ...]:
    """Categories and tags of ``post`` under their own names."""
    return tuple(Category(each, each) for each in post.categories + post.tags)


def _no_page(_post: Post) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How posts become entries.

    Attributes:
        limits: caps by count and by bytes, None for none. An entry above a third of the bytes is
            shortened.
        content: the full text, a summary only, or the title only.
        categories: categories and tags of a post, with terms and labels.
        origins: what readers are told of each source, by its name.
        page: URL of our own page of a post, or None to open the original.
    """

    limits: FeedLimits | None = field(default_factory=FeedLimits)
    content: Content = "full"
    categories: Callable[[Post], tuple[Category, ...]] = plain_categories
    origins: Mapping[str, Origin] = field(default_factory=dict)
    page: Callable[[Post], str | None] = _no_page


def entry(post: Post, rules: Rules) -> Entry:
    """``post`` as the ``rules`` want it; ``link`` is empty when nothing can be opened."""
    via = absolute(post.link, "") if post.link else None
    page = rules.page(post)
    gist = _gist(post)
    id_ = _id(post)
    title = shorten(one_line(post.title), MAX_TITLE) or shorten(gist, _TITLE_LENGTH) or via or id_
    made = Entry(
        id=id_,
        title=title,
        link=uri(page) if page else via or "",
        published=post.published,
        updated=post.changed,
        summary=title if rules.content == "none" else gist or title,
        content_html=_content(post) if rules.content == "full" else None,
        lang=post.lang if is_language(post.lang) else None,
        authors=tuple(_authors(post.authors)),
        categories=_categories(rules.categories(post)),
        image=_image(post.image),
        enclosures=tuple(_enclosures(post.enclosures)),
        origin=_origin(rules.origins.get(post.source)),
        via=via,
    )
    return shortened(made, rules.limits.bytes // 3) if rules.limits else made


def shortened(whole: Entry, budget: int) -> Entry:
    """``whole`` with a weight of at most ``budget`` bytes or nearly so, ending in its link if any.

    Cuts between lines, because a body has one top-level element on each; a body that is one huge
    element gives way to the summary.
    """
    html = whole.content_html
    if html is None or whole.ceiling <= budget or whole.weight <= budget:
        return whole
    ending = f"{as_html(whole.title)} …"
    if whole.link:
        ending = f'<a href="{escape(whole.link)}">{ending}</a>'
    ending = f"<p>{ending}</p>"
    bare = replace(whole, content_html=ending)
    room = budget - bare.weight
    kept: list[str] = []
    for line in html.split("\n"):
        room -= _size(line + "\n")
        if room < 0:
            break
        kept.append(line)
    start = "\n".join(kept) or f"<p>{as_html(whole.summary)}</p>"
    return replace(bare, content_html=f"{start}\n{ending}")


def _id(post: Post) -> str:
    """A URI in full, as Atom and its readers want it, also of a post that has something else."""
    found = uri(post.id)
    if is_absolute(found):
        return found
    known_by = f"broadsheet:{post.source}/{post.key}/{found}".encode(errors="replace").decode()
    return uuid5(NAMESPACE_URL, known_by).urn


def _gist(post: Post) -> str:
    text = one_line(post.description or "") or one_line(summary(_beginning(post.body)))
    return shorten(text, _MAX_SUMMARY)


def _content(post: Post) -> str | None:
    """The body as `sanitise` writes it, whoever wrote the post; None where that cannot be made."""
    try:
        return clean(sanitised(post.body, post.link or "")) or None
    except MarkupError:
        return None


def _beginning(body: str) -> str:
    """Enough of ``body`` for a summary, which would else read all of it."""
    return body if len(body) <= _SUMMARISED else _TORN.sub("", body[:_SUMMARISED])


def _size(html: str | None) -> int:
    """Bytes of ``html`` in the format that makes most of it: JSON escapes, XML has CDATA."""
    if html is None:
        return 0
    return len(html.encode()) + html.count('"') + html.count("\\") + html.count("\n")


def _authors(authors: Iterable[Author]) -> Iterable[Author]:
    for author in authors:
        if label := name(author.name):
            yield Author(label, absolute(author.url, "") if author.url else None)


def _categories(categories: Iterable[Category]) -> tuple[Category, ...]:
    found: dict[tuple[str, str | None], Category] = {}
    for each in categories:
        key = (name(each.term), each.scheme)
        if key[0] and key not in found:
            label = key[0] if each.label == each.term else name(each.label) or key[0]
            found[key] = Category(key[0], label, each.scheme)
    return tuple(found.values())


def _origin(origin: Origin | None) -> Origin | None:
    return replace(origin, title=one_line(origin.title) or origin.site_url) if origin else None


def _image(image: Image | None) -> Image | None:
    """``image`` with a percent-encoded URL; None when that is no http(s) URL."""
    url = absolute(image.url, "") if image else None
    if image is None or url is None:
        return None
    if image.type is None or is_media_type(image.type):
        return replace(image, url=url)
    return replace(image, url=url, type=None)


def _enclosures(files: Iterable[Enclosure]) -> Iterable[Enclosure]:
    """Those ``files`` that have http(s) URLs, each with a media type."""
    for file in files:
        if url := absolute(file.url, ""):
            yield replace(file, url=url, type=file.type if is_media_type(file.type) else _ANY_TYPE)
