"""Bodies: a fragment of hostile HTML in, one that is safe by construction out.

Owns what a body may contain and the caps on what is parsed at all. The result may stand, as it
is, in a Jekyll or Hugo post (with or without Liquid), on a page, and in a feed. Refuses to
decide what belongs to an article: that is the crawler's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

import nh3

from feeds.attributes import PARSED_ATTRIBUTES, is_invisible
from feeds.blocks import PARAGRAPHS, BlockWriter
from feeds.elements import DROPPED, PARSED, VOIDS
from feeds.errors import MarkupError
from feeds.tags import ATTRIBUTE, MAX_ATTRIBUTES, NOT_NESTING, TAG, has_crowded_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

# The longest real bodies (a day's live ticker) are below half of it.
MAX_CHARS = 1_000_000
# Open elements, added up over all tags: nh3 and the writer look through them at each. About a
# second; a live ticker of 20,000 tags, 15 deep, has a thirtieth of it.
_MAX_STEPS = 10_000_000
# Formatting elements left open are made anew in each paragraph, at 200 bytes each: about 40 MB.
_MAX_REMADE = 200_000
# So many attributes take as much as an element.
_ATTRIBUTES_PER_ELEMENT = 5
# Tags times characters: below that, markup of nothing but tags stays below both.
_ALWAYS_FINE = 2_000_000
# HTML §13.2.4.3, those that are made anew.
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
     "u"]
)  # fmt: skip

_CLEANER = nh3.Cleaner(
    tags=set(PARSED),
    clean_content_tags=set(DROPPED),
    attributes=PARSED_ATTRIBUTES,
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)

# Never text: controls (XML 1.0 §2.2 and C1), noncharacters, surrogates, the byte order mark, and
# the bidi embeddings, overrides and isolates that reorder what follows them (UAX 9 §2).
_NONCHARACTERS = "".join(
    chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    f"\ufeff{_NONCHARACTERS}]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Hidden elements with more text than that are galleries and tabs that a script opens.
_MAX_HIDDEN = 400

_TOKEN = re.compile(f"({PARAGRAPHS}|<[^>]*>)")
_PART = re.compile("(<[^>]*>)")
_ATTRIBUTE = re.compile(' ([a-z-]+)="([^"]*)"')
_TEXT = re.compile("[^<>]+")

# Of Chinese paragraphs; how far text is indented is the reader's business.
_INDENT = "\u3000\u3000"


def sanitise(fragment: str, base: str) -> str:
    """The body as it may be published: canonical blocks, one a line; empty for nothing to read.

    Only elements and attributes listed in `feeds.elements` and `feeds.attributes`, absolute http(s)
    and mailto links; no brace (Liquid, shortcodes), no blank line and no line that does not begin
    with a block (Markdown), no control or bidi character; NFC. Idempotent.

    Args:
        fragment: HTML as it stands inside ``<body>``.
        base: absolute URL that relative links count from.

    Raises:
        MarkupError: more than a parser should be given; nothing of it was parsed.

    >>> print(sanitise("Hello <b onclick=x>{{ you }}</b><script>x</script>", "https://e.org/"))
    <p>Hello <b>&#123;&#123; you &#125;&#125;</b></p>
    """
    _check_caps(fragment, base)
    try:
        html = _CLEANER.clean(fragment.replace(_INDENT, ""))
    except UnicodeEncodeError:
        html = _CLEANER.clean(_SURROGATES.sub("", fragment.replace(_INDENT, "")))
    html = _printable(html.replace("&nbsp;", "\u00a0"))
    html = _composed(_blocks(html, base))
    if _INDENT in html:  # written as character references, or parted by an empty element
        return sanitise(html, base)
    return html.replace("{", "&#123;").replace("}", "&#125;")


def _check_caps(fragment: str, base: str) -> None:
    if len(fragment) > MAX_CHARS:
        raise MarkupError(base, "body too long", f"{len(fragment)} characters, at most {MAX_CHARS}")
    if has_crowded_tag(fragment):
        raise MarkupError(base, "tag with too many attributes", f"{MAX_ATTRIBUTES} or more")
    if fragment.count("<") * len(fragment) > _ALWAYS_FINE:
        _check_nesting(fragment, base)


def _check_nesting(fragment: str, base: str) -> None:
    """Count what a tree builder would have to do, without building a tree."""
    nested: defaultdict[str, list[float]] = defaultdict(list)
    depth = steps = 0
    formatting = remade = 0.0
    for end, name, attributes in TAG.findall(fragment):
        tag = name.lower()
        if end and nested[tag]:
            depth -= 1
            formatting -= nested[tag].pop()
        elif not end and tag not in NOT_NESTING:
            size = _remade_size(attributes) if tag in _FORMATTING else 0
            nested[tag].append(size)
            depth += 1
            formatting += size
        steps += depth
        remade += formatting
    if steps > _MAX_STEPS or remade > _MAX_REMADE:
        raise MarkupError(base, "elements nested too deeply", f"{depth} are never closed")


def _remade_size(attributes: str) -> float:
    return 1 + len(ATTRIBUTE.findall(attributes)) / _ATTRIBUTES_PER_ELEMENT


def _blocks(html: str, base: str) -> str:
    writer = BlockWriter(base)
    tokens = _TOKEN.split(html)
    extents: dict[int, tuple[int, int]] = {}
    resume = 0
    for at, token in enumerate(tokens):
        if at < resume:
            continue
        if _are_paragraphs(token):
            _write_paragraphs(token, writer)
        elif token.startswith("<") and is_invisible(*_start_of(token)):
            extents = extents or _extents(tokens)
            end, length = extents.get(at, (at, 0))
            if length <= _MAX_HIDDEN:
                resume = end + 1
            else:
                _write(token, writer)
        else:
            _write(token, writer)
    return writer.finish()


def _are_paragraphs(token: str) -> bool:
    return token.startswith("<p>") and len(token) > len("<p>")


def _write_paragraphs(token: str, writer: BlockWriter) -> None:
    if writer.takes_paragraphs():
        writer.paragraphs(token)
    else:
        for part in _PART.split(token):
            _write(part, writer)


def _write(token: str, writer: BlockWriter) -> None:
    if token.startswith("</"):
        writer.end(token[2:-1])
    elif token.startswith("<"):
        writer.start(*_start_of(token))
    elif token:
        writer.text(token)


def _start_of(tag: str) -> tuple[str, dict[str, str]]:
    """Name and attributes of a start tag."""
    name, space, _ = tag[1:-1].partition(" ")
    return name, dict(_ATTRIBUTE.findall(tag)) if space else {}


def _extents(tokens: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Of each element that has an end, by its start: where that is, and the length of its text."""
    extents = {}
    opened: list[tuple[int, int]] = []
    length = 0
    for at, token in enumerate(tokens):
        if _are_paragraphs(token) or not token.startswith("<"):
            length += sum(len(text.strip()) for text in _PART.split(token)[::2])
        elif token.startswith("</"):
            start, before = opened.pop()
            extents[start] = (at, length - before)
        elif token[1:-1].partition(" ")[0] not in VOIDS:
            opened.append((at, length))
    return extents


def _printable(html: str) -> str:
    # Python tells in a tenth of the time of the pattern that there is nothing to remove.
    text = html
    for space in "\n\t\u3000\u00a0":
        if space in text:
            text = text.replace(space, "")
    if text.isprintable():
        return html
    for line_end in "\x85\u2028\u2029":
        html = html.replace(line_end, " ")
    return UNPRINTABLE.sub("", html)


def _composed(html: str) -> str:
    """In NFC, which must not reach across a tag: U+0338 would turn its ``>`` into U+226F."""
    if is_normalized("NFC", html):
        return html
    html = _TEXT.sub(lambda text: normalize("NFC", text[0]), html)
    return html.replace(">\u0338", ">&#824;")
