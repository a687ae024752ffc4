"""The opponent: as little Scrapy as can read a list site, with Scrapy's defaults, keeping nothing.

python benchmarks/bare_spider.py http://127.0.0.1:PORT
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.crawler import CrawlerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import TextResponse


class BareSpider(scrapy.Spider):
    """Lists of links, one selector, a dict an item."""

    name = "bare"

    def parse(self, response: TextResponse, **_: Any) -> Iterator[scrapy.Request]:
        """Follows a list."""
        yield from response.follow_all(css="h2 a", callback=self.parse_article)
        yield from response.follow_all(css="a.older", callback=self.parse)

    def parse_article(self, response: TextResponse) -> Iterator[dict[str, str | None]]:
        """Yields an article."""
        yield {"title": response.css("h1::text").get()}


def main(url: str, *settings: str) -> None:
    """Crawls everything at ``url`` with Scrapy's defaults, but for ``settings`` (NAME=VALUE)."""
    process = CrawlerProcess(dict(setting.split("=", 1) for setting in settings))
    process.crawl(BareSpider, start_urls=[f"{url}/list/1"])
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
