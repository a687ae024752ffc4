"""What a post is. Frozen values only: reading, writing and rendering are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Author:
    """A person or body credited with a post."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """The lead image. ``type`` is a media type, ``length`` bytes, sizes pixels; None is unknown."""

    url: str
    alt: str = ""
    type: str | None = None
    length: int | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attached media file. ``type`` is a media type, ``length`` bytes."""

    url: str
    type: str
    length: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An article normalised and kept; equal to one front-matter file.

    Attributes:
        id: a URI, written once and never recomputed (RFC 4287 §4.2.6).
        key: the last part of the file name; the source's own id, or slug and hash.
        title: plain text, one line, NFC.
        published: aware, UTC. Equal to ``first_seen`` when the article carried no date.
        body: sanitised HTML fragment as ``feeds.markup.sanitise`` returns it.
        link: canonical http(s) URL of the original, percent-encoded (RFC 3986), or None.
        source: name of the source, empty for imported posts without one.
        categories: as the source names them; the first is the post's own.
        tags: as the source names them.
        lang: BCP 47 tag, or None when unknown.
        description: plain text, one paragraph, or None.
        updated: aware, UTC; when the content last changed, None when it never did.
        first_seen: aware, UTC; when the first run kept it, None for imported posts.
        revision: 1, and one more with each change of content.
        utc_offset: the source's offset at ``published``, kept for the front matter.
        footer: rendered footer of the post file (navigation, Markdown); never in feeds.
    """

    id: str
    key: str
    title: str
    published: datetime
    body: str
    link: str | None = None
    source: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lang: str | None = None
    authors: tuple[Author, ...] = ()
    description: str | None = None
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    updated: datetime | None = None
    first_seen: datetime | None = None
    revision: int = 1
    utc_offset: timedelta = timedelta()
    footer: str = ""

    def __post_init__(self) -> None:
        for moment in self.moments:
            if moment is not None and moment.tzinfo is not UTC:
                raise ValueError(f"a post's moments must be aware UTC, not {moment!r}")

    @property
    def moments(self) -> tuple[datetime, datetime | None, datetime | None]:
        """``published``, ``updated`` and ``first_seen``."""
        return self.published, self.updated, self.first_seen

    @property
    def changed(self) -> datetime:
        """When the content last changed: ``updated``, else ``published``."""
        return self.updated or self.published

    @property
    def undated(self) -> bool:
        """Whether the article carried no date, so that ``first_seen`` stands in for it."""
        return self.first_seen == self.published
