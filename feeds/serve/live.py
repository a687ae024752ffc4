"""Answers that are made when they are asked for: live feeds and the search page.

One question is answered at a time, from the archive and its search index; ``question`` has bounded
what it may cost. Knows no HTTP but the bytes of answers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from feeds.formats import FORMATS, Document, Rules, document
from feeds.query import QueryError
from feeds.search import Place, SearchIndex
from feeds.serve.question import QuestionError
from feeds.site.pages import FeedLink, Page, headlines, search_page
from feeds.values import LIVE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.archive import Archive
    from feeds.config import Config, Workspace
    from feeds.search import Found
    from feeds.serve.question import Question


_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes and their media type; the same for the same question while no post changes."""

    body: bytes
    media_type: str

    @property
    def etag(self) -> str:
        """A strong entity tag."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'


class Desk:
    """Answers questions about one workspace."""

    def __init__(self, workspace: Workspace, config: Config, archive: Archive) -> None:
        self._config = config
        self._archive = archive
        self._index = SearchIndex(workspace.search, archive)
        self._version: int | None = None
        self._lock = Lock()

    def close(self) -> None:
        """Lets go of the index."""
        self._index.close()

    def feed(self, question: Question) -> Answer:
        """A feed of the posts that were asked for."""
        made = self._document(question, self._find(question))
        each = FORMATS[question.format]
        return Answer(each.render(made), f"{each.media_type}; charset=utf-8")

    def search(self, question: Question) -> Answer:
        """A page of the posts that were asked for, with the feeds of the same question."""
        found = self._find(question) if question.text or question.channels else []
        made = self._document(question, found)
        page = replace(
            self._page(question.text),
            url=f"{self._config.base_url}search?{question.encoded}",
            feeds=tuple(
                FeedLink(each.label, made.urls[each.media_type], each.media_type)
                for each in FORMATS.values()
            ),
            entries=headlines(made.entries),
            following=self._following(question, found),
        )
        return Answer(search_page(page), _HTML)

    def refusal(self, text: str, problem: str) -> Answer:
        """The page of a search for ``text`` that cannot be answered, with the reason."""
        return Answer(search_page(replace(self._page(text), problem=problem)), _HTML)

    def _page(self, text: str) -> Page:
        """The page of a search without anything found."""
        config = self._config
        return Page(
            title=text,
            publication=config.title,
            lang=config.language,
            timezone=config.timezone,
            url=f"{config.base_url}search",
        )

    def figures(self) -> Mapping[str, float]:
        """What monitoring wants to know of the archive."""
        with self._lock:
            newest = self._archive.newest(("all", ""), 1)
            figures = {"posts": float(self._archive.count())}
        if newest:
            figures["newest_post_timestamp_seconds"] = newest[0].post.published.timestamp()
        return figures

    def _find(self, question: Question) -> list[Found]:
        try:
            return self._search(question)
        except QueryError as error:
            raise QuestionError(str(error)) from error

    def _search(self, question: Question) -> list[Found]:
        after = Place(question.after) if question.after is not None else None
        with self._lock:
            version = self._archive.version()
            if version != self._version:
                self._index.update()
                self._version = version
            found = self._index.find(question.query, question.channels, after)
            return list(islice(found, question.limit))

    def _document(self, question: Question, found: list[Found]) -> Document:
        config = self._config
        named = hashlib.sha256(question.encoded.encode()).hexdigest()[:16]
        blank = Document(
            id=f"tag:{urlsplit(config.base_url).hostname},2026:search/{named}",
            title=f"{question.text or ', '.join(name for _, name in question.channels)}"
            f" · {config.title}".removeprefix(" · "),
            site_url=f"{config.base_url}search?{question.encoded}",
            urls={
                each.media_type: f"{config.base_url}feed?{question.encoded}"
                f"{'&' if question.parameters else ''}format={name}"
                for name, each in FORMATS.items()
            },
            language=config.language,
            author=config.author or config.title,
        )
        limits = config.limits.model_copy(update={"entries": question.limit})
        return document(
            blank,
            [each.kept.post for each in found],
            Rules(limits=limits, content=config.content_of(LIVE)),
        )

    def _following(self, question: Question, found: list[Found]) -> str:
        """The address of the next page, empty when this one is the last."""
        if len(found) < question.limit:
            return ""
        parameters = [*question.parameters, ("after", str(found[-1].place.number))]
        return f"search?{urlencode(parameters)}"
