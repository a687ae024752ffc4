"""What no parser should be given: looked at before parsing, each with the reason it is counted by.

Pure. Caps on bytes are settings; caps on bodies are those of ``feeds.markup``.
"""

from __future__ import annotations

from crawler.errors import Dropped
from crawler.extract.page import MAX_CHARS
from feeds.tags import NOT_NESTING, TAG

# The largest real pages measured have 40,000 tags.
_MAX_TAGS = 250_000
# libxml2 drops, without a word, what is nested deeper than 2,048 levels. Real pages stay below 100
# but for tags that they forget to close.
_MAX_DEPTH = 2_000

# Of SVG, written without their ends by many.
_NOT_NESTING = NOT_NESTING | {"path", "use", "circle", "rect", "g"}
# How files begin that are no text, whatever their Content-Type says.
_NO_TEXT = (
    b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"%PDF-", b"PK\x03\x04", b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00\x20ftyp", b"ID3", b"OggS", b"\x1aE\xdf\xa3", b"Rar!", b"7z\xbc\xaf", b"\x7fELF",
)  # fmt: skip


def check_bytes(body: bytes) -> None:
    """Looks at an answer before it is decoded.

    Raises:
        Dropped: it is an image or another file without text.
    """
    if body.startswith(_NO_TEXT):
        raise Dropped("not a text", f"it begins with {body[:8]!r}")


def check_page(html: str) -> None:
    """Looks at a page before it is parsed.

    Raises:
        Dropped: "page too long", "page with too many elements" or "page nested too deep".

    >>> check_page("<div>" * 50_000)
    Traceback (most recent call last):
    crawler.errors.Dropped: page nested too deep: 50000 levels
    """
    if len(html) > MAX_CHARS:
        raise Dropped("page too long", f"{len(html)} characters")
    tags = html.count("<")
    if tags > _MAX_TAGS:
        raise Dropped("page with too many elements", f"{tags} tags")
    if tags > _MAX_DEPTH and (depth := _depth(html)) > _MAX_DEPTH:
        raise Dropped("page nested too deep", f"{depth} levels")


def _depth(html: str) -> int:
    """How many elements are open at once at most, by counting tags."""
    depth = deepest = 0
    for end, name, _ in TAG.findall(html):
        if name.lower() not in _NOT_NESTING:
            depth = max(0, depth - 1) if end else depth + 1
            deepest = max(deepest, depth)
    return deepest
