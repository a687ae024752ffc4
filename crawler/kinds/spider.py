"""The spider that every kind of source shares: lists -> entries -> articles, each accounted for.

Owns the decisions between a list and an article. Finding entries and reading details is up to
the kinds.
"""

from __future__ import annotations

import itertools
import logging
from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider

from crawler.errors import Dropped, SourceError, UnreadableError
from crawler.extensions.workspace import OpenWorkspace
from crawler.extract import parse_page
from crawler.facts import SourceFacts
from crawler.fates import fate_of
from crawler.gaps import fill_gaps, has_gaps
from crawler.kinds.entries import Entry, ListPage, Met
from crawler.ledger import Bucket, Ledger
from crawler.loaders import article_of, compile_loader, lookup_in
from feeds.links import canonical

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from scrapy.http import Response

    from crawler.items import Article
    from crawler.kinds.model import SourceModel
    from crawler.loaders import Hits, Loader

logger = logging.getLogger(__name__)

# Articles before further lists: else all lists are read first and their entries fill the memory.
_ARTICLE_PRIORITY = 1


class SourceSpider(Spider):
    """Base of the spiders of sources; the spider loader makes one class of it for each source.

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
        self._met = Met()
        self._lists: set[str] = set()

    @abstractmethod
    def list_requests(self, page: int = 1) -> Iterable[Request]:
        """Requests for a page of every list, always in the same order.

        Args:
            page: counts from 1; more than 1 only where the source has ``paging``.

        Raises:
            SourceError: a var that has no value.
        """

    @abstractmethod
    def read_list(self, response: Response) -> ListPage:
        """What a list page says.

        Raises:
            UnreadableError: there is no list in it.
        """

    @abstractmethod
    def detail_url(self, entry: Entry) -> str | None:
        """Where the rest of an article stands; None when the list has all of it.

        Raises:
            Dropped: the entry lacks what makes the address.
        """

    @abstractmethod
    def read_detail(self, response: Response, entry: Entry) -> None:
        """Adds what the detail says to ``entry``.

        Raises:
            UnreadableError: the answer is no such detail.
        """

    @property
    def lists_are_whole(self) -> bool:
        """Whether entries need no detail, so that corrections of known articles are at hand."""
        return False

    @property
    def allow_private(self) -> list[str]:
        """``host:port`` of servers in private networks that this source may ask."""
        return self.source.filled(self.source.allow_private)

    @property
    def hits(self) -> Hits:
        """What each selector found so far."""
        return self.loader.hits

    @property
    def ledger(self) -> Ledger:
        """The book of this run."""
        return self._workspace.ledger

    @property
    def facts(self) -> SourceFacts:
        """What its articles have in common."""
        return SourceFacts.of(self, self._workspace.config)

    @cached_property
    def _workspace(self) -> OpenWorkspace:
        return OpenWorkspace.of(self.crawler)

    async def start(self) -> AsyncIterator[Request]:
        """Asks for every list."""
        try:
            requests = [
                self._list_request(request, page=1, place=place)
                for place, request in enumerate(self.list_requests())
            ]
        except SourceError as error:
            logger.error("%s", error)  # the user's mistake, not ours
            self.ledger.list_failures[error.what] += 1
            return
        for request in requests:
            yield request

    def parse(
        self, response: Response, *, page: int = 1, place: int = 0
    ) -> Iterator[Request | Article]:
        """Reads page ``page`` of list number ``place``: asks for new articles and further lists."""
        self.ledger.fetched += 1
        self.ledger.lists += 1
        try:
            found = self.read_list(response)
        except Exception as error:  # hostile input, and one list of several
            _tell_defect(response.url, error)
            self._list_unread(response.url, error, page)
            return
        for request in found.lists:
            if request.url not in self._lists:
                yield self._list_request(request, page=1, place=place)
        fresh = 0
        for entry in filter(self._met.is_first, found.entries):
            is_known = self._workspace.known(self.name, entry.key, entry.link)
            fresh += not is_known
            if is_known and not self.lists_are_whole:
                self.ledger.settle(Bucket.KNOWN)
            else:
                yield from self._follow(entry, response)
        if fresh or not self._may_stop():
            yield from self._next_list(found, page, place)

    def _may_stop(self) -> bool:
        """After a run that was cut short, older list pages may hold articles it never reached."""
        return self.source.stop_when_known and self._workspace.last_run_complete

    def _next_list(self, found: ListPage, page: int, place: int) -> Iterator[Request]:
        if not found.entries or page >= self.source.max_pages:
            return
        request = Request(found.next_url) if found.next_url else self._counted(page + 1, place)
        if request is not None and request.url not in self._lists:
            yield self._list_request(request, page=page + 1, place=place)

    def _counted(self, page: int, place: int) -> Request | None:
        """The request for a page of a list whose pages are counted; None after the last."""
        if self.source.paging is None or self.source.paging.number(page) is None:
            return None
        return next(itertools.islice(self.list_requests(page), place, None))

    def _list_request(self, request: Request, *, page: int, place: int) -> Request:
        self._lists.add(request.url)
        return request.replace(
            callback=self.parse,
            errback=self._list_failed,
            cb_kwargs={"page": page, "place": place},
            dont_filter=True,
        )

    def _follow(self, entry: Entry, response: Response) -> Iterator[Request | Article]:
        try:
            url = self.detail_url(entry)
            if url is None:
                article = self._article(entry, response)
                self.ledger.hand_over()
                yield article
            else:
                yield self._detail_request(entry, url)
        except Exception as error:  # as in parse_detail
            _tell_defect(response.url, error)
            self._settle(entry, error)

    def _detail_request(self, entry: Entry, url: str) -> Request:
        request = Request(
            url,
            callback=self.parse_detail,
            errback=self._detail_failed,
            cb_kwargs={"entry": entry},
            priority=_ARTICLE_PRIORITY,
            # Scrapy's filter loses a request without a word, and ours is by article, not by URL.
            dont_filter=True,
        )
        entry.asked = request.url
        self.ledger.schedule(entry.asked)
        return request

    def parse_detail(self, response: Response, entry: Entry) -> Iterator[Article]:
        """Reads an article; whatever goes wrong is the end of this article only."""
        self.ledger.fetched += 1
        try:
            self.read_detail(response, entry)
            article = self._article(entry, response)
        except Exception as error:  # hostile input, and one article of many
            _tell_defect(response.url, error)
            self._settle(entry, error)
            return
        self.ledger.hand_over(entry.asked)
        yield article

    def _article(self, entry: Entry, response: Response) -> Article:
        lookup = lookup_in(entry.records, entry.values, self.variables)
        self.loader.read("late", lookup, entry.values)
        article = article_of(entry.values)
        article.url = response.url
        article.link = article.link or entry.link
        article.fetched = self._workspace.now()
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

    def read_page(self, text: str, url: str, entry: Entry) -> None:
        """Adds to ``entry`` what a detail page in HTML says, selectors first."""
        page = parse_page(text, url)
        self.loader.read("detail", page.tree, entry.values)
        self.loader.read("page text", text, entry.values)
        if has_gaps(entry.values, self.source.fill):
            context = self.facts.context(self._workspace.now())
            fill_gaps(entry.values, page, context, self.hits)

    def lookup(self, entry: Entry) -> Callable[[str], str]:
        """Values of names in templates, as far as they are known for ``entry``."""
        return lookup_in(entry.records, entry.values, self.variables)

    # Scrapy adds ``request`` to Twisted's Failure without telling its type, hence ``Any``.
    def _list_failed(self, failure: Any) -> None:
        request = failure.request
        self._list_unread(request.url, failure.value, request.cb_kwargs["page"])

    def _list_unread(self, url: str, error: BaseException, page: int) -> None:
        fate = fate_of(error)
        if page > 1 and self.source.paging and not fate.transient:
            return  # counting goes on until there is nothing more
        logger.warning("%s: %s", url, fate.reason)
        self.ledger.list_failures[fate.reason] += 1

    def _detail_failed(self, failure: Any) -> None:
        self._settle(failure.request.cb_kwargs["entry"], failure.value)

    def _settle(self, entry: Entry, error: BaseException) -> None:
        fate = fate_of(error)
        self.ledger.transient_failures += fate.transient
        self.ledger.settle(fate.bucket, fate.reason, url=entry.asked)


def _tell_defect(url: str, error: Exception) -> None:
    """What hostile pages bring is counted; what we did not expect is told with its traceback."""
    if not isinstance(error, Dropped | UnreadableError):
        logger.error("%s cannot be read", url, exc_info=error)
