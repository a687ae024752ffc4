"""Text out of markup: titles, paragraphs, summaries.

Owns how markup is undone and how text is cut. The result is text: whoever writes it into HTML,
XML or YAML escapes it there. Refuses to judge whether the text is any good.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from unicodedata import combining, is_normalized, normalize

from feeds.elements import BLANK, CONTAINERS, DROPPED, GROUPS, INLINES, LEAVES
from feeds.markup import UNPRINTABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

# The longest real headlines, subtitle included, have a quarter of it.
MAX_TITLE = 1000
# Four bytes each stay within a file name of 255 bytes.
_MAX_NAME = 60
_FULL_WIDTH = str.maketrans({":": "：", "/": "／", "\\": "＼"})
# Markup around a title is longer than the title, but not without end.
_MAX_MARKUP = 10 * MAX_TITLE

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE
)
# The group is not possessive: until Python 3.11.5 such groups match what they should not
# (https://github.com/python/cpython/issues/106052).
_TAG = re.compile(
    r"""</?([A-Za-z][A-Za-z0-9]*)(?:[\s/](?:[^<>"']++|"[^"]*+"|'[^']*+')*)?>""",
)
# What would begin a tag in a theme that forgets to escape a title.
_TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")

_BREAKING = LEAVES | CONTAINERS.keys() | GROUPS | {"br", "hr"}
_CELLS = frozenset({"td", "th"})
# Tags that sites put into titles; after entities are undone, others are what the title is about.
_FORMATTING = INLINES | {"big", "br", "font", "p", "span", "strike", "tt", "wbr"}
# Names are listed, because "a <vector> of x<y>" is text.
_KNOWN = (
    _BREAKING | _FORMATTING | DROPPED
    | {"bdi", "bdo", "body", "embed", "html", "img", "input", "label", "link", "meta", "nobr"}
    | {"source"}
)  # fmt: skip

_SPACES = re.compile(r"[^\S\u3000]+")
_SENTENCE_END = re.compile(r"""[。！？!?…]+[”’」』）"')]*|\.["')”’]*(?=\s)""")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_FIRST_CJK = "\u2e80"


def plain(fragment: str) -> str:
    r"""The text of a fragment: one paragraph a line, table cells parted by a space.

    >>> plain("<h2>Ferry</h2><p>It <b>sails</b> &amp; returns.</p>")
    'Ferry\nIt sails & returns.'
    """
    return "\n".join(_lines(fragment))


def clean_title(text: str) -> str:
    r"""One line of text, whatever mixture of text, tags and entities it was; NFC. Idempotent.

    Entities are undone until none is left: sites escape titles twice more often than they write
    about entities. A ``<`` that still could begin a tag becomes the full-width one, because many
    themes print titles unescaped.

    >>> clean_title("<b>Tom &amp;amp; Jerry</b>\n about <vector> and &lt;script&gt;")
    'Tom & Jerry about ＜vector> and ＜script>'
    """
    if _is_clean(text):
        return text
    text = _UNSEEN.sub("", text[:_MAX_MARKUP])
    known, before = _KNOWN, ""
    while text != before:
        before = text
        text = normalize("NFC", _entities_undone(_without_tags(UNPRINTABLE.sub("", text), known)))
        known = _FORMATTING
    return shorten(_TAG_LIKE.sub("＜", _one_line(text)), MAX_TITLE)


def clean_name(text: str) -> str:
    """A category or tag that may become a folder anywhere; empty when nothing is left.

    As `clean_title`, short, and with full-width characters for those that break the site
    generators: ``:`` in a category stops Jekyll 4, ``..`` stops Hugo, which leaves out all but
    letters and digits first, and so does a name longer than a file name may be.

    >>> clean_name("News: A/V"), clean_name(".."), clean_name("<..>")
    ('News： A／V', '', '<．．>')
    """
    name = shorten(clean_title(text).translate(_FULL_WIDTH), _MAX_NAME)
    if not name.strip(". "):
        return ""
    if "." in name and not any(char.isalpha() or char.isdecimal() for char in name):
        return name.replace(".", "．")
    return name


def summary(fragment: str, limit: int = 280) -> str:
    """The beginning of a text in one paragraph, cut after a sentence, else after a word.

    Args:
        fragment: HTML as `feeds.markup.sanitise` returns it, or text.
        limit: most characters of the result.

    >>> summary("<p>The ferry sails. It returns at nine in the evening.</p>", 30)
    'The ferry sails.'
    """
    text = ""
    for line in _lines(fragment):
        text += f" {line}" if text else line
        if len(text) > limit:
            break
    return shorten(text, limit)


def shorten(text: str, limit: int) -> str:
    """Text of at most ``limit`` characters, cut after a sentence, else after a word.

    >>> shorten("渡轮今天起航晚上九点返回", 8)
    '渡轮今天起航晚…'
    >>> shorten("The ferry returns", 12)
    'The ferry…'
    """
    if len(text) <= limit:
        return text
    ends = [end for m in _SENTENCE_END.finditer(text, 0, limit + 1) if (end := m.end()) <= limit]
    if ends and ends[-1] >= limit // 2:
        return text[: ends[-1]]
    return text[: _word_end(text, limit - 1)].rstrip(BLANK + ",;:，；：、") + "…"


def fold(name: str) -> str:
    """``name`` without what people do not mean to differ: case, width, spacing.

    >>> fold("Tech  Web") == fold("ＴＥＣＨ web")
    True
    """
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(normalize("NFKC", name).casefold().split())


def is_language(tag: str | None) -> bool:
    """Whether ``tag`` has the form of a language tag (RFC 5646 §2.1).

    >>> is_language("zh-Hans"), is_language("not a lang!"), is_language(None)
    (True, False, False)
    """
    return bool(tag) and _LANGUAGE.fullmatch(str(tag)) is not None


def _is_clean(text: str) -> bool:
    """Whether nothing has to be done for a title; of most it can be said in a microsecond."""
    return (
        len(text) <= MAX_TITLE
        and text.isprintable()
        and not ("<" in text or "&" in text or "  " in text)
        and text == text.strip(BLANK)
        and is_normalized("NFC", text)
    )


def _word_end(text: str, cut: int) -> int:
    """Where to cut at or before ``cut``; between any two characters in CJK."""
    while cut and combining(text[cut]):
        cut -= 1
    if text[cut] < _FIRST_CJK and not text[cut].isspace():
        space = max((text.rfind(char, cut // 2, cut) + 1 for char in " \u3000，。、"), default=0)
        return space or cut
    return cut


def _lines(fragment: str) -> Iterator[str]:
    """The paragraphs that are not empty, each as one line of text."""
    text = _TAG.sub(_space_for_tag, _UNSEEN.sub("", fragment.replace("\n", " ")))
    return filter(None, (_one_line(_entities_undone(line)) for line in text.split("\n")))


def _space_for_tag(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name in _CELLS:
        return " "
    if name in _BREAKING:
        return "\n"
    return "" if name in _KNOWN else tag[0]


def _without_tags(text: str, names: frozenset[str] | set[str]) -> str:
    def replacement(tag: re.Match[str]) -> str:
        name = tag[1].lower()
        if name not in names:
            return tag[0]
        return " " if name in _BREAKING else ""

    return _TAG.sub(replacement, text)


def _entities_undone(text: str) -> str:
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text) if "&" in text else text


def _one_line(text: str) -> str:
    """White space collapsed, ideographic space kept where an author put it between words."""
    if not text.isprintable() or "  " in text:
        text = _SPACES.sub(" ", UNPRINTABLE.sub("", text))
    return text.strip(BLANK)
