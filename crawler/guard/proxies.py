"""The one proxy of a source: which place it is, and how it learns the login."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import aiohttp


def place_of(proxy: str) -> str:
    """``host:port`` of an http proxy.

    >>> place_of("http://reader:f00@proxy.example:3128"), place_of("http://proxy.example")
    ('proxy.example:3128', 'proxy.example:80')
    """
    parts = urlsplit(proxy)
    return f"{parts.hostname}:{parts.port or 80}"


class ProxiedRequest(aiohttp.ClientRequest):
    """A request that hands the proxy's login over in a header from the start.

    aiohttp keeps it in the proxy's address, which it shows in warnings and errors.
    """

    def update_proxy(self, proxy: Any, proxy_auth: Any, proxy_headers: Any) -> None:
        """Notes the proxy, a URL of yarl's or None; its login moves into ``proxy_headers``."""
        if proxy is not None and proxy.user is not None:
            login = aiohttp.encode_basic_auth(proxy.user, proxy.password or "")
            proxy = proxy.with_user(None)
            # aiohttp makes Proxy-Authorization of it, of the request or of its CONNECT.
            proxy_headers = {"Authorization": login}
        super().update_proxy(proxy, proxy_auth, proxy_headers)
