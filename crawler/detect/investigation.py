"""What to fetch, in which order, to find the best source for a page: a conversation without I/O.

The caller sends answers, this module asks the next question; so the command line needs a loop and
a fetcher, and a test needs a dictionary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin, urlsplit

from crawler.detect.hints import (
    common_feeds,
    common_sitemaps,
    declared_feeds,
    interfaces,
    is_filled_by_script,
    language_of,
    title_of,
)
from crawler.detect.proposal import Answer, Proposal, propose
from crawler.detect.readings import page_of, read_as_source
from crawler.detect.robots import sitemaps
from crawler.errors import Dropped
from crawler.extract.charset import decode
from crawler.kinds.sitemap_entries import read_sitemap

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    from crawler.extract.page import Page
    from crawler.kinds.sitemap_entries import Location

Conversation: TypeAlias = "Generator[str, Answer | None, Findings]"
"""Asks for URLs, is sent the answer to each (None when there was none), returns the findings."""
_Asking: TypeAlias = "Generator[str, Answer | None, None]"

# At one request a second the user waits a quarter of a minute at most.
_MOST_FEEDS = 3
_MOST_INTERFACES = 3
_MOST_SITEMAPS = 3
_MOST_PARTS = 3
_LONG_LIST = 8  # links; a page with so many needs no interface behind it
_NEWS = re.compile("news|nachricht|article|post|story|stories|noticia|actu", re.IGNORECASE)
_NOT_ARTICLES = re.compile(
    "image|video|author|tag|categor|taxonom|page|static|product|user|topic", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What came out.

    Attributes:
        proposals: the best first.
        tried: what was asked for and what came of it, for the user to read.
        needs_browser: whether a script fills the page, so that its HTML has no list.
    """

    proposals: tuple[Proposal, ...]
    tried: tuple[str, ...]
    needs_browser: bool = False

    @property
    def statement(self) -> str:
        """One sentence for the user."""
        if self.proposals:
            best = self.proposals[0]
            return f"{len(best.articles)} articles at {best.url} (kind {best.kind})"
        if self.needs_browser:
            return "this page has no list in its HTML: a script fills it in the browser"
        return "this page has no list of articles in its HTML"


@dataclass(slots=True)
class _Notes:
    """What is known so far."""

    proposals: list[Proposal] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def note(self, url: str, what: str) -> None:
        self.tried.append(f"{url}: {what}")

    def keep(self, answer: Answer, *, is_named: bool = False) -> bool:
        """Keep the answer if it is a source; say whether it is."""
        proposal = read_as_source(answer)
        if proposal is None:
            self.note(answer.url, "no list of articles")
            return False
        self.proposals.append(replace(proposal, is_named=is_named))
        self.note(answer.url, f"{len(proposal.articles)} articles (kind {proposal.kind})")
        return True


def investigate(url: str) -> Conversation:
    """Find out what could be the source for a home or section page.

    A feed, a sitemap or a JSON answer at ``url`` itself is the source. Else the page is read, then
    what it declares, what robots.txt names, and, while nothing was found, the usual places.

    >>> talk = investigate("https://a.example/")
    >>> next(talk)
    'https://a.example/'
    """
    notes = _Notes()
    home = yield from _ask(url, notes)
    if home is None:
        return Findings((), tuple(notes.tried))
    notes.keep(home, is_named=True)
    if notes.proposals and notes.proposals[0].kind != "page":
        return Findings(tuple(notes.proposals), tuple(notes.tried))
    try:
        page = page_of(home)
    except Dropped as error:
        notes.note(home.url, str(error))
        return Findings((), tuple(notes.tried))
    html = decode(home.body, home.content_type).text
    yield from _try(declared_feeds(page)[:_MOST_FEEDS], notes, is_named=True)
    if not any(len(proposal.articles) >= _LONG_LIST for proposal in notes.proposals):
        yield from _try(interfaces(page, html)[:_MOST_INTERFACES], notes, is_named=True)
    yield from _try_sitemaps(home.url, notes)
    if not any(one.kind in ("feed", "api") or one.is_news for one in notes.proposals):
        yield from _try_until_found(common_feeds(home.url), notes)
    named = [_named_as(page, proposal) for proposal in notes.proposals]
    found = tuple(propose(named, home.url))
    return Findings(found, tuple(notes.tried), is_filled_by_script(page, html))


def _named_as(page: Page, proposal: Proposal) -> Proposal:
    """The proposal with title and language of the page where its list says none."""
    known = {"title": title_of(page), "language": language_of(page)}
    kind, *rest = proposal.source.items()
    source = dict([kind]) | {name: value for name, value in known.items() if value} | dict(rest)
    return replace(proposal, source=source)


def _ask(url: str, notes: _Notes) -> Generator[str, Answer | None, Answer | None]:
    """Ask for a URL once; note when there is no answer."""
    if url in notes.asked:
        return None
    notes.asked.add(url)
    answer = yield url
    if answer is None:
        notes.note(url, "no answer")
    return answer


def _try(urls: Iterable[str], notes: _Notes, *, is_named: bool = False) -> _Asking:
    for url in urls:
        if answer := (yield from _ask(url, notes)):
            notes.keep(answer, is_named=is_named)


def _try_until_found(urls: Iterable[str], notes: _Notes) -> _Asking:
    for url in urls:
        answer = yield from _ask(url, notes)
        # Where there is no feed many sites answer with a page, and with its list.
        if answer and (proposal := read_as_source(answer)) and proposal.kind == "feed":
            notes.keep(answer)
            return


def _try_sitemaps(url: str, notes: _Notes) -> _Asking:
    """Those that robots.txt names, else the usual ones; of an index some parts."""
    robots_url = urljoin(url, "/robots.txt")
    robots = yield from _ask(robots_url, notes)
    named = sitemaps(robots.body.decode("utf-8", "replace"), robots_url) if robots else []
    if robots:
        notes.note(robots_url, f"names {len(named)} sitemaps")
    section = urlsplit(url).path
    urls = sorted(named or common_sitemaps(url), key=lambda one: _preference(one, section))
    for sitemap_url in urls[:_MOST_SITEMAPS]:
        answer = yield from _ask(sitemap_url, notes)
        if answer is None:
            continue
        parts = _parts(answer, section)
        if not parts:
            notes.keep(answer)
        else:
            yield from _try_parts(answer, parts, notes)


def _parts(index: Answer, section: str) -> list[str]:
    """The sitemaps of an index, newest and likeliest first; none when it is no index."""
    try:
        sitemap = read_sitemap(index.body, index.url)
    except Dropped:
        return []
    if not sitemap.is_index:
        return []
    newest_first = sorted(sitemap.locations, key=_lastmod, reverse=True)
    return sorted((one.url for one in newest_first), key=lambda one: _preference(one, section))


def _lastmod(location: Location) -> str:
    return location.lastmod or ""


def _preference(url: str, section: str) -> tuple[bool, bool, bool]:
    """Sorts what is about the section first, then news, then what is not about something else."""
    path = urlsplit(url).path
    is_inside = section.strip("/") != "" and path.startswith(section)
    return not is_inside, _NEWS.search(path) is None, _NOT_ARTICLES.search(path) is not None


def _try_parts(index: Answer, parts: Sequence[str], notes: _Notes) -> _Asking:
    """Keep the parts that were looked at, and the index as the source of all of them."""
    before = len(notes.proposals)
    yield from _try(parts[:_MOST_PARTS], notes)
    found = notes.proposals[before:]
    proposal = read_as_source(index)
    if found and proposal:
        articles = tuple(article for part in found for article in part.articles)
        is_news = all(part.is_news for part in found)
        notes.proposals.append(replace(proposal, articles=articles, is_news=is_news))
        notes.note(index.url, f"an index of {len(parts)} sitemaps")
