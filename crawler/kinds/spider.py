"""The spider that every kind of source shares: lists -> entries -> articles, each accounted for.

Owns the decisions between a list and an article. Finding entries and reading details is up to
the kinds.
"""

from __future__ import annotations

import itertools
import logging
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, signals
from scrapy.exceptions import ResponseDataLossError

from crawler.backfill import Backfill
from crawler.errors import Dropped, SourceError, UnreadableError
from crawler.fates import fate_of
from crawler.guard.bound import Bound
from crawler.kinds.entries import Met
from crawler.kinds.plan import NOT_MODIFIED, asked_url
from crawler.kinds.reading import ReadingSpider
from crawler.ledger import Bucket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.items import Article
    from crawler.kinds.entries import Entry, ListPage

logger = logging.getLogger(__name__)

# Articles before further lists: else all lists are read first and their entries fill the memory.
_ARTICLE_PRIORITY = 1
# An index of sitemaps must not name other indexes (sitemaps.org); a few do, none of them twice.
_MOST_LIST_DEPTH = 2


class SourceSpider(ReadingSpider):
    """Base of the spiders of sources; the spider loader makes one class of it for each source."""

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name, **given)
        self._met = Met()
        self._lists: set[str] = set()
        self._has_retried = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        """The spider of one crawl.

        Raises:
            SourceError: the environment lacks what the source names in it.
        """
        spider = super().from_crawler(crawler, *args, **given)
        _ = spider.credentials  # before anything is asked for
        crawler.signals.connect(spider._article_dropped, signals.item_dropped)
        if Backfill.of(crawler.settings).since:  # nobody else counts them, and it takes CPU
            crawler.signals.connect(spider._article_kept, signals.item_scraped)
        return spider

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

    async def start(self) -> AsyncIterator[Request]:
        """Asks for every list."""
        try:
            requests = [
                self._list_request(request, page=1, place=place)
                for place, request in enumerate(self.list_requests())
            ]
        except SourceError as error:
            logger.error("%s", error)  # the user's mistake, not ours
            self.ledger.list_failures.add(error.what)
            return
        for request in requests:
            yield request

    def parse(
        self, response: Response, *, page: int = 1, place: int = 0
    ) -> Iterator[Request | Article]:
        """Reads page ``page`` of list number ``place``: asks for new articles and further lists.

        @list
        """
        self.ledger.fetched += 1
        self.ledger.lists += 1
        if response.status == NOT_MODIFIED:
            yield from self._retry()
            return
        try:
            with self.workspace.note.reading(response.url):
                found = self.read_list(response)
        except Exception as error:  # hostile input, and one list of several
            _tell_defect(response.url, error)
            self._list_unread(asked_url(response), error, page)
            return
        self.plan.list_read(response)
        yield from self._retry()
        if not self.plan.is_past(place):
            yield from self._further_lists(found, response, place)
            yield from self._entries(found, response, page=page, place=place)

    def _retry(self) -> Iterator[Request]:
        """Articles that failed before; asked for once a list shows that the site is up."""
        if self._has_retried:
            return
        self._has_retried = True
        for entry in filter(self._met.is_first, self.plan.retries()):
            if self.workspace.known(self.name, entry.key, entry.link):
                self.plan.article_read(entry)
            else:
                yield self._detail_request(entry, entry.asked)

    def _further_lists(self, found: ListPage, response: Response, place: int) -> Iterator[Request]:
        depth = response.meta.get("list_depth", 0) + 1
        if found.lists and depth > _MOST_LIST_DEPTH:
            self.ledger.list_failures.add("lists nested too deep")
            return
        for request in found.lists:
            if request.url not in self._lists and self.plan.is_needed(request):
                deeper = request.replace(meta=request.meta | {"list_depth": depth})
                yield self._list_request(deeper, page=1, place=place)

    def _entries(
        self, found: ListPage, response: Response, *, page: int, place: int
    ) -> Iterator[Request | Article]:
        fresh = 0
        for entry in filter(self._met.is_first, found.entries):
            entry.place = place
            is_known = self.workspace.known(self.name, entry.key, entry.link)
            fresh += not is_known
            if is_known and not (self.lists_are_whole or self.plan.is_changed(entry)):
                self.ledger.settle(Bucket.KNOWN)
            elif not is_known and (reason := self.plan.reason_to_skip(entry)):
                self.ledger.settle(Bucket.SKIPPED, reason)
            elif self.plan.takes_more():
                yield from self._follow(entry, response)
            else:
                self.ledger.is_cut_short = True
                return
        if fresh or not self.plan.trusts_lists:
            yield from self._next_list(found, page, place)

    def _next_list(self, found: ListPage, page: int, place: int) -> Iterator[Request]:
        limit = self.plan.max_pages(self.source.max_pages)
        if not found.entries or page >= limit:
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
        return self.plan.conditional(request).replace(
            callback=self.parse,
            errback=self._list_failed,
            cb_kwargs={"page": page, "place": place},
            dont_filter=True,
        )

    def _follow(self, entry: Entry, response: Response) -> Iterator[Request | Article]:
        try:
            url = self.detail_url(entry)
            if url is None:
                article = self.article(entry, response)
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
            with self.workspace.note.reading(response.url):
                self.read_detail(response, entry)
                article = self.article(entry, response)
        except Exception as error:  # hostile input, and one article of many
            _tell_defect(response.url, error)
            self._settle(entry, error)
            return
        self.plan.article_read(entry)
        self.ledger.hand_over(entry.asked)
        yield article

    # Scrapy adds ``request`` to Twisted's Failure without telling its type, hence ``Any``.
    def _list_failed(self, failure: Any) -> None:
        request = failure.request
        self._list_unread(request.url, failure.value, request.cb_kwargs["page"])

    def _list_unread(self, url: str, error: BaseException, page: int) -> None:
        fate = fate_of(error)
        if page > 1 and self.source.paging and not fate.transient:
            return  # counting goes on until there is nothing more
        logger.warning("%s: %s", url, fate.reason)
        self.plan.list_failed(url)
        self.ledger.list_failures.add(fate.reason)

    def _detail_failed(self, failure: Any) -> None:
        self._settle(failure.request.cb_kwargs["entry"], failure.value)

    def closed(self, _: str) -> None:
        """Accounts for what a run that was ended had no time for; Scrapy calls it first."""
        for failure in Bound.of(self.crawler).rest():
            failure.request.errback(failure)

    def _settle(self, entry: Entry, error: BaseException) -> None:
        fate = fate_of(error)
        is_remembered = self.plan.article_lost(entry, error)
        self.ledger.transient_failures += fate.transient and not is_remembered
        self.ledger.settle(fate.bucket, fate.reason, url=entry.asked)

    def _article_dropped(self, response: Response, exception: BaseException) -> None:
        if entry := _entry_of(response):
            self.plan.article_lost(entry, exception.__cause__ or exception)

    def _article_kept(self, response: Response) -> None:
        if entry := _entry_of(response):
            self.plan.article_kept(entry)


def _entry_of(response: Response | None) -> Entry | None:
    """The entry that led to an article; None for one that stood in its list."""
    if response is None or response.request is None:
        return None
    return response.request.cb_kwargs.get("entry")


def _tell_defect(url: str, error: Exception) -> None:
    """What hostile pages bring is counted; what we did not expect is told with its traceback."""
    if not isinstance(error, Dropped | UnreadableError | ResponseDataLossError):
        logger.error("%s cannot be read", url, exc_info=error)
