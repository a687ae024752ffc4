"""What ``quality.py`` runs of the project: its public API, and nothing behind it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.detect.links import article_links
from crawler.errors import Dropped
from crawler.extract import Context, Extracted, extract, parse_page
from crawler.extract.boilerplate import LEAST_PAGES, learn
from crawler.extract.fragment import running_text
from crawler.kinds.feed_entries import read_feed
from crawler.kinds.sitemap_entries import read_sitemap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.corpus import Case
    from crawler.detect.links import Link

# The pages are older; a date after this one is no date of theirs.
CONTEXT = Context(now=datetime(2027, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Extractor:
    """Something that takes pages apart.

    Attributes:
        extract: does the work; its time is measured.
        prediction: makes of the result what the corpus's scorer reads.
    """

    name: str
    extract: Callable[[Case], Any]
    prediction: Callable[[Any], dict[str, Any]]


def extract_case(case: Case, context: Context = CONTEXT) -> Extracted:
    """Decode, parse and take apart one page."""
    return extract(parse_page(case.html(), case.url), context)


def article_prediction(found: Extracted) -> dict[str, Any]:
    """An article as the scorer reads it."""
    return {
        "title": found.title,
        "authors": list(found.authors),
        "published": found.published.isoformat() if found.published else None,
        "body_text": running_text(found.body) if found.body else None,
    }


def list_prediction(found: Sequence[Link]) -> dict[str, Any]:
    """The links of a list page as the scorer reads them."""
    return {"links": [link.url for link in found]}


ARTICLES = Extractor("broadsheet", extract_case, article_prediction)
LISTS = Extractor("broadsheet", lambda case: article_links(case.html(), case.url), list_prediction)


def sites_with_several(cases: Sequence[Case]) -> list[list[Case]]:
    """The cases of each site that has more pages than boilerplate needs to be known."""
    sites: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        sites[case.site].append(case)
    return [group for group in sites.values() if len(group) > LEAST_PAGES]


def knowing(groups: Sequence[Sequence[Case]]) -> Extractor:
    """The extractor after it has crawled each site once."""
    contexts = {}
    for group in groups:
        known = learn(parse_page(case.html(), case.url) for case in group)
        contexts[group[0].site] = replace(CONTEXT, boilerplate=known)
    return Extractor(
        "broadsheet, knowing the sites",
        lambda case: extract_case(case, contexts[case.site]),
        article_prediction,
    )


def feed_counts_right(case: Case) -> bool:
    """Whether a feed has as many entries as it should; what is refused as no feed has none."""
    try:
        feed = read_feed(case.body, str(case.line.get("url") or case.expected.get("link") or ""))
    except Dropped:
        return bool(case.expected["entries"] == 0)
    return len(feed.entries) == case.expected["entries"]


def sitemap_counts_right(case: Case) -> bool:
    """Whether a sitemap has as many locations, and as many of them news, as it should."""
    try:
        sitemap = read_sitemap(case.body, case.url)
    except Dropped:
        return False
    wanted = case.expected
    return len(sitemap.locations) == wanted["count"] and len(sitemap.news) == wanted["news_count"]
