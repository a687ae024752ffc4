"""Kind ``page``: an HTML list links to article pages; both are read by CSS, XPath or structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field
from scrapy import Request

from crawler.detect.paging import next_of
from crawler.extract.page import parse_page
from crawler.guard.caps import check_page
from crawler.kinds.documents import text_of
from crawler.kinds.entries import ListPage
from crawler.kinds.html import HtmlSource, HtmlSpider, Items, LinkFilter, href_of
from crawler.kinds.model import Paging, Urls, several
from crawler.rules import Css, OneRule, Rule
from feeds.links import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

    from crawler.extract.page import Page
    from crawler.kinds.model import Keys


class PageList(LinkFilter):
    """The pages that list the articles."""

    url: Urls
    """Address, or several; a var with several values makes one request each."""
    items: OneRule[Css] | None = None
    """The links to articles, or the blocks that hold one each; found by structure when absent, or
    when it finds nothing."""
    next: OneRule[Css] | None = None
    """The link to the list page that follows; found by structure when items are."""
    paging: Paging | None = None
    """Counts list pages by {page} or {offset} in the address."""
    pages: int = Field(100, ge=1)
    """How many pages of a list are read at most; a backfill with --since reads on."""


class PageSource(HtmlSource):
    """A source of HTML pages."""

    HAS_LIST_RULES: ClassVar[bool] = True

    kind: Literal["page"]
    list: PageList
    """Where the articles are listed."""

    @property
    def max_pages(self) -> int:
        """As the list says."""
        return self.list.pages

    @property
    def paging(self) -> Paging | None:
        """As the list says."""
        return self.list.paging

    def var_templates(self) -> dict[Keys, tuple[str, ...]]:
        """As ``SourceModel``, and the addresses of the lists."""
        return super().var_templates() | {("list", "url"): several(self.list.url)}

    def mistakes(self) -> Iterator[tuple[Keys, str]]:
        """As ``HtmlSource``, and list rules that no page can answer."""
        yield from super().mistakes()
        for name in ("items", "next"):
            rule = getattr(self.list, name)
            if isinstance(rule, Rule) and not (rule.css or rule.xpath):
                yield ("list", name), "must be css or xpath"


class PageSpider(HtmlSpider):
    """Reads a ``PageSource``."""

    source: PageSource

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name, **given)
        self._items = Items.of(self.source.list.items)
        self._next = Items.of(self.source.list.next).select

    def list_requests(self, page: int = 1) -> Iterator[Request]:
        """One request for each address and combination of vars."""
        return map(Request, self.source.filled(several(self.source.list.url), page))

    def read_list(self, response: Response) -> ListPage:
        """The items of the list, and the link to the next page."""
        text = text_of(response, self.source.encoding)
        check_page(text)
        page = parse_page(text, response.url)
        entries = self.linked_entries(page, self._items)
        wanted = [entry for entry in entries if self.source.list.admits(entry.link)]
        return ListPage(wanted, self._next_url(page))

    def _next_url(self, page: Page) -> str | None:
        if self._next is None:
            by_structure = self.source.list.items is None and self.source.paging is None
            return next_of(page) if by_structure else None
        found = self._next(page.tree)
        return absolute(href_of(found[0]), page.base) if found else None
