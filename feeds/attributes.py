"""Start tags with the attributes that a body may have, each value checked.

Owns what a link, an image or a table cell may say; also which elements nobody would see.
Refuses everything that is not listed here.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

from feeds.links import absolute

if TYPE_CHECKING:
    from collections.abc import Mapping

_LANG = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}"
_NUMBER = r"\d{1,4}"
_EVERYWHERE = {"lang": _LANG, "dir": "ltr|rtl"}
# Attributes whose values are kept when they match in full; written in this order.
_VALUES: dict[str, dict[str, str]] = {
    "code": {"class": r"language-[A-Za-z0-9+#_-]{1,20}"},
    "li": {"value": _NUMBER},
    "ol": {"start": _NUMBER},
    "td": {"colspan": _NUMBER, "rowspan": _NUMBER},
    "th": {"colspan": _NUMBER, "rowspan": _NUMBER, "scope": "row|col|rowgroup|colgroup"},
    "time": {"datetime": r"[0-9TZPDHMSW:+. -]{1,40}"},
}
_PATTERNS = {
    tag: {name: re.compile(pattern) for name, pattern in (values | _EVERYWHERE).items()}
    for tag, values in _VALUES.items()
}
_PATTERNS_EVERYWHERE = {name: re.compile(pattern) for name, pattern in _EVERYWHERE.items()}
# Pages that load images late keep the true address here, and a placeholder in src.
_LATE_SOURCES = ("data-original", "data-src", "data-lazy-src", "data-lazy", "data-actualsrc",
    "data-original-src", "data-hi-res-src", "data-echo")  # fmt: skip
# Several addresses, each with the size it is for.
_LATE_SETS = ("data-srcset", "data-lazy-srcset")
IMAGE_ATTRIBUTES = (*_LATE_SOURCES, *_LATE_SETS, "src", "srcset", "data-url")
"""Where the address of an image may stand, likeliest first."""


# What the parser has to let through for the functions below.
PARSED_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir", "style", "hidden"},
    "a": {"href"},
    "abbr": {"title"},
    "acronym": {"title"},
    "img": {"alt", "width", "height", *IMAGE_ATTRIBUTES},
    **{tag: set(values) for tag, values in _VALUES.items()},
}

# Hidden by style. Not visibility and opacity: pages fade their whole text in with those.
_HIDING = re.compile(
    r"""(?:^|;)\s*(?:
        display\s*:\s*none
      | font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em)?\s*(?:!important\s*)?(?:;|$)
      | (?:max-)?(?:height|width)\s*:\s*[01]px\s*(?:;|$)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# Images of one or two pixels count readers; they show nothing.
_PIXEL = re.compile(r"\s*[0-2](?:px)?\s*")
_SIZE = re.compile(r"\s*(\d{1,4})(?:px)?\s*")

_MAILTO_SAFE = "%@!$'*+,;:/?&=()"


def is_invisible(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser would show nothing of the element.

    >>> is_invisible("p", {"style": "DISPLAY: none"})
    True
    >>> is_invisible("img", {"src": "https://count.example/", "width": "1", "height": "1"})
    True
    """
    if "hidden" in attributes:
        return True
    if name == "img" and any(_PIXEL.fullmatch(attributes.get(k, "9")) for k in ("width", "height")):
        return True
    style = attributes.get("style")
    return style is not None and _HIDING.search(style) is not None


def start_tag(name: str, attributes: Mapping[str, str], base: str) -> str:
    """The start tag as it may stand in a body; empty when the element is nothing without it.

    Args:
        name: an HTML element, lower case.
        attributes: values as they stand in the markup, escaped.
        base: absolute URL that relative links count from.

    >>> start_tag("td", {"colspan": "2", "onclick": "x()"}, "https://e.org/")
    '<td colspan="2">'
    >>> start_tag("a", {"href": "javascript:x()"}, "https://e.org/")
    ''
    """
    if name == "img":
        return _image(attributes, base)
    if name == "a":
        href = _address(attributes.get("href", ""), base)
        return f'<a href="{href}">' if href else ""
    if not attributes:
        return f"<{name}>"
    pairs = [
        f' {key}="{value}"'
        for key, pattern in _PATTERNS.get(name, _PATTERNS_EVERYWHERE).items()
        if (value := attributes.get(key)) is not None and pattern.fullmatch(value)
    ]
    if name == "abbr" and (title := _one_line(attributes.get("title", ""))):
        pairs.append(f' title="{title}"')
    return f"<{name}{''.join(pairs)}>"


def _image(attributes: Mapping[str, str], base: str) -> str:
    """Late and without telling who reads: a body may stand on any page, beside many others."""
    named = ((name, attributes[name]) for name in IMAGE_ATTRIBUTES if attributes.get(name))
    urls = (
        _first(value) if name.endswith("srcset") else value
        for name, value in named
        if name == "src" or not _is_setting(value)
    )
    addresses = (absolute(unescape(url), base) for url in urls)
    if not (address := next(filter(None, addresses), None)):
        return ""
    sizes = "".join(
        f' {name}="{size[1]}"'
        for name in ("width", "height")
        if (size := _SIZE.fullmatch(attributes.get(name, "")))
    )
    return (
        f'<img src="{_escaped(address)}" alt="{_one_line(attributes.get("alt", ""))}"{sizes}'
        ' loading="lazy" referrerpolicy="no-referrer">'
    )


def _first(candidates: str) -> str:
    """The first address of a set (HTML §4.8.4.2.1)."""
    found = candidates.split()
    return found[0].rstrip(",") if found else ""


def _is_setting(value: str) -> bool:
    """Scripts keep settings in attributes of these names, too: sizes, "true", JSON."""
    return value.lstrip()[:1] in {"", "{", "["} or not ("/" in value or "." in value)


def _address(href: str, base: str) -> str:
    """Escaped absolute http(s) or mailto URL; empty for any other, and for none."""
    url = unescape(href).strip()
    if not url:
        return ""
    if url[:7].lower() == "mailto:":
        return _escaped("mailto:" + quote(url[7:], _MAILTO_SAFE))
    return _escaped(absolute(url, base) or "")


def _escaped(url: str) -> str:
    """For an attribute; a percent-encoded URL has no quotation mark and no angle bracket."""
    return url.replace("&", "&amp;")


def _one_line(value: str) -> str:
    return " ".join(value.split())
