"""What names several channels: the first page, the page of all channels, OPML."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from feeds.channels import ALL, DIGEST, KINDS
from feeds.formats import FORMATS
from feeds.formats.opml import Subscription
from feeds.formats.opml import render as opml
from feeds.imprint import page_path
from feeds.site.pages import ChannelGroup, Page, channel_page, channels_page, headlines
from feeds.site.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feeds.channels import Channel
    from feeds.formats import Document
    from feeds.imprint import Imprint
    from feeds.public_folder import PublicFolder

# Channels of one kind that the first page names, largest first; another page has them all.
_NEIGHBOURS = 24


class Indexes:
    """Prints the indexes of ``channels``, that of all posts first, to ``folder``."""

    def __init__(self, imprint: Imprint, folder: PublicFolder, channels: Sequence[Channel]) -> None:
        self._imprint = imprint
        self._folder = folder
        self._channels = channels

    def print_first_page(self, made: Document) -> None:
        """Writes the page of all posts, whose document is ``made``, with the largest channels."""
        first, *others = self._channels
        largest = sorted(others, key=lambda channel: (-channel.count, channel.slug))
        page = replace(
            self._imprint.page(first),
            entries=headlines(made.entries),
            neighbours=self._groups(largest, _NEIGHBOURS),
        )
        self._folder.write(page_path(first), channel_page(page))

    def print_lists(self) -> None:
        """Writes what names every channel, and the looks of pages."""
        named = sorted(self._channels, key=lambda channel: (channel.slug, channel.name))
        config, first = self._imprint.config, self._imprint.page(self._channels[0])
        page = Page(
            title=words(config.language)["channels"],
            publication=config.title,
            lang=config.language,
            timezone=config.timezone,
            url=f"{config.base_url}channels.html",
            feeds=first.feeds,
            neighbours=self._groups(named),
        )
        self._folder.write("channels.html", channels_page(page))
        self._folder.write("opml.xml", opml(config.title, self._subscriptions(named)))
        for file in resources.files("feeds.site").joinpath("static").iterdir():
            self._folder.write(file.name, file.read_bytes())

    def _groups(
        self, channels: Iterable[Channel], limit: int | None = None
    ) -> tuple[ChannelGroup, ...]:
        """``channels`` by kind, in their order, at most ``limit`` of each."""
        by_kind = groupby(sorted(channels, key=kind_order), key=lambda channel: channel.kind)
        return tuple(
            ChannelGroup(kind, tuple(self._imprint.link(each) for each in list(found)[:limit]))
            for kind, found in by_kind
        )

    def _subscriptions(self, channels: Sequence[Channel]) -> dict[str, list[Subscription]]:
        """The channels for OPML: that of all posts at the top, the others under their kind."""
        spoken = words(self._imprint.config.language)
        groups: dict[str, list[Subscription]] = {}
        for channel in sorted(channels, key=kind_order):
            heading = "" if channel.kind in {ALL, DIGEST} else spoken[channel.kind]
            groups.setdefault(heading, []).append(
                Subscription(
                    title=self._imprint.title(channel),
                    feed_url=self._imprint.feed_urls(channel)[FORMATS["atom"].media_type],
                    site_url=self._imprint.config.base_url + page_path(channel),
                )
            )
        return groups


def kind_order(channel: Channel) -> int:
    """Where channels of its kind stand among the others."""
    return KINDS.index(channel.kind)
