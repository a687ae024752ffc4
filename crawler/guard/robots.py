"""robots.txt as RFC 9309 has it: a host that cannot say what is allowed is not asked at all."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.guard.bound import Bound, LeftError
from crawler.guard.failures import ProxyError, RefusedError, UntrustedError
from crawler.guard.handler import ClosedError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

# RFC 9309 §2.5: so much must be read at least. Ten MB of rules take the parser five seconds, and
# each address half a second more.
_MOST_BYTES = 500 * 1024
# Redirects that lead nowhere, and hosts that have no time to say.
_UNDECIDED = {*range(300, 400), HTTPStatus.TOO_MANY_REQUESTS}


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware, failing closed (RFC 9309 §2.3.1)."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._bound = Bound.of(crawler)
        self._closed: dict[str, Exception] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Lets ``request`` pass or not.

        Raises:
            IgnoreRequest: it must not be sent.
        """
        if self._bound.is_over:
            raise LeftError
        error = self._closed.get(request.url.split("/", 3)[2])
        if error is not None:
            raise error.with_traceback(None)
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        status = response.status
        if status in _UNDECIDED or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise IgnoreRequest
        # "Unavailable": everything is allowed, whatever the error page says.
        body = b"" if status >= HTTPStatus.BAD_REQUEST else response.body[:_MOST_BYTES]
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._closed[netloc] = IgnoreRequest("robots.txt unreachable")
        if isinstance(exc, RefusedError | ClosedError | LeftError | UntrustedError | ProxyError):
            self._closed[netloc] = exc
        super()._robots_error(exc, netloc)
