"""Posts go into the archive in batches: durable together, and counted when they are."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.ledger import CANNOT_BE_WRITTEN, Bucket
from crawler.pipelines.step import Step
from crawler.posts import post_of
from feeds.errors import FeedsError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.items import Article
    from feeds.post import Post

logger = logging.getLogger(__name__)

# One fsync a post would cap a crawl at some 140 posts a second; a hundred share one.
_BATCH = 100
# What a kill can cost: the articles of the last seconds, which the next run fetches again.
_SECONDS = 2.0


class Save(Step):
    """Keeps posts; ``new`` counts those that are on the disk."""

    def __init__(self, crawler: Crawler) -> None:
        """Prepares an empty batch.

        Raises:
            NotConfigured: there is no workspace to keep posts in.
        """
        super().__init__(crawler)
        if self.workspace.archive is None:
            raise NotConfigured("no workspace: posts are not kept")
        self._archive = self.workspace.archive
        self._waiting: list[Post] = []
        self._stopping: asyncio.Task[None] | None = None
        self._clockwork = create_looping_call(self.commit)

    def open_spider(self) -> None:
        """Starts committing every few seconds."""
        self._clockwork.start(_SECONDS, now=False)

    def take(self, article: Article) -> None:
        """Puts the post into the batch."""
        self._waiting.append(post_of(article, self.facts, self.workspace.config))
        if len(self._waiting) >= _BATCH:
            self.commit()

    def close_spider(self) -> None:
        """Commits what is left."""
        self._clockwork.stop()
        self.commit()

    def commit(self) -> None:
        """Makes the batch durable. A disk that refuses it ends the crawl, not the program."""
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        leave = self.workspace.ledger.leave_pipelines
        try:
            outcomes = self._archive.add(batch)
        except (FeedsError, OSError) as error:
            logger.error("%d posts are lost: %s", len(batch), error)  # the disk's
            for _ in batch:
                leave(Bucket.FAILED, CANNOT_BE_WRITTEN)
            self.workspace.ledger.transient_failures += len(batch)
            self.workspace.note_trouble(error)
            self._stop()
            return
        for outcome in outcomes:
            leave(Bucket.NEW if outcome.status == "new" else Bucket.KNOWN)

    def _stop(self) -> None:
        if self._stopping is None and self.crawler.crawling:
            stop = self.crawler.engine.close_spider_async(reason="the archive cannot be written")
            self._stopping = asyncio.get_running_loop().create_task(stop)
