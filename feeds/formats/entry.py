"""A post as an entry of a document: cleaned, summarised, and no larger than allowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feeds.formats.text import as_html, clean, excerpt, name, one_line, plain, uri
from feeds.post import Author

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from feeds.post import Enclosure, Image, Post

SUMMARY_LENGTH = 300
"""Characters of a summary made from the body: what lists in readers show."""
_TITLE_LENGTH = 80
# Bytes around the content: tags, names of elements, dates, ids; measured on real documents.
_FRAME = 1200


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
    def weight(self) -> int:
        """Bytes that this entry takes in a document, about; exact for the escaping of its text."""
        text = self.content_html or ""
        return (
            _FRAME
            + len(text.encode())
            + 3 * (text.count("<") + text.count(">"))
            + 4 * text.count("&")
            + len(self.summary.encode())
            + len(self.title.encode())
        )


def plain_categories(post: Post) -> tuple[Category, ...]:
    """Categories and tags of ``post`` under their own names, each once."""
    names = dict.fromkeys(name(each) for each in post.categories + post.tags)
    return tuple(Category(each, each) for each in names if each)


def entry(post: Post, categories: tuple[Category, ...], origin: Origin | None) -> Entry:
    """``post`` in full, without a link when it has none."""
    summary = one_line(post.description or "") or excerpt(plain(post.body), SUMMARY_LENGTH)
    title = one_line(post.title) or excerpt(summary, _TITLE_LENGTH) or uri(post.link or post.id)
    link = uri(post.link) if post.link else None
    return Entry(
        id=uri(post.id),
        title=title,
        link=link or "",
        published=post.published,
        updated=post.changed,
        summary=summary or title,
        content_html=clean(post.body),
        lang=post.lang,
        authors=tuple(_authors(post.authors)),
        categories=categories,
        image=replace(post.image, url=uri(post.image.url)) if post.image else None,
        enclosures=tuple(replace(each, url=uri(each.url)) for each in post.enclosures),
        origin=origin,
        via=link,
    )


def shortened(whole: Entry, budget: int) -> Entry:
    """``whole`` with a weight of at most ``budget`` bytes or nearly so, ending in a link.

    Cuts between lines, because a body has one top-level element on each; a body that is one huge
    element gives way to the summary.
    """
    if whole.content_html is None or whole.weight <= budget:
        return whole
    ending = f'<p><a href="{as_html(whole.link)}">{as_html(whole.title)} …</a></p>'
    bare = replace(whole, content_html=ending)
    kept: list[str] = []
    room = budget - bare.weight
    for line in whole.content_html.split("\n"):
        room -= len(as_html(line).encode()) + 1
        if room < 0:
            break
        kept.append(line)
    start = "\n".join(kept) or f"<p>{as_html(whole.summary)}</p>"
    return replace(bare, content_html=f"{start}\n{ending}")


def _authors(authors: Iterable[Author]) -> Iterable[Author]:
    for author in authors:
        if label := name(author.name):
            yield Author(label, uri(author.url) if author.url else None)
