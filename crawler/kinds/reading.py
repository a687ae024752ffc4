"""Items of lists to entries, and entries to articles, by the rules of a source.

Owns reading. Which lists and articles are asked for is decided in ``spider``.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scrapy import Spider
from scrapy.exceptions import ResponseDataLossError

from crawler.errors import Dropped
from crawler.extensions.workspace import OpenWorkspace
from crawler.extract import parse_page
from crawler.extract.stubs import stub_reason
from crawler.extract.whole import is_cut_off
from crawler.facts import SourceFacts
from crawler.gaps import fill_gaps, has_gaps
from crawler.guard.caps import check_page
from crawler.kinds.entries import MAX_ENTRIES, Entry
from crawler.kinds.plan import plan_of
from crawler.loaders import article_of, compile_loader, lookup_in
from crawler.secrets import Credentials, credentials_of
from feeds.links import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.http import Response

    from crawler.extract import Page
    from crawler.items import Article
    from crawler.kinds.model import SourceModel
    from crawler.kinds.plan import Plan
    from crawler.learning import Learning
    from crawler.ledger import Ledger
    from crawler.loaders import Hits, Loader


class ReadingSpider(Spider):
    """A spider with the rules of a source.

    Args:
        name: as Scrapy wants it.
        given: vars from the command line (``-a NAME=VALUE``).

    Raises:
        SourceError: a var that the source does not have.
    """

    source: SourceModel

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name)
        self.source = self.source.with_vars(given)
        self.variables = self.source.single_vars()
        self.loader: Loader = compile_loader(self.source.all_rules(), self.source.MAIN_PLACE)

    @property
    def allow_private(self) -> list[str]:
        """``host:port`` of servers in private networks that this source may ask."""
        return self.source.filled(self.source.allow_private)

    @cached_property
    def credentials(self) -> Credentials:
        """What the source names in the environment.

        Raises:
            SourceError: it is not there.
        """
        return credentials_of(self.source, os.environ)

    @property
    def skipped(self) -> Mapping[str, str]:
        """Reasons by the addresses that must not be asked for."""
        return self.workspace.skipped

    @property
    def hits(self) -> Hits:
        """What each selector found so far."""
        return self.loader.hits

    @property
    def ledger(self) -> Ledger:
        """The book of this run."""
        return self.workspace.ledger

    @property
    def facts(self) -> SourceFacts:
        """What its articles have in common."""
        return SourceFacts.of(self, self.workspace.config)

    @cached_property
    def workspace(self) -> OpenWorkspace:
        """Where posts go."""
        return OpenWorkspace.of(self.crawler)

    @cached_property
    def plan(self) -> Plan:
        """What the run asks for."""
        return plan_of(self)

    @cached_property
    def _learning(self) -> Learning:
        from crawler.learning import Learning  # noqa: PLC0415  # as slow to import as `extract`

        return Learning(self.plan.memory)

    def article(self, entry: Entry, response: Response) -> Article:
        """The article that ``entry`` has become; ``response`` is what it was read from last."""
        lookup = lookup_in(entry.records, entry.values, self.variables)
        self.loader.read("late", lookup, entry.values)
        article = article_of(entry.values)
        article.url = response.url
        article.link = article.link or entry.link
        article.fetched = self.workspace.now()
        return article

    def entry(self, scope: Any, base: str, *, records: list[Any]) -> Entry:
        """An entry from one item of a list.

        Args:
            scope: the item, an element or a JSON value; None when there is but an address.
            base: absolute URL that its link is relative to.
            records: see ``Entry``.
        """
        entry = Entry(records=records)
        if scope is not None:
            self.loader.read("list", scope, entry.values)
        self.loader.read("early", self.lookup(entry), entry.values)
        if "link" in entry.values:
            rank, (link, *_) = entry.values.pop("link")
            entry.link = canonical(link, base)
            if entry.link:  # absolute, since the article's own page may have another base
                entry.values["link"] = (rank, [entry.link])
        return entry

    def bounded(self, found: list[Any]) -> list[Any]:
        """What is read of ``found`` in a list; that there is more is noted."""
        if len(found) > MAX_ENTRIES:
            self.ledger.notes["list longer than allowed"] += 1
        return found[:MAX_ENTRIES]

    def read_page(self, text: str, url: str, entry: Entry) -> None:
        """Adds to ``entry`` what a detail page in HTML says, selectors first.

        Raises:
            Dropped: it is no article, or more than a parser should be given.
            ResponseDataLossError: its end is missing.
        """
        check_page(text)
        if is_cut_off(text):
            raise ResponseDataLossError
        page = parse_page(text, url)
        self.loader.read("detail", page.tree, entry.values)
        self.loader.read("page text", text, entry.values)
        if has_gaps(entry.values, self.source.fill):
            self._fill(entry, page)
        _, (body, *_) = entry.values.get("body", (0, [""]))
        if reason := stub_reason(page, str(body)):
            raise Dropped(reason, url)

    def _fill(self, entry: Entry, page: Page) -> None:
        """Takes the page apart; its body without what stands on other pages of the source, too."""
        is_new = not self.workspace.known(self.name, entry.key, entry.link)
        if is_new and "body" not in entry.values:
            self._learning.add(page)
        context = self.facts.context(self.workspace.now())
        context = replace(context, boilerplate=self._learning.boilerplate)
        fill_gaps(entry.values, page, context, self.hits)

    def lookup(self, entry: Entry) -> Callable[[str], str]:
        """Values of names in templates, as far as they are known for ``entry``."""
        return lookup_in(entry.records, entry.values, self.variables)
