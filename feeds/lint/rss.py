"""Rules for RSS 2.0: the specification and the RSS Advisory Board's best-practices profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from feeds.lint.atom import ATOM, HISTORY, check_unique
from feeds.lint.finding import Finding
from feeds.lint.values import (
    check_html,
    check_language,
    check_media_type,
    check_number,
    check_rfc822,
    check_text,
    check_uri,
    check_web_address,
    line_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

    from feeds.lint.values import Check

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"

_CHANNEL_ELEMENTS = frozenset(
    ["category", "cloud", "copyright", "description", "docs", "generator", "image", "item",
     "language", "lastBuildDate", "link", "managingEditor", "pubDate", "rating", "skipDays",
     "skipHours", "textInput", "title", "ttl", "webMaster"]
)  # fmt: skip
_ITEM_ELEMENTS = frozenset(
    ["author", "category", "comments", "description", "enclosure", "guid", "link", "pubDate",
     "source", "title"]
)  # fmt: skip
_CHANNEL_VALUES = {
    "language": check_language,
    "lastBuildDate": check_rfc822,
    "link": check_web_address,
    "pubDate": check_rfc822,
    "ttl": check_number,
}
_ITEM_VALUES = {
    "description": check_html,
    CONTENT: check_html,
    "link": check_web_address,
    "pubDate": check_rfc822,
}
_REPEATABLE = frozenset(["category", "item"])
_REQUIRED = ("title", "link", "description")


def check(root: Element, url: str | None) -> Iterator[Finding]:
    """Findings in an ``rss`` element."""
    line = line_of(root)
    if root.get("version") != "2.0":
        yield Finding(line, "version", f"version is {root.get('version')!r}", "write RSS 2.0")
    channels = root.findall("channel")
    if len(channels) != 1:
        yield Finding(line, "channel", f"{len(channels)} channels", "write exactly one")
    for channel in channels:
        yield from _check_channel(channel)
        yield from _check_self(channel, url)
        items = channel.findall("item")
        for item in items:
            yield from _check_item(item)
        yield from check_unique("guid", (item.find("guid") for item in items))


def _check_channel(channel: Element) -> Iterator[Finding]:
    line = line_of(channel)
    yield from _check_names(channel, _CHANNEL_ELEMENTS)
    for name in _REQUIRED:
        if channel.find(name) is None:
            yield Finding(line, "required", f"channel without {name}", "add it")
    if channel.find("language") is None:
        yield Finding(line, "language", "channel without language", "add such as en-GB")
    for name in ("title", "description"):
        for element in channel.findall(name):
            yield from _check_plain(element)
    yield from _check_values(channel, _CHANNEL_VALUES)
    for image in channel.findall("image"):
        yield from check_web_address(line_of(image), "image", image.findtext("url"))


def _check_item(item: Element) -> Iterator[Finding]:
    line = line_of(item)
    yield from _check_names(item, _ITEM_ELEMENTS)
    if item.find("title") is None and item.find("description") is None:
        yield Finding(line, "required", "item with neither title nor description", "add one")
    for element in item.findall("title"):
        yield from _check_plain(element)
    yield from _check_values(item, _ITEM_VALUES)
    if item.find(CONTENT) is not None and item.find("description") is None:
        yield Finding(line, "description", "content:encoded without description", "add a summary")
    yield from _check_guid(item)
    yield from _check_files(item)
    yield from _check_people(item)


def _check_values(parent: Element, checks: Mapping[str, Check]) -> Iterator[Finding]:
    for name, check_value in checks.items():
        for element in parent.findall(name):
            label = etree.QName(element).localname
            yield from check_value(line_of(element), label, element.text)


def _check_names(parent: Element, known: frozenset[str]) -> Iterator[Finding]:
    """Only the elements of RSS stand in no namespace, most of them once."""
    seen = set()
    for child in parent.iterchildren(etree.Element):
        name, line = str(child.tag), line_of(child)
        if name.startswith("{"):
            continue
        if name not in known:
            what = f"<{name}> is no element of {parent.tag}"
            yield Finding(line, "unknown", what, "put extensions in a namespace of their own")
        elif name in seen and name not in _REPEATABLE:
            rule = "enclosure" if name == "enclosure" else "duplicate"
            yield Finding(line, rule, f"a second <{name}> in one {parent.tag}", "keep one")
        seen.add(name)


def _check_plain(element: Element) -> Iterator[Finding]:
    """A title or the like, of which RSS does not say whether it is text or HTML.

    The profile wants ``&#x26;`` and ``&#x3C;`` there; a parser cannot tell them from ``&amp;``, so
    escaped markup passes and only active content is found.
    """
    line = line_of(element)
    yield from check_text(line, str(element.tag), element.text)
    if "<" in (element.text or ""):
        yield from check_html(line, str(element.tag), element.text)


def _check_guid(item: Element) -> Iterator[Finding]:
    line = line_of(item)
    if (guid := item.find("guid")) is None:
        yield Finding(line, "guid", "item without guid", "add one: readers tell items by it")
        return
    line = line_of(guid)
    permalink = guid.get("isPermaLink", "true")
    if permalink not in {"true", "false"}:
        yield Finding(line, "guid", f"isPermaLink is {permalink!r}", "write true or false")
    if permalink == "true":
        yield from check_web_address(line, "guid", guid.text)
    else:
        yield from check_text(line, "guid", guid.text)


def _check_files(item: Element) -> Iterator[Finding]:
    for file in item.findall("enclosure"):
        line = line_of(file)
        yield from check_web_address(line, "enclosure url", file.get("url"))
        yield from check_number(line, "enclosure length", file.get("length"))
        yield from check_media_type(line, "enclosure type", file.get("type"))
    for name in ("content", "thumbnail"):
        for file in item.iterfind(f".//{MEDIA}{name}"):
            if name == "thumbnail" or file.get("url") is not None:
                label = f"media:{name} url"
                yield from check_web_address(line_of(file), label, file.get("url"))
    for source in item.findall("source"):
        line = line_of(source)
        yield from check_web_address(line, "source url", source.get("url"))
        yield from check_text(line, "source", source.text)


def _check_people(item: Element) -> Iterator[Finding]:
    for author in item.findall("author"):
        if "@" not in (author.text or ""):
            what = f"author is no mail address: {author.text!r}"
            yield Finding(line_of(author), "author", what, "put names into dc:creator")


def _check_self(channel: Element, url: str | None) -> Iterator[Finding]:
    line = line_of(channel)
    links = channel.findall(f"{ATOM}link")
    for link in links:
        label = f"atom:link rel={link.get('rel')}"
        yield from check_uri(line_of(link), label, link.get("href"))
    own = [link.get("href") for link in links if link.get("rel") == "self"]
    if not own:
        yield Finding(line, "self", "no atom:link rel=self", "add the feed's own URL")
    elif url and url not in own:
        what = f"atom:link rel=self is {own[0]}, but the feed was found at {url}"
        yield Finding(line, "self", what, "name the URL people subscribe to")
    rels = {link.get("rel") for link in links}
    if channel.find(f"{HISTORY}archive") is not None and "current" not in rels:
        what = "an archived document without atom:link rel=current"
        yield Finding(line, "history", what, "add one (RFC 5005 §4)")
