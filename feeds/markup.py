"""Bodies: a fragment of hostile HTML in, one that is safe by construction out.

Owns what a body may contain and the caps on what is parsed at all. The result may stand, as it
is, in a Jekyll or Hugo post (with or without Liquid), on a page, and in a feed. Refuses to
decide what belongs to an article: that is the crawler's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

import nh3

from feeds.attributes import PARSED_ATTRIBUTES, is_invisible
from feeds.blocks import PARAGRAPHS, BlockWriter
from feeds.elements import CONTAINERS, DROPPED, INLINES, LEAVES, PARSED, VOIDS
from feeds.embeds import without_embeds
from feeds.errors import MarkupError
from feeds.nesting import too_deep
from feeds.patterns import possessive
from feeds.tags import MAX_ATTRIBUTES, has_crowded_tag, without_raw_text

if TYPE_CHECKING:
    from collections.abc import Sequence

# The longest real bodies (a day's live ticker) are below half of it.
MAX_CHARS = 1_000_000
# Tags times characters: below that, markup of nothing but tags does not keep a parser for long.
_ALWAYS_FINE = 2_000_000

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

# A tag that `sanitise` does not write. Each attribute's value is checked no further than its
# scheme: what matters is that nothing acts.
_WRITTEN = "|".join(sorted(LEAVES | CONTAINERS.keys() | INLINES | VOIDS, key=len, reverse=True))
_WRITTEN_ATTRIBUTE = (
    r"(?: (?:alt|class|colspan|datetime|dir|height|lang|loading|referrerpolicy|rowspan|scope|start"
    r"""|title|value|width)="[^"<>]*+"| (?:href|src)="(?:https?://|mailto:)[^"<>]*+")"""
)
_FOREIGN_TAG = possessive(rf"<(?!/?(?:{_WRITTEN})>|(?:{_WRITTEN}){_WRITTEN_ATTRIBUTE}++>)")

_TOKEN = possessive(f"({PARAGRAPHS}|<[^>]*>)")
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
    fragment = _bounded(fragment, base).replace(_INDENT, "")
    try:
        html = _CLEANER.clean(fragment)
    except UnicodeEncodeError:
        html = _CLEANER.clean(_SURROGATES.sub("", fragment))
    html = _printable(html.replace("&nbsp;", "\u00a0"))
    html = _composed(_blocks(html, base))
    if _INDENT in html:  # written as character references, or parted by an empty element
        return sanitise(html, base)
    return html.replace("{", "&#123;").replace("}", "&#125;")


def sanitised(body: str, base: str) -> str:
    r"""``body`` itself if it may be published; `sanitise` of it if it has a tag of another's.

    Bodies of the archive are sanitised already, and this takes a tenth of making sure; but
    anybody can write a file that looks like ours.

    Raises:
        MarkupError: see `sanitise`.

    >>> sanitised('<p>a</p><p onclick="x()">b</p>', "https://e.org/")
    '<p>a</p>\n<p>b</p>'
    """
    return sanitise(body, base) if _FOREIGN_TAG.search(body) else body


def _bounded(fragment: str, base: str) -> str:
    """What a parser may be given of ``fragment``: of a large one nothing that could hide tags."""
    if len(fragment) > MAX_CHARS:
        raise MarkupError(base, "body too long", f"{len(fragment)} characters, at most {MAX_CHARS}")
    fragment = without_embeds(fragment, base)
    is_large = fragment.count("<") * len(fragment) > _ALWAYS_FINE
    if is_large:
        fragment = without_raw_text(fragment)
    if has_crowded_tag(fragment):
        raise MarkupError(base, "tag with too many attributes", f"{MAX_ATTRIBUTES} or more")
    if is_large and (unclosed := too_deep(fragment)):
        raise MarkupError(base, "elements nested too deeply", f"{unclosed} are never closed")
    return fragment


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
