"""Bylines that no class, link or property marks: what stands near the headline and reads as one.

Owns telling them from the other lines there. What is a name is up to ``bylines``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.byline_words import PARTICLES, SEGMENT
from crawler.extract.bylines import read_names, says_by, says_only_by
from crawler.extract.texts import INLINE, paragraphs_after, shown, texts_after, texts_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from lxml.html import HtmlElement

    from crawler.extract.landmarks import Landmarks
    from crawler.extract.texts import Text

_SHORTEST_LINE, _LONGEST_LINE = len("By Ann"), 80
_TEXTS_NEAR = 60
# The names behind a lone "by" and the signs between them.
_MOST_PARTS = 8
_FIRST_PARAGRAPHS = 3
_PARAGRAPHS = 200
_CONJUNCTIONS = frozenset({"", "and", "und", "et", "y", "e", "och", "og", "en", "и", "και", "ve"})
# Two to four words with capitals and no other signs: World News would be one too, hence the bold.
_FULL_NAME = (
    r"[^\W\d_][\w’'.-]*(?:\s(?:(?:de|van|von|der|la|di|al|bin|ter)\s)*[^\W\d_][\w’'.-]+){1,3}"
)
_FULL_NAMES = re.compile(rf"{_FULL_NAME}(?:\s?[/,&]\s?{_FULL_NAME}){{0,2}}")
# A whole date beside little else.
_DATE = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_LONGEST_DATE = 60
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
# What holds a name and its date has room for a place and a role too.
_LONGEST_BLOCK = 120
_TEXTS, _MOST_PROSE = 600, 50_000
_WORD = re.compile(r"[^\W\d_]+")
# Signs that separate a name from its date.
_SEPARATORS = re.compile(r"\s*[|·•]\s*|\s+[–—/-]+\s+")
_SIGNS = re.compile(r"[\W_]*")


def lines_that_say_by(landmarks: Landmarks, sites: frozenset[str]) -> Iterator[list[str]]:
    """Names in each line that begins as bylines do, also where the name is a link of its own."""
    texts = _near(landmarks)
    for place, text in enumerate(texts):
        if says_only_by(text.line) and _begins(texts, place):
            yield _names_behind(texts[place + 1 : place + 1 + _MOST_PARTS], sites)
        elif _SHORTEST_LINE <= len(text.line) <= _LONGEST_LINE:
            for part in filter(says_by, SEGMENT.split(text.line)):
                yield read_names(part, sites, strict=True)


def _near(landmarks: Landmarks) -> Sequence[Text]:
    if landmarks.headline is None:
        return ()
    return texts_after(landmarks.headline, _TEXTS_NEAR)


def _begins(texts: Sequence[Text], place: int) -> bool:
    """Whether a text begins its block or stands behind a date: "a book by" is prose."""
    text = texts[place]
    before = texts[place - 1] if place else None
    if before is None or _DATE.search(before.line):
        return True
    return _block(text.parent) is not _block(before.parent)


def _block(element: HtmlElement) -> HtmlElement | None:
    """The innermost element around a text that begins a line."""
    here: HtmlElement | None = element
    while here is not None and here.tag in INLINE:
        here = here.getparent()
    return here


def _names_behind(texts: Sequence[Text], sites: frozenset[str]) -> list[str]:
    """Names that follow a lone "by": a link is one, whatever it looks like."""
    names: list[str] = []
    block: HtmlElement | None = None
    for text in texts:
        if names and _block(text.parent) is not block:
            break
        block = _block(text.parent)
        found = read_names(text.line, sites, strict=bool(names) or text.parent.tag != "a")
        if not found and text.line.strip(" ,;&").lower() not in _CONJUNCTIONS:
            break
        names += found
    return names


def names_beside_dates(
    landmarks: Landmarks, sites: frozenset[str], day: date
) -> Iterator[list[str]]:
    """Names that stand alone before or behind the date of publication near the headline.

    Sections and labels stand there too. They are told from names by their words, which the page
    writes without a capital elsewhere or has in its headline, and by the menus that lead to them.

    Args:
        landmarks: of the page, with its headline.
        sites: folded names of the site.
        day: of the publication, on the clock of the page.
    """
    texts = [text for text in _near(landmarks) if not _SIGNS.fullmatch(text.line)]
    others: frozenset[str] | None = None
    for place, text in enumerate(texts):
        if not _shows(day, text.line):
            continue
        beside = (*texts[max(0, place - 2) : place][::-1], *texts[place + 1 : place + 2])
        for line in _names_alone((text, *beside), landmarks):
            others = _no_names(landmarks) if others is None else others
            if others.isdisjoint([line, *_WORD.findall(line.lower())]):
                yield read_names(line, sites, strict=True)


def _shows(day: date, line: str) -> bool:
    """Whether a line is about a day: it is short and has the numbers of day and year."""
    if len(line) > _LONGEST_DATE or not _DATE.search(line):
        return False
    numbers = {int(digits) for digits in _NUMBER.findall(line)}
    return day.day in numbers and not numbers.isdisjoint({day.year, day.year % 100})


def _names_alone(texts: Iterable[Text], landmarks: Landmarks) -> Iterator[str]:
    """Parts of lines that look like names and nothing else."""
    for text in texts:
        parts = [part.strip(" ,/-") for part in _SEPARATORS.split(text.line)]
        found = [part for part in parts if _FULL_NAMES.fullmatch(part)]
        if found and _stands_alone(text, landmarks):
            yield from found


def _stands_alone(text: Text, landmarks: Landmarks) -> bool:
    """Whether a text is in a block with little else, in the article's part of the page."""
    block = _block(text.parent)
    return (
        block is not None
        and bool(shown(block, _LONGEST_BLOCK))
        and not landmarks.is_elsewhere(text.parent)
    )


def _no_names(landmarks: Landmarks) -> frozenset[str]:
    """Words of the headline and of lower case in the text, and the lines of the page's menus."""
    headline = landmarks.headline
    if headline is None:
        return frozenset()
    prose = " ".join(text.line for text in texts_after(headline, _TEXTS))[:_MOST_PROSE]
    words = {word for word in _WORD.findall(prose) if word.islower()}
    menus = {text.line for text in texts_before(headline, _TEXTS)}
    return frozenset(words.union(menus, _WORD.findall(shown(headline).lower()))) - PARTICLES


def signatures(landmarks: Landmarks, longest: int = _LONGEST_LINE) -> Iterator[str]:
    """A name that stands alone in bold or italics, at the beginning or end of the text."""
    if landmarks.headline is None:
        return
    for count, paragraph in enumerate(paragraphs_after(landmarks.headline, _PARAGRAPHS)):
        emphasis = next(paragraph.iter("strong", "b", "em", "i"), None)
        if emphasis is None or landmarks.is_elsewhere(paragraph):
            continue
        if count >= _FIRST_PARAGRAPHS and next(paragraph.itersiblings("p"), None) is not None:
            continue
        line = shown(paragraph, longest)
        if line and shown(emphasis) == line and _FULL_NAMES.fullmatch(line):
            yield line.replace("/", ",")
