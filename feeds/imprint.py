"""What a publication says of its channels: their names, their addresses, their empty documents.

Pure: reads no archive and writes no files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feeds.channels import ALL, CATEGORY, DIGEST, LANGUAGE, SEARCH, SOURCE, TAG, Channel
from feeds.formats import FORMATS, Category, Document, Rules, urls
from feeds.site.pages import ChannelLink, FeedLink, Page
from feeds.site.words import language_name, words
from feeds.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feeds.channels import ChannelKey
    from feeds.config import Config
    from feeds.formats import Origin
    from feeds.post import Post

# RFC 4151 wants a date in the ids of channels; it must never change.
_MINTED = "2026"


def page_path(channel: Channel) -> str:
    """Where the page of ``channel`` stands below ``public/``.

    >>> from datetime import UTC, datetime
    >>> page_path(Channel("category", "泰州日报", "taizhouribao", 1, datetime.now(UTC)))
    'category/taizhouribao.html'
    """
    return "index.html" if channel.kind == ALL else f"{channel.path}.html"


def alias(channel: Channel) -> str | None:
    """The path below ``public/`` under which Jekyll's readers know the Atom feed, if any."""
    old = {
        ALL: "feed.xml",
        CATEGORY: f"feed/{channel.slug}.xml",
        TAG: f"feed/by_tag/{channel.slug}.xml",
    }
    return old.get(channel.kind)


class Imprint:
    """The publication that ``config`` describes."""

    def __init__(
        self,
        config: Config,
        origins: Mapping[str, Origin],
        slugs: Mapping[ChannelKey, str],
    ) -> None:
        """Knows all that documents and pages say beside posts.

        Args:
            config: of the workspace.
            origins: what readers are told of each source, by its name; those without an address
                only have their titles told.
            slugs: of all channels.
        """
        self.config = config
        self._origins = {name: origin for name, origin in origins.items() if origin.site_url}
        self._titles = {(SOURCE, fold(name)): origin.title for name, origin in origins.items()}
        self._titles |= {
            (SEARCH, slug): found.title or slug for slug, found in config.feeds.items()
        }
        self._slugs = slugs

    def title(self, channel: Channel) -> str:
        """What people call ``channel``."""
        if channel.kind == ALL:
            return self.config.title
        if channel.kind == LANGUAGE:
            return language_name(channel.name)
        if channel.kind == DIGEST:
            return words(self.config.language)[f"digest_{self.config.digest or 'day'}"]
        return self._titles.get(channel.key, channel.name)

    def rules(self, channel: Channel) -> Rules:
        """How posts become entries of ``channel``."""
        return Rules(
            limits=self.config.limits,
            content=self.config.content_of(channel.path),
            categories=self._categories,
            origins=self._origins,
        )

    def blank(self, channel: Channel) -> Document:
        """The document of ``channel`` without its entries."""
        config, title = self.config, self.title(channel)
        return Document(
            id=f"tag:{urlsplit(config.base_url).hostname},{_MINTED}:{channel.path}",
            title=title if channel.kind == ALL else f"{title} · {config.title}",
            subtitle=config.description or "",
            site_url=config.base_url + (page_path(channel) if channel.kind != ALL else ""),
            urls=self.feed_urls(channel),
            language=channel.name if channel.kind == LANGUAGE else config.language,
            author=config.author or config.title,
            hubs=config.hubs,
        )

    def feed_urls(self, channel: Channel) -> dict[str, str]:
        """Where the feeds of ``channel`` are, by media type."""
        return urls(f"{self.config.base_url}feeds/{channel.path}")

    def page(self, channel: Channel) -> Page:
        """The page of ``channel`` without its entries."""
        config = self.config
        return Page(
            title=self.title(channel),
            publication=config.title,
            lang=config.language,
            timezone=config.timezone,
            url=self.blank(channel).site_url,
            root="../" if "/" in channel.path else "",
            description=(config.description or "") if channel.kind == ALL else "",
            feeds=tuple(_feed_links(self.feed_urls(channel))),
        )

    def link(self, channel: Channel) -> ChannelLink:
        """To the page of ``channel``."""
        return ChannelLink(self.title(channel), page_path(channel))

    def _categories(self, post: Post) -> tuple[Category, ...]:
        """Categories and tags of ``post``: the slugs of their channels for machines."""
        named = [(CATEGORY, name) for name in post.categories] + [(TAG, name) for name in post.tags]
        return tuple(
            Category(
                self._slugs.get((kind, fold(name)), name), name, f"{self.config.base_url}{kind}/"
            )
            for kind, name in named
        )


def _feed_links(found: Mapping[str, str]) -> Iterable[FeedLink]:
    return (
        FeedLink(each.label, found[each.media_type], each.media_type) for each in FORMATS.values()
    )
