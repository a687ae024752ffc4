"""Fetches what a conversation asks for, by the same rules as every crawl: guard, robots.txt, caps.

Owns the way between a question and its answer. What is asked, and what it means, is up to the
conversation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from scrapy import Request, Spider

from crawler.detect.proposal import Answer
from crawler.fates import fate_of
from crawler.kinds.documents import content_type_of
from crawler.workshop.stage import perform

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator

    from scrapy.http import Response

    from crawler.workshop.stage import Stage

T = TypeVar("T")
Conversation: TypeAlias = "Generator[str, Answer | None, T]"
"""Asks for URLs, is sent the answer to each (None when there was none), returns what it found."""


@dataclass(frozen=True, slots=True)
class Scouted(Generic[T]):
    """What came of a conversation; ``failures`` has the reason by URL for what was not answered."""

    found: T
    failures: dict[str, str]


def converse(conversation: Conversation[T], stage: Stage) -> Scouted[T]:
    """Holds a conversation to its end; one request after the other."""
    talk = _Talk(conversation)
    attributes = {
        "talk": talk,
        "allow_private": stage.allow_private,
        "credentials": stage.credentials,
    }
    perform(type("ScoutOnce", (Scout,), attributes), stage.scouting())
    (found,) = talk.found
    return Scouted(found, talk.failures)


@dataclass(frozen=True, slots=True)
class _Talk:
    conversation: Conversation[Any]
    found: list[Any] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)


class Scout(Spider):
    """Asks for one URL after the other."""

    name = "scout"
    talk: _Talk

    async def start(self) -> AsyncIterator[Request]:
        """Asks the first question."""
        for request in self._ask(None):
            yield request

    def parse(self, response: Response) -> Iterator[Request]:
        """Hands over an answer."""
        yield from self._ask(Answer(response.url, response.body, content_type_of(response)))

    # Scrapy adds ``request`` to Twisted's Failure without telling its type, hence ``Any``.
    def failed(self, failure: Any) -> Iterator[Request]:
        """Tells that there is no answer."""
        self.talk.failures[failure.request.url] = fate_of(failure.value).reason
        yield from self._ask(None)

    def _ask(self, answer: Answer | None) -> Iterator[Request]:
        try:
            url = self.talk.conversation.send(answer)
        except StopIteration as end:
            self.talk.found.append(end.value)
            return
        yield Request(url, callback=self.parse, errback=self.failed, dont_filter=True)
