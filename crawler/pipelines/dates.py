"""Dates as the site writes them become moments; what cannot be one is noted, never invented."""

from __future__ import annotations

from datetime import UTC, datetime, timezone
from typing import TYPE_CHECKING

from crawler.extract.dates import DateContext, DateRefusedError, read_date
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from crawler.items import Article


class Dates(Step):
    """Reads ``published`` and ``updated`` in the source's zone; leaves None where there is none."""

    def take(self, article: Article) -> None:
        """Sets both dates to aware datetimes or None, and ``fetched`` where it is missing."""
        article.fetched = article.fetched or datetime.now(UTC)
        article.published = self._moment(article.published, article)
        article.updated = self._moment(article.updated, article)
        if article.published is None:
            self.workspace.ledger.notes["undated"] += 1

    def _moment(self, written: str | datetime | None, article: Article) -> datetime | None:
        """The moment, in the zone it was written in."""
        if not written:
            return None
        text = written.isoformat() if isinstance(written, datetime) else str(written)
        languages = tuple(tag for tag in (article.lang, self.facts.language) if tag)
        assert article.fetched
        context = DateContext(article.fetched, self.facts.zone, languages)
        try:
            found = read_date(text, context)
        except DateRefusedError as error:
            self.workspace.ledger.notes[f"date refused: {error.reason}"] += 1
            return None
        if found is None:
            self.workspace.ledger.notes["date not understood"] += 1
            return None
        if not found.has_zone and not self.facts.zone_is_own:
            self.workspace.ledger.notes["date without zone"] += 1
        return found.moment.astimezone(timezone(found.offset))
