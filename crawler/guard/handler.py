"""The one place that all requests pass: lists, details, images, robots.txt, every redirect.

Owns refusing them; what is public is decided in ``addresses``, and by ``resolver`` for names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest

from crawler.guard.addresses import refusal
from crawler.guard.resolver import GuardedResolver, PrivateAddressError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class RefusedError(IgnoreRequest):
    """A request that the guard does not send; the text is the reason."""


class GuardedHandler(AiohttpDownloadHandler):
    """Scrapy's aiohttp handler, behind the guard.

    A spider may have ``allow_private``: ``host:port`` of private places that it may read.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._allowed = frozenset(getattr(crawler.spider, "allow_private", ()))
        connector = self._session.connector
        assert isinstance(connector, aiohttp.TCPConnector)
        # The handler makes its connector itself and has no setting for the resolver (Scrapy 2.19);
        # this can go when it has.
        connector._resolver = GuardedResolver(connector._resolver, self._allowed)

    async def download_request(self, request: Request) -> Response:
        """Downloads ``request``.

        Raises:
            RefusedError: it leads to a private place, or is not plain http(s).
        """
        reason = refusal(request.url, self._allowed)
        if reason is not None:
            raise RefusedError(reason)
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            for cause in _causes(error):
                if isinstance(cause, PrivateAddressError):
                    raise RefusedError(f"private address {cause}") from error
            raise


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        inner = getattr(error, "os_error", None)
        if isinstance(inner, BaseException):
            yield inner
        error = error.__cause__ or error.__context__
