"""An article needs a title, a body and something to recognise it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import Dropped
from crawler.guard.inward import leads_inside
from crawler.pipelines.step import Step
from feeds.links import canonical

if TYPE_CHECKING:
    from crawler.items import Article


class Validate(Step):
    """Drops what can never be a post; settles the link."""

    def take(self, article: Article) -> None:
        """Sets the canonical link.

        Raises:
            Dropped: "no title", "no body" or "no identity".
        """
        if not (article.title or "").strip():
            raise Dropped("no title", article.url or "")
        if not (article.body or "").strip():
            raise Dropped("no body", article.url or "")
        article.link = _link(article, self.allowed)
        if not article.link and not article.key:
            raise Dropped("no identity", article.title or "")


def _link(article: Article, allowed: frozenset[str]) -> str | None:
    if article.link:
        link = canonical(article.link, article.url)
        if link is None or not leads_inside(link, allowed):
            return link
    # The address of an API's answer is no place for readers; a key stands for the article then.
    return None if article.key or not article.url else canonical(article.url)
