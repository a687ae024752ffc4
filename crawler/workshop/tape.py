"""The answers that a spider is given: heard and remembered, or played back without a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.kinds.documents import content_type_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler

NOT_NEEDED = "not needed: the rehearsal has its articles"
"""Why a list was not read; no trouble."""
_NOT_RECORDED = "not among the recorded answers"


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer as the spider was given it.

    Attributes:
        asked: method, address and body of the request.
        url: where it was read from, after redirects.
        body: content encoding undone.
        content_type: value of the HTTP header.
    """

    asked: str
    url: str
    body: bytes
    content_type: str | None = None


class Tape:
    """What is played, and what was heard.

    Args:
        answers: what is played in place of the site; None to listen to the site itself.

    Attributes:
        heard: the answers that the spider was given, in their order.
        is_full: whether no further list is wanted.
    """

    def __init__(self, answers: Sequence[Recorded] | None) -> None:
        self.answers = None if answers is None else {each.asked: each for each in answers}
        self.heard: list[Recorded] = []
        self.is_full = False


class PlayTape:
    """The downloader middleware that plays and listens."""

    def __init__(self, crawler: Crawler) -> None:
        spider: Any = crawler.spidercls
        self._crawler = crawler
        self._tape: Tape = spider.tape

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For one rehearsal."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Plays the answer, if one was recorded.

        Raises:
            IgnoreRequest: it was not, or the request is for a list and there are articles enough.
        """
        if self._tape.is_full and is_list(request, self._crawler.spider):
            raise IgnoreRequest(NOT_NEEDED)
        if self._tape.answers is None:
            return None
        if (found := self._tape.answers.get(_asked(request))) is None:
            raise IgnoreRequest(_NOT_RECORDED)
        headers = {"Content-Type": found.content_type} if found.content_type else None
        return Response(found.url, headers=headers, body=found.body)

    def process_response(self, request: Request, response: Response) -> Response:
        """Remembers an answer, under the address that was asked for before redirects."""
        if request.callback is not NO_CALLBACK:  # robots.txt is none of the spider's
            content_type = content_type_of(response)
            heard = Recorded(_asked(request), response.url, response.body, content_type)
            self._tape.heard.append(heard)
        return response


def is_list(each: Any, spider: Any) -> bool:
    """Whether a spider's request, or what else it yields, asks for a list."""
    return bool(getattr(each, "callback", None) == spider.parse)


def _asked(request: Request) -> str:
    url = request.meta.get("redirect_urls", [request.url])[0]
    return " ".join(filter(None, (request.method, url, request.body.decode("latin-1"))))
