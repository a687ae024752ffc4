"""Which links of a home, section or tag page lead to articles of its publisher.

Owns the judgement, a pure function of the page: the evidence of each link by itself, then that of
its kin (same shape of address, same branch of the site, same place in the page), then what the
articles of this page have in common. No rule names a site.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.detect.addresses import Address, publisher, width
from crawler.detect.anchors import Anchor, anchors
from crawler.detect.link_weights import Weights
from crawler.extract.page import parse_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.extract.page import Page

WEIGHTS = Weights()

# Fewer links than these are not a list: every page has a link or two with a long text.
_LEAST = 3
# What the articles of a page have in common is said by as many at least, and by this share.
_LEAST_COMMON = 8
_COMMON = 0.6
# How old an article may be where most are new; beyond, it is one that every page links to.
_NEW_DAYS = 14
_OLD_DAYS = 60
_BOUND = 5.0  # what one link may say about its kin
_NUMBER_TEXT = re.compile(r"[\d\W]*(?:\w{0,12}[\d\W]+)?")
_NUMBER_TEXT_WIDTH = 16
_LONG_TEXT_WIDTH = 20
_SHORT_TITLE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an article.

    Attributes:
        url: canonical, absolute.
        text: the longest text of the links to it; empty when there are only pictures.
        score: how sure we are, in no unit; larger is surer.
    """

    url: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    anchor: Anchor
    address: Address
    evidence: float


def article_links(html: str, url: str, weights: Weights = WEIGHTS) -> list[Link]:
    """Return the links to articles of the page's publisher, in the page's order, each once.

    Videos, galleries, forums, comments, partner sites and what is old where all else is new are
    left out. A page that is no list gives none.

    Args:
        html: the decoded page.
        url: where it was read from, after redirects.
        weights: other ones than ours, for trying them.

    >>> item = "<li><a href='/news/{0}5501'>What happened in town on day {0}</a>"
    >>> page = "<nav><a href='/about'>About us</a></nav>" + "".join(map(item.format, "123"))
    >>> [link.url for link in article_links(page, "https://a.example/")]
    ['https://a.example/news/15501', 'https://a.example/news/25501', 'https://a.example/news/35501']
    """
    return links_in(parse_page(html, url), weights)


def links_in(page: Page, weights: Weights = WEIGHTS) -> list[Link]:
    """As ``article_links``, of a page that has been parsed."""
    url = page.url
    candidates = _candidates(anchors(page), url, weights)
    scores = _scores(candidates, weights)
    sure = [c for c, score in zip(candidates, scores, strict=True) if score > weights.threshold]
    if len(sure) >= _LEAST_COMMON:
        candidates = _like_the_others(candidates, sure, url, weights)
        scores = _scores(candidates, weights)
    links = [
        Link(candidate.anchor.url, candidate.anchor.text, round(score, 2))
        for candidate, score in zip(candidates, scores, strict=True)
        if score > weights.threshold
    ]
    return links if len(links) >= _LEAST else []


def _candidates(found: Sequence[Anchor], url: str, weights: Weights) -> list[_Candidate]:
    """The links that could be articles at all, with their own evidence."""
    common = _common_parameters(found, url)
    addresses = [Address.of(anchor.url, common) for anchor in found]
    inside = _inside(addresses)
    # A page with a number in its address is one of many, and the articles on it may all be old.
    is_numbered = any(map(str.isdigit, url.partition("://")[2].partition("/")[2]))
    days = [] if is_numbered else [address.day for address in addresses if address.day]
    oldest = _oldest(days)
    host = _host(url)
    return [
        _Candidate(anchor, address, _evidence(anchor, address, weights)
                   + _parenthood(inside[address], weights)
                   + weights.elsewhere * (address.host != host))
        for anchor, address in zip(found, addresses, strict=True)
        if publisher(address.host) == publisher(host)
        and not address.is_media
        and (address.day or oldest) >= oldest
    ]  # fmt: skip


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _common_parameters(found: Sequence[Anchor], url: str) -> frozenset[str]:
    """Parameters that say nothing about a link, because most links or the page itself have them."""
    counts = Counter(
        piece for anchor in found for piece in set(urlsplit(anchor.url).query.split("&"))
    )
    own = urlsplit(url).query.split("&")
    return frozenset({*own, *(p for p, count in counts.items() if count > len(found) / 2)})


def _inside(addresses: Iterable[Address]) -> dict[Address, int]:
    """How many other links lead to something inside each address."""
    addresses = set(addresses)
    children: Counter[tuple[str, str]] = Counter()
    for host, path in {(address.host, address.path) for address in addresses}:
        parts = path.split("/")
        children.update((host, "/".join(parts[:depth])) for depth in range(2, len(parts)))
    return {
        address: 0 if address.query else children[address.host, address.path]
        for address in addresses
    }


def _oldest(days: list[int]) -> int:
    """The day before which a dated link is not news here; 0 where dates are spread out."""
    if len(days) < _LEAST_COMMON:
        return 0
    newest = sorted(days)[int(len(days) * 0.9)]  # a typing error may lie in the future
    new = sum(newest - day <= _NEW_DAYS for day in days)
    return newest - _OLD_DAYS if new >= _COMMON * len(days) else 0


def _evidence(anchor: Anchor, address: Address, weights: Weights) -> float:
    """What a link says by its text, its address and its place."""
    size = width(anchor.text)
    signs = (
        (not anchor.text, weights.no_text),
        (address.has_date, weights.date),
        (address.has_number, weights.number),
        (address.is_title, weights.title),
        (not address.is_title and address.words == _SHORT_TITLE_WORDS, weights.short_title),
        (
            len(address.segments) <= 1
            and not address.has_number
            and not address.words > _SHORT_TITLE_WORDS,
            weights.top,
        ),
        (address.is_in_hub, weights.in_hub),
        (address.is_hub, weights.hub),
        (address.is_legal, weights.legal),
        (anchor.is_navigation and size < _LONG_TEXT_WIDTH, weights.navigation),
        (anchor.is_navigation and size >= _LONG_TEXT_WIDTH, weights.long_navigation),
        (anchor.is_heading, weights.heading),
        (anchor.is_dated, weights.dated),
        (_is_number(anchor.text), weights.digits),
        (address.path.lower().endswith(".pdf"), weights.document),
    )
    by_width = next(weight for bound, weight in weights.widths if size < bound)
    return by_width + sum(weight for holds, weight in signs if holds)


def _is_number(text: str) -> bool:
    return (
        width(text) < _NUMBER_TEXT_WIDTH
        and any(map(str.isdigit, text))
        and _NUMBER_TEXT.fullmatch(text) is not None
    )


def _parenthood(inside: int, weights: Weights) -> float:
    return 0.0 if not inside else weights.parent if inside == 1 else weights.grandparent


def _like_the_others(
    candidates: Sequence[_Candidate], sure: Sequence[_Candidate], url: str, weights: Weights
) -> list[_Candidate]:
    """The candidates with what they lack of what the sure ones have in common."""
    host = _host(url)

    def common(holds: Iterable[bool]) -> bool:
        return sum(holds) >= _COMMON * len(sure)

    here = common(c.address.host == host for c in sure)
    distinct = common(c.address.is_distinct for c in sure)
    plain = common(not c.address.query for c in sure)
    return [
        _Candidate(
            c.anchor,
            c.address,
            c.evidence
            + weights.mostly_here * (here and c.address.host != host)
            + weights.indistinct * (distinct and not c.address.is_distinct)
            + weights.parameters * (plain and bool(c.address.query)),
        )
        for c in candidates
    ]


def _scores(candidates: Sequence[_Candidate], weights: Weights) -> list[float]:
    """Each link's evidence, leaning towards that of its kin."""
    scores = [weights.own * candidate.evidence for candidate in candidates]
    kinships = (
        (weights.shape, [c.address.shape for c in candidates]),
        (weights.branch, [c.address.branch for c in candidates]),
        (weights.place, [c.anchor.place for c in candidates]),
    )
    for share, keys in kinships:
        kin: dict[str, list[float]] = defaultdict(list)
        for key, candidate in zip(keys, candidates, strict=True):
            kin[key].append(max(-_BOUND, min(_BOUND, candidate.evidence)))
        for index, key in enumerate(keys):
            # Half a link without evidence keeps small families from being sure of themselves.
            scores[index] += share * sum(kin[key]) / (len(kin[key]) + 0.5)
    return scores
