"""An article that the archive has is not kept again; a correction goes into the post it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import AlreadyKnown, Corrected
from crawler.pipelines.step import Step
from crawler.posts import identity_of, post_of
from feeds.archive import content_digest
from feeds.links import identity

if TYPE_CHECKING:
    from crawler.items import Article
    from feeds.archive import Archive, Known
    from feeds.post import Post

# A text that shrinks to less than this share is a paywall, a consent page or an error more often
# than a correction.
_SHRUNK = 0.5


class Dedupe(Step):
    """Recognises an article by the source's id, its link, or its title and minute."""

    def take(self, article: Article) -> None:
        """Lets an article through that the archive does not have.

        One that waits for its batch is recognised there.

        Raises:
            AlreadyKnown: it is known; `Corrected` when its post has a new text now.
        """
        archive = self.workspace.archive
        known = archive.known(identity_of(article, self.facts)) if archive else None
        if archive and known:
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
        if not _is_same(old, new):
            return
        if len(new.body) < _SHRUNK * len(old.body):
            self.workspace.ledger.notes["shrunk text not taken"] += 1
            return
        assert new.first_seen
        archive.replace(known.path, new, new.first_seen)
        raise Corrected("has a new text", known.path)


def _is_same(old: Post, new: Post) -> bool:
    """Whether both come from one place; another one may tell the same in other words."""
    if old.source != new.source:
        return False
    return old.key == new.key or (old.link and identity(old.link)) == identity(new.link or "")
