"""Why a request got no answer, told without what aiohttp adds to it.

aiohttp's errors hold the headers of the request and its proxy with the login. Owns what is told in
their place; what becomes of an article then is up to ``crawler.fates``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.guard.resolver import PrivateAddressError

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILURES = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
"""What Scrapy's aiohttp handler raises; each is made from a text."""


class RefusedError(IgnoreRequest):
    """A request that the guard does not send; the text is the reason."""


class UntrustedError(Exception):
    """A server whose certificate is not valid; another attempt would meet the same."""


class ProxyError(DownloadFailedError):
    """A proxy that cannot be reached or does not let us through; the text does not name it."""


def told(error: Exception, *, is_proxied: bool) -> Exception:
    """The error to raise in place of ``error``, one of ``FAILURES``; nothing is chained to it."""
    for cause in _causes(error):
        match cause:
            case PrivateAddressError():
                return RefusedError(f"private address {cause}")
            case aiohttp.ClientConnectorCertificateError():
                return UntrustedError(f"certificate not trusted: {_why(cause)}")
            case aiohttp.ClientProxyConnectionError() | aiohttp.ClientConnectorDNSError() if (
                is_proxied
            ):
                return ProxyError("the proxy cannot be reached")
            case aiohttp.ClientHttpProxyError():
                return ProxyError(f"the proxy answers {cause.status}")
    return type(error)(str(error))


def _why(error: aiohttp.ClientConnectorCertificateError) -> str:
    """A few words of OpenSSL, without what follows their comma: it names the host."""
    reason = error.certificate_error
    return str(getattr(reason, "verify_message", "") or reason).partition(",")[0].lower()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        inner = getattr(error, "os_error", None)
        if isinstance(inner, BaseException):
            yield inner
        error = error.__cause__ or error.__context__
