"""Crawls several sources in one process; the shell around Scrapy for the command line."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from scrapy.crawler import Crawler
from scrapy.settings import Settings

from crawler import watchdog
from crawler.backfill import Backfill
from crawler.extensions.workspace import OpenWorkspace
from crawler.guard import bound
from crawler.guard.bound import Bound
from crawler.guard.turns import Turns
from crawler.logs import log_handler
from crawler.runs import Outcome, Run
from crawler.signals import HeardSignals
from crawler.spiderloader import spider_class
from crawler.workspace import SETTING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from crawler.kinds.model import SourceModel
    from crawler.ledger import Counts
    from crawler.watchdog import Note
    from feeds.config import Workspace

logger = logging.getLogger(__name__)

_BY_SIGNAL, _BY_WATCHDOG = "stopped by a signal", "stopped: its watchdog is gone"
# Seconds. Service managers tell every process, and so does the watchdog: that is one signal.
_SIGNALS_APART = 1.0
# 100 crawlers at once take 345 MB, eight at a time 103 MB.
_AT_ONCE = 8
# How often progress is told, in seconds; faster than people read.
_TICK = 0.2

# Answers and trees are freed as soon as nobody refers to them. Cycles are rare here, and looking
# for them after every 700 new objects, as Python does by default, takes 4 % of a crawl.
_NEW_OBJECTS = 50_000

OnProgress: TypeAlias = "Callable[[str, Counts], None]"
"""Told the name of a source and its counts while it is crawled, and once when it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """How sources are crawled.

    Attributes:
        workspace: where posts go.
        given: vars by name, for every source that has one of the name.
        backfill: what part of the sources the crawl is for.
        log_file: where Scrapy's log goes, for no other process; nowhere when None.
        verbose: whether it goes to the terminal, too.
        seconds: how long a source may take.
        note: of the watchdog, where there is one.
    """

    workspace: Workspace
    given: Mapping[str, str] = field(default_factory=dict)
    backfill: Backfill = field(default_factory=Backfill)
    log_file: Path | None = None
    verbose: bool = False
    seconds: float | None = None
    note: Note | None = None


def crawl(
    sources: Sequence[SourceModel], options: CrawlOptions, on_progress: OnProgress
) -> list[Run]:
    """Crawls ``sources``, at most eight at a time, and answers their runs in the same order.

    SIGINT, SIGTERM and SIGHUP end the runs early, and so does the end of the watchdog; what has
    been collected is kept.
    """
    settings = crawl_settings(options.workspace)
    settings.setdict(options.backfill.settings, priority="cmdline")
    turns = Turns()
    settings.set(watchdog.SETTING, options.note)
    if options.seconds is not None:
        settings.set(bound.SETTING, options.seconds)
    crawls = [_Crawl(source, settings, options, turns) for source in sources]
    with _logging(options), _rare_collections():
        return asyncio.run(_crawl_all(crawls, options.note, on_progress))


@contextmanager
def _rare_collections() -> Iterator[None]:
    before = gc.get_threshold()
    # What was imported stays, and need not be looked at again.
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def crawl_settings(workspace: Workspace) -> Settings:
    """The project's settings for crawls into ``workspace``."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set(SETTING, str(workspace.root), priority="cmdline")
    return settings


@contextmanager
def _logging(options: CrawlOptions) -> Iterator[None]:
    """Sends the log where the options say while crawls run.

    Scrapy's own set-up leaves its handler behind, and has every DEBUG record made to drop it.
    """
    handlers: list[logging.Handler] = []
    if options.log_file is not None:
        handlers.append(log_handler(options.log_file))
    if options.verbose:
        handlers.append(logging.StreamHandler())
    root, level = logging.getLogger(), logging.getLogger().level
    root.setLevel(logging.INFO)
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
    try:
        yield
    finally:
        root.setLevel(level)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


class _Crawl:
    """One source of a crawl, and its crawler."""

    def __init__(
        self, source: SourceModel, settings: Settings, options: CrawlOptions, turns: Turns
    ) -> None:
        self.name = source.name
        self.given = {name: text for name, text in options.given.items() if name in source.vars}
        contact = options.workspace.read_config().contact
        self.crawler = Crawler(spider_class(source, contact=contact, turns=turns), settings)
        self.crawler.signals = HeardSignals(self.crawler)
        self.cancelled = False

    @property
    def counts(self) -> Counts | None:
        """What it has counted so far; None before and after."""
        return OpenWorkspace.of(self.crawler).ledger.counts() if self.crawler.crawling else None

    async def run(self) -> Run:
        """Crawls the source; whatever goes wrong is the end of this run only."""
        started = datetime.now(UTC)
        if self.cancelled:
            return self._ended(started, Outcome.INTERRUPTED, "not started")
        try:
            await self.crawler.crawl_async(**self.given)
        except Exception as error:
            logger.exception("%s cannot be crawled", self.name)
            return self._ended(started, Outcome.FAILED, str(error))
        run = OpenWorkspace.of(self.crawler).run
        assert run is not None
        return run

    async def stop(self, reason: str) -> None:
        """Ends the crawl early, keeping what has been collected."""
        self.cancelled = True
        if self.crawler.crawling:
            await Bound.of(self.crawler).end(reason)
            await self.crawler.stop_async()

    def _ended(self, started: datetime, outcome: Outcome, message: str) -> Run:
        return Run(
            source=self.name,
            started=started,
            finished=datetime.now(UTC),
            outcome=outcome,
            message=message,
        )


async def _crawl_all(
    crawls: Sequence[_Crawl], note: Note | None, on_progress: OnProgress
) -> list[Run]:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(crawl_: _Crawl) -> Run:
        async with gate:
            run = await crawl_.run()
        on_progress(crawl_.name, run.counts)
        return run

    _stop_early(crawls, note)
    ticking = asyncio.create_task(_tell(crawls, on_progress))
    try:
        return await asyncio.gather(*map(one, crawls))
    finally:
        ticking.cancel()


async def _tell(crawls: Sequence[_Crawl], on_progress: OnProgress) -> None:
    while True:
        await asyncio.sleep(_TICK)
        for crawl_ in crawls:
            if (counts := crawl_.counts) is not None:
                on_progress(crawl_.name, counts)


def _stop_early(crawls: Sequence[_Crawl], note: Note | None) -> None:
    """The first signal ends all crawls in order, one after a while the process."""
    loop, heeded = asyncio.get_running_loop(), watchdog.heeded_signals()
    parent = note.parent if note else None
    stopping: list[asyncio.Task[None]] = []

    def stop(reason: str) -> None:
        if parent is not None:
            loop.remove_reader(parent)
        if stopping:
            return
        for number in heeded:
            loop.call_later(_SIGNALS_APART, loop.remove_signal_handler, number)
        stopping.extend(loop.create_task(crawl_.stop(reason)) for crawl_ in crawls)

    if threading.current_thread() is threading.main_thread():
        for number in heeded:
            loop.add_signal_handler(number, stop, _BY_SIGNAL)
    if parent is not None:
        loop.add_reader(parent, stop, _BY_WATCHDOG)
