"""An article that the archive has is not kept again; a correction goes into the post it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import AlreadyKnown, Corrected
from crawler.pipelines.step import Step
from crawler.posts import identity_of, post_of
from feeds.archive import content_digest
from feeds.archive.identity import marks

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.items import Article
    from feeds.archive import Archive, Known

# A text that shrinks to less than this share is a paywall, a consent page or an error more often
# than a correction.
_SHRUNK = 0.5


class Dedupe(Step):
    """Recognises an article by the source's id, its link, or its title and minute."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Posts wait for their batch before the archive knows them.
        self._met: set[int] = set()

    def take(self, article: Article) -> None:
        """Lets an article through that nobody has met.

        Raises:
            AlreadyKnown: it is known; `Corrected` when its post has a new text now.
        """
        identity = identity_of(article, self.facts)
        found = marks(identity)
        met = {mark for mark in (found.key, found.link, found.fingerprint) if mark is not None}
        if met & self._met:
            raise AlreadyKnown("met twice in one run", article.url or "")
        self._met |= met
        archive = self.workspace.archive
        if archive is not None and (known := archive.known(identity)) is not None:
            self._correct(archive, known, article)
            raise AlreadyKnown("in the archive", article.url or "")

    def _correct(self, archive: Archive, known: Known, article: Article) -> None:
        """Gives the post the article's text, if that is a correction.

        Raises:
            Corrected: it was.
        """
        new = post_of(article, self.facts, self.workspace.config)
        if content_digest(new) == known.digest:
            return
        old = archive.get(known.path)
        if old.source != new.source:
            return
        if len(new.body) < _SHRUNK * len(old.body):
            self.workspace.ledger.notes["shrunk text not taken"] += 1
            return
        assert new.first_seen
        archive.replace(known.path, new, new.first_seen)
        raise Corrected("has a new text", known.path)
