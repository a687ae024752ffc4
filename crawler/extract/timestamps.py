"""When the article on a page was published and last changed, as the page itself says.

Owns which statements are about this article and which are trusted first. Never answers the time
of fetching, nor a date that belongs to another part of the page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extract.datelines import datelines, datelines_around, footers, stated
from crawler.extract.dates import DateContext, DateRefusedError, ReadDate, read_date
from crawler.extract.fact import Fact
from crawler.extract.jsonld import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from crawler.extract.landmarks import Landmarks
    from crawler.extract.page import Page

_PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "article.published",
    "datepublished", "dc.date.issued", "dcterms.issued", "parsely-pub-date", "sailthru.date",
    "pubdate", "publishdate", "publish_date", "publish-date", "publication_date",
    "citation_publication_date", "dcterms.created", "dc.date.created", "datecreated",
    "dcterms.date", "dc.date", "date", "article:published", "cxenseparse:recs:publishtime",
)  # fmt: skip
_UPDATED_METAS = (
    "article:modified_time", "og:article:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "og:updated_time", "article:updated_time", "lastmod", "last-modified",
    "revision_date", "revised", "dateupdate", "modified", "lastmodified",
)  # fmt: skip
# Other names that people make up for the same.
_PUBLISHED_NAME = re.compile(
    r"publi.*(?:date|time|at)|(?:date|time).*publi|pub_?date|creat.*(?:date|time|_at)|ptime"
)
_UPDATED_NAME = re.compile(r"updat|modif|revis")
_IN_SCRIPT = re.compile(
    r"""\\?["'](?:datePublished|publish(?:ed)?_?(?:at|date|time|on)|publication_?(?:date|time)"""
    r"""|pub_?date|first_?published\w*|created_?at|date_?created)\\?["']\s*:\s*\\?["']?"""
    r"""(?P<date>[\d][^"'\\,}]{7,40})""",
    re.IGNORECASE,
)
# Pages have dozens of them.
_MOST_METAS = 200
_LONGEST_SCRIPT = 400_000
_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<sep>[/_.-]?)(?P<m>0[1-9]|1[0-2]|(?<=[/_.-])[1-9])(?P=sep)"
    r"(?P<d>0[1-9]|[12]\d|3[01]|(?<=[/_.-])[1-9])(?!\d)"
)
# The rule of the statement that is asked first.
_FIRST = "json-ld"
# The rule of datelines above the headline: newspapers print today's date there.
_MASTHEAD = "dateline above"
_DAY, _HOUR, _QUARTER = timedelta(days=1), timedelta(hours=1), timedelta(minutes=15)
_FARTHEST_ZONE = timedelta(hours=14)


def find_published(
    landmarks: Landmarks, article: Mapping[str, Any], context: DateContext
) -> Fact[ReadDate] | None:
    """When the article was published; None when the page does not say."""
    in_url = _date_in_url(landmarks.page.url, context)
    first = None
    for rule, text in _published(landmarks, article):
        date = _read(text, context)
        if date is None or (rule == _MASTHEAD and _is_today(date, context)):
            continue
        if in_url is None or _agree(date, in_url):
            fact = Fact(date, rule)
            if rule == _FIRST:
                fact = _outvoting(fact, landmarks, context) or fact
            return Fact(_in_shown_zone(fact.value, landmarks, context), fact.rule)
        first = first or Fact(date, rule)
    if in_url is not None:
        return Fact(in_url, "url")
    return first


def _agree(one: ReadDate, other: ReadDate) -> bool:
    """Whether two statements are of one publication: zones and days without time lie between."""
    return abs(one.moment - other.moment) <= 1.5 * _DAY


def _outvoting(
    first: Fact[ReadDate], landmarks: Landmarks, context: DateContext
) -> Fact[ReadDate] | None:
    """The meta that contradicts the first statement and is borne out by what the page shows."""
    metas = _in_metas(landmarks.page.metas, _PUBLISHED_METAS)
    stated = (Fact(date, rule) for rule, text in metas if (date := _read(text, context)))
    other = next(stated, None)
    if other is None or _agree(first.value, other.value):
        return None
    lines = (line.text for line in datelines(landmarks) if not line.is_change)
    seen = next((date for text in lines if (date := _read(text, context))), None)
    return other if seen and _agree(seen, other.value) else None


def _is_today(date: ReadDate, context: DateContext) -> bool:
    """Whether a date is but the day of fetching; what counts back from it tells more than that."""
    return not date.has_zone and date.local.date() == context.local_now.date()


def _in_shown_zone(date: ReadDate, landmarks: Landmarks, context: DateContext) -> ReadDate:
    """``date`` with the offset of the clock by which the page shows it, else of the context's.

    Sites state UTC for machines and show their own time to readers. The moment stays.
    """
    if date.offset or not date.has_time:
        return date
    for line in datelines_around(landmarks):
        seen = _read(line.text, context)
        if seen is None or seen.has_zone:
            continue
        ahead = seen.moment + seen.offset - date.moment
        if seen.has_time and abs(ahead) <= _FARTHEST_ZONE:
            return replace(date, offset=round(ahead / _QUARTER) * _QUARTER)
        if not seen.has_time and -_DAY - _FARTHEST_ZONE < ahead <= _FARTHEST_ZONE:
            return replace(date, offset=_least_shift(date, ahead))
        break
    zone = context.timezone or UTC
    return replace(date, offset=date.moment.astimezone(zone).utcoffset() or timedelta())


def _least_shift(date: ReadDate, ahead: timedelta) -> timedelta:
    """The fewest whole hours that put a moment on the day that begins ``ahead`` of it."""
    if ahead > timedelta():
        return -(-ahead // _HOUR) * _HOUR
    if ahead <= -_DAY:
        return -((-ahead - _DAY) // _HOUR + 1) * _HOUR
    return date.offset


def find_updated(
    landmarks: Landmarks,
    article: Mapping[str, Any],
    context: DateContext,
    published: Fact[ReadDate] | None,
) -> Fact[ReadDate] | None:
    """When the article was last changed; None when the page states no change since its publication.

    Shown by the same clock as the publication.
    """
    for rule, text in _updated(landmarks, article):
        date = _read(text, context)
        if date and not published:
            return Fact(date, rule)
        if date and published and date.moment > published.value.moment:
            return Fact(replace(date, offset=date.offset or published.value.offset), rule)
    return None


def _read(text: str, context: DateContext) -> ReadDate | None:
    try:
        return read_date(text, context)
    except DateRefusedError:
        return None


def _date_in_url(url: str, context: DateContext) -> ReadDate | None:
    found = _URL_DAY.search(url)
    return _read("-".join(found.group("y", "m", "d")), context) if found else None


def _published(landmarks: Landmarks, article: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Statements of the date of publication, the most trusted first."""
    for key in ("datePublished", "pubDate", "dateCreated", "uploadDate"):
        if text := text_of(article.get(key)):
            yield _FIRST, text
    metas = landmarks.page.metas
    yield from _in_metas(metas, _PUBLISHED_METAS)
    for name in islice(metas, _MOST_METAS):
        if _PUBLISHED_NAME.search(name) and not _UPDATED_NAME.search(name):
            yield f"meta {name}", metas[name][0]
    yield from _in_markup(landmarks)


def _in_metas(
    metas: Mapping[str, Iterable[str]], names: Iterable[str]
) -> Iterator[tuple[str, str]]:
    for name in names:
        for text in metas.get(name, ()):
            yield f"meta {name}", text


def _updated(landmarks: Landmarks, article: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("dateModified", "upDate"):
        if text := text_of(article.get(key)):
            yield "json-ld", text
    yield from _in_metas(landmarks.page.metas, _UPDATED_METAS)
    for element in landmarks.stating("dateModified"):
        if not landmarks.is_elsewhere(element):
            yield "microdata", stated(element)


def _in_markup(landmarks: Landmarks) -> Iterator[tuple[str, str]]:
    published = landmarks.stating("datePublished")
    for element in published:
        if len(published) == 1 or not landmarks.is_elsewhere(element):
            yield "microdata", stated(element)
    for element in landmarks.own("time"):
        if element.get("pubdate") is not None:
            yield "time", stated(element)
    changes = []
    for line in datelines(landmarks):
        if line.is_change:
            changes.append(line.text)
        else:
            yield _MASTHEAD if line.is_above else "dateline", line.text
    yield from _in_scripts(landmarks.page)
    yield from _in_metas(landmarks.page.metas, _UPDATED_METAS)
    yield from (("dateline", text) for text in changes)
    yield from (("footer", text) for text in footers(landmarks))


def _in_scripts(page: Page) -> Iterator[tuple[str, str]]:
    """Dates in the data that a page's own programs use; the first is the article's."""
    for script in page.tree.iter("script"):
        if script.text and (found := _IN_SCRIPT.search(script.text, 0, _LONGEST_SCRIPT)):
            yield "script", found["date"]
