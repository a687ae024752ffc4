"""Everything but the body of the article that a page states about it.

Owns the order in which sources of a field are trusted and names the rule that filled it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.extract.authors import find_authors
from crawler.extract.dates import DateContext, ReadDate
from crawler.extract.fact import Fact
from crawler.extract.jsonld import LinkedData, read_linked_data, text_of, types
from crawler.extract.landmarks import Landmarks
from crawler.extract.languages import guess_language
from crawler.extract.references import (
    find_canonical_url,
    find_image,
    find_language,
    find_summary,
)
from crawler.extract.sitenames import fold, size
from crawler.extract.texts import first_texts, shown, texts_after
from crawler.extract.timestamps import find_published, find_updated
from crawler.extract.titles import find_headline, find_title
from crawler.extract.zones import guess_zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from lxml.html import HtmlElement

    from crawler.extract.extracted import Context
    from crawler.extract.page import Page

_SITE_METAS = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher",
    "al:ios:app_name", "al:android:app_name", "twitter:site",
)  # fmt: skip
# Names are shorter, in letters; sites that fill in their own name wrongly put the title there.
_LONGEST_NAME = 40
# Domains under which countries sell names.
_SECOND_LEVELS = frozenset({"co", "com", "org", "net", "gov", "gob", "edu", "ac", "or", "ne", "go"})
# The name of the site stands at the top of the page.
_FIRST_LINKS = 40
# "Home" names no site.
_SHORTEST_NAME, _MOST_HOME_LINKS = 5, 5
# Enough text to tell a language by, and what is too short to be more than a label.
_TEXTS, _SHORTEST_PROSE = 150, 40
# Countries that write the month or the year first, and domains that are not used as countries'.
_OTHER_COUNTRIES = frozenset(
    {"us", "ph", "ca", "cn", "tw", "hk", "jp", "kr", "hu", "lt", "mn", "io", "co", "ai", "tv", "me"}
)
# Year and month in an address: a folder for them, or the day besides.
_URL_MONTH = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<sep>[/_.-]?)(?P<month>0[1-9]|1[0-2])"
    r"(?:(?P=sep)(?:0[1-9]|[12]\d|3[01])(?!\d)|/)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page states about its article; what it does not state is None or empty.

    Attributes:
        title: plain text, one line, without the name of the site.
        headline: the element that shows the title, when one does.
        authors: names in the page's order.
        published: the moment, and the offset of the clock by which the page shows it.
        updated: likewise; None when the page states no change.
        summary: plain text, one paragraph.
        image: absolute URL of the lead image.
        language: BCP 47 tag.
        canonical_url: absolute http(s) URL.
        article_body: the body as JSON-LD has it, plain text or HTML.
        filled_by: field -> the rule that filled it; no key for an empty field.
    """

    title: str | None = None
    headline: HtmlElement | None = None
    authors: tuple[str, ...] = ()
    published: ReadDate | None = None
    updated: ReadDate | None = None
    summary: str | None = None
    image: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    article_body: str | None = None
    filled_by: Mapping[str, str] = field(default_factory=dict)


def read_metadata(page: Page, context: Context) -> Metadata:
    """Everything that ``page`` states about its article, body apart."""
    data = read_linked_data(page.json_ld_scripts, page.url)
    article = data.article
    sites = frozenset(filter(None, map(fold, _site_names(page, data))))
    landmarks = Landmarks(page)
    title = find_title(landmarks, article, sites)
    landmarks.around(find_headline(page, title) if title else None)
    language = find_language(page, article) or _guessed_language(landmarks, title)
    dates = _date_context(page, context, language.value if language else None)
    published = find_published(landmarks, article, dates)
    day = published.value.local.date() if published else None
    found: dict[str, Fact[Any] | None] = {
        "title": title,
        "authors": find_authors(landmarks, data, sites, day),
        "published": published,
        "updated": find_updated(landmarks, article, dates, published),
        "summary": find_summary(page, article),
        "image": find_image(page, article),
        "language": language,
        "canonical_url": find_canonical_url(page, article),
    }
    return Metadata(
        headline=landmarks.headline,
        article_body=text_of(article.get("articleBody")) or None,
        filled_by={name: fact.rule for name, fact in found.items() if fact},
        **{name: fact.value for name, fact in found.items() if fact},
    )


def _guessed_language(landmarks: Landmarks, title: Fact[str] | None) -> Fact[str] | None:
    """Language of the text itself, where the page declares none."""
    if landmarks.headline is None:
        texts = first_texts(landmarks.page.tree, _TEXTS)
    else:
        texts = texts_after(landmarks.headline, _TEXTS)
    prose = [text.line for text in texts if len(text.line) >= _SHORTEST_PROSE]
    language = guess_language(" ".join([title.value if title else "", *prose]))
    return Fact(language, "words") if language else None


def _site_names(page: Page, data: LinkedData) -> Iterator[str]:
    """Names that the site goes by, its host's labels among them."""
    for key in _SITE_METAS:
        yield from (name for name in page.metas.get(key, ()) if not _is_title(name, page))
    yield text_of(data.article.get("publisher"))
    yield from (text_of(node.get("name")) for node in data.nodes if "website" in types(node))
    yield from _names_of_home(page)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    yield host
    labels = host.split(".")[:-1]
    yield from (label for label in labels if len(label) > 3)  # noqa: PLR2004 - co.uk
    yield from islice((x for x in reversed(labels) if x not in _SECOND_LEVELS), 1)


def _names_of_home(page: Page) -> Iterator[str]:
    """What main headings call the home page they lead to, and links that say they lead there."""
    tree = page.tree
    links = [link for heading in islice(tree.iter("h1"), 2) for link in heading.iter("a")]
    links += [link for link in islice(tree.iter("a"), _FIRST_LINKS) if link.get("rel") == "home"]
    for link in links[:_MOST_HOME_LINKS]:
        is_home = urlsplit(link.get("href", "")).path in {"", "/"}
        if is_home and size(fold(name := shown(link, _LONGEST_NAME))) >= _SHORTEST_NAME:
            yield name


def _is_title(name: str, page: Page) -> bool:
    """Whether what should name the site is the title of the page, and too long for a name."""
    return name in page.metas.get("og:title", ()) and size(fold(name)) > _LONGEST_NAME


def _date_context(page: Page, context: Context, language: str | None) -> DateContext:
    """How dates on the page are to be read: its own language comes before the source's.

    English alone says nothing of 3/4/2020; a country's domain does. The source's zone comes
    before one guessed from domain and language.
    """
    languages = tuple(dict.fromkeys(filter(None, (language, *context.languages))))
    country = (urlsplit(page.url).hostname or "").rpartition(".")[2]
    day_first = True if len(country) == 2 and country not in _OTHER_COUNTRIES else None  # noqa: PLR2004
    timezone = context.timezone or guess_zone(page.url, language)
    month = _URL_MONTH.search(page.url)
    made_in = (int(month["year"]), int(month["month"])) if month else None
    return DateContext(context.now, timezone, languages, day_first, made_in)
