"""One channel at a time to its files: the feeds in all formats, and the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.cadence import cadence
from feeds.channels import ALL, DIGEST, EVERYTHING
from feeds.digest import digests
from feeds.formats import FORMATS, document, urls
from feeds.history import Historian
from feeds.imprint import alias, page_path
from feeds.paging import archived
from feeds.public_folder import check_shrink
from feeds.site.pages import channel_page, digest_page, headlines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from feeds.archive import Archive
    from feeds.channels import Channel
    from feeds.digest import Periods
    from feeds.formats import Document
    from feeds.imprint import Imprint
    from feeds.public_folder import PublicFolder


class Press:
    """Prints channels of ``archive`` to ``folder``.

    Attributes:
        changed: URLs of the feeds that subscribers poll whose content is new.
    """

    def __init__(self, archive: Archive, imprint: Imprint, folder: PublicFolder) -> None:
        self._archive = archive
        self._imprint = imprint
        self._folder = folder
        self._limits = imprint.config.limits
        self._historian = Historian(archive, self._limits)
        self.changed: list[str] = []

    def print_channel(
        self, channel: Channel, months: Mapping[str, datetime] | None, *, allow_shrink: bool
    ) -> None:
        """Writes the feeds and the page of one channel.

        Args:
            channel: which one.
            months: in which its posts changed, each with the date of the oldest that did; None
                looks at all of them.
            allow_shrink: also when it lost most of its posts.

        Raises:
            PublishError: it lost most of its posts, and that is not allowed; nothing is written.
            FeedsError: the system refused.
        """
        stem = f"feeds/{channel.path}"
        if not allow_shrink:
            entries = self._folder.read(f"{stem}.atom").count(b"</entry>")
            check_shrink(f"{stem}.atom", entries, channel.count)
        self._print(channel, self.current(channel, self._print_history(channel, months)))

    def print_digest(self, channel: Channel, periods: Periods) -> None:
        """Writes the feeds and the page of the digest.

        Raises:
            FeedsError: the system refused.
        """
        blank, told = self._imprint.blank(channel), []
        if newest := self._archive.newest(EVERYTHING, 1):
            first = periods.start(newest[0].post.published - periods.kept)
            since = periods.end(first - timedelta(days=periods.days))
            told = list(digests(self._archive.notices(EVERYTHING, since), periods, blank.id))
        learned = replace(blank, interval=timedelta(days=periods.days))
        self._print(channel, document(learned, told, self._imprint.rules(channel)))

    def _print(self, channel: Channel, made: Document) -> None:
        """Writes the current document in all formats, and the page."""
        stem = f"feeds/{channel.path}"
        for each in FORMATS.values():
            self._print_feed(stem + each.suffix, each.render(made))
        if old := alias(channel):
            atom = FORMATS["atom"]
            itself = {**made.urls, atom.media_type: self._imprint.config.base_url + old}
            self._print_feed(old, atom.render(replace(made, urls=itself)))
        if channel.kind != ALL:
            page = replace(self._imprint.page(channel), entries=headlines(made.entries))
            render = digest_page if channel.kind == DIGEST else channel_page
            self._folder.write(page_path(channel), render(page))

    def current(self, channel: Channel, blank: Document | None = None) -> Document:
        """The document that subscribers of ``channel`` poll, made from ``blank`` if given."""
        kept = self._archive.newest(channel, self._limits.entries)
        posts = [each.post for each in kept]
        blank = blank or self._imprint.blank(channel)
        learned = replace(blank, interval=cadence([post.published for post in posts]))
        return document(learned, posts, self._imprint.rules(channel))

    def _print_feed(self, path: str, data: bytes) -> None:
        if self._folder.write(path, data):
            self.changed.append(self._imprint.config.base_url + path)

    def _print_history(self, channel: Channel, months: Mapping[str, datetime] | None) -> Document:
        """Writes archived documents; the current one, without entries, that links to the last."""
        stem = f"feeds/{channel.path}/"
        history = self._historian.plan(channel, self._folder.names(stem, ".atom"), months)
        blank, base = self._imprint.blank(channel), self._imprint.config.base_url
        rules = self._imprint.rules(channel)
        for page in history.pages:
            number = history.names.index(page.name)
            empty = archived(blank, base + stem, history.names, number)
            kept = self._archive.read(row.path for row in page.rows)
            made = document(empty, (each.post for each in kept), rules)
            for each in FORMATS.values():
                self._folder.write(stem + page.name + each.suffix, each.render(made))
        newest = history.names[-1:]
        links = urls(f"{base}{stem}{newest[0]}") if newest else {}
        return replace(blank, prev_archive=links)
