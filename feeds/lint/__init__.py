"""Is a feed good? Anyone's feed: RSS 2.0, Atom 1.0 or JSON Feed.

Owns the rules. Fetches nothing, and looks at no clock: the same bytes have the same findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from feeds.lint import atom, jsonfeed, rss
from feeds.lint.finding import Finding
from feeds.lint.values import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Finding", "lint"]


MAX_BYTES = 5 * 1024 * 1024
"""Where some readers give up on a feed."""

_FORMATS = {
    "{http://www.w3.org/2005/Atom}feed": atom.check,
    "rss": rss.check,
}


def lint(data: bytes, url: str | None = None) -> list[Finding]:
    """What is wrong with the feed in ``data``, in the order of its lines; nothing when it is good.

    Args:
        data: the feed as it was served.
        url: where it was found, which its own "self" link should equal; None when unknown.

    >>> [finding.rule for finding in lint(b"<rss>")]
    ['well-formed']
    """
    return sorted(set(_check(data, url)))


def _check(data: bytes, url: str | None) -> Iterator[Finding]:
    if len(data) > MAX_BYTES:
        what = f"{len(data)} bytes, more than some readers take"
        yield Finding(1, "size", what, f"stay below {MAX_BYTES}: fewer entries, or archives")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from jsonfeed.check(data, url)
    else:
        yield from _check_xml(data, url)


def _check_xml(data: bytes, url: str | None) -> Iterator[Finding]:
    # No entity is ever replaced: a stranger's feed may be an attack.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        yield Finding(line, "well-formed", str(error.msg), "write well-formed XML")
        return
    document: Any = root.getroottree().docinfo
    if (document.encoding or "UTF-8").upper() != "UTF-8":
        what = f"encoded as {document.encoding}"
        yield Finding(1, "encoding", what, "write UTF-8, which every reader knows")
    if document.doctype:
        yield Finding(1, "doctype", "has a DOCTYPE", "remove it: readers refuse entities")
    check = _FORMATS.get(str(root.tag))
    if check is None:
        mend = "write RSS 2.0, Atom 1.0 or JSON Feed"
        yield Finding(line_of(root), "format", f"<{root.tag}> is no feed", mend)
    else:
        yield from check(root, url)
