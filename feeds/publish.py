"""The archive to ``public/``: which files there are, and when each is written.

Publishing is incremental: only channels whose posts changed are written, unless something else
that the files depend on (configuration, version) changed as well. Nothing here reads a clock, so
the same posts give the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from feeds import __version__
from feeds.archive import Archive
from feeds.channels import SEARCH
from feeds.errors import PublishError
from feeds.press import Press, with_expected
from feeds.public_folder import PublicFolder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.config import Config, Workspace


@dataclass(frozen=True, slots=True)
class Options:
    """How to publish.

    Attributes:
        titles: what people call each source, by its name.
        everything: also what did not change.
        allow_shrink: also feeds that would lose most of their entries.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
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
    """

    posts: int
    channels: int
    written: tuple[str, ...] = ()
    unchanged: int = 0
    refused: tuple[PublishError, ...] = ()

    def record(self) -> dict[str, Any]:
        """The same for scripts."""
        return {
            "posts": self.posts,
            "channels": self.channels,
            "written": list(self.written),
            "unchanged": self.unchanged,
            "refused": [str(error) for error in self.refused],
        }


def publish_workspace(workspace: Workspace, options: Options | None = None) -> Publication:
    """Publishes a workspace's archive to its ``public/``.

    Raises:
        FeedsError: the configuration has mistakes, or the system refused.
    """
    config = workspace.read_config()
    with Archive.open(workspace, config) as archive:
        return publish(archive, config, PublicFolder(workspace.public), options or Options())


def publish(
    archive: Archive, config: Config, folder: PublicFolder, options: Options
) -> Publication:
    """Publishes what changed in ``archive`` to ``folder``.

    Raises:
        FeedsError: the system refused; what was written is whole, the rest is as it was.
    """
    dirty = archive.dirty()
    before = folder.read_record()
    fingerprint = _fingerprint(config, options)
    everything = options.everything or before.fingerprint != fingerprint
    channels = with_expected(archive.channels(before.slugs), config)
    press = Press(archive, config, folder, options.titles)
    refused: list[PublishError] = []
    for channel in channels:
        if everything or channel.key in dirty.keys:
            try:
                months = None if everything else dirty.months[channel.key]
                # What a saved search finds is its owner's to change.
                may_shrink = options.allow_shrink or (everything and channel.kind == SEARCH)
                press.print_channel(channel, months, allow_shrink=may_shrink)
            except PublishError as error:
                refused.append(error)
    if everything or dirty.keys:
        press.print_indexes(channels)
        if not refused:
            folder.write_record(fingerprint, channels, before)
            archive.mark_published(dirty)
    return Publication(
        posts=archive.count(),
        channels=len(channels),
        written=tuple(folder.written),
        unchanged=folder.unchanged,
        refused=tuple(refused),
    )


def _fingerprint(config: Config, options: Options) -> str:
    """Of all that published files depend on beside posts."""
    parts = (__version__, config.model_dump_json(), repr(sorted(options.titles.items())))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
