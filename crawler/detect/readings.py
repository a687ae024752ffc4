"""A document that was fetched -> the source that it is the list of.

Owns which keys of a source follow from a feed, a sitemap, a JSON answer or a page. It refuses to
say which source is the best.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jmespath

from crawler.detect.addresses import publisher
from crawler.detect.hints import as_tag, language_of, title_of
from crawler.detect.json_list import json_list
from crawler.detect.links import links_in
from crawler.detect.proposal import Answer, Preview, Proposal
from crawler.errors import Dropped, UnreadableError
from crawler.extract.charset import decode
from crawler.extract.page import parse_page
from crawler.guard.addresses import host_and_port, refusal
from crawler.guard.caps import check_bytes, check_page
from crawler.kinds.documents import json_of
from crawler.kinds.feed_entries import read_feed
from crawler.kinds.sitemap_entries import read_sitemap
from feeds.links import absolute
from feeds.tags import spaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.detect.json_list import JsonList
    from crawler.extract.page import Page

_WORDS = 30  # of a preview
_PAGE_PARAMETER = re.compile(
    r"([?&](?:page|p|pn|pageno|page_?(?:no|num|index)|pageindex)=)1(?=&|$)", re.IGNORECASE
)
_PAGE_COUNT = re.compile(r"(?:total_?)?pages|page_?(?:count|total)", re.IGNORECASE)
# Countries with one time zone, for sites whose dates carry none.
_ZONES = {
    "at": "Europe/Vienna", "be": "Europe/Brussels", "bg": "Europe/Sofia", "by": "Europe/Minsk",
    "ch": "Europe/Zurich", "cn": "Asia/Shanghai", "cz": "Europe/Prague", "de": "Europe/Berlin",
    "dk": "Europe/Copenhagen", "ee": "Europe/Tallinn", "fi": "Europe/Helsinki",
    "fr": "Europe/Paris", "gr": "Europe/Athens", "hk": "Asia/Hong_Kong", "hr": "Europe/Zagreb",
    "hu": "Europe/Budapest", "ie": "Europe/Dublin", "il": "Asia/Jerusalem", "in": "Asia/Kolkata",
    "ir": "Asia/Tehran", "it": "Europe/Rome", "jp": "Asia/Tokyo", "kr": "Asia/Seoul",
    "lt": "Europe/Vilnius", "lv": "Europe/Riga", "my": "Asia/Kuala_Lumpur",
    "nl": "Europe/Amsterdam", "no": "Europe/Oslo", "ph": "Asia/Manila", "pk": "Asia/Karachi",
    "pl": "Europe/Warsaw", "ro": "Europe/Bucharest", "rs": "Europe/Belgrade",
    "se": "Europe/Stockholm",
    "sg": "Asia/Singapore", "si": "Europe/Ljubljana", "sk": "Europe/Bratislava",
    "th": "Asia/Bangkok", "tr": "Europe/Istanbul", "tw": "Asia/Taipei", "ua": "Europe/Kyiv",
    "uk": "Europe/London", "vn": "Asia/Ho_Chi_Minh",
}  # fmt: skip


def read_as_source(answer: Answer) -> Proposal | None:
    """Return the source that a document is the list of, None when it lists no articles.

    >>> items = "<item><title>Ferry</title><link>/1</link></item>" * 3
    >>> feed = f"<rss><channel><title>Harbour</title>{items}</channel></rss>".encode()
    >>> proposal = read_as_source(Answer("https://harbour.example/rss.xml", feed))
    >>> proposal.name, proposal.source["kind"], proposal.articles[0].link
    ('harbour', 'feed', 'https://harbour.example/1')
    """
    for read in (_feed, _sitemap, _api, _page):
        try:
            proposal = read(answer)
        except (Dropped, UnreadableError):
            continue
        if proposal is not None:
            return proposal if proposal.articles else None
    return None


def _source(answer: Answer, kind: str, **more: Any) -> dict[str, Any]:
    """The keys that all kinds have, in the order of the documentation, empty ones left out."""
    url = urlsplit(answer.url)
    list_keys = {"url": answer.url.replace("{", "{{").replace("}", "}}")} | more.pop("list", {})
    keys = {
        "kind": kind,
        "title": more.pop("title", None),
        "language": more.pop("language", None),
        "timezone": _ZONES.get((url.hostname or "").rpartition(".")[2]),
        "allow_private": _private_place(answer.url),
        "list": list_keys,
    }
    return {name: value for name, value in (keys | more).items() if value}


def _private_place(url: str) -> list[str] | None:
    """The ``host:port`` that a source must be allowed to read because no stranger could mean it."""
    place = host_and_port(url)
    if place is None or not (refusal(url) or "").startswith("private"):
        return None
    host, port = place
    return [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]


def _name(url: str) -> str:
    """A name for the source: its publisher, and the section after it."""
    parts = urlsplit(url)
    path = re.sub(r"\.\w+$", "", parts.path.strip("/"))
    words = [publisher(parts.hostname or ""), *re.findall(r"\w+", path)]
    plain = (word for word in words if word.lower() not in _PLAIN_WORDS)
    return "-".join(dict.fromkeys(plain))[:60] or words[0]


_PLAIN_WORDS = frozenset({"rss", "feed", "feeds", "atom", "xml", "sitemap", "index", "json", "api"})


def _feed(answer: Answer) -> Proposal:
    feed = read_feed(answer.body, answer.url, answer.content_type)
    articles = tuple(
        Preview(
            _plain(entry.title),
            entry.original or entry.link,
            entry.published or entry.updated,
            _plain(entry.summary or entry.content or "", _WORDS),
        )
        for entry in feed.entries
        if entry.link
    )
    source = _source(answer, "feed", title=_plain(feed.title), language=as_tag(feed.language))
    return Proposal(_name(answer.url), source, articles)


def _sitemap(answer: Answer) -> Proposal:
    sitemap = read_sitemap(answer.body, answer.url)
    articles = tuple(
        Preview(location.title or "", location.url, location.published or location.lastmod)
        for location in sitemap.locations
    )
    is_news = not sitemap.is_index and 2 * len(sitemap.news) > len(sitemap.locations)
    return Proposal(_name(answer.url), _source(answer, "sitemap"), articles, is_news)


def _api(answer: Answer) -> Proposal | None:
    text = decode(answer.body, answer.content_type).text
    if text.lstrip()[:1] == "<":
        return None
    value = json_of(text, answer.url)
    found = json_list(value)
    if found is None:
        return None
    source = _source(
        answer,
        "api",
        list={"items": found.items},
        detail=_detail(found, answer.url),
        fields=dict(found.fields),
    )
    listed = source["list"]
    if _PAGE_PARAMETER.search(listed["url"]):
        listed["url"] = _PAGE_PARAMETER.sub(r"\1{page}", listed["url"])
        listed["paging"] = _paging(value)
    return Proposal(_name(answer.url), source, tuple(_records(found, answer.url)))


def _detail(found: JsonList, url: str) -> dict[str, str] | None:
    """Where the texts are, when the answer has none: on the pages that it links to."""
    path = found.fields.get("link", "")
    if "body" in found.fields or not path or '"' in path:  # a name that templates cannot write
        return None
    link = str(jmespath.search(path, found.records[0]) or "")
    parts = urlsplit(url)
    root = "" if link.startswith("http") else f"{parts.scheme}://{parts.netloc}"
    return {"url": f"{root}{{{path}}}", "format": "html"}


def _paging(value: Any) -> dict[str, int]:
    """How the pages of the list are counted: to the last one, if the answer itself says which."""
    level = [value]
    for _ in range(3):
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                for name, number in item.items():
                    if isinstance(number, int) and _PAGE_COUNT.fullmatch(name):
                        return {"first": 1, "last": max(1, number)}
                inner += item.values()
        level = inner
    return {"first": 1}


def _records(found: JsonList, url: str) -> Iterable[Preview]:
    def text(record: Any, name: str) -> str:
        path = found.fields.get(name)
        return str(jmespath.search(path, record) or "") if path else ""

    for record in found.records:
        yield Preview(
            _plain(text(record, "title")),
            absolute(text(record, "link"), url) or "",
            text(record, "published") or None,
            _plain(text(record, "description") or text(record, "body"), _WORDS),
        )


def _page(answer: Answer) -> Proposal:
    page = page_of(answer)
    links = links_in(page)
    source = _source(answer, "page", title=title_of(page), language=language_of(page))
    articles = tuple(Preview(link.text, link.url) for link in links)
    return Proposal(_name(answer.url), source, articles)


def page_of(answer: Answer) -> Page:
    """The page that an answer is.

    Raises:
        Dropped: it is none, or more than a parser should be given.
    """
    check_bytes(answer.body)
    html = decode(answer.body, answer.content_type).text
    check_page(html)
    return parse_page(html, answer.url)


def _plain(markup: str, words: int | None = None) -> str:
    """Text of markup, spaces collapsed; the first words of it when a number is given."""
    return " ".join(html.unescape(spaced(markup)).split()[:words])
