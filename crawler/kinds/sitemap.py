"""Kind ``sitemap``: a sitemap, or an index of sitemaps, names the articles' pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from scrapy import Request

from crawler.kinds.entries import Entry, ListPage
from crawler.kinds.html import HtmlSource, HtmlSpider, LinkFilter
from crawler.kinds.model import Urls, several
from crawler.kinds.sitemap_entries import read_sitemap
from crawler.rules import Regex  # noqa: TC001  # pydantic reads it when the program runs
from feeds.links import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapy.http import Response

    from crawler.kinds.model import Keys
    from crawler.kinds.sitemap_entries import Location

# Of an index, the newest: one a day for twenty-seven years. Each waits as a request.
_MOST_SITEMAPS = 10_000
_UNDATED = datetime.min.replace(tzinfo=UTC)


class SitemapList(LinkFilter):
    """The sitemaps that name the articles."""

    url: Urls
    """Address of a sitemap or of an index of them, or several."""
    sitemaps: Regex | None = None
    """Regular expression; of an index, only sitemaps in whose address it is found are read."""


class SitemapSource(HtmlSource):
    """A source whose articles stand in a sitemap."""

    kind: Literal["sitemap"]
    list: SitemapList
    """Where the articles are named."""

    def var_templates(self) -> dict[Keys, tuple[str, ...]]:
        """As ``SourceModel``, and the addresses of the sitemaps."""
        return super().var_templates() | {("list", "url"): several(self.list.url)}


class SitemapSpider(HtmlSpider):
    """Reads a ``SitemapSource``."""

    source: SitemapSource

    def list_requests(self, page: int = 1) -> Iterator[Request]:
        """One request for each address and combination of vars."""
        return map(Request, self.source.filled(several(self.source.list.url), page))

    def read_list(self, response: Response) -> ListPage:
        """The articles of a sitemap, or the sitemaps of an index, newest first."""
        sitemap = read_sitemap(response.body, response.url)
        locations = newest_first(sitemap.locations)
        if sitemap.is_index:
            wanted = self.source.list.sitemaps or ""
            locations = [each for each in locations if re.search(wanted, each.url)]
            return ListPage(lists=self._parts(locations, are_all=not sitemap.omitted))
        self._note_length(are_all=not sitemap.omitted)
        entries = (self._entry(location) for location in locations)
        return ListPage([entry for entry in entries if self.source.list.admits(entry.link)])

    def _parts(self, locations: list[Location], *, are_all: bool) -> list[Request]:
        """Requests for the sitemaps of an index."""
        self._note_length(are_all=are_all and len(locations) <= _MOST_SITEMAPS)
        found = locations[:_MOST_SITEMAPS]
        return [Request(each.url, meta={"stamp": each.lastmod or ""}) for each in found]

    def _note_length(self, *, are_all: bool) -> None:
        self.ledger.notes.update({} if are_all else {"sitemap longer than allowed": 1})

    def _entry(self, location: Location) -> Entry:
        entry = self.entry(None, location.url, records=[])
        entry.link = entry.link or canonical(location.url)
        entry.stamp = location.lastmod or location.published or ""
        entry.state("title", location.title)
        entry.state("published", location.published)
        entry.state("lang", location.language)
        entry.state("tags", *location.keywords)
        entry.state("image", *location.images[:1])
        return entry


def newest_first(locations: Sequence[Location]) -> list[Location]:
    """Locations by the date that a sitemap has for them; those without one last, in its order."""
    return sorted(locations, key=_moment, reverse=True)


def _moment(location: Location) -> datetime:
    written = location.published or location.lastmod or ""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:  # W3C dates may also be 2026-01; those few come last
        return _UNDATED
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
