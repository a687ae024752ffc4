"""Content encodings of HTTP are undone here, whole or not at all.

Scrapy's own middleware hands on what it got of an answer that ends early, and names what swells
beyond the cap by its address. Owns the caps on unpacked bytes and on how often they may be packed;
gzip files that are bodies themselves are up to ``crawler.kinds.packed``.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Self

import brotli
from scrapy.exceptions import ResponseDataLossError
from scrapy.responsetypes import responsetypes

from crawler.errors import UnreadableError
from crawler.watchdog import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_CHUNK = 1 << 16
# Servers pack twice by mistake. Each time may swell up to the cap, and the header has room for a
# thousand.
_MOST_PACKINGS = 3
MOST_MEMBERS = 1_000
"""Parts of a gzip file: some packers write one for every 64 KB. Each copies what follows it, and
the smallest have 20 bytes: half a million would copy terabytes."""
# What servers call a body that is not packed at all.
_PLAIN = frozenset(["", "identity", "none", "utf-8"])


class SwollenError(Exception):
    """A body that is larger than allowed when it is unpacked."""


class CutOffError(Exception):
    """A packed body that ends before its end."""


class OverpackedError(Exception):
    """A body that is packed more often, or in more parts, than anybody needs."""


class Unpack:
    """Asks for packed answers and unpacks them."""

    def __init__(self, most: int, note: Note) -> None:
        self._most = most
        self._note = note

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware with the cap of the settings."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"), Note.of(crawler.settings))

    def process_request(self, request: Request) -> None:
        """Says what we can unpack."""
        request.headers.setdefault("Accept-Encoding", ", ".join(UNPACKERS))

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer without its content encodings.

        Raises:
            UnreadableError: it cannot be unpacked, or goes beyond a cap.
            ResponseDataLossError: it ends early.
        """
        packings = list(_packings(response))
        # Nobody reads what comes with an error or a redirect.
        if not packings or response.status >= 300:  # noqa: PLR2004  # RFC 9110 §15
            return response
        try:
            with self._note.reading(request.url):
                body = unpack(response.body, packings, self._most)
        except SwollenError as error:
            raise UnreadableError(request.url, "answer too large when unpacked") from error
        except OverpackedError as error:
            raise UnreadableError(request.url, "packed too often") from error
        except CutOffError as error:
            raise ResponseDataLossError from error
        except KeyError as error:
            raise UnreadableError(request.url, "unknown content encoding") from error
        except (zlib.error, brotli.error) as error:
            raise UnreadableError(request.url, "broken compression") from error
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(cls=kind, body=body, headers=headers)


def _packings(response: Response) -> Iterator[str]:
    """Names of the encodings in the order in which they are undone (RFC 9110 §8.4)."""
    for header in reversed(response.headers.getlist("Content-Encoding")):
        for name in reversed(header.decode("latin-1").lower().split(",")):
            if name.strip() not in _PLAIN:
                yield name.strip()


def unpack(body: bytes, packings: list[str], most: int) -> bytes:
    """``body`` after undoing ``packings`` one after another.

    Args:
        body: as received.
        packings: names of content encodings.
        most: bytes that it may have after each.

    Raises:
        SwollenError: it has more.
        CutOffError: it ends early.
        OverpackedError: there are too many of them, or too many parts in one.
        KeyError: an encoding that nobody asked for.
        zlib.error, brotli.error: it is damaged.

    >>> import gzip
    >>> unpack(gzip.compress(b"ferry"), ["gzip"], most=100)
    b'ferry'
    """
    if len(packings) > _MOST_PACKINGS:
        raise OverpackedError
    for name in packings:
        body = UNPACKERS[name.removeprefix("x-")](body, most)
    return body


def _gunzip(body: bytes, most: int) -> bytes:
    """All members of a gzip file (RFC 1952 §2.2); what follows them is no part of it."""
    parts: list[bytes] = []
    while len(parts) < MOST_MEMBERS:
        part, body = _inflated(body, most - sum(map(len, parts)), _GZIP_WINDOW)
        parts.append(part)
        if not body.startswith(_GZIP):
            return b"".join(parts)
    raise OverpackedError


def _inflate(body: bytes, most: int) -> bytes:
    try:
        return _inflated(body, most, zlib.MAX_WBITS)[0]
    except zlib.error:  # without its header, as some servers have sent it since 1999
        return _inflated(body, most, -zlib.MAX_WBITS)[0]


def _inflated(body: bytes, most: int, window: int) -> tuple[bytes, bytes]:
    """One stream, and what follows it."""
    stream = zlib.decompressobj(window)
    content = stream.decompress(body, most + 1)
    if len(content) > most:
        raise SwollenError
    if not stream.eof:
        raise CutOffError
    return content, stream.unused_data


def _unbrotli(body: bytes, most: int) -> bytes:
    stream = brotli.Decompressor()
    parts = [stream.process(body, output_buffer_limit=_CHUNK)]
    size = len(parts[0])
    while not stream.is_finished() and parts[-1]:
        parts.append(stream.process(b"", output_buffer_limit=_CHUNK))
        size += len(parts[-1])
        if size > most:
            raise SwollenError
    if not stream.is_finished():
        raise CutOffError
    return b"".join(parts)


UNPACKERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
}
"""By the name of the content encoding; zstd is not asked for, as its reader hides early ends."""
