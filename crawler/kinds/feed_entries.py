"""A feed of another site, as a source: bytes -> entries.

Owns which format a body is in. It refuses to interpret dates, to clean HTML and to follow links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.charset import decode
from crawler.kinds.feed_json import read_json
from crawler.kinds.feed_xml import read_xml
from crawler.kinds.packed import unpacked

if TYPE_CHECKING:
    from crawler.kinds.feed_document import FeedDocument


def read_feed(body: bytes, url: str, content_type: str | None = None) -> FeedDocument:
    """Read RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed, however broken.

    Args:
        body: as received; a gzip file is unpacked.
        url: where it was read from; its relative links count from here.
        content_type: value of the HTTP header, for its charset.

    Raises:
        Dropped: ``not a feed``, ``mojibake`` or ``too large when unpacked``.

    >>> feed = read_feed(b"<rss><channel><item><title>A</title></item></channel></rss>", "")
    >>> feed.format, feed.entries[0].title
    ('rss', 'A')
    """
    text = decode(unpacked(body), content_type).text.lstrip()
    return read_json(text, url) if text.startswith("{") else read_xml(text, url)
