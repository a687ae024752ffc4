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
        if sitemap.omitted:
            self.ledger.notes["sitemap longer than allowed"] += 1
        locations = newest_first(sitemap.locations)
        if not sitemap.is_index:
            entries = (self._entry(location) for location in locations)
            return ListPage([entry for entry in entries if self.source.list.admits(entry.link)])
        wanted = self.source.list.sitemaps or ""
        found = [location for location in locations if re.search(wanted, location.url)]
        return ListPage(
            lists=[
                Request(location.url, meta={"stamp": location.lastmod or ""}) for location in found
            ]
        )

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
