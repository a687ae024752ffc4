"""A second opinion on HTML: what a browser would find in it."""

from __future__ import annotations

import re
from html import unescape
from string import ascii_lowercase

import nh3

from feeds.elements import CONTAINERS, INLINES, LEAVES

# What bodies may have; `feeds.attributes` is not asked on purpose.
ELEMENTS = LEAVES | CONTAINERS.keys() | INLINES | {"br", "hr", "img"}
ATTRIBUTES = {"href", "src", "alt", "width", "height", "loading", "referrerpolicy", "title", "lang",
    "dir", "start", "value", "colspan", "rowspan", "scope", "datetime"}  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"{}]*")
# Elements that do something, whichever way they got there.
_ACTIVE = {"script", "style", "iframe", "object", "embed", "applet", "svg", "math", "form", "input",
    "button", "textarea", "select", "video", "audio", "base", "meta", "link", "frame", "frameset",
    "template", "noscript", "marquee", "portal", "dialog", "area", "map", "keygen"}  # fmt: skip

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z-]+=\"[^\"<>]*\")*)(?: /)?>")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')

# Keeps every attribute; of the elements those above, so that any other shows up as a difference.
_BROWSER = nh3.Cleaner(
    tags=set(ELEMENTS) | _ACTIVE,
    clean_content_tags=set(),
    attributes={},
    generic_attribute_prefixes=set(ascii_lowercase),
    link_rel=None,
    url_schemes={"http", "https", "mailto", "javascript", "data", "vbscript", "file"},
    strip_comments=False,
)


def faults(html: str) -> list[str]:
    """What in a fragment is more than text, structure, links and images; empty when all is well."""
    found = []
    for _, tag, rest in _TAG.findall(html):
        if tag not in ELEMENTS:
            found.append(f"element {tag}")
        for name, value in _ATTRIBUTE.findall(rest):
            if name not in ATTRIBUTES and (tag, name) != ("code", "class"):
                found.append(f"attribute {name} of {tag}")
            if name in ("href", "src") and not _ADDRESS.fullmatch(unescape(value)):
                found.append(f"address {value}")
    if "<" in (rest := _TAG.sub("", html)):
        found.append(f"stray markup {rest[rest.index('<') :][:40]!r}")
    return found


def misread(html: str) -> str:
    """Where the tree of a browser begins to differ from what is written; empty when nowhere."""
    written, read = elements(html), elements(_BROWSER.clean(html))
    differences = (f"{a} became {b}" for a, b in zip(written, read, strict=False) if a != b)
    return next(differences, "" if len(written) == len(read) else "elements were added or lost")


def visible_text(html: str) -> str:
    """The text as one line, however it is divided into elements."""
    text = unescape(nh3.clean(re.sub("<br[^>]*>|</(?:p|td|li|pre)>", " ", html), tags=set()))
    return " ".join(text.split())


def elements(html: str) -> list[tuple[str, str, dict[str, str]]]:
    """Start and end tags in order, the latter marked by a slash, with their attributes."""
    return [
        (end, tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(rest)})
        for end, tag, rest in _TAG.findall(html)
    ]
