"""What a spider yields: an article as scraped, raw, every field optional."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class Article:
    """Raw values of one article; the pipelines make a post of it.

    Spiders may yield this, a dict, an attrs object or a Scrapy Item with the same field names:
    the pipelines look at it through ``itemadapter`` only.

    Attributes:
        url: where it was read from, after redirects.
        link: its canonical URL when that differs; relative ones are resolved against ``url``.
        key: the source's own id of it.
        title: text or HTML; tags and entities are undone.
        published: text as the site writes it, or a datetime (naive = the source's timezone).
        updated: likewise.
        body: HTML fragment, not sanitised.
        description: text or HTML.
        authors: names; a single string is split at commas and the like.
        category: overrides the source's category.
        tags: added to the source's tags.
        image: URL of the lead image.
        lang: BCP 47 tag.
        fetched: aware UTC, when the answer came; relative dates count from it.
        footer: overrides the workspace's footer template (already rendered Markdown).
    """

    url: str | None = None
    link: str | None = None
    key: str | None = None
    title: str | None = None
    published: str | datetime | None = None
    updated: str | datetime | None = None
    body: str | None = None
    description: str | None = None
    authors: list[str] = field(default_factory=list)
    category: str | None = None
    tags: list[str] = field(default_factory=list)
    image: str | None = None
    lang: str | None = None
    fetched: datetime | None = None
    footer: str | None = None
