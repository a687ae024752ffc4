"""The one place that all requests pass: lists, details, images, robots.txt, every redirect.

Owns refusing them and making them wait; what is public is decided in ``addresses``, and by
``resolver`` for names; whose turn it is, in ``turns``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp
from scrapy import signals
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.exceptions import IgnoreRequest

from crawler.errors import UnreadableError
from crawler.guard.addresses import host_and_port, literal, refusal, turn_of
from crawler.guard.bound import Bound
from crawler.guard.failures import FAILURES, RefusedError, told
from crawler.guard.proxies import ProxiedRequest, place_of
from crawler.guard.resolver import GuardedResolver, PrivateAddressError
from crawler.guard.turns import Turns, retry_after
from crawler.secrets import Credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response


_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class ClosedError(IgnoreRequest):
    """A request to a host that asked to be left alone for longer than a run waits."""


class GuardedHandler(AiohttpDownloadHandler):
    """Scrapy's aiohttp handler, behind the guard.

    A spider may have ``allow_private``: ``host:port`` of private places that it may read;
    ``turns``, where several crawls of a process share them; ``skipped``: reasons by the addresses
    that must not be asked for; and ``credentials``, which leave this handler for the wire only.
    """

    # There is one for each scheme, and most sources need one only: reading all certificates of the
    # system takes 20 ms.
    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._bound = Bound.of(crawler)
        self._turns: Turns = getattr(crawler.spider, "turns", None) or Turns()
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._agent = crawler.settings["USER_AGENT"]
        crawler.signals.connect(self._obey_crawl_delay, signals.robots_parsed)
        self._allowed = frozenset(getattr(crawler.spider, "allow_private", ()))
        self._credentials: Credentials = getattr(crawler.spider, "credentials", Credentials())
        # Hosts that the proxy may be asked for.
        self._passed: set[str] = set()
        # aiohttp asks once more by itself: three attempts would be six. It has no setting for that.
        self._session._retry_connection = False
        connector = self._session.connector
        assert isinstance(connector, aiohttp.TCPConnector)
        # The handler makes its connector itself and has no setting for the resolver (Scrapy 2.19);
        # this can go when it has.
        allowed = self._allowed
        if proxy := self._credentials.proxy:
            # The user names it; requests for this place are refused as before.
            allowed |= {place_of(proxy)}
            self._session._request_class = ProxiedRequest
        self._resolver = connector._resolver = GuardedResolver(connector._resolver, allowed)

    async def download_request(self, request: Request) -> Response:
        """Downloads ``request``.

        Raises:
            RefusedError: it leads to a private place, or is not plain http(s).
            ClosedError: its host asked to be left alone.
            LeftError: the run ended before it was answered.
            UnreadableError: what stands there kept the parser busy too long before.
        """
        skipped: Mapping[str, str] = getattr(self.crawler.spider, "skipped", {})
        if request.url in skipped:
            raise UnreadableError(request.url, skipped[request.url])
        reason = refusal(request.url, self._allowed)
        if reason is not None:
            raise RefusedError(reason)
        with self._bound.asking():
            return await self._ask(request, turn_of(request.url))

    async def _ask(self, request: Request, host: str) -> Response:
        if self._credentials.proxy:
            await self._check_name(request.url)
        await self._turns.wait(host, self._delay)
        if self._turns.is_closed(host):
            raise ClosedError("host asked to be left alone")
        response = await self._download(request)
        self._obey_retry_after(response, host)
        return response

    async def _download(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except FAILURES as error:
            failure = told(error, is_proxied=self._credentials.proxy is not None)
        raise failure

    async def _check_name(self, url: str) -> None:
        """Looks at a name that the proxy resolves; once, since the proxy's answer counts."""
        host, port = host_and_port(url) or ("", 0)
        if host in self._passed or f"{host}:{port}" in self._allowed or literal(host):
            return
        try:
            await self._resolver.check(host, port)
        except PrivateAddressError as error:
            raise RefusedError(f"private address {error}") from None
        self._passed.add(host)

    def _extract_proxy_url_with_creds(self, request: Request) -> str | None:
        return self._credentials.proxy or super()._extract_proxy_url_with_creds(request)

    # Scrapy's own is a static method, but is called as a method. It copies them to take out
    # Proxy-Authorization, which none here has.
    def _request_headers(self, request: Request) -> Headers:  # type: ignore[override]
        if not self._credentials.headers and b"Proxy-Authorization" not in request.headers:
            return request.headers
        headers = super()._request_headers(request)
        headers.update(self._credentials.headers_for(request.url))
        return headers

    def _obey_retry_after(self, response: Response, host: str) -> None:
        if response.status in _BUSY and (header := response.headers.get("Retry-After")):
            seconds = retry_after(header.decode("latin-1"), datetime.now(UTC))
            if seconds is not None:
                self._turns.postpone(host, seconds)

    def _obey_crawl_delay(self, robotparser: Any, request: Request) -> None:
        delay = robotparser.crawl_delay(self._agent)
        if delay is not None:
            self._turns.slow_down(turn_of(request.url), delay)
