"""Front matter that others wrote: Jekyll's, people's, and the four forms of the origin. Pure.

Takes whatever Jekyll takes (lists or strings of names, missing keys, a BOM, CRLF) and more than
it: front matter that is no valid YAML is read line by line, since a title with a quote in it is
the origin's best known defect. Bodies are made HTML and sanitised. Never reads ``permalink``,
``layout``, ``aliases`` or ``url``.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from feeds.dates import parse_front_matter_date
from feeds.errors import MarkupError, PostError
from feeds.links import canonical
from feeds.markup import sanitise
from feeds.patterns import possessive
from feeds.post import Author, Enclosure, Image, Post
from feeds.text import MAX_TITLE, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta, tzinfo

_FRONT_MATTER = re.compile(
    r"\s*^---[ \t]*\n(?P<head>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)(?P<rest>.*)",
    re.MULTILINE | re.DOTALL,
)
_FILE_NAME = re.compile(r"(?:.*/)?(?:(?P<date>\d{4}-\d{1,2}-\d{1,2})-)?(?P<key>[^/]+?)\.[a-z]+")
_KEY_LINE = re.compile(r"^(?P<key>\w+):(?P<value>.*)$", re.MULTILINE)
# A URI (RFC 3986 §3), as feeds want an id to be; other programs keep numbers of rows there.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")

# Real front matter is some levels deep. PyYAML takes the C stack for each, and some ten thousand
# end the process.
_MAX_DEPTH = 100
# Each level of nesting has one of these.
_NESTING = "[{-?:"

# The origin's trailing lines: the link, then "back to" links on one line or on two.
_LINK_LINE = re.compile(r"<(?P<url>https?://[^<>\s]+)?>")
# Possessive, so that a search is linear.
_BACK_LINK = r"\[返回[^\]\n]*+\]\([^)\n]*+\)"
_BACK_LINES = possessive(rf"{_BACK_LINK}(?:\s*+(?:[｜|]\s*+)?{_BACK_LINK})*+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]++)>")


# Keys that together only our own files have.
_OUR_KEYS = frozenset({"id", "render_with_liquid"})
# PyYAML raises whatever its conversions of tagged scalars do: `!!timestamp x`, `!!bool x`, `!!int`.
_NO_YAML = (
    yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip


class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML whose scalars stay text, but for null: a title of 1e3 is no number."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # the name is PyYAML's
        first: [(tag, pattern) for tag, pattern in pairs if tag == "tag:yaml.org,2002:null"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def load_foreign(text: str, name: str, zone: tzinfo) -> Post:
    """The post in a file that is not in our own form; see `feeds.archive.frontmatter.load`."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = _FRONT_MATTER.match(plain)
    if found is None:
        raise PostError(name, "has no front matter", "a post begins with a line of ---")
    values = _values(found["head"], name)
    published, offset = _published(values, name, zone)
    rest, footer, link = _parts(found["rest"], own=values.keys() >= _OUR_KEYS)
    link = _line(values.get("link")) or link
    digest, body = _digest_and_body(rest)
    return Post(
        id=_uri(values.get("id")) or uuid5(NAMESPACE_URL, f"broadsheet:{name}").urn,
        key=key_in(name),
        title=shorten(_line(values.get("title")), MAX_TITLE) or key_in(name).replace("-", " "),
        published=published,
        body=_sanitised(body, link, name),
        link=canonical(link) if link else None,
        source=_line(values.get("source")),
        categories=_names(values, "categories", "category"),
        tags=_names(values, "tags", "tag"),
        lang=_line(values.get("lang")) or None,
        authors=authors(values.get("authors", values.get("author"))),
        description=_line(values.get("description")) or digest,
        image=image(values.get("image")),
        enclosures=enclosures(values.get("enclosures") or ()),
        updated=_moment(values.get("last_modified_at"), zone),
        first_seen=_moment(values.get("first_seen"), zone),
        revision=_count(values.get("revision")) or 1,
        utc_offset=offset,
        footer=footer,
    )


def key_in(name: str) -> str:
    """The key in a file name.

    >>> key_in("2022/01/09/2022-01-09-nw2022.md"), key_in("about.md")
    ('nw2022', 'about')
    """
    found = _FILE_NAME.fullmatch(name)
    return found["key"] if found else name


def authors(value: object) -> tuple[Author, ...]:
    """Authors from a name, a mapping with ``name`` and ``url``, or a list of them."""
    items = value if isinstance(value, list) else [value]
    named = [item if isinstance(item, dict) else {"name": item} for item in items if item]
    found = [Author(_line(item.get("name")), _line(item.get("url")) or None) for item in named]
    return tuple(author for author in found if author.name)


def image(value: object) -> Image | None:
    """The lead image from a URL, or from the mapping that jekyll-seo-tag reads."""
    details = value if isinstance(value, dict) else {"path": value}
    url = _line(details.get("path"))
    if not url:
        return None
    length, width, height = (_count(details.get(key)) for key in ("length", "width", "height"))
    alt, type_ = _line(details.get("alt")), _line(details.get("type")) or None
    return Image(url, alt, type_, length, width, height)


def enclosures(value: object) -> tuple[Enclosure, ...]:
    """Attached files from a list of mappings with ``url``, ``type`` and ``length``."""
    items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return tuple(
        Enclosure(_line(item["url"]), _line(item.get("type")), _count(item.get("length")) or 0)
        for item in items
        if item.get("url")
    )


def _values(head: str, name: str) -> Mapping[str, Any]:
    try:
        _check_depth(head)
        values = yaml.load(head, _PlainLoader)  # noqa: S506  # it is a safe loader
    except _NO_YAML:
        lines = _KEY_LINE.finditer(head)
        values = {line["key"]: line["value"].strip(" \t").strip("\"'") for line in lines}
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise PostError(name, "has front matter that is not keys with values")
    return values


def _check_depth(head: str) -> None:
    """Refuses, without recursion, what is nested deeper than front matter is.

    Raises:
        ValueError: too deep.
        YAMLError: it is no YAML.
    """
    if sum(map(head.count, _NESTING)) <= _MAX_DEPTH:
        return
    depth = 0
    for event in yaml.parse(head, _PlainLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise ValueError(f"nested more than {_MAX_DEPTH} deep")


def _published(values: Mapping[str, Any], name: str, zone: tzinfo) -> tuple[datetime, timedelta]:
    """The date in the front matter, else the one in the file name, as Jekyll has it."""
    found = _FILE_NAME.fullmatch(name)
    for text in (_line(values.get("date")), found["date"] if found else None):
        try:
            return parse_front_matter_date(text or "", zone)
        except ValueError:
            continue
    raise PostError(name, "has no date that can be read", "give it a line such as date: 2022-01-09")


def _moment(value: object, zone: tzinfo) -> datetime | None:
    try:
        return parse_front_matter_date(_line(value), zone)[0]
    except ValueError:
        return None


def _names(values: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    """Names under the first key that is there; Jekyll splits a string at spaces."""
    value = next((values[key] for key in keys if values.get(key)), None)
    items = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(dict.fromkeys(filter(None, map(_line, items))))


def _line(value: object) -> str:
    """A scalar as one line of text; empty for what is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _uri(value: object) -> str:
    """A URI; empty for what is none."""
    text = _line(value)
    return text if _URI.fullmatch(text) else ""


def _count(value: object) -> int | None:
    digits = str(value)
    return int(digits) if digits.isdecimal() and len(digits) < 16 else None  # noqa: PLR2004


def _parts(rest: str, *, own: bool) -> tuple[str, str, str]:
    """Body, footer, and the link in the footer.

    ``own``: a file of ours that somebody edited; its footer begins at the first blank line. Else
    only lines as the origin wrote them are taken for a footer.
    """
    paragraphs = [part for part in _BLANK_LINES.split(rest.strip("\n")) if part]
    cut = min(1, len(paragraphs)) if own else len(paragraphs)
    link = ""
    if not own and cut and _BACK_LINES.fullmatch(paragraphs[cut - 1]):
        cut -= 1
    if not own and cut and (line := _LINK_LINE.fullmatch(paragraphs[cut - 1])):
        cut -= 1
        link = line["url"] or ""
    return "\n\n".join(paragraphs[:cut]), "\n\n".join(paragraphs[cut:]), link


def _digest_and_body(text: str) -> tuple[str | None, str]:
    """The origin's digest, a quotation before the body, and the body as HTML."""
    paragraphs = _BLANK_LINES.split(text)
    digest = None
    if len(paragraphs) > 1 and paragraphs[0].startswith("> "):
        digest = " ".join(paragraphs.pop(0).removeprefix("> ").split())
    return digest, "\n".join(map(_paragraph, paragraphs))


def _paragraph(text: str) -> str:
    """HTML as it is; Markdown's quotations and bare links; else text."""
    if text.startswith("<") and not _LINK_LINE.match(text):
        return text
    if text.startswith("> "):
        inner = text.removeprefix("> ").replace("\n> ", "\n")
        return f"<blockquote><p>{html.escape(inner, quote=False)}</p></blockquote>"
    parts = [html.escape(part) for part in _AUTOLINK.split(text)]
    parts[1::2] = [f'<a href="{url}">{url}</a>' for url in parts[1::2]]
    return f"<p>{''.join(parts)}</p>"


def _sanitised(body: str, link: str, name: str) -> str:
    try:
        return sanitise(body, link)
    except MarkupError as error:
        raise PostError(name, error.what) from error
