"""Rules for Atom 1.0: RFC 4287, its grammar included, and RFC 5005."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lxml import etree

from feeds.lint.finding import Finding
from feeds.lint.values import (
    check_html,
    check_language,
    check_media_type,
    check_number,
    check_plain,
    check_rfc3339,
    check_text,
    check_uri,
    check_web_address,
    line_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"


def check(root: Element, url: str | None) -> Iterator[Finding]:
    """Findings in an ``atom:feed``."""
    yield from _check_grammar(root)
    yield from _check_common(root)
    yield from _check_self(root, url)
    yield from _check_history(root)
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        yield from _check_entry(entry)
        if root.find(f"{ATOM}author") is None:
            yield from _check_author(entry)
    yield from check_unique("id", (entry.find(f"{ATOM}id") for entry in entries))
    yield from check_unique("updated", (entry.find(f"{ATOM}updated") for entry in entries))


def check_unique(name: str, elements: Iterable[Element | None]) -> Iterator[Finding]:
    """Values that tell entries apart: each once."""
    seen: dict[str, int] = {}
    for element in elements:
        if element is None or not (text := (element.text or "").strip()):
            continue
        line = line_of(element)
        if text in seen:
            what = f"{name} stands on line {seen[text]} already: {text[:80]!r}"
            yield Finding(line, "duplicate", what, "give each entry its own")
        seen.setdefault(text, line)


@cache
def _grammar() -> etree.RelaxNG:
    schema = files("feeds.formats") / "schemas" / "atom.rng"
    return etree.RelaxNG(etree.fromstring(schema.read_bytes()))


def _check_grammar(root: Element) -> Iterator[Finding]:
    grammar = _grammar()
    if grammar.validate(root):
        return
    for error in grammar.error_log:
        yield Finding(error.line, "grammar", error.message, "see RFC 4287 for what may stand here")


def _check_common(element: Element) -> Iterator[Finding]:
    """What a feed and an entry have in common."""
    for child in element.iterchildren(f"{ATOM}*"):
        name, line = etree.QName(child).localname, line_of(child)
        if name in {"title", "subtitle", "summary", "rights", "content"}:
            yield from _check_text(child, name)
        elif name == "id":
            yield from check_uri(line, name, child.text)
        elif name in {"updated", "published"}:
            yield from check_rfc3339(line, name, child.text)
        elif name == "link":
            yield from _check_link(child)
        elif name in {"author", "contributor"}:
            yield from check_text(line, f"{name} name", child.findtext(f"{ATOM}name"))
        elif name == "category":
            yield from check_text(line, "category term", child.get("term"))
        elif name in {"icon", "logo"}:
            yield from check_web_address(line, name, child.text)
    yield from _check_alternates(element)
    language = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language is not None:
        yield from check_language(line_of(element), "xml:lang", language)


def _check_text(element: Element, name: str) -> Iterator[Finding]:
    line, kind = line_of(element), element.get("type", "text")
    if element.get("src") is not None:
        yield from check_web_address(line, f"{name} src", element.get("src"))
    elif kind == "html":
        yield from check_html(line, name, element.text)
    elif kind == "text":
        yield from check_plain(line, name, element.text)
    elif kind == "xhtml":
        inside = "".join(etree.tostring(child, encoding="unicode") for child in element)
        yield from check_html(line, name, inside)


def _check_link(link: Element) -> Iterator[Finding]:
    line, rel = line_of(link), link.get("rel", "alternate")
    yield from check_uri(line, f"link rel={rel}", link.get("href"))
    if link.get("type") is not None:
        yield from check_media_type(line, f"type of link rel={rel}", link.get("type"))
    elif rel == "enclosure":
        yield Finding(line, "enclosure", "enclosure without type", "readers choose a player by it")
    if link.get("length") is not None:
        yield from check_number(line, f"length of link rel={rel}", link.get("length"))


def _check_alternates(element: Element) -> Iterator[Finding]:
    """RFC 4287 §4.1.1: no two alternates of the same type and language."""
    seen = set()
    for link in element.iterchildren(f"{ATOM}link"):
        kind = (link.get("type"), link.get("hreflang"))
        if link.get("rel", "alternate") == "alternate" and kind in seen:
            what = "two alternate links of the same type and language"
            yield Finding(line_of(link), "alternate", what, "keep one, or give types")
        if link.get("rel", "alternate") == "alternate":
            seen.add(kind)


def _check_entry(entry: Element) -> Iterator[Finding]:
    yield from _check_common(entry)
    line = line_of(entry)
    links = entry.findall(f"{ATOM}link")
    content = entry.find(f"{ATOM}content")
    if content is None and not any(link.get("rel", "alternate") == "alternate" for link in links):
        what = "an entry with neither content nor an alternate link"
        yield Finding(line, "content", what, "add one (RFC 4287 §4.1.2)")
    if content is None and entry.find(f"{ATOM}summary") is None:
        what = "an entry with neither content nor summary"
        yield Finding(line, "content", what, "add one: there is nothing to read")
    if content is not None and content.get("src") and entry.find(f"{ATOM}summary") is None:
        what = "content elsewhere without a summary"
        yield Finding(line, "content", what, "add one (RFC 4287 §4.1.2)")


def _check_author(entry: Element) -> Iterator[Finding]:
    """RFC 4287 §4.1.2, for a feed without an author of its own."""
    if entry.find(f"{ATOM}author") is None and entry.find(f"{ATOM}source/{ATOM}author") is None:
        what = "neither the entry nor the feed has an author"
        yield Finding(line_of(entry), "author", what, "add one (RFC 4287 §4.1.2)")


def _check_self(root: Element, url: str | None) -> Iterator[Finding]:
    line = line_of(root)
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if not own:
        yield Finding(line, "self", "no link rel=self", "add the feed's own URL (RFC 4287 §4.1.1)")
    elif url and url not in {link.get("href") for link in own}:
        what = f"link rel=self is {own[0].get('href')}, but the feed was found at {url}"
        yield Finding(line_of(own[0]), "self", what, "name the URL people subscribe to")


def _check_history(root: Element) -> Iterator[Finding]:
    """RFC 5005 §4: an archived document names the current one and its neighbours."""
    if (mark := root.find(f"{HISTORY}archive")) is None:
        return
    rels = {link.get("rel") for link in root.findall(f"{ATOM}link")}
    line = line_of(mark)
    if "current" not in rels:
        what = "an archived document without link rel=current"
        yield Finding(line, "history", what, "add one (RFC 5005 §4)")
    if not rels & {"prev-archive", "next-archive"}:
        what = "an archived document without prev-archive or next-archive"
        yield Finding(line, "history", what, "link it to its neighbours (RFC 5005 §4)")
