"""One channel at a time to its files: the feeds in all formats, and the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feeds.channels import ALL, CATEGORY, LANGUAGE, SEARCH, SOURCE, TAG, Channel
from feeds.formats import FORMATS, Document, Rules, document, urls
from feeds.formats.opml import Subscription
from feeds.formats.opml import render as opml
from feeds.history import Historian
from feeds.paging import archived
from feeds.public_folder import check_shrink
from feeds.site.pages import (
    ChannelGroup,
    ChannelLink,
    FeedLink,
    Page,
    channel_page,
    channels_page,
    headlines,
)
from feeds.site.words import language_name, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from feeds.archive import Archive
    from feeds.config import Config
    from feeds.public_folder import PublicFolder

# Channels of one kind that the first page names, largest first; another page has them all.
_NEIGHBOURS = 24

# RFC 4151 wants a date in the ids of channels; it must never change.
_MINTED = "2026"


def with_expected(channels: list[Channel], config: Config) -> list[Channel]:
    """``channels`` with those that are there before their first post: all, and saved searches."""
    since = datetime(1990, 1, 1, tzinfo=UTC)
    expected = [
        Channel(ALL, "", ALL, 0, since),
        *(Channel(SEARCH, slug, slug, 0, since) for slug in sorted(config.feeds)),
    ]
    found = {channel.key for channel in channels}
    missing = [channel for channel in expected if channel.key not in found]
    return sorted([*channels, *missing], key=_kind_order)


def page_path(channel: Channel) -> str:
    """Where the page of ``channel`` stands below ``public/``.

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


class Press:
    """Prints channels of ``archive`` to ``folder``."""

    def __init__(
        self,
        archive: Archive,
        config: Config,
        folder: PublicFolder,
        titles: Mapping[str, str],
    ) -> None:
        self._archive = archive
        self._config = config
        self._folder = folder
        self._titles = titles
        self._search_titles = {slug: search.title for slug, search in config.feeds.items()}
        self._rules = Rules(limits=config.limits)
        self._historian = Historian(archive, config.limits)

    def print_channel(
        self, channel: Channel, months: Collection[str] | None, *, allow_shrink: bool
    ) -> None:
        """Writes the feeds and the page of one channel.

        Args:
            channel: which one.
            months: in which its posts changed; None looks at all of them.
            allow_shrink: also when it lost most of its posts.

        Raises:
            PublishError: it lost most of its posts, and that is not allowed; nothing is written.
            FeedsError: the system refused.
        """
        stem = f"feeds/{channel.path}"
        if not allow_shrink:
            entries = self._folder.read(f"{stem}.atom").count(b"</entry>")
            check_shrink(f"{stem}.atom", entries, channel.count)
        blank = self._print_history(channel, months)
        made = self._document(channel, blank)
        self._write(stem, made)
        if old := alias(channel):
            atom = FORMATS["atom"]
            itself = {**made.urls, atom.media_type: self._config.base_url + old}
            self._folder.write(old, atom.render(replace(made, urls=itself)))
        if channel.kind != ALL:
            self._folder.write(page_path(channel), channel_page(self._page(channel, made)))

    def _print_history(self, channel: Channel, months: Collection[str] | None) -> Document:
        """Writes archived documents; the current one, without entries, that links to the last."""
        stem = f"feeds/{channel.path}/"
        history = self._historian.plan(channel, self._folder.names(stem, ".atom"), months)
        blank = self._blank(channel)
        for page in history.pages:
            number = history.names.index(page.name)
            made = archived(blank, self._config.base_url + stem, history.names, number)
            kept = self._archive.read(row.path for row in page.rows)
            self._write(stem + page.name, document(made, (each.post for each in kept), self._rules))
        newest = history.names[-1:]
        links = urls(f"{self._config.base_url}{stem}{newest[0]}") if newest else {}
        return replace(blank, prev_archive=links)

    def _write(self, stem: str, made: Document) -> None:
        """Writes ``made`` in all formats."""
        for each in FORMATS.values():
            self._folder.write(stem + each.suffix, each.render(made))

    def print_indexes(self, channels: Sequence[Channel]) -> None:
        """Writes what names several channels, the first page among them, and the looks of pages."""
        first = channels[0]
        largest = sorted(channels[1:], key=lambda channel: (-channel.count, channel.slug))
        made = self._document(first, self._blank(first))
        page = self._page(first, made, self._groups(largest, _NEIGHBOURS))
        self._folder.write(page_path(first), channel_page(page))
        named = sorted(channels, key=lambda channel: (channel.slug, channel.name))
        self._folder.write("channels.html", channels_page(self._list_page(named)))
        self._folder.write("opml.xml", opml(self._config.title, self._subscriptions(named)))
        for file in resources.files("feeds.site").joinpath("static").iterdir():
            self._folder.write(file.name, file.read_bytes())

    def title(self, channel: Channel) -> str:
        """What people call ``channel``."""
        titles = {
            ALL: self._config.title,
            SOURCE: self._titles.get(channel.name),
            SEARCH: self._search_titles.get(channel.slug),
            LANGUAGE: language_name(channel.name),
        }
        return titles.get(channel.kind) or channel.name

    def _document(self, channel: Channel, blank: Document) -> Document:
        kept = self._archive.newest(channel, self._config.limits.entries)
        return document(blank, [each.post for each in kept], self._rules)

    def _blank(self, channel: Channel) -> Document:
        """The document of ``channel`` without its entries."""
        config, title = self._config, self.title(channel)
        return Document(
            id=f"tag:{urlsplit(config.base_url).hostname},{_MINTED}:{channel.path}",
            title=title if channel.kind == ALL else f"{title} · {config.title}",
            subtitle=config.description or "",
            site_url=config.base_url + (page_path(channel) if channel.kind != ALL else ""),
            urls=self._feed_urls(channel),
            language=config.language,
            author=config.author or config.title,
        )

    def _feed_urls(self, channel: Channel) -> dict[str, str]:
        return urls(f"{self._config.base_url}feeds/{channel.path}")

    def _page(
        self, channel: Channel, made: Document, neighbours: tuple[ChannelGroup, ...] = ()
    ) -> Page:
        config = self._config
        return Page(
            title=self.title(channel),
            publication=config.title,
            lang=config.language,
            timezone=config.timezone,
            url=made.site_url,
            root="" if channel.kind == ALL else "../",
            description=(config.description or "") if channel.kind == ALL else "",
            feeds=tuple(_feed_links(made.urls)),
            entries=headlines(made.entries),
            neighbours=neighbours,
        )

    def _list_page(self, channels: Sequence[Channel]) -> Page:
        config = self._config
        return Page(
            title=words(config.language)["channels"],
            publication=config.title,
            lang=config.language,
            timezone=config.timezone,
            url=f"{config.base_url}channels.html",
            neighbours=self._groups(channels),
        )

    def _groups(
        self, channels: Iterable[Channel], limit: int | None = None
    ) -> tuple[ChannelGroup, ...]:
        """``channels`` by kind, in their order, at most ``limit`` of each."""
        by_kind = groupby(sorted(channels, key=_kind_order), key=lambda channel: channel.kind)
        return tuple(
            ChannelGroup(kind, tuple(self._link(channel) for channel in list(found)[:limit]))
            for kind, found in by_kind
        )

    def _link(self, channel: Channel) -> ChannelLink:
        return ChannelLink(self.title(channel), page_path(channel))

    def _subscriptions(self, channels: Sequence[Channel]) -> dict[str, list[Subscription]]:
        """The channels for OPML: that of all posts at the top, the others under their kind."""
        spoken = words(self._config.language)
        groups: dict[str, list[Subscription]] = {}
        for channel in sorted(channels, key=_kind_order):
            heading = "" if channel.kind == ALL else spoken[channel.kind]
            groups.setdefault(heading, []).append(
                Subscription(
                    title=self.title(channel),
                    feed_url=self._feed_urls(channel)[FORMATS["atom"].media_type],
                    site_url=self._config.base_url + page_path(channel),
                )
            )
        return groups


_KINDS = (ALL, SEARCH, SOURCE, CATEGORY, TAG, LANGUAGE)


def _kind_order(channel: Channel) -> int:
    return _KINDS.index(channel.kind)


def _feed_links(found: Mapping[str, str]) -> Iterable[FeedLink]:
    return (
        FeedLink(each.label, found[each.media_type], each.media_type) for each in FORMATS.values()
    )
