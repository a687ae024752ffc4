"""The footer of a post file: the workspace's Markdown with scraped values in it.

Owns how a value becomes inert in Markdown that goes through Liquid (Jekyll) or shortcodes (Hugo)
first. Refuses to touch the template: that is the user's, and may do what it likes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from feeds.links import canonical
from feeds.text import clean_title

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = ("link", "title", "category", "tags")

_FIELD = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")
# Where Markdown reads an address: the destination of a link, and <autolinks>.
_ADDRESS = re.compile(r"(\]\([^()\s]*\)|<[^<>\s]*>)")
# Whatever means something to kramdown, Goldmark, Liquid or a shortcode; some of it only at the
# beginning of a line. An ampersand does not: a title has no entity left.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~$^]")
_LINE_START = re.compile(r"^(?:[#+=:-]|\d+(?=[.)]))")
_ENTITY = re.compile(r"(&#?\w+);")
# RFC 3986 reserved characters that no Markdown parser takes for an end or an emphasis.
_LINK_SAFE = "%/:?#@!$&+,;=~-._"


def render_footer(template: str, values: Mapping[str, str]) -> str:
    r"""The template with its fields filled in; a line whose value is missing is left out.

    Values that mean nothing to Markdown stay as they are.

    Args:
        template: Markdown with ``{link}``, ``{title}``, ``{category}``, ``{tags}``.
        values: as scraped; ``link`` has to be an http(s) URL, the others are text.

    >>> render_footer("<{link}>\n\n[all of {tags}](/{category}.html)",
    ...     {"link": "https://e.org/a", "tags": "*[news]", "category": "city desk"})
    '<https://e.org/a>\n\n[all of &#42;&#91;news&#93;](/city%20desk.html)'
    """
    if not template:  # most workspaces have none
        return ""
    titles = {name: clean_title(values.get(name, "")) for name in FIELDS}
    titles["link"] = _inert(canonical(values.get("link", "")) or "")
    lines = [
        _filled(line, titles)
        for line in template.split("\n")
        if all(titles[name] for name in _FIELD.findall(line))
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def escape_markdown(text: str) -> str:
    """Text as Markdown that shows it: one line, character references for what has a meaning.

    >>> escape_markdown("泰州日报 2022")
    '泰州日报 2022'
    >>> escape_markdown("{{ site }} [a](b)")
    '&#123;&#123; site &#125;&#125; &#91;a&#93;(b)'
    """
    text = _SPECIAL.sub(_reference, clean_title(text))
    return _LINE_START.sub(_reference, text)


def _inert(link: str) -> str:
    """The address in characters that end nothing in Markdown.

    Where HTML is expected, ``<https://…/onclick=…>`` is an element, and its attributes are what
    stands between slashes: no ``=`` in the path, no slash in the query, no attribute with a value.
    kramdown undoes character references in addresses, so that there must be none.
    """
    path, mark, query = _ENTITY.sub(r"\1%3B", quote(link, _LINK_SAFE)).partition("?")
    return path.replace("=", "%3D") + mark + query.replace("/", "%2F")


def _filled(line: str, titles: Mapping[str, str]) -> str:
    parts = _ADDRESS.split(line)
    parts[::2] = [_FIELD.sub(lambda m: _shown(m[1], titles), part) for part in parts[::2]]
    parts[1::2] = [_FIELD.sub(lambda m: _addressed(m[1], titles), part) for part in parts[1::2]]
    return "".join(parts)


def _shown(name: str, titles: Mapping[str, str]) -> str:
    return titles[name] if name == "link" else escape_markdown(titles[name])


def _addressed(name: str, titles: Mapping[str, str]) -> str:
    return titles[name] if name == "link" else quote(titles[name], safe="")


def _reference(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in match[0])
