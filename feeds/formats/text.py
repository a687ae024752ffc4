"""Text as feeds can carry it: characters, escapes and URIs. Knows no format."""

from __future__ import annotations

import re
from html import escape
from html.entities import name2codepoint
from urllib.parse import quote

# What XML 1.0 §2.2 forbids, and what validators take for mojibake: C0 and C1 controls, DEL,
# surrogates, and noncharacters. Writing one of them makes lxml raise, which kills a whole feed.
# And what reorders the text around it (UAX 9 §2), which no post of ours has.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff\U0010ffff]"
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*+>")
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_ENTITY = re.compile(r"&(#?\w+)")
# Unreserved, reserved and "%" (RFC 3986 §2); brackets stay out, hosts with them are rare.
_URI = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*")
_URI_SAFE = "-._~:/?#@!$&'()*+,;=%"


def clean(text: str) -> str:
    r"""``text`` without the characters that a feed must not hold.

    >>> clean("a\x00b\x85c\r\n\ufffd")
    'abc\n?'
    """
    # Most names and titles pass the first test, which is ten times as quick.
    if (text.isascii() and text.isprintable()) or _UNWANTED.search(text) is None:
        return text
    return _UNWANTED.sub("", text.replace("\ufffd", "?"))


def one_line(text: str) -> str:
    r"""``text`` clean, with each run of white space as one space.

    >>> one_line(" two\n\tlines ")
    'two lines'
    """
    return " ".join(clean(text).split())


def name(text: str) -> str:
    """The name of a person or category: one line without tags, which no name has.

    >>> name("<b>Ann</b>  Lee")
    'Ann Lee'
    """
    return one_line(_TAG.sub("", text) if "<" in text else text)


def reads_as_html(text: str) -> bool:
    """Whether a reader that takes plain ``text`` for HTML may show something else.

    >>> [reads_as_html(title) for title in ("AT&T", "5 < 6", "a <b> c", "&lt;", "5&6")]
    [False, False, True, True, True]
    """
    if "&" not in text and "<" not in text:
        return False
    if _MARKUP.search(text) is not None:
        return True
    # Lenient readers and the W3C validator need no semicolon; nor do they know all names.
    return any(found in name2codepoint or not found.isalpha() for found in _ENTITY.findall(text))


def as_html(text: str) -> str:
    """Plain ``text`` as HTML.

    >>> as_html("1 < 2 & 3")
    '1 &lt; 2 &amp; 3'
    """
    return escape(text, quote=False)


def as_text_or_html(text: str) -> str:
    """Plain ``text``, as HTML only if it could be taken for that."""
    return as_html(text) if reads_as_html(text) else text


def uri(text: str) -> str:
    """``text`` as a URI (RFC 3986): everything else percent-encoded, ``%`` left alone.

    >>> uri("http://news.example/泰州?a=[1]")
    'http://news.example/%E6%B3%B0%E5%B7%9E?a=%5B1%5D'
    """
    if _URI.fullmatch(text):
        return text
    return quote(clean(text).strip(), safe=_URI_SAFE)


def is_absolute(uri: str) -> bool:
    """Whether a URI has a scheme, as ids must (RFC 4287 §4.2.6).

    >>> is_absolute("tag:news.example,2026:a"), is_absolute("5")
    (True, False)
    """
    return _ABSOLUTE.match(uri) is not None


def is_media_type(text: str | None) -> bool:
    """Whether ``text`` is a media type without parameters (RFC 6838 §4.2).

    >>> is_media_type("audio/mpeg"), is_media_type("mp3")
    (True, False)
    """
    return bool(text) and _MEDIA_TYPE.fullmatch(str(text)) is not None
