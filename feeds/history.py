"""The archived documents of a channel: which there are, and which of them a publish writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.paging import Page, month_of, ordered, pages, stale, touched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from feeds.archive import Archive, Listed
    from feeds.channels import Channel
    from feeds.config import FeedLimits


@dataclass(frozen=True, slots=True)
class History:
    """The archived documents of one channel.

    Attributes:
        names: of all of them, oldest first.
        pages: those that have to be written.
    """

    names: tuple[str, ...]
    pages: tuple[Page[Listed], ...]


class Historian:
    """Plans histories from the catalog of ``archive``."""

    def __init__(self, archive: Archive, limits: FeedLimits) -> None:
        self._archive = archive
        self._limits = limits

    def plan(
        self, channel: Channel, published: Sequence[str], months: Mapping[str, datetime] | None
    ) -> History:
        """The history of ``channel`` as it is to be.

        A channel whose posts fit one document has no archived ones: the current document is the
        whole history then. A document that was published stays, in its place and empty, when its
        posts are gone (`docs/decisions/0007-archived-documents.md`).

        Args:
            channel: of which posts were added, changed or removed.
            published: names of the archived documents that there are.
            months: in which something changed, each with the date of the oldest post that did;
                None looks at all of them.
        """
        if not published:
            months = None
        changed = list(self._pages(channel, months))
        found = {page.name: page for page in changed}
        names = ordered({*published, *found})
        if len(names) == 1:
            return History((), ())
        differing = set(found) if months is None else touched(changed, months)
        differing |= {
            name
            for name in published
            if name not in found and (months is None or month_of(name) in months)
        }
        wanted = stale(ordered(published), names, differing)
        # A document outside those months is written only for its links: its neighbour is new.
        others = {month_of(name) for name in wanted if name not in found}
        found |= {page.name: page for page in self._pages(channel, others)}
        return History(tuple(names), tuple(found.get(name, Page(name, ())) for name in wanted))

    def _pages(self, channel: Channel, months: Collection[str] | None) -> Iterator[Page[Listed]]:
        for month in [None] if months is None else sorted(months):
            yield from pages(self._archive.listed(channel, month), self._limits)
