"""Bodies that are gzip files themselves: sitemaps named ``.xml.gz``, feeds stored that way.

Content encodings of HTTP are undone before a body comes here. Owns the cap on what a packed body
may swell to.
"""

from __future__ import annotations

import zlib

from crawler.errors import Dropped

TOO_LARGE = "too large when unpacked"

_MAGIC = b"\x1f\x8b"
# sitemaps.org allows three times as much, but its text, its bytes and its tree stand side by side.
_MAX_BYTES = 16 * 1024 * 1024
_LAST = (b">", b"}", b"]", b")", b";")
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


def unpacked(body: bytes) -> bytes:
    """Return the content of a gzip body, and any other body as it is.

    A body that ends early gives what it had: entries that did arrive are entries.

    Raises:
        Dropped: with the reason ``too large when unpacked``.

    >>> import gzip
    >>> unpacked(gzip.compress(b"<rss>")), unpacked(b"<rss>")
    (b'<rss>', b'<rss>')
    """
    if not body.startswith(_MAGIC):
        return body
    stream = zlib.decompressobj(_GZIP_WINDOW)
    try:
        content = stream.decompress(body, _MAX_BYTES)
    except zlib.error:  # damaged before its end; what came before the damage is gone with it
        return b""
    if stream.unconsumed_tail:
        raise Dropped(TOO_LARGE, f"over {_MAX_BYTES} bytes")
    return content


def is_cut_off(body: bytes) -> bool:
    r"""Whether a body ends before its end, as far as its last bytes tell.

    Markup and JSON end in a bracket; transfers that break off elsewhere arrive without a word.

    >>> is_cut_off(b"<ul><li>Ferry"), is_cut_off(b"<ul></ul>\n"), is_cut_off(b'{"a": 1}')
    (True, False, False)
    """
    return not unpacked(body).rstrip().endswith(_LAST)
