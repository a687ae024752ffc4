"""A backfill keeps the articles of its days; those without a date are kept, too."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.backfill import Backfill
from crawler.errors import TooNew, TooOld
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Article


class Span(Step):
    """Drops what lies outside the range that the crawl is for."""

    @cached_property
    def _backfill(self) -> Backfill:
        return Backfill.of(self.crawler.settings)

    def take(self, article: Article) -> None:
        """Looks at the date.

        Raises:
            TooOld: it lies before the range.
            TooNew: it lies after it.
        """
        moment, zone = article.published, self.facts.zone
        if not isinstance(moment, datetime):
            return
        if self._backfill.is_too_old(moment, zone):
            raise TooOld
        if self._backfill.is_too_new(moment, zone):
            raise TooNew
