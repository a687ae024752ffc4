"""What can be made a source of, and which of several is the best.

Owns the ranking. It refuses to read documents, which :mod:`crawler.detect.readings` does, and to
fetch them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from feeds.links import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEW = 8  # links of a page that may as well be its "most read"


@dataclass(frozen=True, slots=True)
class Answer:
    """A document that was fetched with success.

    Attributes:
        url: where it was read from, after redirects.
        body: content encoding undone.
        content_type: value of the HTTP header.
    """

    url: str
    body: bytes
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """An article as the list shows it: text, absolute URL, date as written, first words."""

    title: str
    link: str
    published: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source, ready to be written as YAML.

    Attributes:
        name: for its file.
        source: keys and values of the file.
        articles: what it lists now, in its order.
        is_news: whether the list says that all of it is dated news.
        is_named: whether the page that was asked for names this list itself.
    """

    name: str
    source: dict[str, Any]
    articles: tuple[Preview, ...]
    is_news: bool = False
    is_named: bool = False

    @property
    def kind(self) -> str:
        """Kind of the source."""
        return str(self.source["kind"])

    @property
    def url(self) -> str:
        """Where the list is."""
        return str(self.source["list"]["url"])


def propose(found: Iterable[Proposal], url: str) -> list[Proposal]:
    """Rank proposals for the page at ``url``, the best first.

    A feed, a JSON answer or a news sitemap is cheaper to read and more certain than a page, unless
    it misses what the page shows, or is that of the whole site when a section was asked for.
    """
    proposals = list(found)
    shown = next((_identities(p) for p in proposals if p.kind == "page"), frozenset())
    return sorted(proposals, key=lambda proposal: -_rank(proposal, shown, url))


_KIND_RANKS = {"feed": 5.0, "api": 4.0, "page": 3.0, "sitemap": 2.0}
_NEWS_SITEMAP_RANK = 4.0
_FEW_LINKS_RANK = 1.0
_ELSEWHERE = 3.0  # what being about something else costs


def _rank(proposal: Proposal, shown: frozenset[str], url: str) -> float:
    if proposal.kind == "page":
        return _KIND_RANKS["page"] if len(shown) >= _FEW else _FEW_LINKS_RANK
    rank = _NEWS_SITEMAP_RANK if proposal.is_news else _KIND_RANKS[proposal.kind]
    section = urlsplit(url).path.rstrip("/") + "/"
    is_of_section = proposal.is_named or urlsplit(proposal.url).path.startswith(section)
    if len(shown) < _FEW:
        return rank if is_of_section else rank - _ELSEWHERE
    common = len(shown & _identities(proposal))
    # The newest of a feed are a part of a front page; a third of either will do.
    if common < min(len(shown), len(proposal.articles)) / 3:
        return rank - _ELSEWHERE
    narrow = 0.5 if is_of_section and section != "/" else 0.0
    return rank + narrow + common / len(shown) / 2


def _identities(proposal: Proposal) -> frozenset[str]:
    return frozenset(identity(article.link) for article in proposal.articles if article.link)
