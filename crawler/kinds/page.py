"""Kind ``page``: an HTML list links to article pages; both are read by CSS, XPath or structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field
from scrapy import Request

from crawler.detect.links import links_in
from crawler.detect.paging import next_of
from crawler.errors import Dropped, UnreadableError
from crawler.extract.page import parse_page
from crawler.kinds.documents import text_of
from crawler.kinds.model import SourceModel, Urls, several
from crawler.kinds.spider import ListPage, SourceSpider
from crawler.rules import Css, Fields, OneRule, Place, Rule, compiled_xpath, xpath_of
from feeds.links import absolute, canonical
from feeds.yaml_model import StrictModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement
    from scrapy.http import Response

    from crawler.extract.page import Page
    from crawler.kinds.model import Keys
    from crawler.kinds.spider import Entry


_NOT_JSON = "jmespath is for JSON, but this is HTML; use css or xpath"


class PageList(StrictModel):
    """The pages that list the articles."""

    url: Urls
    """Address, or several; a var with several values makes one request each."""
    items: OneRule[Css] | None = None
    """The links to articles, or the blocks that hold one each; found by structure when absent."""
    next: OneRule[Css] | None = None
    """The link to the list page that follows; found by structure when items are."""
    pages: int = Field(100, ge=1)
    """How many pages of a list are read at most."""


class PageSource(SourceModel):
    """A source of HTML pages."""

    MAIN_PLACE: ClassVar[Place] = "detail"

    kind: Literal["page"]
    list: PageList
    """Where the articles are listed."""
    fields: Fields[Css] = Fields[Css]()
    """Where the fields stand; short forms are CSS on the article's page."""

    @property
    def max_pages(self) -> int:
        """As the list says."""
        return self.list.pages

    def all_rules(self) -> dict[str, tuple[Rule, ...]]:
        """As ``SourceModel``, and the fields."""
        return super().all_rules() | self.fields.rules(lambda text: Rule(css=text))

    def var_templates(self) -> dict[Keys, tuple[str, ...]]:
        """As ``SourceModel``, and the addresses of the lists."""
        return super().var_templates() | {("list", "url"): several(self.list.url)}

    def mistakes(self) -> Iterator[tuple[Keys, str]]:
        """As ``SourceModel``, and rules that no page can answer."""
        yield from super().mistakes()
        for name, rules in self.all_rules().items():
            if any(rule.jmespath for rule in rules):
                yield ("values" if name in self.values else "fields", name), _NOT_JSON
        for name in ("items", "next"):
            rule = getattr(self.list, name)
            if isinstance(rule, Rule) and not (rule.css or rule.xpath):
                yield ("list", name), "must be css or xpath"


class PageSpider(SourceSpider):
    """Reads a ``PageSource``."""

    source: PageSource

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name, **given)
        self._items = _compiled(self.source.list.items) if self.source.list.items else _article_urls
        self._next = _compiled(self.source.list.next) if self.source.list.next else None

    def list_requests(self) -> Iterator[Request]:
        """One request for each address and combination of vars."""
        return map(Request, self.source.filled(several(self.source.list.url)))

    def read_list(self, response: Response) -> ListPage:
        """The items of the list, and the link to the next page."""
        page = parse_page(text_of(response, self.source.encoding), response.url)
        items = self._items(page)
        if not items:
            raise UnreadableError(response.url, "no items in the list")
        entries = [self._entry(item, page.base) for item in items]
        return ListPage(entries, self._next_url(page))

    def _next_url(self, page: Page) -> str | None:
        if self._next is None:
            return next_of(page) if self.source.list.items is None else None
        found = self._next(page)
        return absolute(_href(found[0]), page.base) if found else None

    def _entry(self, item: HtmlElement | str, base: str) -> Entry:
        entry = self.entry(item, base, records=[])
        # A page has nothing but its address: where no rule names the link, the item's own is it.
        if "link" not in entry.values and (link := canonical(_href(item), base)):
            entry.link = link
        return entry

    def detail_url(self, entry: Entry) -> str:
        """The link itself."""
        if entry.link is None:
            raise Dropped("no link")
        return entry.link

    def read_detail(self, response: Response, entry: Entry) -> None:
        """Reads the article's page."""
        self.read_page(text_of(response, self.source.encoding), response.url, entry)


def _compiled(rule: str | Rule) -> Callable[[Page], list[Any]]:
    full = Rule(css=rule) if isinstance(rule, str) else rule
    select = compiled_xpath(full.xpath or xpath_of(full.css or ""))
    return lambda page: select(page.tree)


def _article_urls(page: Page) -> list[Any]:
    return [link.url for link in links_in(page)]


def _href(item: HtmlElement | str) -> str:
    """The link of an item: its text when the selector took it, its own, or the first inside."""
    if isinstance(item, str):
        return item
    own = item.get("href")
    if own is None:
        own = next((link for link in (a.get("href") for a in item.iter("a")) if link), "")
    return str(own)
