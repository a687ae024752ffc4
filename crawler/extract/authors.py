"""Who wrote the article on a page.

Owns where authors are named and which naming is trusted. A site's own name counts as an author
only where nobody else is named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.byline_words import (
    EDITORS,
    JAPANESE_REPORTERS,
    KOREAN_REPORTERS,
    REPORTERS,
    ROLE,
)
from crawler.extract.bylines import read_names, read_reporters, says_by
from crawler.extract.fact import Fact
from crawler.extract.jsonld import LinkedData, text_of
from crawler.extract.plain_bylines import lines_that_say_by, names_beside_dates, signatures
from crawler.extract.sitenames import is_site
from crawler.extract.texts import pieces, shown, texts_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from lxml.html import HtmlElement

    from crawler.extract.landmarks import Landmarks

_METAS = (
    "parsely-author", "sailthru.author", "byl", "citation_author", "cxenseparse:author",
    "article:author", "article:author_name", "article.author", "og:article:author", "authors",
    "author", "dc.creator", "dcterms.creator", "dc.author", "creator",
)  # fmt: skip
# A company is named as author where a content system fills in whose it is.
_COMPANY = re.compile(
    r"\b(?:inc|gmbh|ltd|llc|ag|corp|company|verlag|media|mediengruppe|e\.v|s\.?a|s\.?r\.?l|pty|group)\b\.?$",
    re.IGNORECASE,
)
# What WordPress plugins call the author in the labels of Twitter cards, which are free text.
_WRITTEN_BY = re.compile(
    r"written|author|verfasst|geschrieben|écrit|escrito|scritto|geschreven|napisane|автор|作者",
    re.I,
)
_LONGEST = 200
_CONJUNCTIONS = frozenset({"", "and", "und", "et", "y", "e", "och", "og", "en", "и", "και", "ve"})
_HAN, _KANA = re.compile("[\u3400-\u9fff]{4}"), re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]{2}")
# Names of one byline stand within this many elements of each other.
_TOGETHER, _MOST_TOGETHER = 12, 20
# A byline further from the headline than this is another article's; a text without a name closer.
_NEAR, _BEFORE = 300, 130
# A box called a sidebar is the article's only this close.
_BESIDE = 40
# Pages have a handful; more are a list of authors, or an attack.
_MOST_BYLINES = 40
# More links side by side than this lead to the columnists of the day.
_MOST_LINKS = 6
_TEXTS = 600


def find_authors(
    landmarks: Landmarks, data: LinkedData, sites: frozenset[str], day: date | None
) -> Fact[tuple[str, ...]] | None:
    """The authors of the article; None when the page names none.

    Args:
        landmarks: of the page, with its headline.
        data: its JSON-LD.
        sites: folded names of the site.
        day: of its publication, as the page shows it; None when unknown.
    """
    bodies = None
    for rule, names in _stated(landmarks, data, sites):
        unique = tuple(dict.fromkeys(names))
        people = tuple(n for n in unique if not (is_site(n, sites) or _COMPANY.search(n)))
        if people:
            return Fact(people, rule)
        if unique and bodies is None:
            bodies = Fact(unique, rule)
    return bodies or (_beside_date(landmarks, sites, day) if day else None)


def _beside_date(
    landmarks: Landmarks, sites: frozenset[str], day: date
) -> Fact[tuple[str, ...]] | None:
    """Names that only their place tells from other words."""
    found = filter(None, names_beside_dates(landmarks, sites, day))
    names = next(found, None)
    return Fact(tuple(names), "byline beside date") if names else None


def _stated(
    landmarks: Landmarks, data: LinkedData, sites: frozenset[str]
) -> Iterator[tuple[str, list[str]]]:
    """Namings of the author, the most trusted first."""

    def read(lines: Iterable[str], *, strict: bool = False) -> list[str]:
        return [name for line in lines for name in read_names(line, sites, strict=strict)]

    yield "json-ld", read(_in_linked_data(data.article.get("author"), data))
    patterns = _reporter_patterns(landmarks)
    lines = _texts_after(landmarks, _TEXTS) if patterns else ()
    yield "reporter", read_reporters(lines, patterns)
    metas = landmarks.page.metas
    for name in _METAS:
        yield f"meta {name}", read(text for text in metas.get(name, ()) if "://" not in text)
    for number in ("1", "2"):
        if _WRITTEN_BY.search(" ".join(metas.get(f"twitter:label{number}", ()))):
            yield "meta twitter:data", read(metas.get(f"twitter:data{number}", ()))
    for rule, elements in _marked(landmarks):
        yield rule, read(shown(element, _LONGEST) for element in elements)
    yield from _near(landmarks, sites)
    yield from (("byline", names) for names in lines_that_say_by(landmarks, sites))
    for element in landmarks.beside("author", _BESIDE):
        yield "byline", _first_names(pieces(element, _LONGEST), sites)
    yield "editor", read_reporters(lines, EDITORS)
    yield "signature", read(signatures(landmarks), strict=True)


def _in_linked_data(value: object, data: LinkedData) -> Iterator[str]:
    value = data.resolve(value)
    if isinstance(value, list):
        for item in value:
            yield from _in_linked_data(item, data)
    elif isinstance(value, dict):
        name = value.get("name")
        yield from _in_linked_data(name, data) if isinstance(name, list) else [text_of(name)]
    else:
        yield text_of(value)


def _marked(landmarks: Landmarks) -> Iterator[tuple[str, Sequence[HtmlElement]]]:
    """Groups of elements that are marked as naming the author, the most trusted group first."""
    own = sorted(landmarks.own("author"), key=landmarks.distance)
    yield "microdata", _first_group([e for e in own if e.get("itemprop") == "author"], landmarks)
    yield "rel=author", _first_group([e for e in own if e.get("rel") == "author"], landmarks)


def _near(landmarks: Landmarks, sites: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    """Names in bylines and links to authors, the nearest to the headline first."""
    links = _first_group(landmarks.near("author link", _BEFORE, _NEAR), landmarks)
    links = links if len(links) <= _MOST_LINKS else ()
    named = landmarks.near("author", _BEFORE, _NEAR)[:_MOST_BYLINES]
    others = landmarks.near("credits", _BEFORE, _NEAR)[:_MOST_BYLINES]
    for element in sorted({*links[:1], *named, *others}, key=landmarks.distance):
        line = shown(element, _LONGEST)
        if says_by(line):
            yield "byline", read_names(line, sites)
        elif element in links:
            lines = [shown(link, _LONGEST) for link in links]
            yield "author link", [n for x in lines for n in read_names(x, sites, strict=True)]
        elif element in named:
            yield "byline", _first_names(pieces(element, _LONGEST), sites)


def _first_names(lines: Iterable[str], sites: frozenset[str]) -> list[str]:
    """Names in the first of ``lines`` that has any and those that follow it at once."""
    names: list[str] = []
    for line in lines:
        found = read_names(line, sites, strict=True)
        is_between = line.strip(" ,;&").lower() in _CONJUNCTIONS or ROLE.search(line)
        if names and not found and not is_between:
            break
        names += found
    return names


def _texts_after(landmarks: Landmarks, count: int) -> Sequence[str]:
    """Lines of text behind the headline, in page order."""
    if landmarks.headline is None:
        return ()
    return [text.line for text in texts_after(landmarks.headline, count)]


def _reporter_patterns(landmarks: Landmarks) -> Sequence[re.Pattern[str]]:
    """How articles in the script of the headline name reporters in their text."""
    headline = "" if landmarks.headline is None else shown(landmarks.headline)
    if _HANGUL.search(headline):
        return KOREAN_REPORTERS
    if _KANA.search(headline):
        return JAPANESE_REPORTERS
    return REPORTERS if _HAN.search(headline) else ()


def _first_group(elements: Sequence[HtmlElement], landmarks: Landmarks) -> Sequence[HtmlElement]:
    """The elements that stand together with the first one."""
    group = list(elements[:1])
    for element in elements[1:_MOST_TOGETHER]:
        if landmarks.place(element) - landmarks.place(group[-1]) > _TOGETHER:
            break
        group.append(element)
    return group
