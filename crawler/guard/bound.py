"""How long a run may take, and its end before it is done.

Scrapy's own CloseSpider lets go on what is under way: requests that wait for their turn, answers
that come drop by drop. Owns cutting them off; what becomes of them is up to the spider.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure

from crawler.runs import spelt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.crawler import Crawler

SETTING = "BROADSHEET_SECONDS"
"""Scrapy setting: seconds that a run may take, 0 for any number."""


class LeftError(IgnoreRequest):
    """A request that its run had no time for."""


class Bound:
    """The bound of one run.

    Attributes:
        is_over: whether the run is being ended; nothing is asked for any more.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.is_over = False
        self._crawler = crawler
        self._seconds = crawler.settings.getfloat(SETTING)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The bound of a run that begins."""
        bound = cls(crawler)
        crawler.signals.connect(bound._begin, signals.spider_opened)
        crawler.signals.connect(bound._finish, signals.spider_closed)
        return bound

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The bound of ``crawler``; one that is never reached where there is none."""
        return crawler.get_extension(cls) or cls(crawler)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Until it ends, a request waits or is answered.

        Raises:
            LeftError: the run is over, or ends meanwhile.
        """
        task = asyncio.current_task()
        assert task is not None
        try:
            if self.is_over:
                raise LeftError
            self._under_way.add(task)
            yield
        except asyncio.CancelledError:
            if not self.is_over:
                raise
            task.uncancel()
            raise LeftError from None
        finally:
            self._under_way.discard(task)

    async def end(self, reason: str) -> None:
        """Ends the run, whatever is under way; what it has collected is kept.

        Args:
            reason: for people; see `crawler.runs.Run.message`.
        """
        if self.is_over:
            return
        self.is_over = True
        for task in self._under_way:
            task.cancel()
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                request, waiting = slot.queue.popleft()
                waiting.errback(_failure(request))
        if self._crawler.engine.scheduler is not None:  # else it has not begun
            await self._crawler.engine.close_spider_async(reason=reason)

    def rest(self) -> Iterator[Any]:
        """Takes the requests that nobody has sent, in their order, each as its errback wants it."""
        scheduler = self._crawler.engine.scheduler
        while scheduler and (request := scheduler.next_request()):
            yield _failure(request)

    def _begin(self) -> None:
        if self._seconds:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._time_is_up)

    def _time_is_up(self) -> None:
        reason = f"stopped after {spelt(self._seconds)} (--time)"
        self._ending = asyncio.ensure_future(self.end(reason))

    def _finish(self) -> None:
        if self._timer:  # it would keep the crawler in memory
            self._timer.cancel()


def _failure(request: Request) -> Any:
    failure: Any = Failure(LeftError())  # type: ignore[no-untyped-call]  # Twisted's
    failure.request = request
    return failure
