"""Title, body and description as they may be published; noise that the source names is removed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.errors import Dropped
from crawler.pipelines.step import Step
from crawler.trimming import Trimmer
from feeds.errors import MarkupError
from feeds.markup import sanitise
from feeds.text import clean_title, summary

if TYPE_CHECKING:
    from crawler.items import Article

# In a sanitised body: text after a tag, or a picture.
_SOMETHING = re.compile(r"<img|>\s*[^<\s]")


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
        with self.workspace.note.reading(article.url or ""):
            article.body = self._body(article)
        if article.description:
            article.description = summary(article.description) or None

    def _body(self, article: Article) -> str:
        body = article.body or ""
        try:
            if self._trimmer is not None:
                body = self._trimmer.trim(body)
            body = sanitise(body, article.url or article.link or "")
        except MarkupError as error:
            raise Dropped("body too large", error.what) from error
        if not _SOMETHING.search(body):
            raise Dropped("no body", article.url or "")
        return body
