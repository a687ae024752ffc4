"""Title, body and description as they may be published; noise that the source names is removed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crawler.errors import Dropped
from crawler.guard.inward import leads_inside, without_inward
from crawler.pipelines.step import Step
from crawler.trimming import Trimmer
from feeds.errors import MarkupError
from feeds.links import absolute
from feeds.markup import sanitise
from feeds.text import clean_title, summary

if TYPE_CHECKING:
    from crawler.items import Article

# In a sanitised body: text after a tag, or a picture.
_SOMETHING = re.compile(r"<img|>\s*[^<\s]")
# Characters that are looked at for the beginning of a text; tags are half of them.
_MOST_DESCRIPTION = 100_000
# Each tag is a channel. Articles have twenty at most, and lists of all that a site has are none.
_MOST_NAMES = 50


class Clean(Step):
    """Makes an article safe by construction."""

    @cached_property
    def _trimmer(self) -> Trimmer | None:
        named = self.facts.remove or self.facts.unwrap
        return Trimmer(self.facts.remove, self.facts.unwrap) if named else None

    def take(self, article: Article) -> None:
        """Cleans the texts.

        Raises:
            Dropped: nothing is left of title or body, or the body is more than a parser bears.
        """
        article.title = clean_title(article.title or "")
        if not article.title:
            raise Dropped("no title", article.url or "")
        # Not its url: that of one that stands in a list is the list's, and all others stand there.
        address = article.link or article.key or article.url or ""
        if reason := self.workspace.skipped.get(address):
            raise Dropped(reason, address)
        with self.workspace.note.reading(address):
            article.body = self._body(article)
            description = (article.description or "")[:_MOST_DESCRIPTION]
            article.description = summary(description) or None
        article.tags, article.authors = map(self._bounded, (article.tags, article.authors))
        if article.image and self._leads_inside(article.image, article):
            article.image = None

    def _bounded(self, names: Any) -> Any:
        """A list of names, of which some are kept; hand-written spiders may give one text."""
        if isinstance(names, str) or len(names) <= _MOST_NAMES:
            return names
        self.workspace.ledger.notes["more tags or authors than allowed"] += 1
        return names[:_MOST_NAMES]

    def _leads_inside(self, url: str, article: Article) -> bool:
        found = absolute(url, article.url or "")
        return found is not None and leads_inside(found, self.allowed)

    def _body(self, article: Article) -> str:
        body = article.body or ""
        try:
            if self._trimmer is not None:
                body = self._trimmer.trim(body)
            base = article.url or article.link or ""
            body = sanitise(body, base)
            if (outward := without_inward(body, self.allowed)) != body:
                body = sanitise(outward, base)
        except MarkupError as error:
            raise Dropped("body too large", error.what) from error
        if not _SOMETHING.search(body):
            raise Dropped("no body", article.url or "")
        return body
