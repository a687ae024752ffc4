"""Kind ``epaper``: a digital newspaper; its issue of a day has pages, and those have articles."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag
from scrapy import Request

from crawler.errors import UnreadableError
from crawler.extract.page import parse_page
from crawler.guard.caps import check_page
from crawler.kinds.documents import text_of
from crawler.kinds.entries import ListPage
from crawler.kinds.html import NO_ITEMS, HtmlSource, HtmlSpider, Items, LinkFilter, href_of
from crawler.kinds.model import check_url, several
from crawler.rules import Css, OneRule, form_of
from feeds.links import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement
    from scrapy.http import Response

    from crawler.extract.page import Page
    from crawler.kinds.model import Keys

_DATE = re.compile(r"\{date:([^{}]+)\}")
_ANY_DAY = date(2000, 1, 1)


def dated(template: str, day: date) -> str:
    """An address with its dates filled in; what stands after the colon is for ``strftime``.

    >>> dated("https://paper.example/{date:%Y-%m/%d}/node_{edition}.htm", date(2026, 1, 5))
    'https://paper.example/2026-01/05/node_{edition}.htm'
    """
    return _DATE.sub(lambda found: day.strftime(found[1]), template)


def _dated_url(template: str) -> str:
    if not _DATE.search(template):
        raise ValueError(f"{template!r} must say where the date stands, such as {{date:%Y-%m/%d}}")
    check_url(dated(template, _ANY_DAY))
    return template


DatedUrl = Annotated[str, AfterValidator(_dated_url)]
DatedUrls = Annotated[
    Annotated[DatedUrl, Tag("text")] | Annotated[tuple[DatedUrl, ...], Tag("rules")],
    Discriminator(form_of),
]


class EpaperList(LinkFilter):
    """The issues of a newspaper and their pages."""

    url: DatedUrls
    """Address of a day's issue, with {date:%Y-%m/%d} and the like (strftime), or several."""
    pages: OneRule[Css] | None = None
    """On it, the links to the pages of the issue; absent when it has all articles itself."""
    items: OneRule[Css]
    """On each of these, the links to articles, or the blocks that hold one each."""
    days: int = Field(1, ge=1, le=400)
    """How many days are read, today included; --since and --until read others."""


class EpaperSource(HtmlSource):
    """A newspaper whose printed pages stand on the web."""

    HAS_LIST_RULES: ClassVar[bool] = True

    kind: Literal["epaper"]
    list: EpaperList
    """Where its issues are."""

    def var_templates(self) -> dict[Keys, tuple[str, ...]]:
        """As ``SourceModel``, and the addresses of the issues."""
        issue = tuple(dated(url, _ANY_DAY) for url in several(self.list.url))
        return super().var_templates() | {("list", "url"): issue}


class EpaperSpider(HtmlSpider):
    """Reads an ``EpaperSource``."""

    source: EpaperSource

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name, **given)
        self._items = Items.of(self.source.list.items)
        self._pages = Items.of(self.source.list.pages).select

    def list_requests(self, page: int = 1) -> Iterator[Request]:
        """One request for each day, the latest first, and combination of vars."""
        for day in self._days():
            addresses = [dated(url, day) for url in several(self.source.list.url)]
            for url in self.source.filled(addresses, page):
                yield Request(url, meta={"day": day.isoformat()})

    def _days(self) -> list[date]:
        today = self.workspace.now().astimezone(self.facts.zone).date()
        backfill = self.plan.backfill
        last = min(backfill.until or today, today)
        first = backfill.since or last - timedelta(days=self.source.list.days - 1)
        return [last - timedelta(days=back) for back in range((last - first).days + 1)]

    def read_list(self, response: Response) -> ListPage:
        """The articles of a page of an issue, and the other pages."""
        text = text_of(response, self.source.encoding)
        check_page(text)
        page, day = parse_page(text, response.url), response.meta["day"]
        lists = [Request(url, meta={"day": day}) for url in self._other_pages(page)]
        found = self.bounded(self.selected(page, self._items))
        if not found and not lists:
            raise UnreadableError(response.url, NO_ITEMS)
        entries = [self.linked_entry(item, page.base) for item in found]
        for entry in entries:
            entry.state("published", day)
        wanted = [entry for entry in entries if self.source.list.admits(entry.link)]
        return ListPage(wanted, lists=lists)

    def _other_pages(self, page: Page) -> Iterator[str]:
        links: list[HtmlElement | str] = self._pages(page.tree) if self._pages else []
        for link in self.bounded(links):
            # Scrapy asks for no fragments, and would take each of them for a page of its own.
            url = absolute(href_of(link), page.base)
            if url and url.partition("#")[0] != page.url:
                yield url.partition("#")[0]
