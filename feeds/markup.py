"""Bodies: a fragment of hostile HTML in, one that is safe by construction out.

Owns what a body may contain and the caps on what is parsed at all. The result may stand, as it
is, in a Jekyll or Hugo post (with or without Liquid), on a page, and in a feed. Refuses to
decide what belongs to an article: that is the crawler's.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

import nh3

from feeds.attributes import PARSED_ATTRIBUTES, is_invisible
from feeds.blocks import BlockWriter
from feeds.elements import DROPPED, PARSED, VOIDS
from feeds.errors import MarkupError

if TYPE_CHECKING:
    from collections.abc import Sequence

# The longest real bodies (a day's live ticker) are below half of it.
MAX_CHARS = 1_000_000
# Open elements, added up over all tags: nh3 and the writer look through them at each. About a
# second; a live ticker of 20,000 tags, 15 deep, has a thirtieth of it.
_MAX_STEPS = 10_000_000
# Formatting elements left open are made anew in each paragraph: about 40 MB.
_MAX_REMADE = 200_000
# However fewer tags are nested, they stay below both.
_ALWAYS_FINE = 800
# html5ever looks every attribute up in those before it; real tags have at most some dozens.
_MAX_ATTRIBUTES = 500

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)")
_RAW_ATTRIBUTE = r"""[\s/]++[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]++))?+"""
_CROWDED_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{_RAW_ATTRIBUTE}){{{_MAX_ATTRIBUTES},}}+")
# Elements that end by themselves or by the next of their kind (HTML §13.1.2.4): they do not nest.
_NOT_NESTING = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
     "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody",
     "tfoot", "option"]
)  # fmt: skip
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

# Paragraphs of nothing but text come whole: they are most of every body.
_TOKEN = re.compile("(<p>[^<]+</p>|<[^>]*>)")
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
    if _CROWDED_TAG.search(fragment):
        raise MarkupError(base, "tag with too many attributes", f"{_MAX_ATTRIBUTES} or more")
    if fragment.count("<") > _ALWAYS_FINE:
        _check_nesting(fragment, base)


def _check_nesting(fragment: str, base: str) -> None:
    """Count what a tree builder would have to do, without building a tree."""
    nested: Counter[str] = Counter()
    depth = formatting = steps = remade = 0
    for end, name in _TAG.findall(fragment):
        tag = name.lower()
        if tag not in _NOT_NESTING:
            change = -(nested[tag] > 0) if end else 1
            nested[tag] += change
            depth += change
            formatting += change if tag in _FORMATTING else 0
        steps += depth
        remade += formatting
    if steps > _MAX_STEPS or remade > _MAX_REMADE:
        raise MarkupError(base, "elements nested too deeply", f"{depth} are never closed")


def _blocks(html: str, base: str) -> str:
    writer = BlockWriter(base)
    tokens = _TOKEN.split(html)
    extents: dict[int, tuple[int, int]] = {}
    resume = 0
    for at, token in enumerate(tokens):
        if at < resume:
            continue
        if not token.startswith("<"):
            if token:
                writer.text(token)
        elif token.startswith("</"):
            writer.end(token[2:-1])
        elif token.endswith("</p>"):
            writer.paragraph(token[len("<p>") : -len("</p>")])
        else:
            name, space, _ = token[1:-1].partition(" ")
            attributes = dict(_ATTRIBUTE.findall(token)) if space else {}
            if attributes and is_invisible(name, attributes):
                extents = extents or _extents(tokens)
                end, length = extents.get(at, (at, 0))
                if length <= _MAX_HIDDEN:
                    resume = end + 1
                    continue
            writer.start(name, attributes)
    return writer.finish()


def _extents(tokens: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Of each element that has an end, by its start: where that is, and the length of its text."""
    extents = {}
    opened: list[tuple[int, int]] = []
    length = 0
    for at, token in enumerate(tokens):
        if not token.startswith("<") or (token.endswith("</p>") and len(token) > len("</p>")):
            length += len(token.strip())
        elif token.startswith("</"):
            start, before = opened.pop()
            extents[start] = (at, length - before)
        elif token[1:-1].partition(" ")[0] not in VOIDS:
            opened.append((at, length))
    return extents


def _printable(html: str) -> str:
    # Python tells in a tenth of the time of the pattern that there is nothing to remove.
    text = html.replace("\n", "").replace("\t", "").replace("\u3000", "").replace("\u00a0", "")
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
