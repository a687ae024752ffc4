"""What became of a request that brought no article, from the error Scrapy hands over."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.errors import AlreadyKnown, Corrected, Dropped, UnreadableError
from crawler.guard.bound import LeftError
from crawler.guard.failures import ProxyError, UntrustedError
from crawler.guard.handler import ClosedError
from crawler.ledger import CANNOT_BE_WRITTEN, CUT_SHORT, Bucket
from feeds.errors import StorageError

# RFC 9110 §15.5 and §15.6: the same request may succeed another time.
_TRANSIENT_STATUS = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Fate:
    """Where an article ends, why, and whether another attempt may go better."""

    bucket: Bucket
    reason: str
    transient: bool = False


# The first that fits decides, so the more special class stands first.
_FATES: tuple[tuple[type[BaseException], Fate], ...] = (
    (Corrected, Fate(Bucket.UPDATED, "")),
    (AlreadyKnown, Fate(Bucket.KNOWN, "")),
    (DownloadTimeoutError, Fate(Bucket.FAILED, "timeout", transient=True)),
    (CannotResolveHostError, Fate(Bucket.FAILED, "host not found", transient=True)),
    (DownloadConnectionRefusedError, Fate(Bucket.FAILED, "connection refused", transient=True)),
    (ResponseDataLossError, Fate(Bucket.FAILED, "answer cut off", transient=True)),
    (DownloadCancelledError, Fate(Bucket.FAILED, "answer too large")),
    (ClosedError, Fate(Bucket.FAILED, "host asked to be left alone", transient=True)),
    (LeftError, Fate(Bucket.FAILED, CUT_SHORT, transient=True)),
    (UnsupportedURLSchemeError, Fate(Bucket.REFUSED, "not an http(s) address")),
    (StorageError, Fate(Bucket.FAILED, CANNOT_BE_WRITTEN, transient=True)),
    (RecursionError, Fate(Bucket.FAILED, "nested too deep")),
    (UnicodeError, Fate(Bucket.FAILED, "characters that are none")),
    (OSError, Fate(Bucket.FAILED, "connection failed", transient=True)),
    (DownloadFailedError, Fate(Bucket.FAILED, "connection failed", transient=True)),
)


def fate_of(error: BaseException) -> Fate:
    """The fate that ``error`` means.

    >>> fate_of(Dropped("no title"))
    Fate(bucket=<Bucket.DROPPED: 'dropped'>, reason='no title', transient=False)
    """
    if isinstance(error, UntrustedError | ProxyError):
        return Fate(Bucket.FAILED, str(error), transient=True)
    for kind, fate in _FATES:
        if isinstance(error, kind):
            return fate
    if isinstance(error, Dropped):
        return Fate(Bucket.DROPPED, error.reason)
    if isinstance(error, HttpError):
        return _answered(error.response.status)
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error))
    reason = error.reason if isinstance(error, UnreadableError) else type(error).__name__
    return Fate(Bucket.FAILED, reason)


def _answered(status: int) -> Fate:
    transient = status in _TRANSIENT_STATUS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return Fate(Bucket.FAILED, f"HTTP {status}", transient)


def _ignored(message: str) -> Fate:
    """IgnoreRequest carries nothing but a text, and middlewares differ only by it."""
    if "robots.txt" in message:
        return Fate(Bucket.DISALLOWED, message.removeprefix("Forbidden by "))
    if "redirections" in message:
        return Fate(Bucket.FAILED, "too many redirects")
    return Fate(Bucket.REFUSED, message or "refused")
