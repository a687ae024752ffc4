"""What kinds share whose articles stand on HTML pages of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from crawler.detect.links import links_in
from crawler.errors import Dropped, UnreadableError
from crawler.kinds.documents import text_of
from crawler.kinds.model import SourceModel
from crawler.kinds.spider import SourceSpider
from crawler.rules import Css, Fields, Place, Regex, Rule, compiled_xpath, xpath_of
from feeds.links import canonical
from feeds.yaml_model import StrictModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement
    from scrapy.http import Response

    from crawler.extract.page import Page
    from crawler.kinds.entries import Entry

NO_ITEMS = "no items in the list"
_NOT_JSON = "jmespath is for JSON, but this is HTML; use css or xpath"
_NOT_LISTED = "looks at the list, but lists of this kind have nothing for selectors"


class LinkFilter(StrictModel):
    """Which of the addresses in a list are articles of the source."""

    include: Regex | None = None
    """Regular expression; only addresses in which it is found are articles of the source."""
    exclude: Regex | None = None
    """Regular expression; addresses in which it is found are not."""

    def admits(self, link: str | None) -> bool:
        """Whether an address is wanted; so is an entry without one, which is told of later.

        >>> LinkFilter(include="/news/", exclude="[.]pdf$").admits("https://a.example/news/1.pdf")
        False
        """
        if link is None:
            return True
        wanted = self.include is None or re.search(self.include, link) is not None
        return wanted and not (self.exclude and re.search(self.exclude, link))


class HtmlSource(SourceModel):
    """A source whose articles are HTML pages."""

    MAIN_PLACE: ClassVar[Place] = "detail"
    HAS_LIST_RULES: ClassVar[bool] = False
    """Whether rules can look at the entries of a list."""

    fields: Fields[Css] = Fields[Css]()
    """Where the fields stand; short forms are CSS on the article's page."""

    def all_rules(self) -> dict[str, tuple[Rule, ...]]:
        """As ``SourceModel``, and the fields."""
        return super().all_rules() | self.fields.rules(lambda text: Rule(css=text))

    def rule_mistake(self, rule: Rule) -> str | None:
        """Pages are no JSON, and not every list is a page."""
        if rule.jmespath:
            return _NOT_JSON
        return _NOT_LISTED if rule.place == "list" and not self.HAS_LIST_RULES else None


class HtmlSpider(SourceSpider):
    """Reads articles from their pages."""

    def detail_url(self, entry: Entry) -> str | None:
        """The link itself."""
        if entry.link is None:
            raise Dropped("no link")
        return entry.link

    def read_detail(self, response: Response, entry: Entry) -> None:
        """Reads the article's page."""
        self.read_page(text_of(response, self.source.encoding), response.url, entry)

    def linked_entries(self, page: Page, items: Items) -> list[Entry]:
        """Entries of the articles that a page links to, in its order.

        Where the source has no selector for them, or it finds nothing, its structure tells.

        Raises:
            UnreadableError: there are none.
        """
        found = self.selected(page, items)
        if not found:
            found = [link.url for link in links_in(page)]
            self._count("items: structure", found=bool(found))
        if not found:
            raise UnreadableError(page.url, NO_ITEMS)
        return [self.linked_entry(item, page.base) for item in self.bounded(found)]

    def selected(self, page: Page, items: Items) -> list[Any]:
        """What the selector of a list's items finds on a page; it is counted in hit rates."""
        found = items.select(page.tree) if items.select else []
        if items.select:
            self._count(items.label, found=bool(found))
        return found

    def _count(self, label: str, *, found: bool) -> None:
        self.hits.asked[label] += 1
        self.hits.found[label] += found

    def linked_entry(self, item: HtmlElement | str, base: str) -> Entry:
        """The entry of a link, or of a block with one; ``base`` is what it is relative to."""
        scope = None if isinstance(item, str) else item
        entry = self.entry(scope, base, records=[])
        # A page has nothing but its address: where no rule names the link, the item's own is it.
        if "link" not in entry.values and (link := canonical(href_of(item), base)):
            entry.link = link
        return entry


@dataclass(frozen=True, slots=True)
class Items:
    """What finds the articles of a list: their links, or blocks that hold one each.

    Attributes:
        label: as hit rates name it.
        select: None where the source has no selector.
    """

    label: str = ""
    select: Callable[[HtmlElement], list[Any]] | None = None

    @classmethod
    def of(cls, rule: str | Rule | None) -> Items:
        """Compiles what a source says: CSS, a rule, or nothing."""
        if rule is None:
            return cls()
        full = Rule(css=rule) if isinstance(rule, str) else rule
        return cls(f"items: {full.label}", compiled_xpath(full.xpath or xpath_of(full.css or "")))


def href_of(item: HtmlElement | str) -> str:
    """The link of an item: its text when the selector took it, its own, or the first inside."""
    if isinstance(item, str):
        return item
    own = item.get("href")
    if own is None:
        own = next((link for link in (a.get("href") for a in item.iter("a")) if link), "")
    return str(own)
