"""What a page states about its article in its head alone: address, image, language, summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.extract.fact import Fact
from crawler.extract.jsonld import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from crawler.extract.page import Page

_IMAGE_METAS = (
    "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src",
    "parsely-image-url", "sailthru.image.full", "thumbnail", "image",
)  # fmt: skip
_LANGUAGE_METAS = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")
_SUMMARY_METAS = ("og:description", "description", "twitter:description", "dc.description")
# Shorter ones are the name of a section, longer ones the whole article.
_SHORTEST_SUMMARY, _LONGEST_SUMMARY = 20, 1000
# File names of pictures that stand for the site, not for the article.
_NO_LEAD = re.compile(
    r"logo|placeholder|default|blank|sprite|favicon|avatar|pixel|spacer|no-?image", re.IGNORECASE
)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def find_canonical_url(page: Page, article: Mapping[str, Any]) -> Fact[str] | None:
    """The article's own URL; None when the page states none.

    A site that names its home page, or in og:url another site, names it by mistake.
    """
    for element in page.tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            url = absolute(element.get("href"), page.base)
            if url and not _is_home(url, page.url):
                return Fact(url, "rel=canonical")
    stated = [("meta og:url", text) for text in page.metas.get("og:url", ())]
    stated.append(("json-ld", text_of(article.get("url"))))
    for rule, text in stated:
        url = absolute(text, page.base)
        if url and _host(url) == _host(page.url) and not _is_home(url, page.url):
            return Fact(url, rule)
    return None


def find_image(page: Page, article: Mapping[str, Any]) -> Fact[str] | None:
    """Absolute URL of the lead image."""
    for name in _IMAGE_METAS:
        for text in page.metas.get(name, ()):
            if (url := absolute(text, page.base)) and not _stands_for_site(url):
                return Fact(url, f"meta {name}")
    for text in _image_urls(article.get("image") or article.get("thumbnailUrl")):
        if (url := absolute(text, page.base)) and not _stands_for_site(url):
            return Fact(url, "json-ld")
    for element in page.tree.iter("link"):
        if element.get("rel") == "image_src" and (url := absolute(element.get("href"), page.base)):
            return Fact(url, "rel=image_src")
    return None


def find_summary(page: Page, article: Mapping[str, Any]) -> Fact[str] | None:
    """What the page says in a paragraph that it is about."""
    stated = [(f"meta {name}", page.metas.get(name, ("",))[0]) for name in _SUMMARY_METAS]
    stated.append(("json-ld", text_of(article.get("description"))))
    for rule, text in stated:
        if _SHORTEST_SUMMARY <= len(plain := text_of(text)) <= _LONGEST_SUMMARY:
            return Fact(plain, rule)
    return None


def find_language(page: Page, article: Mapping[str, Any]) -> Fact[str] | None:
    """BCP 47 tag of the page."""
    root = page.tree
    stated = [("html lang", root.get("lang") or root.get("xml:lang") or "")]
    stated.append(("json-ld", text_of(article.get("inLanguage"))))
    stated += [(f"meta {key}", page.metas[key][0]) for key in _LANGUAGE_METAS if key in page.metas]
    for rule, text in stated:
        tag = text.split(",")[0].split(".")[0].strip().replace("_", "-")
        if _LANGUAGE_TAG.fullmatch(tag):
            return Fact(tag, rule)
    return None


def absolute(href: str | None, base: str) -> str | None:
    """``href`` as an absolute http(s) URL; None when it is none.

    >>> absolute(" /a.jpg ", "https://example.org/b/")
    'https://example.org/a.jpg'
    >>> absolute("data:image/gif;base64,R0", "https://example.org/") is None
    True
    """
    if not href or not href.strip():
        return None
    try:
        url = urljoin(base, "".join(href.split("\n")).strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _image_urls(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _image_urls(item)
    elif isinstance(value, dict):
        yield from _image_urls(value.get("url") or value.get("contentUrl") or value.get("@id"))


def _stands_for_site(url: str) -> bool:
    return bool(_NO_LEAD.search(urlsplit(url).path.rsplit("/", 1)[-1]))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_home(url: str, page_url: str) -> bool:
    """Whether ``url`` is a home page and the page's own URL is not."""
    return urlsplit(url).path in {"", "/"} and urlsplit(page_url).path not in {"", "/"}
