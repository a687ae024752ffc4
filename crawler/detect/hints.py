"""What a page says about where else its articles are listed: feeds, interfaces, scripts.

It refuses to fetch: it names addresses to try, best first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from feeds.links import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extract.page import Page

_FEED_TYPES = ("rss+xml", "atom+xml", "rdf+xml", "feed+json", "application/json", "text/xml")
_FEED_PATH = re.compile(
    r"(?:^|[/._-])(?:rss|atom|feed)(?:$|[/._-])|\.(?:rss|rdf|atom)$", re.IGNORECASE
)
# Feeds of comments and of WordPress's and other systems' descriptions of one page.
_OTHER_FEED = re.compile(r"comment|oembed|wp-json|/json/|manifest", re.IGNORECASE)
# An address in quotes, as attributes and scripts have it, that answers with JSON by its looks.
_INTERFACE = re.compile(
    r"""["'`]((?:https?:)?/{1,2}[^"'`\s<>{}$]{2,300})["'`]""",
)
_INTERFACE_PATH = re.compile(
    r"(?:^|[/._-])(?:api|ajax|webapi|json|graphql)(?:$|[/._?-])|\.json(?:$|\?)|format=json",
    re.IGNORECASE,
)
_NOT_ARTICLES = re.compile(
    r"manifest|oembed|config|locale|i18n|consent|analytics|login|user|swagger|assetlinks|schema|\.js$"
    r"|\.css|comment|search|weather|token|session|geo|/ads?/|polyfill",
    re.IGNORECASE,
)
_ROOT_IDS = ("root", "app", "__next", "__nuxt", "q-app", "svelte", "main-app", "react-root")
_SCRIPT_MARKS = ("__NEXT_DATA__", "__NUXT__", "__INITIAL_STATE__", "window.__STATE__", "ng-version")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TITLE_BREAK = re.compile(r"\s+[|–—»·-]\s+")

_COMMON_FEEDS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml")
_COMMON_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml")


def declared_feeds(page: Page) -> list[str]:
    """Feeds that a page declares, then those that it only links to, each once.

    >>> from crawler.extract.page import parse_page
    >>> link = "<link rel=alternate type='application/rss+xml' href='/rss.xml'>"
    >>> declared_feeds(parse_page(link, "https://a.example/"))
    ['https://a.example/rss.xml']
    """
    declared = [
        link.get("href") or ""
        for link in page.tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and any(kind in (link.get("type") or "").lower() for kind in _FEED_TYPES)
        and not _OTHER_FEED.search(f"{link.get('href')} {link.get('title')}")
    ]
    linked = [
        href
        for anchor in page.tree.iter("a")
        if (href := (anchor.get("href") or "").strip())
        and _FEED_PATH.search(_path(href))
        and not _OTHER_FEED.search(href)
    ]
    return _absolute([*declared, *linked], page)


def _path(href: str) -> str:
    """The path of a link as it stands on a page, empty for one that cannot be read."""
    try:
        return urlsplit(href).path
    except ValueError:
        return ""


def interfaces(page: Page, html: str) -> list[str]:
    """Addresses in attributes and scripts that look as if they answered with JSON.

    >>> from crawler.extract.page import parse_page
    >>> html = "<div data-src='/api/wire?page=1'></div>"
    >>> interfaces(parse_page(html, "https://a.example/"), html)
    ['https://a.example/api/wire?page=1']
    """
    found = (
        match[1] for match in _INTERFACE.finditer(html.replace("&amp;", "&").replace("\\/", "/"))
    )
    return _absolute(
        (url for url in found if _INTERFACE_PATH.search(url) and not _NOT_ARTICLES.search(url)),
        page,
    )


def is_filled_by_script(page: Page, html: str) -> bool:
    """Whether the page is a frame that a script fills in the browser."""
    frames = (element for name in _ROOT_IDS for element in page.tree.xpath("//*[@id=$id]", id=name))
    empty = any(len("".join(frame.itertext()).strip()) == 0 for frame in frames)
    return empty or any(mark in html for mark in _SCRIPT_MARKS)


def title_of(page: Page) -> str | None:
    """The name of the publication, or of its section, for readers."""
    names = page.metas.get("og:site_name", ())
    title = page.tree.findtext(".//title") or ""
    text = names[0] if names else _TITLE_BREAK.split(" ".join(title.split()))[0]
    return text or None


def language_of(page: Page) -> str | None:
    """The language that the page declares, as a BCP 47 tag."""
    return as_tag(page.tree.get("lang") or page.tree.get("xml:lang"))


def as_tag(language: str | None) -> str | None:
    """A declared language as a BCP 47 tag, None when it is none.

    >>> as_tag("en_GB"), as_tag("English (British)")
    ('en-GB', None)
    """
    tag = (language or "").replace("_", "-").strip()
    return tag if _LANGUAGE.fullmatch(tag) else None


def common_feeds(url: str) -> list[str]:
    """Where feeds often are: that of the section, then those of the site."""
    names = (urljoin(_folder(url), "feed/"), *(urljoin(url, name) for name in _COMMON_FEEDS))
    return list(dict.fromkeys(names))


def common_sitemaps(url: str) -> list[str]:
    """Where sitemaps often are when robots.txt names none."""
    return [urljoin(url, name) for name in _COMMON_SITEMAPS]


def _folder(url: str) -> str:
    return url.partition("?")[0].rstrip("/") + "/"


def _absolute(hrefs: Iterable[str], page: Page) -> list[str]:
    found = (absolute(href, page.base) for href in hrefs if href)
    return list(dict.fromkeys(url for url in found if url))
