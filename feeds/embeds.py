"""What plays in a page, and pictures that only a script would show: as links and as images.

Owns how players (``video``, ``audio``, ``iframe``) become links to what they play, and which
picture inside ``noscript`` is that of the article. Refuses to judge addresses: `feeds.attributes`
does.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import unquote, urlsplit

from feeds.attributes import IMAGE_ATTRIBUTES, is_invisible
from feeds.links import absolute
from feeds.patterns import possessive
from feeds.tags import TAG, TOKEN, attributes_of

_MAYBE = re.compile("<(?:iframe|noscript|video|audio|amp-)", re.IGNORECASE)
# A video and its sources, to its end; comments and the like first, in which there is none.
_PART = possessive(
    rf"(?P<player><(?P<kind>video|audio)(?=[\s/>]).*?(?:</(?P=kind)\s*>|\Z))|{TOKEN.pattern}",
    TOKEN.flags,
)
_AMP = re.compile(r"<(/?)amp-(img|anim|video|audio|iframe)(?=[\s/>])", re.IGNORECASE)
_PICTURED = {*IMAGE_ATTRIBUTES, "alt", "width", "height"}
_IMAGE = re.compile(r"<img(?=[\s/])", re.IGNORECASE)
_TAG_END = re.compile(r"\s*/?>\s*")  # and nothing else before the next tag
_SOURCES = ("src", "data-src", "data-lazy-src")
# Frames without these are advertisements, counters and buttons; players ask for the whole screen.
_PLAYER_RIGHTS = re.compile("fullscreen|autoplay|encrypted-media|picture-in-picture")


def without_embeds(html: str, base: str) -> str:
    """``html`` with links instead of players, and with the pictures that ``noscript`` holds.

    Args:
        html: a fragment, as found.
        base: absolute URL that relative links count from.

    >>> without_embeds('<video src="/ferry.mp4"></video>', "https://e.org/")
    '<p><a href="/ferry.mp4">ferry.mp4</a></p>'
    """
    if not _MAYBE.search(html):
        return html
    html = _AMP.sub(_without_prefix, html)
    parts = list(_PART.finditer(html))
    shown = {address for part in parts if part["tag"] for address in _addresses(part[0])}
    written: list[str] = []
    at = 0
    for part in parts:
        written.append(html[at : part.start()])
        at = part.end()
        match (part["raw"] or (part["player"] and "player") or "").lower():
            case "player":
                written.append(_link(part[0], base))
            case "iframe":
                written.append(_link(part[0], base) if _is_player(part[0]) else "")
            case "noscript":
                written.append(_picture(part[0], written, shown))
            case _:
                written.append(part[0])
    return "".join([*written, html[at:]])


def _without_prefix(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    return f"<{tag[1]}{'img' if name == 'anim' else name}"


def _addresses(tag: str) -> list[str]:
    """Where an image says that it is; nothing for other tags."""
    if not _IMAGE.match(tag) or (found := TAG.match(tag)) is None:
        return []
    return [value for key, value in attributes_of(found[3]).items() if key in IMAGE_ATTRIBUTES]


def _picture(noscript: str, written: list[str], shown: set[str]) -> str:
    """The picture for readers without scripts, unless an image of the page shows it anyway.

    An image right before it is its placeholder, and is taken away.
    """
    begun = _IMAGE.search(noscript)
    tag = TAG.match(noscript, begun.start()) if begun else None
    attributes = attributes_of(tag[3]) if tag else {}
    if tag is None or is_invisible("img", attributes):
        return ""
    if len(written) > 1 and _TAG_END.fullmatch(written[-1]) and _IMAGE.match(written[-2]):
        written[-2:] = ["", ""]
    elif not shown.isdisjoint(_addresses(tag[0])):
        return ""
    # Written anew: a quotation mark that does not end in here would reach for what follows.
    kept = (f'{key}="{escape(attributes[key])}"' for key in attributes if key in _PICTURED)
    return f"<img {' '.join(kept)}>"


def _is_player(frame: str) -> bool:
    tag = TAG.match(frame)
    attributes = attributes_of(tag[3]) if tag else {}
    rights = " ".join([*attributes, attributes.get("allow", "")])
    return _PLAYER_RIGHTS.search(rights) is not None and not is_invisible("img", attributes)


def _link(player: str, base: str) -> str:
    """A paragraph with a link to what the player plays; nothing where that is no address."""
    for _, name, text in TAG.findall(player):
        attributes = attributes_of(text)
        if name.lower() not in {"video", "audio", "iframe", "source"}:
            continue
        address = next(filter(None, (attributes.get(key) for key in _SOURCES)), "")
        if address and (url := absolute(address, base)):
            label = attributes.get("title") or attributes.get("aria-label") or _name(url)
            return f'<p><a href="{escape(address)}">{escape(label)}</a></p>'
    return ""


def _name(url: str) -> str:
    """What a link without words is called: the file if it is one, else the address.

    >>> _name("https://e.org/a/ferry%20sails.mp4"), _name("https://video.example/embed/x?y=1")
    ('ferry sails.mp4', 'video.example/embed/x')
    """
    parts = urlsplit(url)
    file = parts.path.rpartition("/")[2]
    return unquote(file) if "." in file else f"{parts.netloc}{parts.path}"
