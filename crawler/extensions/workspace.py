"""What a crawl holds of its workspace while it runs: archive, configuration, ledger and run log.

Owns opening and closing them, and turning Scrapy's signals into the ledger's buckets.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.errors import Dropped
from crawler.fates import fate_of
from crawler.ledger import CUT_SHORT, Bucket, Ledger
from crawler.loaders import Hits
from crawler.runs import Outcome, Run, cut_short, outcome_of, went_silent
from crawler.state import State
from crawler.watchdog import Note
from crawler.workspace import workspace_in
from feeds.archive import Archive, Identity
from feeds.config import Config
from feeds.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from crawler.memory import Memory
    from crawler.runs import HitRates
    from feeds.config import Workspace


class OpenWorkspace:
    """The open workspace of one crawl.

    Attributes:
        config: the workspace's, or the defaults when there is none.
        archive: None without a workspace; then nothing is kept.
        ledger: the book of this run.
        run: the run as far as it is recorded.
        note: what is being read, for the watchdog.
        skipped: reasons by the addresses that must not be asked for.
        trouble: what the system refused first, a full disk perhaps; such a run has failed.
    """

    def __init__(self, workspace: Workspace | None, note: Note | None = None) -> None:
        self.note = note or Note()
        self.skipped: dict[str, str] = {}
        self.trouble: Exception | None = None
        self._stack = ExitStack()
        self.ledger = Ledger()
        self.archive: Archive | None = None
        self._number: int | None = None
        self.config = Config(title="Broadsheet")
        self.run: Run | None = None
        self.last_run_complete = False
        self._state = self._stack.enter_context(State(workspace.state if workspace else None))
        if workspace is not None:
            self.config = workspace.read_config()
            self.archive = self._stack.enter_context(Archive.open(workspace, self.config))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Opens the workspace of ``crawler``.

        Raises:
            NotConfigured: ``scrapy check`` runs; it must leave no trace.
        """
        if os.environ.get("SCRAPY_CHECK"):
            raise NotConfigured("scrapy check keeps nothing")
        opened = cls(workspace_in(crawler.settings), Note.of(crawler.settings))
        opened._listen(crawler)
        return opened

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The open workspace of ``crawler``; one that keeps nothing where there is none."""
        return crawler.get_extension(cls) or cls(None)

    def known(self, source: str, key: str | None, link: str | None) -> bool:
        """Whether the archive has the article."""
        if self.archive is None:
            return False
        return self.archive.known(Identity(source=source, key=key, link=link)) is not None

    def now(self) -> datetime:
        """The time by which articles are read, aware UTC."""
        return datetime.now(UTC)

    def memory(self, source: str, definition: str) -> Memory:
        """What earlier runs of a source left."""
        return self._state.memory(source, definition)

    def _listen(self, crawler: Crawler) -> None:
        connect = crawler.signals.connect
        connect(self._begin, signals.spider_opened)
        connect(self._finish, signals.spider_closed)
        connect(self._count_dropped, signals.item_dropped)
        connect(self._count_failed, signals.item_error)
        connect(self._look_for_trouble, signals.spider_error)

    def note_trouble(self, error: Exception) -> None:
        """The system refused something that the run cannot do without."""
        self.trouble = self.trouble or error

    def _begin(self, spider: Spider) -> None:
        self.run = Run(source=spider.name, started=datetime.now(UTC))
        with self._troubles_noted():
            last = self._state.last_run(spider.name)
            self.last_run_complete = last is not None and last.complete
            self.skipped = self._state.skipped(self.run.started)
            self._number = self._state.begin(self.run)

    @contextmanager
    def _troubles_noted(self) -> Iterator[None]:
        """Scrapy would write down what goes wrong in a signal, and go on."""
        try:
            yield
        except StorageError as error:
            self.note_trouble(error)

    def _count_dropped(self, exception: Exception) -> None:
        cause = exception.__cause__
        fate = fate_of(cause if isinstance(cause, Dropped) else Dropped(str(exception)))
        self.ledger.leave_pipelines(fate.bucket, fate.reason)

    def _count_failed(self, failure: Failure) -> None:
        self._look_for_trouble(failure)
        self.ledger.leave_pipelines(Bucket.FAILED, type(failure.value).__name__)

    def _look_for_trouble(self, failure: Failure) -> None:
        if isinstance(failure.value, StorageError):
            self.note_trouble(failure.value)

    def _finish(self, spider: Spider, reason: str) -> None:
        finished = reason == "finished"
        self.ledger.close("no answer" if finished else CUT_SHORT)
        hits = getattr(spider, "hits", Hits())
        with self._troubles_noted():
            self._note_silence(hits.rates(), spider.name)
        self.run = self._judged(self._closed_run(hits, reason))
        with self._troubles_noted():
            if self._number is not None:
                self._state.finish(self._number, self.run)
        self.run = self._judged(self.run)
        for name, value in self.run.counts.numbers().items():
            spider.crawler.stats.set_value(f"articles/{name}", value)
        self._stack.close()

    def _note_silence(self, rates: HitRates, source: str) -> None:
        """Notes selectors that found nothing, though they did in earlier runs."""
        for rule in went_silent(rates, self._state.hit_rates(source)):
            asked, _ = rates[rule]
            self.ledger.notes[f"silent selector: {rule}"] += asked

    def _closed_run(self, hits: Hits, reason: str) -> Run:
        assert self.run is not None
        ledger, finished = self.ledger, reason == "finished"
        counts = ledger.counts()
        return Run(
            source=self.run.source,
            started=self.run.started,
            finished=datetime.now(UTC),
            outcome=outcome_of(counts) if finished else Outcome.INTERRUPTED,
            complete=finished and not ledger.is_incomplete,
            message="" if finished else cut_short(reason, ledger.left),
            counts=counts,
            hits=hits.rates(),
        )

    def _judged(self, run: Run) -> Run:
        """``run``, as failed if there was trouble."""
        if self.trouble is None:
            return run
        return replace(run, outcome=Outcome.FAILED, complete=False, message=str(self.trouble))
