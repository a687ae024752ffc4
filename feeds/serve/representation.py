"""A published file as it goes over HTTP: its bytes, validators and headers, kept in memory.

Owns what RFC 9110 calls selecting and validating a representation. Knows no sockets.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING

import brotli

from feeds.serve.media_types import compresses, media_type

if TYPE_CHECKING:
    from pathlib import Path

Headers = list[tuple[bytes, bytes]]

# Enough for the documents that readers poll; larger files are read again for each request.
_CACHE_BYTES = 64 * 1024 * 1024
_MAX_CACHED_FILE = 8 * 1024 * 1024

# Pages run our one script and nothing else; pictures in them come from anywhere.
_CONTENT_SECURITY_POLICY = (
    b"default-src 'none'; style-src 'self'; script-src 'self'; img-src https: http: data:; "
    b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SAFE_HEADERS: Headers = [
    (b"content-security-policy", _CONTENT_SECURITY_POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
# Readers poll; five minutes is what a feed may be behind.
_CACHE_CONTROL = (b"cache-control", b"public, max-age=300")


@dataclass(frozen=True, slots=True)
class Representation:
    """One coding of one file, with the headers of its 200 and its 304."""

    body: bytes
    etag: bytes
    modified: int
    headers: Headers
    headers_304: Headers


class Representations:
    """The files below ``root``, read once and again when they change.

    A file is known by size, modification time and inode, so a rename over it is seen at the next
    request; published files are only ever replaced by rename.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept: OrderedDict[tuple[str, str], tuple[tuple[int, ...], Representation]] = (
            OrderedDict()
        )
        self._bytes = 0

    def get(self, path: str, codings: str) -> Representation | None:
        """The file at ``path`` in the best coding that ``codings`` (Accept-Encoding) allows.

        Args:
            path: relative, with ``/``; a folder means its ``index.html``.
            codings: the header's value, empty for none.

        Returns:
            None when there is no such file, or it is hidden, or outside the root.
        """
        if any(part.startswith(".") for part in path.split("/")) or "\0" in path:
            return None
        if not path or path.endswith("/"):
            path += "index.html"
        coding = _best_coding(path, codings)
        try:
            found = (self._root / path).stat()
        except (OSError, ValueError):
            return None
        version = (found.st_size, found.st_mtime_ns, found.st_ino)
        kept = self._kept.get((path, coding))
        if kept and kept[0] == version:
            return kept[1]
        return self._read(path, coding, version)

    def _read(self, path: str, coding: str, version: tuple[int, ...]) -> Representation | None:
        file = self._root / path
        if not file.is_file() or not file.resolve().is_relative_to(self._root.resolve()):
            return None
        representation = _represent(path, coding, file.read_bytes(), version[1] // 10**9)
        self._keep((path, coding), version, representation)
        return representation

    def _keep(self, key: tuple[str, str], version: tuple[int, ...], new: Representation) -> None:
        old = self._kept.pop(key, None)
        if old:
            self._bytes -= len(old[1].body)
        if len(new.body) > _MAX_CACHED_FILE:
            return
        self._kept[key] = (version, new)
        self._bytes += len(new.body)
        while self._bytes > _CACHE_BYTES:
            self._bytes -= len(self._kept.popitem(last=False)[1][1].body)


def _best_coding(path: str, accepted: str) -> str:
    """``br``, ``gzip`` or ``""``; a coding refused with ``q=0`` is not taken.

    >>> [_best_coding("a.atom", header) for header in ("gzip, br", "gzip", "br;q=0", "")]
    ['br', 'gzip', '', '']
    """
    if not accepted or not compresses(media_type(path.rpartition("/")[2])):
        return ""
    offered = {
        name.strip().lower()
        for name, _, quality in (part.partition(";") for part in accepted.split(","))
        if quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    }
    return next((coding for coding in ("br", "gzip") if coding in offered), "")


def _represent(path: str, coding: str, content: bytes, modified: int) -> Representation:
    content_type = media_type(path.rpartition("/")[2])
    etag = f'"{hashlib.sha256(content).hexdigest()[:24]}{coding and "-" + coding}"'.encode()
    body = _encoded(content, coding)
    shared: Headers = [
        (b"etag", etag),
        (b"last-modified", formatdate(modified, usegmt=True).encode()),
        _CACHE_CONTROL,
        *SAFE_HEADERS,
    ]
    if compresses(content_type):
        shared.append((b"vary", b"accept-encoding"))
    headers: Headers = [*shared, (b"content-type", content_type.encode())]
    headers.append((b"accept-ranges", b"bytes"))
    if coding:
        headers.append((b"content-encoding", coding.encode()))
    return Representation(body, etag, modified, headers, shared)


def _encoded(content: bytes, coding: str) -> bytes:
    if coding == "gzip":
        # No clock in the bytes: two servers of one archive give one entity tag.
        return gzip.compress(content, compresslevel=6, mtime=0)
    if coding == "br":
        return bytes(brotli.compress(content, quality=5))
    return content
