"""``public/`` over HTTP (ASGI): GET and HEAD, validators, ranges, compressed where asked for."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds.serve.representation import SAFE_HEADERS, Headers, Representations

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from feeds.serve.representation import Representation


# Two numbers of bytes; Python refuses to read numbers of thousands of digits.
_MAX_RANGE = 60


class PublicFiles:
    """ASGI application over the files below ``root``."""

    def __init__(self, root: Path) -> None:
        self._files = Representations(root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI 3)."""
        status, headers, body = self._answer(scope)
        if status != HTTPStatus.NOT_MODIFIED:
            headers = [*headers, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": body})

    def _answer(self, scope: Scope) -> tuple[int, Headers, bytes]:
        if scope["method"] not in {"GET", "HEAD"}:
            return _plain(405, "Only GET and HEAD.", [(b"allow", b"GET, HEAD")])
        asked = dict(scope["headers"])
        codings = "" if b"range" in asked else asked.get(b"accept-encoding", b"").decode("latin-1")
        found = self._files.get(scope["path"].lstrip("/"), codings)
        if found is None:
            return _plain(404, "There is no such page or feed.", [])
        if _is_fresh(asked, found):
            return 304, found.headers_304, b""
        if b"range" in asked and scope["method"] == "GET" and _range_applies(asked, found):
            return _partial(asked[b"range"].decode("latin-1"), found)
        return 200, found.headers, found.body


def _plain(status: int, text: str, extra: Headers) -> tuple[int, Headers, bytes]:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *SAFE_HEADERS, *extra]
    return status, headers, text.encode() + b"\n"


def _is_fresh(asked: dict[bytes, bytes], found: Representation) -> bool:
    """Whether the client has it already (RFC 9110 §13.2.2: the entity tag goes first)."""
    tags = asked.get(b"if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix(b"W/") for tag in tags.split(b",")}
        return found.etag in known or b"*" in known
    since = _timestamp(asked.get(b"if-modified-since", b""))
    return since is not None and found.modified <= since


def _range_applies(asked: dict[bytes, bytes], found: Representation) -> bool:
    condition = asked.get(b"if-range")
    return condition is None or condition == found.etag or _timestamp(condition) == found.modified


def _timestamp(header: bytes) -> int | None:
    try:
        return int(parsedate_to_datetime(header.decode("latin-1")).timestamp())
    except (ValueError, OverflowError):
        return None


def _partial(header: str, found: Representation) -> tuple[int, Headers, bytes]:
    """One range of bytes (RFC 9110 §14); several or a malformed one get the whole."""
    size = len(found.body)
    bounds = _bounds(header, size)
    if bounds is None:
        return 200, found.headers, found.body
    first, last = bounds
    if first > last or first >= size:
        return _plain(416, "Out of range.", [(b"content-range", f"bytes */{size}".encode())])
    content_range = (b"content-range", f"bytes {first}-{last}/{size}".encode())
    return 206, [*found.headers, content_range], found.body[first : last + 1]


def _bounds(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, or None when the header is not one plain range.

    >>> _bounds("bytes=0-9", 100), _bounds("bytes=-10", 100), _bounds("bytes=90-", 100)
    ((0, 9), (90, 99), (90, 99))
    >>> _bounds("bytes=0-1,5-6", 100) is None
    True
    """
    unit, _, spec = header.partition("=")
    first, dash, last = spec.strip().partition("-")
    digits = (first + last).isascii() and (first + last).isdigit()
    if unit.strip() != "bytes" or not dash or not digits or len(spec) > _MAX_RANGE:
        return None
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
