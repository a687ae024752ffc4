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
from crawler.extract.texts import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from lxml.html import HtmlElement

    from crawler.extract.landmarks import Landmarks

Title = Fact[str]

# What stands between a title and the name of a site; hyphens and colons with spaces around them.
_SEPARATOR = re.compile(r"(\s+[|–—»«·•›‹:~/\\-]+\s+|\s*[|｜»_]+\s*|\s*--+\s*|\s*——+\s*)")
# Chinese titles have the channel and the site behind hyphens without spaces.
_CJK_TAIL = re.compile(
    r"(?<=[\u3400-\u9fff？！”》)）\d]{6})(?:\s?-[^-]{0,12}[\u3400-\u9fff][^-]{0,12}){1,3}$"
)
_NEITHER = re.compile(r"[\W_]+")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]|[^\W_]+")
_META_TITLES = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title",
    "headline", "hdl", "article:title", "citation_title", "title",
)  # fmt: skip
_LONGEST = 300
# How much of a heading must stand in the head, or the other way round.
_AGREES, _IS_SAME = 0.5, 0.95
# What a heading's tag is worth beside its agreement with the head, which goes up to 1.
_RANKS = {"h1": 0.3, "h2": 0.1}
# Long headings are titles, short ones name sections; beyond this length it makes no difference.
_LONG, _LENGTH_WORTH = 50, 0.5
# A title that nothing confirms has this many letters at least.
_SHORTEST = 10
# A Chinese character says as much as this many letters.
_CJK_WEIGHT = 3
# Headings of one kind; more are a list of other articles.
_MOST_HEADINGS = 60
# Headings of more pieces are animated letter by letter, or not headings.
_MOST_PARTS = 4


class _Statement:
    """A title as the head states it, prepared to be compared with many headings."""

    def __init__(self, title: Title) -> None:
        self.folded = fold(title.value)
        self.words = _words(title.value)
        self.pieces = frozenset(map(fold, _pieces(title.value)))

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
    heads = list(_heads(landmarks, article))
    agreed = _agreed(heads, names)
    statements = [_Statement(head) for head in ([agreed] if agreed else heads)]
    headings = list(_headings(landmarks, names, ("h1",)))
    best, agreement = _best(headings, statements)
    if best is None or agreement < _IS_SAME or not _stands_alone(best.value):
        headings += _headings(landmarks, names, ("title", "h2", "h3"))
        best, agreement = _best(headings, statements)
    if best and agreement >= (_IS_SAME if agreed else _AGREES):
        return best
    if agreed:
        return agreed
    return _unconfirmed(headings, heads) or _first_stripped(heads, names) or best


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
        agreement = max((s.likeness(heading.value, folded) for s in statements), default=0.0)
        weight = agreement + _LENGTH_WORTH * min(_size(folded), _LONG) / _LONG
        if heading.element is not None:
            weight += _RANKS.get(heading.element.tag, 0)
        if weight > best_weight:
            best, best_weight, best_agreement = heading, weight, agreement
    return best, best_agreement


def _unconfirmed(headings: Sequence[Title], heads: Sequence[Title]) -> Title | None:
    """A main heading that the head does not know, if it is long enough to be a title.

    A word will do where it is the only one and the head has but a ``<title>``, often a section's.
    """
    mains = [heading for heading in headings if heading.rule == "h1"]
    if len(mains) == 1 and all(head.rule == "title" for head in heads):
        return mains[0] if _size(fold(mains[0].value)) >= _SHORTEST else None
    return next((main for main in mains if _stands_alone(main.value)), None)


def _size(folded: str) -> int:
    return len(folded) * (_CJK_WEIGHT if folded > "\u3000" else 1)


def _stands_alone(text: str) -> bool:
    """Whether a heading is long enough to be a title though nothing in the head says so."""
    folded = fold(text)
    return _size(folded) >= _SHORTEST and (" " in text or folded > "\u3000")


def _first_stripped(heads: Sequence[Title], names: frozenset[str]) -> Title | None:
    """The first title of the head that says more than the site's name."""
    for head in heads:
        title = without_site(head.value, names)
        if head.rule == "title":
            title = _CJK_TAIL.sub("", title)
        if title == head.value and head.rule == "title":
            starts = (piece for piece in _pieces(title) if title.startswith(piece))
            title = next(filter(_stands_alone, starts), title)
        if title and fold(title) not in names:
            return replace(head, value=title)
    return None


def _pieces(text: str) -> list[str]:
    """Beginnings and ends of ``text`` up to each separator, the shortest beginning first.

    >>> _pieces("Ferry sinks - News | The Herald")
    ['Ferry sinks', 'Ferry sinks - News', 'Ferry sinks - News | The Herald', 'News | The Herald',
     'The Herald']
    """
    parts = _SEPARATOR.split(text)
    starts = ["".join(parts[: end + 1]) for end in range(0, len(parts), 2)]
    ends = ["".join(parts[start:]) for start in range(2, len(parts), 2)]
    return [piece.strip() for piece in starts + ends if piece.strip()]


def _words(text: str) -> frozenset[str]:
    """Folded words; characters where words are not spaced."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(_WORD.findall(plain))


def fold(text: str) -> str:
    """Letters and digits only, without case, to compare what people write differently.

    >>> fold("„It’s“ —  FERRY!")
    'itsferry'
    """
    return _NEITHER.sub("", unicodedata.normalize("NFKC", text).casefold())


def without_site(text: str, names: Iterable[str]) -> str:
    """``text`` without parts that are the site's name, at its end or beginning.

    Args:
        text: one line.
        names: folded names of the site.

    >>> without_site("Ferry sinks - again | The Bay Herald", {"bayherald", "thebayherald"})
    'Ferry sinks - again'
    >>> without_site("海边日报_轮渡沉没", {"海边日报"})
    '轮渡沉没'
    """
    parts = _SEPARATOR.split(text)
    while len(parts) > 2 and is_site(parts[-1], names):  # noqa: PLR2004 - title, separator, site
        parts = parts[:-2]
    while len(parts) > 2 and is_site(parts[0], names):  # noqa: PLR2004
        parts = parts[2:]
    return "".join(parts).strip()


def is_site(part: str, names: Iterable[str]) -> bool:
    """Whether a text is one of a site's folded ``names``, or nearly so.

    >>> is_site("The Bay Herald Online", {"thebayherald"}), is_site("Bay of Biscay", {"bayherald"})
    (True, False)
    """
    folded = fold(part)
    return not folded or any(
        folded == name
        or (len(name) > 3 and name in folded and len(folded) < 2 * len(name))  # noqa: PLR2004
        or (len(folded) > 3 and folded in name)  # noqa: PLR2004
        for name in names
    )
