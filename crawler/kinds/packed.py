"""Bodies that are gzip files themselves: sitemaps named ``.xml.gz``, feeds stored that way.

Content encodings of HTTP are undone before a body comes here. Owns the cap on what a packed body
may swell to.
"""

from __future__ import annotations

import zlib

from crawler.errors import Dropped
from crawler.guard.unpacking import MOST_MEMBERS

TOO_LARGE = "too large when unpacked"
TOO_OFTEN = "packed too often"

_MAGIC = b"\x1f\x8b"
# sitemaps.org allows three times as much, but its text, its bytes and its tree stand side by side.
_MAX_BYTES = 16 * 1024 * 1024
_LAST = (b">", b"}", b"]", b")", b";")
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


def unpacked(body: bytes) -> bytes:
    """Return the content of a gzip body, and any other body as it is.

    All members of a gzip file count (RFC 1952 §2.2). A body that ends early gives what it had:
    entries that did arrive are entries.

    Raises:
        Dropped: with the reason ``too large when unpacked`` or ``packed too often``.

    >>> import gzip
    >>> unpacked(gzip.compress(b"<rss>")), unpacked(b"<rss>")
    (b'<rss>', b'<rss>')
    """
    if not body.startswith(_MAGIC):
        return body
    parts: list[bytes] = []
    room = _MAX_BYTES
    while body.startswith(_MAGIC):
        if len(parts) == MOST_MEMBERS:
            raise Dropped(TOO_OFTEN, f"over {MOST_MEMBERS} members")
        stream = zlib.decompressobj(_GZIP_WINDOW)
        try:
            parts.append(stream.decompress(body, room + 1))
        except zlib.error:  # damaged before its end; what came before the damage is gone with it
            break
        room -= len(parts[-1])
        if room < 0:
            raise Dropped(TOO_LARGE, f"over {_MAX_BYTES} bytes")
        body = stream.unused_data
    return b"".join(parts)


def is_cut_off(body: bytes) -> bool:
    r"""Whether a body ends before its end, as far as its last bytes tell.

    Markup and JSON end in a bracket; transfers that break off elsewhere arrive without a word.

    >>> is_cut_off(b"<ul><li>Ferry"), is_cut_off(b"<ul></ul>\n"), is_cut_off(b'{"a": 1}')
    (True, False, False)
    """
    return not unpacked(body).rstrip().endswith(_LAST)
