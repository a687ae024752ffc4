"""The kinds of sources: how each finds its articles. A new kind is one file and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from crawler.kinds.api import ApiSource, ApiSpider
from crawler.kinds.epaper import EpaperSource, EpaperSpider
from crawler.kinds.feed import FeedSource, FeedSpider
from crawler.kinds.page import PageSource, PageSpider
from crawler.kinds.sitemap import SitemapSource, SitemapSpider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.kinds.model import SourceModel
    from crawler.kinds.spider import SourceSpider


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind: what its sources say, and the spider that reads them."""

    model: type[SourceModel]
    spider: type[SourceSpider]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "api": Kind(ApiSource, ApiSpider),
        "page": Kind(PageSource, PageSpider),
        "sitemap": Kind(SitemapSource, SitemapSpider),
        "feed": Kind(FeedSource, FeedSpider),
        "epaper": Kind(EpaperSource, EpaperSpider),
    }
)
