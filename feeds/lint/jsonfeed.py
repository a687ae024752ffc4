"""Rules for JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from feeds.lint.finding import Finding
from feeds.lint.values import (
    check_html,
    check_language,
    check_media_type,
    check_rfc3339,
    check_text,
    check_uri,
    check_web_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.lint.values import Check

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1(?:\.1)?/?")

# What each key holds: the check of a text, or the type of anything else.
_FEED: dict[str, Check | type] = {
    "version": check_text,
    "title": check_text,
    "home_page_url": check_web_address,
    "feed_url": check_web_address,
    "description": check_text,
    "user_comment": check_text,
    "next_url": check_web_address,
    "icon": check_web_address,
    "favicon": check_web_address,
    "author": dict,
    "authors": list,
    "language": check_language,
    "expired": bool,
    "hubs": list,
    "items": list,
}
_ITEM: dict[str, Check | type] = {
    "id": check_text,
    "url": check_web_address,
    "external_url": check_web_address,
    "title": check_text,
    "content_html": check_html,
    "content_text": check_text,
    "summary": check_text,
    "image": check_web_address,
    "banner_image": check_web_address,
    "date_published": check_rfc3339,
    "date_modified": check_rfc3339,
    "author": dict,
    "authors": list,
    "tags": list,
    "language": check_language,
    "attachments": list,
}
_AUTHOR: dict[str, Check | type] = {
    "name": check_text,
    "url": check_uri,
    "avatar": check_web_address,
}
_ATTACHMENT: dict[str, Check | type] = {
    "url": check_web_address,
    "mime_type": check_media_type,
    "title": check_text,
    "size_in_bytes": int,
    "duration_in_seconds": int,
}
_HUB: dict[str, Check | type] = {"type": check_text, "url": check_web_address}
_TYPE_NAMES = {dict: "an object", list: "an array", bool: "true or false", int: "a number"}


def check(data: bytes, url: str | None) -> Iterator[Finding]:
    """Findings in a JSON Feed."""
    try:
        text = data.decode("utf-8-sig")
        feed = json.loads(text)
    except UnicodeDecodeError:
        yield Finding(1, "encoding", "not UTF-8", "write UTF-8 (RFC 8259 §8.1)")
        return
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        yield Finding(line, "well-formed", f"not JSON: {error}", "write well-formed JSON")
        return
    yield from _check_feed(feed, url)
    items = feed.get("items")
    for item in items if isinstance(items, list) else ():
        yield from _check_item(item, text)
    yield from _check_unique(items if isinstance(items, list) else [], text)


def _check_feed(feed: dict[str, Any], url: str | None) -> Iterator[Finding]:
    yield from _check_object(1, "feed", feed, _FEED)
    yield from _check_required(1, "feed", feed, ("version", "title", "items"))
    if not _VERSION.fullmatch(str(feed.get("version", ""))):
        what = f"version is {feed.get('version')!r}"
        yield Finding(1, "version", what, "write https://jsonfeed.org/version/1.1")
    if "feed_url" not in feed:
        yield Finding(1, "self", "no feed_url", "add the feed's own URL")
    elif url and feed["feed_url"] != url:
        what = f"feed_url is {feed['feed_url']}, but the feed was found at {url}"
        yield Finding(1, "self", what, "name the URL people subscribe to")
    if "next_url" in feed and feed["next_url"] == feed.get("feed_url"):
        yield Finding(1, "history", "next_url is the feed itself", "readers would go in circles")
    yield from _check_people(1, feed)
    for hub in _list(feed, "hubs"):
        yield from _check_object(1, "hub", hub, _HUB)
        yield from _check_required(1, "hub", hub, ("type", "url"))


def _check_item(item: Any, text: str) -> Iterator[Finding]:
    line = _line(item, text)
    yield from _check_object(line, "item", item, _ITEM)
    yield from _check_required(line, "item", item, ("id",))
    if not isinstance(item, dict):
        return
    if not item.keys() & {"content_html", "content_text"}:
        what = "an item with neither content_html nor content_text"
        yield Finding(line, "content", what, "add one")
    for tag in _list(item, "tags"):
        if not isinstance(tag, str):
            yield Finding(line, "type", f"a tag is {tag!r}", "write a string")
    yield from _check_people(line, item)
    for file in _list(item, "attachments"):
        yield from _check_object(line, "attachment", file, _ATTACHMENT)
        yield from _check_required(line, "attachment", file, ("url", "mime_type"))


def _check_people(line: int, parent: dict[str, Any]) -> Iterator[Finding]:
    for author in _list(parent, "authors"):
        yield from _check_object(line, "author", author, _AUTHOR)
        if isinstance(author, dict) and not author.keys() & _AUTHOR.keys():
            what = "an author with neither name, url nor avatar"
            yield Finding(line, "author", what, "add one, or leave the author out")


def _check_object(
    line: int, name: str, value: Any, keys: dict[str, Check | type]
) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield Finding(line, "type", f"{name} is no object", "write {…}")
        return
    for key, held in value.items():
        expected = keys.get(key)
        if expected is None and not key.startswith("_"):
            mend = "begin the names of extensions with _"
            yield Finding(line, "unknown", f"{name} has an unknown key {key!r}", mend)
        elif isinstance(expected, type):
            if not isinstance(held, expected) and not (expected is int and type(held) is float):
                what = f"{key} of {name} is {held!r:.40}"
                yield Finding(line, "type", what, f"write {_TYPE_NAMES[expected]}")
        elif expected is not None and not isinstance(held, str):
            yield Finding(line, "type", f"{key} of {name} is {held!r:.40}", "write a string")
        elif expected is not None:
            yield from expected(line, key, held)


def _check_required(line: int, name: str, value: Any, keys: tuple[str, ...]) -> Iterator[Finding]:
    for key in keys if isinstance(value, dict) else ():
        if key not in value:
            yield Finding(line, "required", f"{name} without {key}", "add it")


def _check_unique(items: list[Any], text: str) -> Iterator[Finding]:
    seen = set()
    for item in items:
        identity = item.get("id") if isinstance(item, dict) else None
        if isinstance(identity, str) and identity in seen:
            what = f"id stands twice: {identity[:80]!r}"
            yield Finding(_line(item, text), "duplicate", what, "give each item its own")
        if isinstance(identity, str):
            seen.add(identity)


def _line(item: Any, text: str) -> int:
    """Where the id of ``item`` stands first; a JSON parser tells no places."""
    identity = item.get("id") if isinstance(item, dict) else None
    place = text.find(json.dumps(identity, ensure_ascii=False)) if identity else -1
    return text.count("\n", 0, place) + 1 if place > 0 else 1


def _list(parent: dict[str, Any], key: str) -> list[Any]:
    found = parent.get(key)
    return found if isinstance(found, list) else []
