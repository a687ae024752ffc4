"""The title of the article on a page, without the name of the site.

Owns weighing what the head says (og:title, JSON-LD, ``<title>``) against the headings that the
page shows. A heading that the head agrees with wins: it is what readers see.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.extract.jsonld import text_of
from crawler.extract.landmarks import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from lxml.html import HtmlElement

    from crawler.extract.landmarks import Landmarks

# What stands between a title and the name of a site; hyphens and colons with spaces around them.
_SEPARATOR = re.compile(r"(\s+[|–—»«·•›‹:~/\\-]+\s+|\s*[|｜»_]+\s*|\s*--+\s*|\s*——+\s*)")
_META_TITLES = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title",
    "headline", "hdl", "article:title", "citation_title", "title",
)  # fmt: skip
_LONGEST = 300
# How much of a heading must stand in the head, or the other way round.
_AGREES, _IS_SAME = 0.5, 0.95
# What a heading's tag is worth beside its agreement with the head, which goes up to 1.
_RANKS = {"h1": 0.3, "h2": 0.1}
# Long headings are titles, short ones name sections; longer than this makes no difference.
_LONG, _LENGTH_WORTH = 30, 0.4
# A title that stands alone has this many letters at least (a third of it in Chinese).
_SHORTEST = 10


@dataclass(frozen=True, slots=True)
class Title:
    """A title, the rule that found it, and the element that shows it where one does."""

    text: str
    rule: str
    element: HtmlElement | None = None


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
    stated = [
        (head, [fold(start) for start in _starts(head.text)])
        for head in ([agreed] if agreed else heads)
    ]
    headings = list(_headings(landmarks, names))
    weighed = [(_weight(heading, stated), heading) for heading in headings]
    (_, agreement), best = max(weighed, key=lambda pair: pair[0], default=((0.0, 0.0), None))
    if best and agreement >= (_IS_SAME if agreed else _AGREES):
        return best
    if agreed:
        return agreed
    alone = next((h for h in headings if h.rule == "h1" and _stands_alone(h.text)), None)
    return alone or _first_stripped(heads, names) or best


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
            yield Title(title[:_LONGEST], rule)


def _agreed(heads: Sequence[Title], names: frozenset[str]) -> Title | None:
    """The title on which JSON-LD and og:title agree, which the heading may play with."""
    texts = {head.rule: without_site(head.text, names) for head in heads}
    one, other = texts.get("json-ld"), texts.get("meta og:title")
    if one and other and fold(one) == fold(other):
        return Title(one, "json-ld")
    return None


def _headings(landmarks: Landmarks, names: frozenset[str]) -> Iterator[Title]:
    seen = set()
    for role in ("h1", "title", "h2", "h3"):
        for element in landmarks.marked[role]:
            if element in seen or element.tag == "title":
                continue
            seen.add(element)
            rule = element.tag if role != "title" else "heading by name"
            for text in _readings(element):
                if not is_site(text, names):
                    yield Title(text, rule, element)


def _readings(element: HtmlElement) -> Iterator[str]:
    """What a heading may say: all of it, and without a kicker or byline inside it."""
    whole = shown(element, _LONGEST)
    if not whole:
        return
    yield whole
    if len(element) and element.tag in {"h1", "h2"}:
        parts = [element.text or ""]
        parts += [text for child in element for text in (shown(child, _LONGEST), child.tail or "")]
        parts = [" ".join(part.split()) for part in parts]
        parts = [part for part in parts if part]
        for start in range(len(parts)):
            for end in range(start + 1, len(parts) + 1):
                text = " ".join(parts[start:end])
                if text != whole and end - start < len(parts) <= _MOST_PARTS:
                    yield text


# Headings of more pieces are animated letter by letter, or not headings.
_MOST_PARTS = 4


def _weight(heading: Title, stated: Sequence[tuple[Title, list[str]]]) -> tuple[float, float]:
    folded = fold(heading.text)
    agreement = max(
        (_likeness(heading.text, head.text, starts) for head, starts in stated), default=0.0
    )
    tag = heading.element.tag if heading.element is not None else ""
    length = min(len(folded) * (3 if folded > "\u3000" else 1), _LONG) / _LONG
    return agreement + _RANKS.get(tag, 0) + _LENGTH_WORTH * length, agreement


def _stands_alone(text: str) -> bool:
    """Whether a heading is long enough to be a title though nothing in the head says so."""
    return len(fold(text)) * (3 if fold(text) > "\u3000" else 1) >= _SHORTEST and (
        " " in text or text > "\u3000"
    )


def _first_stripped(heads: Sequence[Title], names: frozenset[str]) -> Title | None:
    """The first title of the head that says more than the site's name."""
    for head in heads:
        title = without_site(head.text, names)
        if title == head.text and head.rule == "title":
            title = next(
                start for start in _starts(title) if _stands_alone(start) or start == title
            )
        if title and fold(title) not in names:
            return replace(head, text=title)
    return None


def _starts(text: str) -> list[str]:
    """Beginnings of ``text`` up to each separator, the shortest first, itself last.

    >>> _starts("Ferry sinks - News | The Bay Herald")
    ['Ferry sinks', 'Ferry sinks - News', 'Ferry sinks - News | The Bay Herald']
    """
    parts = _SEPARATOR.split(text)
    starts = ["".join(parts[: end + 1]).strip() for end in range(0, len(parts), 2)]
    return [start for start in starts if start]


def _likeness(one: str, other: str, starts: Sequence[str]) -> float:
    """From 0 to 1: how much of the longer text the shorter one is.

    Args:
        one: a heading.
        other: a title from the head.
        starts: folded beginnings of that title; to be one of them is to be all of it.

    >>> _likeness("The ferry", "The Ferry!", []), _likeness("The ferry", "Opinion: the ferry", [])
    (1.0, 0.53...)
    >>> _likeness("The ferry", "The Ferry - News", ["theferry"])
    1.0
    """
    a, b = fold(one), fold(other)
    if not a or not b:
        return 0.0
    if a in starts:
        return 1.0
    if a in b or b in a:
        return min(len(a), len(b)) / max(len(a), len(b))
    words, others = set(_words(one)), set(_words(other))
    return len(words & others) / max(len(words | others), 1)


def _words(text: str) -> list[str]:
    """Folded words; characters where words are not spaced."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]|[^\W_]+", plain)


def fold(text: str) -> str:
    """Letters and digits only, without case, to compare what people write differently.

    >>> fold("„It’s“ —  FERRY!")
    'itsferry'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


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
