"""An article that went through the pipelines as a post; the one place where that is decided."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from feeds.archive import Identity, fingerprint
from feeds.footer import render_footer
from feeds.links import absolute
from feeds.post import Author, Image, Post
from feeds.slugs import file_key, post_key
from feeds.text import clean_name, clean_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.facts import SourceFacts
    from crawler.items import Article
    from feeds.config import Config

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_BETWEEN_NAMES = re.compile(r"\s*[,;、，；|]\s*")


def identity_of(article: Article, facts: SourceFacts) -> Identity:
    """By what the article is recognised; its dates are moments or None."""
    published = article.published
    mark = None
    if isinstance(published, datetime):
        offset = published.utcoffset() or timedelta()
        mark = fingerprint(article.title or "", published.astimezone(UTC), offset)
    return Identity(source=facts.name, key=article.key, link=article.link, fingerprint=mark)


def post_of(article: Article, facts: SourceFacts, config: Config) -> Post:
    """The post of a validated, cleaned and dated article."""
    assert article.title
    assert article.body
    assert article.fetched
    first_seen = _to_second(article.fetched)
    published, offset = _published(article, facts)
    key = file_key(article.key) if article.key else post_key(article.title, article.link)
    category = clean_name(article.category or facts.category or "")
    tags = _unique(map(clean_name, (*facts.tags, *_listed(article.tags))))
    return Post(
        id=tag_uri(config.base_url, published + offset, facts.name, key),
        key=key,
        title=article.title,
        published=published,
        body=article.body,
        link=article.link,
        source=facts.name,
        categories=(category,) if category else (),
        tags=tags,
        lang=_language(article.lang) or facts.language,
        authors=tuple(Author(name) for name in names_in(article.authors)),
        description=article.description,
        image=_image(article),
        updated=_updated(article, published),
        first_seen=first_seen,
        utc_offset=offset,
        # Markdown would stand in an .html file as it is, and its <address> as an element.
        footer=""
        if config.suffix == ".html"
        else article.footer or _footer(article, facts, (category, tags)),
    )


def tag_uri(base_url: str, day: datetime, source: str, key: str) -> str:
    """An id that lasts (RFC 4151): host of the workspace, day of publication, source and key.

    >>> tag_uri("https://news.example/m/", datetime(2022, 1, 9), "wire", "nw20220109")
    'tag:news.example,2022-01-09:wire/nw20220109'
    """
    return (
        f"tag:{urlsplit(base_url).hostname},{day.date().isoformat()}:{quote(source)}/{quote(key)}"
    )


def _published(article: Article, facts: SourceFacts) -> tuple[datetime, timedelta]:
    """The moment in UTC and the source's offset then; the first sight of it when undated."""
    moment = article.published
    assert article.fetched
    if not isinstance(moment, datetime):
        moment = article.fetched.astimezone(facts.zone)
    return _to_second(moment), moment.utcoffset() or timedelta()


def _to_second(moment: datetime) -> datetime:
    """In UTC, without the fractions that no post file has."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _updated(article: Article, published: datetime) -> datetime | None:
    if not isinstance(article.updated, datetime):
        return None
    updated = _to_second(article.updated)
    return updated if updated > published else None


def _image(article: Article) -> Image | None:
    url = absolute(article.image, article.url or "") if article.image else None
    return Image(url) if url else None


def names_in(authors: list[str] | str) -> tuple[str, ...]:
    """Names without repetition; a single text may hold several.

    >>> names_in(["Ana Lima, Bo Ek"]), names_in(["Lima, Ana", "Ek, Bo"])
    (('Ana Lima', 'Bo Ek'), ('Lima, Ana', 'Ek, Bo'))
    """
    texts = [clean_title(text) for text in _listed(authors)]
    return _unique(_BETWEEN_NAMES.split(texts[0]) if len(texts) == 1 else texts)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _language(tag: str | None) -> str | None:
    """The tag if it has the form of one (RFC 5646 §2.1); pages write anything there.

    >>> _language("pt-br"), _language("en'>")
    ('pt-br', None)
    """
    return tag if tag and _LANGUAGE.fullmatch(tag) else None


def _listed(value: list[str] | str | None) -> list[str]:
    """Items that hand-written spiders may give as one text."""
    return [value] if isinstance(value, str) else list(value or ())


def _footer(article: Article, facts: SourceFacts, labels: tuple[str, tuple[str, ...]]) -> str:
    category, tags = labels
    values = {"title": article.title or "", "category": category, "tags": ", ".join(tags)}
    return render_footer(facts.footer, values | {"link": article.link or ""})
