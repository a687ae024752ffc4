"""Checks of single values, whatever the format: dates, URIs, text, HTML, media files."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import etree

from feeds.formats.text import reads_as_html
from feeds.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Check = Callable[[int, str, str | None], Iterator[Finding]]

EARLIEST_YEAR = 1990
"""Syndication is younger; an earlier date is an empty or broken one."""

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d\d? "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d(?::\d\d)? "
    r"(?:[+-]\d{4}|UT|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|Z)"
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;.*)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
# C1 controls are Windows-1252 taken for Latin-1; U+FFFD is what a decoder leaves of bad bytes.
_MOJIBAKE = re.compile("[\x80-\x9f\ufffd]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ACTIVE_TAGS = frozenset(
    ["applet", "base", "button", "embed", "form", "frame", "frameset", "iframe", "input", "link",
     "meta", "object", "script", "select", "style", "textarea"]
)  # fmt: skip
_URL_ATTRIBUTES = frozenset(["action", "cite", "formaction", "href", "poster", "src", "xlink:href"])
_ACTIVE_SCHEME = re.compile(
    r"[\x00-\x20]*(?:java|vb)script[\x00-\x20]*:|[\x00-\x20]*data:(?!image/)", re.IGNORECASE
)


def line_of(element: Any) -> int:
    """Where an element of an lxml tree stands."""
    return element.sourceline or 1


def check_text(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """Text that people read: there at all, and decoded rightly."""
    if not (text or "").strip():
        yield Finding(line, "blank", f"{name} is empty", "write a text or leave the element out")
    elif found := _CONTROL.search(text or "") or _MOJIBAKE.search(text or ""):
        what = f"{name} holds U+{ord(found[0]):04X}"
        yield Finding(line, "character", what, "decode the source rightly, drop control characters")


def check_plain(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """Text that is not HTML, though some readers will take it for that."""
    yield from check_text(line, name, text)
    if reads_as_html(text or ""):
        what = f"{name} holds markup or entities but is plain text"
        yield Finding(line, "markup-in-text", what, "take the markup out, or say that it is HTML")


def check_uri(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """An absolute URI (RFC 3986), percent-encoded."""
    uri = text or ""
    if uri != uri.strip():
        yield Finding(line, "uri", f"{name} has white space around it", "remove it")
    if not _is_absolute(uri):
        yield Finding(line, "uri", f"{name} is no absolute URI: {uri[:80]!r}", "write it in full")
    elif not _URI.fullmatch(uri.strip()) or _BAD_ESCAPE.search(uri):
        yield Finding(line, "uri", f"{name} is not percent-encoded: {uri[:80]!r}", "encode it")


def check_web_address(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """An absolute http(s) URL."""
    yield from check_uri(line, name, text)
    if (text or "").strip().partition(":")[0].lower() not in {"http", "https"}:
        yield Finding(line, "scheme", f"{name} is no http(s) URL", "link to a web page or file")


def check_rfc3339(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """A date as Atom and JSON Feed write it."""
    moment = None
    if _RFC3339.fullmatch(text or ""):
        with suppress(ValueError):
            moment = datetime.fromisoformat(text or "")
    yield from _check_moment(line, name, text, moment)


def check_rfc822(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """A date as RSS writes it, with a year of four digits, on its right weekday."""
    moment = None
    if _RFC822.fullmatch(text or ""):
        with suppress(ValueError):
            moment = parsedate_to_datetime(text or "")
    yield from _check_moment(line, name, text, moment)
    if moment and "," in (text or "") and f"{moment:%w}" != str(_weekday(text or "")):
        yield Finding(line, "date", f"{name} names the wrong weekday: {text!r}", "correct it")


def check_language(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """A BCP 47 tag."""
    if not _LANGUAGE.fullmatch(text or ""):
        yield Finding(
            line, "language", f"{name} is no language tag: {text!r}", "write such as en-GB"
        )


def check_media_type(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """A media type (RFC 6838)."""
    if not _MEDIA_TYPE.fullmatch(text or ""):
        yield Finding(
            line, "media-type", f"{name} is no media type: {text!r}", "such as audio/mpeg"
        )


def check_number(line: int, name: str, text: str | None) -> Iterator[Finding]:
    """A length or the like: digits only."""
    if not re.fullmatch(r"\d+", text or ""):
        yield Finding(line, "number", f"{name} is no whole number: {text!r}", "write digits, or 0")


def check_html(line: int, name: str, html: str | None) -> Iterator[Finding]:
    """An HTML fragment that does nothing by itself and means the same wherever it is shown."""
    yield from check_text(line, name, html)
    try:
        root = etree.HTML(html or "") if (html or "").strip() else None
    except (etree.XMLSyntaxError, ValueError):
        yield Finding(line, "html", f"{name} cannot be parsed as HTML", "write well-formed HTML")
        return
    for element in root.iter(etree.Element) if root is not None else ():
        yield from _check_element(line, name, element)


def _check_element(line: int, name: str, element: etree._Element) -> Iterator[Finding]:
    tag = str(element.tag).lower()
    if tag in _ACTIVE_TAGS:
        yield Finding(line, "active-content", f"{name} holds <{tag}>", "remove the element")
    for key, value in element.attrib.items():
        attribute, text = str(key).lower(), str(value)
        if attribute.startswith("on"):
            what = f"{name} holds an event handler: {attribute}"
            yield Finding(line, "active-content", what, "remove the attribute")
        elif attribute in _URL_ATTRIBUTES and _ACTIVE_SCHEME.match(text):
            what = f"{name} links to a script or data: {text[:60]!r}"
            yield Finding(line, "active-content", what, "remove the link")
        elif attribute in _URL_ATTRIBUTES and not _is_absolute(text):
            what = f"{name} has a relative {attribute}: {text[:60]!r}"
            yield Finding(line, "relative-url", what, "make it absolute: readers know no base")


def _check_moment(
    line: int, name: str, text: str | None, moment: datetime | None
) -> Iterator[Finding]:
    if moment is None:
        yield Finding(line, "date", f"{name} is no date of this format: {text!r}", "rewrite it")
    elif moment.year < EARLIEST_YEAR:
        yield Finding(line, "date", f"{name} is before {EARLIEST_YEAR}: {text!r}", "correct it")


def _weekday(text: str) -> int:
    return ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat").index(text[:3])


def _is_absolute(uri: str) -> bool:
    try:
        return bool(urlsplit(uri.strip()).scheme)
    except ValueError:
        return False
