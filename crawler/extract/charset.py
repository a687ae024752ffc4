"""Bytes of a page or feed -> text, by what the bytes are rather than by what is claimed of them.

Owns the choice of an encoding and the refusal of mojibake. It refuses to look at the text's
meaning, and to fetch anything.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crawler.errors import Dropped
from crawler.extract.letters import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

MOJIBAKE = "mojibake"

# Longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers look at 1,024 bytes; old pages have scripts and comments before the declaration.
_DECLARED_WITHIN = 16_384
_IN_DOCUMENT = re.compile(
    rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]+)|<meta\s[^>]{0,500}?charset\s*=[\s"']*([\w.:-]+)""",
    re.IGNORECASE,
)
_IN_HEADER = re.compile(r"""charset\s*=[\s"']*([\w.:-]+)""", re.IGNORECASE)
# Labels of the web that Python does not know.
_ALIASES = {
    "sjis": "cp932",
    "windows-31j": "cp932",
    "windows-949": "cp949",
    "iso-8859-8-i": "cp1255",
}
# What is labelled as the key is in truth often the value, which contains it.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-8": "cp1255",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_CODECS = tuple(dict.fromkeys(codec for letters in LANGUAGES for codec in letters.codecs))
_KNOWN = frozenset(_CODECS) | {
    "iso8859-3",
    "iso8859-4",
    "iso8859-10",
    "iso8859-14",
    "iso8859-16",
    "cp1258",
    "mac-roman",
}

_UTF8 = frozenset(["utf-8", "utf8"])

_REPLACEMENT = "\ufffd"
_DEFAULT = "cp1252"  # what browsers assume (WHATWG HTML §13.2.3.2)
# What stands between bytes that separate words in every encoding we know, and are second bytes in
# none of them (second bytes start at 0x40; GB 18030 also uses the digits).
_WORD = re.compile(rb"[^\x00-\x2f:-?]+")
_SAMPLE_BYTES = 4_000  # hundreds of words are enough for any of the tables
# Letters that do not stand beside each other in one word: Latin inside Greek, Cyrillic, Hebrew,
# Arabic or Thai, and a capital after a small letter.
_CLASH = re.compile(
    "[a-zA-Z](?=[\u0370-\u0fff])|[\u0370-\u0fff](?=[a-zA-Z])"
    "|[\u03ac-\u03ce\u0430-\u045f](?=[\u0386-\u03ab\u0400-\u042f])"
)
_CLASH_BITS = 8.0
# About three letters of evidence before we leave the encoding of most of the undeclared web.
_DOUBT_BITS = 24.0
# A declared encoding may look this much less likely than the likeliest: tables are rough, and
# declarations are mostly true.
_TRUST = 1.1
# The first two bytes of a UTF-8 character, each turned into a character by Latin-1 or cp1252.
_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
# Stands before all of the first ones in UTF-8; counting it is forty times as fast as looking for
# them, and most pages have none to count.
_TWICE_LEAD = b"\xc3"
_TWICE_LEAST = 5  # one or two are chance, or an example of the mistake in a text about it
# UTF-8 with a few broken characters has at least this many whole ones for each broken one; in
# legacy text sequences that happen to be valid UTF-8 are rarer than invalid ones.
_WHOLE_PER_BROKEN = 4
# More than this share of the characters beyond ASCII lost: most sentences have a hole.
_LOST_SHARE = 0.1
_LOST_FREE = 10  # a page may always lose this many: a cut title here, a broken advert there


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a body and the Python codec that gave it."""

    text: str
    encoding: str


def decode(body: bytes, content_type: str | None = None, encoding: str | None = None) -> Decoded:
    r"""Return the text of ``body``.

    A byte order mark decides; else UTF-8 if the bytes are UTF-8, whatever is declared; else the
    first of the declarations (document, header, source) that the bytes bear out; else what the
    letters look like. A header may lie, and so may a ``<meta>``.

    Args:
        body: as received, content encoding (gzip) already undone.
        content_type: the HTTP header's value, if there was one.
        encoding: the source's own ``encoding``, used when document and header are silent or wrong.

    Raises:
        Dropped: with the reason ``mojibake`` when too many characters cannot be read.

    >>> decode("Новости дня, все подробности".encode("koi8-r")).encoding
    'koi8-r'
    >>> decode(b"caf\xe9", "text/html; charset=utf-8").text
    'café'
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], codec)
    # The shift of ISO-2022-JP, which is ASCII to every other decoder.
    if body.isascii() and b"\x1b$" in body:
        return _decoded(body, "iso2022_jp")
    if (wide := _wide(body)) is not None:
        return _decoded(body, wide)
    if (text := _utf8(body)) is not None:
        decoded = _readable(text, "utf-8")
        may_be_twice = _TWICE_LEAD in body and body.count(_TWICE_LEAD) >= _TWICE_LEAST
        return _once(decoded) if may_be_twice else decoded
    return _decoded(body, _legacy(body, tuple(_declared(body, content_type, encoding))))


def _decoded(body: bytes, codec: str) -> Decoded:
    return _readable(body.decode(codec, "replace"), codec)


def _readable(text: str, codec: str) -> Decoded:
    lost = text.count(_REPLACEMENT) if _REPLACEMENT in text else 0
    if lost > _LOST_FREE and lost > _LOST_SHARE * _beyond_ascii(text):
        raise Dropped(MOJIBAKE, f"{lost} characters are not {codec}")
    return Decoded(text, codec)


def _once(twice: Decoded) -> Decoded:
    """Undo an encoding into UTF-8 of what was UTF-8 already.

    Only when every character beyond ASCII bears it out: no real text is valid UTF-8 after a
    detour through a one-byte encoding.
    """
    if len(_TWICE.findall(twice.text)) < _TWICE_LEAST:
        return twice
    for codec in ("latin-1", "cp1252"):
        try:
            return Decoded(twice.text.encode(codec).decode(), twice.encoding)
        except UnicodeError:
            continue
    return twice


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _wide(body: bytes) -> str | None:
    """Return the UTF-16 codec of markup without a byte order mark."""
    return {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}.get(body.lstrip(b" \t\r\n")[:2])


def _utf8(body: bytes) -> str | None:
    """The text of UTF-8 that may be broken in places or cut in its last character, else None."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        broken = text.count(_REPLACEMENT)
        return text if _beyond_ascii(text) - broken >= _WHOLE_PER_BROKEN * broken else None


def is_known(label: str) -> bool:
    """Whether a label means an encoding that pages are read in.

    >>> is_known("UTF8"), is_known("gb2312"), is_known("utf9")
    (True, True, False)
    """
    return _codec(label) is not None or label.lower() in _UTF8


def _declared(body: bytes, content_type: str | None, encoding: str | None) -> Iterator[str]:
    """Yield the codecs that document, header and source name, in this order."""
    document = _IN_DOCUMENT.search(body, 0, _DECLARED_WITHIN)
    header = _IN_HEADER.search(content_type or "")
    labels = (
        (document[1] or document[2]).decode("ascii") if document else "",
        header[1] if header else "",
        encoding or "",
    )
    return (codec for codec in map(_codec, labels) if codec)


def _codec(label: str) -> str | None:
    """Return the codec that browsers use for a label (WHATWG Encoding §4.2), None if they do not.

    UTF-8 is not among them, having been tried before; neither is UTF-16, which in a document that
    reads as ASCII is a mistake.

    >>> _codec("GB2312"), _codec("latin1"), _codec("rot13")
    ('gb18030', 'cp1252', None)
    """
    label = label.lower().removeprefix("x-")
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = _SUPERSETS.get(name, name)
    return name if name in _KNOWN else None


def _legacy(body: bytes, declared: tuple[str, ...]) -> str:
    sample = _sample(body)
    likely = {codec: _bits(sample, codec) for codec in _CODECS}
    best = min(likely, key=lambda codec: likely[codec] + _DOUBT_BITS * (codec != _DEFAULT))
    for codec in declared:
        if codec not in likely:
            likely[codec] = _bits(sample, codec)
        if likely[codec] <= _TRUST * likely[best] + _DOUBT_BITS:
            return codec
    return best


def _sample(body: bytes) -> bytes:
    """Return the words of the body with a byte beyond ASCII, up to a limit."""
    words = (word for found in _WORD.finditer(body) if not (word := found[0]).isascii())
    # Each has one byte at least.
    return b"\n".join(islice(words, _SAMPLE_BYTES))[:_SAMPLE_BYTES]


def _bits(sample: bytes, codec: str) -> float:
    """Return how unlikely the sample is as text in this codec, in any of its languages."""
    text = sample.decode(codec, "replace")
    counts = Counter(text)
    known = [letters for letters in LANGUAGES if codec in letters.codecs] or LANGUAGES
    clashes = _CLASH_BITS * len(_CLASH.findall(text))
    return min(letters.bits(counts) for letters in known) + clashes
