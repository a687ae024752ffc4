"""The title of the article on a page, without the name of the site.

Owns weighing what the head says (og:title, JSON-LD, ``<title>``) against the headings that the
page shows. A heading that the head agrees with wins: it is what readers see.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from crawler.extract.fact import Fact
from crawler.extract.jsonld import text_of
from crawler.extract.landmarks import is_navigation
from crawler.extract.sitenames import (
    fold,
    is_site,
    pieces,
    says_only,
    size,
    without_channels,
    without_section,
    without_site,
)
from crawler.extract.texts import shown, texts_saying

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from lxml.html import HtmlElement

    from crawler.extract.landmarks import Landmarks
    from crawler.extract.page import Page

Title = Fact[str]

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]|[^\W_]+")
_META_TITLES = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title",
    "headline", "hdl", "article:title", "citation_title", "title",
)  # fmt: skip
# Those that no one but the browser reads: channel and site stand behind the title.
_BARE = frozenset({"title", "meta title"})
_LONGEST = 300
# How much of a heading must stand in the head, or the other way round.
_AGREES, _IS_SAME = 0.5, 0.95
# What a heading's tag is worth beside its agreement with the head, which goes up to 1.
_RANKS = {"h1": 0.3, "h2": 0.1}
# Long headings are titles, short ones name sections; beyond this length it makes no difference.
_LONG, _LENGTH_WORTH = 50, 0.5
# Of two headings that the head confirms alike, that which not only ``<title>`` has.
_PLAIN_WORTH = 0.01
# A title that nothing confirms has this many letters at least.
_SHORTEST = 10
# Headings of one kind; more are a list of other articles.
_MOST_HEADINGS = 60
# Headings of more pieces are animated letter by letter, or not headings.
_MOST_PARTS = 4
# So much of a title is looked for as it is written.
_BEGINNING = 12


class _Statement:
    """A title as the head states it, prepared to be compared with many headings."""

    def __init__(self, title: Title) -> None:
        # Search engines read ``<title>``, and sites add to it; what is shared they do not pad.
        self.is_padded = title.rule == "title"
        self.folded = fold(title.value)
        self.words = _words(title.value)
        self.pieces = frozenset(map(fold, pieces(title.value)))

    def likeness(self, text: str, folded: str) -> float:
        """From 0 to 1: how much of the longer text the shorter one is."""
        if folded in self.pieces:
            return 1.0
        if folded in self.folded or self.folded in folded:
            sizes = sorted((len(folded), len(self.folded)))
            return sizes[0] / sizes[1] if sizes[0] else 0.0
        words = _words(text)
        return len(words & self.words) / max(len(words | self.words), 1)


def find_title(
    landmarks: Landmarks, article: Mapping[str, Any], names: frozenset[str]
) -> Title | None:
    """The title of the article, None when the page has neither heading nor title.

    Args:
        landmarks: of the page.
        article: its JSON-LD node, or empty.
        names: folded names that the site goes by.
    """
    heads = [head for head in _heads(landmarks, article) if not says_only(head.value, names)]
    agreed = _agreed(heads, names)
    statements = [_Statement(head) for head in ([agreed] if agreed else heads)]
    headings = list(_headings(landmarks, names, ("h1",)))
    best, agreement = _best(headings, statements)
    if best is None or agreement < _IS_SAME or not _stands_alone(best.value):
        headings += _headings(landmarks, names, ("title", "h2", "h3"))
        best, agreement = _best(headings, statements)
    if best and agreement >= (_IS_SAME if agreed else _AGREES):
        adds = agreement < _IS_SAME and _adds(best, heads)
        plain = _first_stripped(heads, names) if adds else None
        return replace(plain, element=best.element) if plain else best
    if agreed:
        return agreed
    return _unconfirmed(headings, heads) or _first_stripped(heads, names) or _longest(headings)


def find_headline(page: Page, title: Title) -> HtmlElement | None:
    """The element that shows a title: a heading, or in old pages just big letters."""
    if title.element is not None:
        return title.element
    for text in texts_saying(page.tree, title.value[:_BEGINNING].rstrip(), _MOST_HEADINGS):
        element = text.parent
        if not _is_linked(element) and fold(shown(element)) == fold(title.value):
            return element
    return None


def _heads(landmarks: Landmarks, article: Mapping[str, Any]) -> Iterator[Title]:
    """Titles that the head states, the most trusted first, with the site's name where it is."""
    metas = landmarks.page.metas
    stated = [("json-ld", text_of(article.get("headline")))]
    stated += [(f"meta {key}", metas[key][0]) for key in _META_TITLES if key in metas]
    stated += [
        ("title", element.text or "")
        for element in landmarks.page.tree.iter("title")
        if next(element.iterancestors("svg"), None) is None
    ][:1]
    for rule, text in stated:
        if title := text_of(text):
            yield Fact(title[:_LONGEST], rule)


def _agreed(heads: Sequence[Title], names: frozenset[str]) -> Title | None:
    """The title on which JSON-LD and og:title agree, which the heading may play with."""
    texts = {head.rule: without_site(head.value, names) for head in heads}
    one, other = texts.get("json-ld"), texts.get("meta og:title")
    if one and other and fold(one) == fold(other):
        return Fact(one, "json-ld")
    return None


def _headings(landmarks: Landmarks, names: frozenset[str], roles: Sequence[str]) -> Iterator[Title]:
    seen = set()
    for role in roles:
        for element in landmarks.marked(role)[:_MOST_HEADINGS]:
            if element in seen or element.tag == "title" or _links_home(element, landmarks):
                continue
            if element.tag == "h1" and is_navigation(element):
                continue
            seen.add(element)
            rule = element.tag if role != "title" else "heading by name"
            for text in _readings(element):
                if not is_site(text, names):
                    yield Fact(text, rule, element)


def _links_home(heading: HtmlElement, landmarks: Landmarks) -> bool:
    """Whether a heading is the site's name, which leads to its home page."""
    link = heading.find(".//a") if len(heading) else heading.getparent()
    href = link.get("href", "") if link is not None and link.tag == "a" else ""
    home = "/".join(landmarks.page.url.split("/")[:3])
    return bool(href) and href.rstrip("/") in {"", home}


def _readings(element: HtmlElement) -> Iterator[str]:
    """What a heading may say: all of it, and without a kicker or byline inside it."""
    whole = shown(element, _LONGEST)
    if not whole:
        return
    yield whole
    if len(element) and element.tag in {"h1", "h2"}:
        parts = [element.text or ""]
        parts += [text for child in element for text in (shown(child, _LONGEST), child.tail or "")]
        parts = [part for part in (" ".join(part.split()) for part in parts) if part]
        if len(parts) <= _MOST_PARTS:
            ranges = combinations(range(len(parts) + 1), 2)
            texts = (" ".join(parts[start:end]) for start, end in ranges)
            yield from (text for text in texts if text != whole)


def _best(
    headings: Sequence[Title], statements: Sequence[_Statement]
) -> tuple[Title | None, float]:
    """The heading that is likeliest the title, and its agreement with the head."""
    best: Title | None = None
    best_weight = best_agreement = 0.0
    for heading in headings:
        folded = fold(heading.value)
        agreement, is_plain = max(
            ((s.likeness(heading.value, folded), not s.is_padded) for s in statements),
            default=(0.0, False),
        )
        weight = agreement + _PLAIN_WORTH * is_plain
        weight += _LENGTH_WORTH * min(size(folded), _LONG) / _LONG
        if heading.element is not None:
            weight += _RANKS.get(heading.element.tag, 0)
        if weight > best_weight:
            best, best_weight, best_agreement = heading, weight, agreement
    return best, best_agreement


def _adds(heading: Title, heads: Sequence[Title]) -> bool:
    """Whether a heading that is not the main one says more than the head, or something else.

    What it adds is a dateline, a kicker, or a count of comments.
    """
    folded = fold(heading.value)
    return heading.rule != "h1" and not any(folded in fold(head.value) for head in heads)


def _longest(headings: Sequence[Title]) -> Title | None:
    """The likeliest heading of a page whose head says nothing; those with links are teasers."""
    plain = [heading for heading in headings if not _is_linked(heading.element)]
    return _best(plain or headings, ())[0]


def _is_linked(element: HtmlElement | None) -> bool:
    if element is None:
        return False
    parent = element.getparent()
    around = (element.tag, None if parent is None else parent.tag)
    return "a" in around or element.find(".//a") is not None


def _unconfirmed(headings: Sequence[Title], heads: Sequence[Title]) -> Title | None:
    """A main heading that the head does not know, if it is long enough to be a title.

    A word will do where it is the only one and the head has but a ``<title>``, often a section's.
    Several are sections of the page where the head has a title made to be shared.
    """
    mains = [heading for heading in headings if heading.rule == "h1"]
    if len({main.element for main in mains}) > 1 and any(head.rule not in _BARE for head in heads):
        return None
    if len(mains) == 1 and all(head.rule == "title" for head in heads):
        return mains[0] if size(fold(mains[0].value)) >= _SHORTEST else None
    return next((main for main in mains if _stands_alone(main.value)), None)


def _stands_alone(text: str) -> bool:
    """Whether a heading is long enough to be a title though nothing in the head says so."""
    folded = fold(text)
    return size(folded) >= _SHORTEST and (" " in text or folded > "\u3000")


def _first_stripped(heads: Sequence[Title], names: frozenset[str]) -> Title | None:
    """The first title of the head that says more than the site's name."""
    for head in heads:
        title = without_site(head.value, names)
        if head.rule in _BARE:
            title = without_channels(title, names)
        title = without_section(head.value, title)
        if title == head.value and head.rule in _BARE:
            starts = (piece for piece in pieces(title) if title.startswith(piece))
            title = next(filter(_stands_alone, starts), title)
        if title and fold(title) not in names:
            return replace(head, value=title)
    return None


def _words(text: str) -> frozenset[str]:
    """Folded words; characters where words are not spaced."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(_WORD.findall(plain))
