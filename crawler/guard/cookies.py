"""Cookies of one crawl, for sources that ask for them; each goes to the host that set it only."""

from __future__ import annotations

from collections import defaultdict
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.cookiejar import Cookie

    from scrapy import Request

# RFC 6265 §6.1 asks for fifty a host; those of a crawl count together, as hosts have many names.
_MOST = 50


class Cookies(CookiesMiddleware):
    """Scrapy's cookies without those of whole domains.

    To tell a domain from a public suffix such as ``co.uk``, Scrapy's downloads a list, past the
    guard. Without them, nothing has to be told.
    """

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002  # Scrapy's signature
        super().__init__(debug=debug)
        # Without this flag http.cookiejar sends cookies of a host to the hosts below it.
        policy = DefaultCookiePolicy(strict_ns_domain=DefaultCookiePolicy.DomainStrictNonDomain)
        self.jars = defaultdict(lambda: CookieJar(policy))

    def _process_cookies(
        self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request
    ) -> None:
        host = urlparse_cached(request).hostname or ""
        for cookie in cookies:
            # As http.cookiejar calls hosts without a dot.
            cookie.domain = host if "." in host else f"{host}.local"
            cookie.domain_specified = cookie.domain_initial_dot = False
            if len(jar) < _MOST:
                jar.set_cookie_if_ok(cookie, request)
