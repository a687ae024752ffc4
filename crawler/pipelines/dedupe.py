"""An article that the archive has, or that this run has met already, is not kept again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import AlreadyKnown
from crawler.pipelines.step import Step
from crawler.posts import identity_of
from feeds.archive.identity import marks

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.items import Article


class Dedupe(Step):
    """Recognises an article by the source's id, its link, or its title and minute."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Posts wait for their batch before the archive knows them.
        self._met: set[int] = set()

    def take(self, article: Article) -> None:
        """Remembers the article.

        Raises:
            AlreadyKnown: it is known.
        """
        identity = identity_of(article, self.facts)
        found = marks(identity)
        met = {mark for mark in (found.key, found.link, found.fingerprint) if mark is not None}
        if met & self._met:
            raise AlreadyKnown("met twice in one run", article.url or "")
        self._met |= met
        if self.workspace.archive is not None and self.workspace.archive.known(identity):
            raise AlreadyKnown("in the archive", article.url or "")
