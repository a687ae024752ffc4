"""The text of a post file, made and read: pure.

Owns the form of our own post files (DESIGN: "Post file"), which it reads without a YAML parser.
What other programs and people wrote goes to `feeds.archive.foreign`.

Every scalar that YAML 1.1, Ruby's Psych or Go could take for a number, a date, a truth value or
two lines is written as a JSON string, which all of them read alike.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from feeds.archive.foreign import authors, enclosures, image, key_in, load_foreign
from feeds.dates import front_matter_date, parse_front_matter_date
from feeds.post import Author, Post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

_FIRST_LINE = "---\nlayout: post\n"
# Our last key ends the front matter: where it stands, the file is ours and the body is sanitised.
_LAST_LINES = "\nrender_with_liquid: false\n---\n"

# Readers would end the line at U+0085, U+2028, U+2029, drop a BOM, or refuse the rest.
_NOT_PLAIN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n\s*\n")

# A name that may stand without quotes: a word of any script that is no number, date or keyword
# for any reader. After a digit a letter must follow that no number has (21Tech, not 1e3, 0o17).
_BARE = re.compile(
    r"(?!(?:y|n|yes|no|on|off|true|false|null|nan|inf|infinity)$)"
    r"(?:[^\W\d_]|[0-9]+(?![0-9beox])[^\W\d_])[\w.()&+·（）-]*",
    re.IGNORECASE,
)
# More than any post will have, and no more than SQLite takes.
_REVISION_DIGITS = 9
_MINUTE = timedelta(minutes=1)
_BARE_KEYS = frozenset({"date", "last_modified_at", "first_seen", "revision"})
_NAME_KEYS = frozenset({"categories", "tags"})
_encode = json.JSONEncoder(ensure_ascii=False).encode


def dump(post: Post) -> str:
    """The text of the post's file; `load` gives the post back.

    Blank lines inside the body are closed up: the first one ends the body (and begins Markdown
    for every Markdown parser). Fractions of seconds and unpaired surrogates cannot be written.
    """
    head = "\n".join(_lines(post))
    body = _BLANK_LINES.sub("\n", post.body).strip("\n")
    footer = post.footer.strip("\n")
    text = (
        f"---\nlayout: post\n{head}{_LAST_LINES}"
        + (f"{body}\n" if body else "")
        + (f"\n{footer}\n" if footer else "")
    )
    return text if _encodable(text) else _SURROGATES.sub("\ufffd", text)


def load(text: str, name: str, zone: tzinfo = UTC) -> Post:
    """The post in a file.

    Args:
        text: the content of the file.
        name: its path below ``_posts``; gives key, and title, date and id where the text has none.
        zone: of dates that name no offset.

    Raises:
        PostError: no front matter, or no date in it nor in the name.
    """
    return _load_own(text, name) or load_foreign(text, name, zone)


def as_written(post: Post, text: str, name: str) -> Post:
    """What `load` gives for ``text``, which `dump` made of ``post``; read only if it is not that.

    >>> from datetime import datetime
    >>> moment = datetime(2022, 1, 9, tzinfo=UTC)
    >>> post = Post(id="x:1", key="a", title="", published=moment, body="<p>Ferry</p>")
    >>> as_written(post, dump(post), "2022-01-09-a.md") is post
    True
    """
    ending = f"{_LAST_LINES}{post.body}\n" + (f"\n{post.footer}\n" if post.footer else "")
    is_exact = (
        text.endswith(ending)
        and "\ufffd" not in text  # may stand for a surrogate
        and post.key == key_in(name)
        and not post.utc_offset % _MINUTE
        and not any(moment and moment.microsecond for moment in post.moments)
    )
    return post if is_exact else load(text, name)


def _lines(post: Post) -> Iterator[str]:
    offset = post.utc_offset
    yield f"title: {quoted(post.title)}"
    yield f"date: {front_matter_date(post.published, offset)}"
    if post.categories:
        yield f"categories: {_names(post.categories)}"
    if post.tags:
        yield f"tags: {_names(post.tags)}"
    yield f"id: {quoted(post.id)}"
    for key in ("link", "source", "lang"):
        if value := getattr(post, key):
            yield f"{key}: {quoted(value)}"
    yield from _author_lines(post.authors)
    if post.description:
        yield f"description: {quoted(post.description)}"
    yield from _media_lines(post)
    if post.updated:
        yield f"last_modified_at: {front_matter_date(post.updated, offset)}"
    if post.first_seen:
        yield f"first_seen: {front_matter_date(post.first_seen, offset)}"
    if post.revision != 1:
        yield f"revision: {post.revision}"


def _author_lines(authors: tuple[Author, ...]) -> Iterator[str]:
    """``author`` for one, ``authors`` for several: Jekyll's feed and SEO plugins know both."""
    found = [{"name": a.name, "url": a.url} if a.url else a.name for a in authors]
    if len(found) == 1:
        yield f"author: {quoted(found[0])}"
    elif found:
        yield f"authors: {quoted(found)}"


def _media_lines(post: Post) -> Iterator[str]:
    if image := post.image:
        details = {key: value for key in _IMAGE_DETAILS if (value := getattr(image, key))}
        yield f"image: {quoted({'path': image.url} | details if details else image.url)}"
    if post.enclosures:
        found = [{"url": e.url, "type": e.type, "length": e.length} for e in post.enclosures]
        yield f"enclosures: {quoted(found)}"


_IMAGE_DETAILS = ("alt", "type", "length", "width", "height")


def _names(names: tuple[str, ...]) -> str:
    """One word as it is, one odd word quoted; a list where Jekyll would split at spaces."""
    if len(names) == 1 and not any(map(str.isspace, names[0])) and names[0]:
        return names[0] if _BARE.fullmatch(names[0]) else quoted(names[0])
    return quoted(list(names))


def quoted(value: Any) -> str:
    r"""``value`` as JSON that is YAML of every version as well.

    >>> print(quoted('a "b" \\ 1e3'), quoted(["\x85", "\u2028"]))
    "a \"b\" \\ 1e3" ["\u0085", "\u2028"]
    """
    return _NOT_PLAIN.sub(lambda odd: f"\\u{ord(odd[0]):04x}", _encode(value))


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _load_own(text: str, name: str) -> Post | None:
    """The post, if the text is exactly as `dump` writes it."""
    if not text.startswith(_FIRST_LINE):
        return None
    head, mark, rest = text[len(_FIRST_LINE) :].partition(_LAST_LINES)
    if not mark:
        return None
    try:
        return _own_post(_own_values(head), rest, name)
    # Edited by hand: the YAML parser will see.
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _own_values(head: str) -> dict[str, Any]:
    """The values by key: JSON as what it says, the few bare ones as text."""
    values: dict[str, Any] = {}
    for line in head.split("\n"):
        key, mark, value = line.partition(": ")
        if not mark or key in values:
            raise ValueError(line)
        if value[:1] in '"[{':
            values[key] = _json(value)
        elif key in _BARE_KEYS or (key in _NAME_KEYS and _BARE.fullmatch(value)):
            values[key] = value
        else:
            raise ValueError(line)
    return values


def _json(text: str) -> Any:
    """What ``text`` says; no unpaired surrogates, which `dump` never writes and SQLite refuses."""
    value = json.loads(text)
    if "\\u" in text and not _encodable(_encode(value)):
        raise ValueError(text)
    return value


def _own_post(values: dict[str, Any], rest: str, name: str) -> Post:
    get = values.pop
    published, offset = parse_front_matter_date(get("date"))
    body, _, footer = f"\n{rest}".partition("\n\n")
    post = Post(
        id=_text(get("id")),
        key=key_in(name),
        title=_text(get("title")),
        published=published,
        body=body[1:].rstrip("\n"),
        link=_text(get("link", "")) or None,
        source=_text(get("source", "")),
        categories=_own_names(get("categories", ())),
        tags=_own_names(get("tags", ())),
        lang=_text(get("lang", "")) or None,
        authors=authors(get("authors", get("author", None))),
        description=_text(get("description", "")) or None,
        image=image(get("image", None)),
        enclosures=enclosures(get("enclosures", ())),
        updated=_moment(get("last_modified_at", None)),
        first_seen=_moment(get("first_seen", None)),
        revision=_revision(get("revision", "1")),
        utc_offset=offset,
        footer=footer.strip("\n"),
    )
    if values:
        raise ValueError(f"not ours: {values}")
    return post


def _moment(value: str | None) -> datetime | None:
    return parse_front_matter_date(value)[0] if value else None


def _revision(value: object) -> int:
    digits = _text(value)
    if not (digits.isdecimal() and len(digits) <= _REVISION_DIGITS):
        raise ValueError(digits)
    return int(digits)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _own_names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(_text, value))  # type: ignore[call-overload]
