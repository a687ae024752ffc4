"""What no parser should be given: looked at before parsing, each with the reason it is counted by.

Pure. What is parsed may take thirty times the room of its text, where the text is made for that.
Caps on bytes are settings; caps on bodies are those of ``feeds.markup``.
"""

from __future__ import annotations

from crawler.errors import Dropped
from crawler.extract.page import MAX_CHARS
from feeds.tags import NOT_NESTING, TAG

# The largest real pages measured have 40,000 tags.
_MAX_TAGS = 150_000
# libxml2 drops, without a word, what is nested deeper than 2,048 levels. Real pages stay below 100
# but for tags that they forget to close.
_MAX_DEPTH = 2_000
# Of XML; a sitemap of 50,000 locations with everything in them has 500,000 tags.
_MAX_XML_TAGS = 500_000
_MAX_XML_ATTRIBUTES = 250_000
# Of ampersands that are to be mended. Pages pasted into feeds have one in a hundred characters.
_MAX_XML_AMPERSANDS = 200_000
_FINE_AMPERSANDS = ("&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&#")
# Of JSON: an answer with 5,000 articles of fifty fields has a tenth of each.
_MAX_JSON_CONTAINERS = 250_000
_MAX_JSON_VALUES = 1_000_000

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


def check_xml(text: str) -> None:
    """Looks at a feed or sitemap before it is parsed.

    Raises:
        Dropped: "XML with too many elements" or "XML with too many ampersands".

    >>> check_xml("<a/>" * 600_000)
    Traceback (most recent call last):
    crawler.errors.Dropped: XML with too many elements: 600000 tags, 0 attributes
    """
    tags = text.count("<")
    # Text may hold either of both signs, and rarely as many of both.
    attributes = min(text.count("="), (text.count('"') + text.count("'")) // 2)
    if tags > _MAX_XML_TAGS or attributes > _MAX_XML_ATTRIBUTES:
        raise Dropped("XML with too many elements", f"{tags} tags, {attributes} attributes")
    ampersands = text.count("&") - sum(map(text.count, _FINE_AMPERSANDS))
    if ampersands > _MAX_XML_AMPERSANDS:
        raise Dropped("XML with too many ampersands", f"{ampersands} that are no references")


def check_json(text: str) -> None:
    """Looks at JSON before it is parsed.

    Raises:
        Dropped: "JSON of too many values".

    >>> check_json("[" + "{}," * 300_000 + "{}]")
    Traceback (most recent call last):
    crawler.errors.Dropped: JSON of too many values: 300002 lists and objects, 300000 values
    """
    containers = text.count("{") + text.count("[")
    values = text.count(",") + text.count(":")
    if containers > _MAX_JSON_CONTAINERS or values > _MAX_JSON_VALUES:
        what = f"{containers} lists and objects, {values} values"
        raise Dropped("JSON of too many values", what)


def _depth(html: str) -> int:
    """How many elements are open at once at most, by counting tags."""
    depth = deepest = 0
    for end, name, _ in TAG.findall(html):
        if name.lower() not in _NOT_NESTING:
            depth = max(0, depth - 1) if end else depth + 1
            deepest = max(deepest, depth)
    return deepest
