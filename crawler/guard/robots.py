"""robots.txt as RFC 9309 has it: a host that cannot say what is allowed is not asked at all."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

_UNREACHABLE = b"User-agent: *\nDisallow: /\n"


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware, failing closed (RFC 9309 §2.3.1)."""

    _unreachable: frozenset[str] = frozenset()

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Lets ``request`` pass or not.

        Raises:
            IgnoreRequest: it must not be sent.
        """
        if request.url.split("/", 3)[2] in self._unreachable:
            raise IgnoreRequest("robots.txt unreachable")
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        status = response.status
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            self._unreachable |= {netloc}
            response = response.replace(body=_UNREACHABLE)
        elif status >= HTTPStatus.BAD_REQUEST:
            # "Unavailable": everything is allowed, whatever the error page says.
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest):
            self._unreachable |= {netloc}
        super()._robots_error(exc, netloc)
