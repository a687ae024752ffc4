"""The archive to ``public/``: which files there are, and when each is written.

Publishing is incremental: only channels whose posts changed are written, unless something else
that the files depend on (configuration, version) changed as well. Nothing here reads a clock, so
the same posts give the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from feeds import __version__
from feeds.archive import Archive
from feeds.channels import ALL, DIGEST, EVERYTHING, SEARCH, Channel
from feeds.digest import Periods
from feeds.errors import PublishError
from feeds.imprint import Imprint
from feeds.indexes import Indexes, kind_order
from feeds.press import Press
from feeds.public_folder import PublicFolder, Record
from feeds.storage import system_errors_told
from feeds.websub import announce

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feeds.archive import Dirty
    from feeds.channels import ChannelKey
    from feeds.config import Config, Workspace
    from feeds.formats import Origin


_DAYS = {"day": 1, "week": 7}
# Of the newest post of a channel that holds none.
_SINCE = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Options:
    """How to publish.

    Attributes:
        origins: what readers are told of each source, by its name; an origin without a
            ``site_url`` only gives its channel the title.
        everything: also what did not change.
        allow_shrink: also feeds that would lose most of their entries.
    """

    origins: Mapping[str, Origin] = field(default_factory=dict)
    everything: bool = False
    allow_shrink: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publish did.

    Attributes:
        posts: how many posts the archive holds.
        channels: how many channels there are.
        written: paths below ``public/`` that changed.
        unchanged: files that were made and had their content already.
        refused: why channels were left as they were.
        changed: URLs of the feeds that subscribers poll whose content is new.
        unannounced: a message for each hub that did not take the news.
    """

    posts: int
    channels: int
    written: tuple[str, ...] = ()
    unchanged: int = 0
    refused: tuple[PublishError, ...] = ()
    changed: tuple[str, ...] = ()
    unannounced: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """The same for scripts."""
        return {
            "posts": self.posts,
            "channels": self.channels,
            "written": list(self.written),
            "unchanged": self.unchanged,
            "refused": [str(error) for error in self.refused],
            "unannounced": list(self.unannounced),
        }


def publish_workspace(workspace: Workspace, options: Options | None = None) -> Publication:
    """Publishes a workspace's archive to its ``public/``, and tells the hubs.

    Raises:
        FeedsError: the configuration has mistakes, or the system refused.
    """
    config = workspace.read_config()
    with Archive.open(workspace, config) as archive:
        made = publish(archive, config, PublicFolder(workspace.public), options or Options())
    if not config.hubs:
        return made
    return replace(made, unannounced=announce(workspace.pings, config.hubs, made.changed))


def publish(
    archive: Archive, config: Config, folder: PublicFolder, options: Options
) -> Publication:
    """Publishes what changed in ``archive`` to ``folder``.

    Raises:
        StorageError: the system refused; what was written is whole, the rest is as it was.
    """
    with system_errors_told(folder.root):
        return _publish(archive, config, folder, options)


def _publish(
    archive: Archive, config: Config, folder: PublicFolder, options: Options
) -> Publication:
    before = folder.read_record()
    fingerprint = _fingerprint(config, options)
    everything = options.everything or before.fingerprint != fingerprint
    news = _News(dirty=archive.dirty(), everything=everything, allow_shrink=options.allow_shrink)
    channels = with_expected(archive.channels(before.slugs), config)
    slugs = {channel.key: channel.slug for channel in channels}
    imprint = Imprint(config, options.origins, slugs)
    press = Press(archive, imprint, folder)
    refused: list[PublishError] = []
    whole = True
    for channel in filter(news.concern, channels):
        try:
            _print_channel(press, channel, news, config)
        except PublishError as error:
            refused.append(error)
            whole &= channel.kind != ALL
    if not refused:  # else a folder may be missing, and its posts with it
        for channel in filter(news.concern, emptied(before.slugs, slugs)):
            press.print_channel(channel, None, allow_shrink=True)
    if everything or news.dirty.keys:
        indexes = Indexes(imprint, folder, channels)
        lists = _lists(channels)
        if whole:  # else the first page and the lists would lose what the feeds do not
            indexes.print_first_page(press.current(channels[0]))
        if whole and (everything or lists != before.lists):
            indexes.print_lists()
        if not refused:
            # Channels that hold no posts any more keep their slugs.
            record = Record(fingerprint, {**before.slugs, **slugs}, lists)
            if everything or record != before:
                folder.write_record(record)
            archive.mark_published(news.dirty)
    return Publication(
        posts=archive.count(),
        channels=len(channels),
        written=tuple(folder.written),
        unchanged=folder.unchanged,
        refused=tuple(refused),
        changed=tuple(press.changed),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What a publish is about.

    Attributes:
        dirty: what changed in the archive.
        everything: whether all channels are looked at.
        allow_shrink: whether feeds may lose most of their entries.
    """

    dirty: Dirty
    everything: bool
    allow_shrink: bool

    def concern(self, channel: Channel) -> bool:
        """Whether files of ``channel`` may not be what they should."""
        key = EVERYTHING if channel.kind == DIGEST else channel.key
        return self.everything or key in self.dirty.keys


def _print_channel(press: Press, channel: Channel, news: _News, config: Config) -> None:
    if channel.kind == DIGEST:
        press.print_digest(channel, Periods(_DAYS[config.digest or "day"], config.zone))
        return
    months = None if news.everything else news.dirty.months[channel.key]
    # What a saved search finds is its owner's to change.
    may_shrink = news.allow_shrink or (news.everything and channel.kind == SEARCH)
    press.print_channel(channel, months, allow_shrink=may_shrink)


def _fingerprint(config: Config, options: Options) -> str:
    """Of all that published files depend on beside posts."""
    return _digest(__version__, config.model_dump_json(), repr(sorted(options.origins.items())))


def _lists(channels: Iterable[Channel]) -> str:
    """Of what lists of channels say about them, given the same configuration."""
    return _digest(*(f"{channel.path} {channel.name}" for channel in channels))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def emptied(published: Mapping[ChannelKey, str], there: Mapping[ChannelKey, str]) -> list[Channel]:
    """Channels that were ``published`` and hold no posts any more: paths stay, posts go.

    Both are slugs by channel; ``there`` are those of the channels that hold posts.
    """
    gone = sorted(published.keys() - there.keys())
    return [Channel(kind, folded, published[kind, folded], 0, _SINCE) for kind, folded in gone]


def with_expected(channels: list[Channel], config: Config) -> list[Channel]:
    """``channels`` with those that are there before their first post."""
    expected = [
        Channel(ALL, "", ALL, 0, _SINCE),
        *([Channel(DIGEST, "", DIGEST, 0, _SINCE)] if config.digest else []),
        *(Channel(SEARCH, slug, slug, 0, _SINCE) for slug in sorted(config.feeds)),
    ]
    kinds = {channel.kind for channel in expected}
    found = {channel.key for channel in channels if channel.kind in kinds}
    missing = [channel for channel in expected if channel.key not in found]
    return sorted([*channels, *missing], key=kind_order)
