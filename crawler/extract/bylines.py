"""Names out of a line that says who wrote something.

Owns telling names from labels, roles, dates and places. Refuses to invent: what does not look
like a name is dropped.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from crawler.extract.byline_words import (
    LEADING,
    NO_CJK_NAME,
    NO_NAME,
    NOBODY,
    PARTICLES,
    PHOTO,
    PLACE,
    ROLE,
    SEGMENT,
    SOURCE,
    SPLIT,
    TITLE,
    TRAILING,
)
from crawler.extract.dialects import solar_hijri
from crawler.extract.dialects.months import fold as fold_word
from crawler.extract.dialects.months import names_for
from crawler.extract.sitenames import is_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_LINE, _LONGEST_NAME, _MOST_WORDS = 200, 60, 6
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LONGEST_CJK_NAME = 7
_LONGEST_LEAD = 40
_BRACKETED = re.compile(r"^\s*[【（(\[]([^】）)\]]*)[】）)\]]\s*$")
# Names begin with a capital De, bylines in Spanish and Romanian with a small one.
_PREPOSITION = re.compile(r"^de\s+(?=[^\W\d_a-z]\w+\s+[^\W\d_a-z])")


def read_names(
    line: str, sites: frozenset[str] = frozenset(), *, strict: bool = False
) -> list[str]:
    """Names in a byline, in its order.

    Args:
        line: text of an element or attribute that is about the author.
        sites: folded names of the site, which count only where nobody else is named.
        strict: for lines that may be about something else: names are of two capitalised words.

    >>> read_names("By Ann Lee and Bo Li, staff writers | 3 May 2020")
    ['Ann Lee', 'Bo Li']
    >>> read_names("记者 王小明 李四")
    ['王小明', '李四']
    >>> read_names("Posted on May 3, 2020")
    []
    """
    line = " ".join(line.split())
    if len(line) > _LONGEST_LINE or PHOTO.match(line):
        return []
    spare: list[str] = []
    for segment in SEGMENT.split(line):
        if PHOTO.match(segment) or SOURCE.match(segment):
            continue
        names = [name for name in _names(segment) if _is_name(name, strict=strict)]
        if any(not is_site(name, sites) for name in names):
            return names
        spare = spare or names
    return spare


def says_by(line: str) -> bool:
    """Whether a line begins as bylines do.

    >>> says_by("By Ann Writer"), says_by("Ann Writer")
    (True, False)
    """
    return bool(LEADING.match(line))


def says_only_by(line: str) -> bool:
    """Whether a line is the beginning of a byline, whose names stand in elements of their own.

    >>> says_only_by("Written by"), says_only_by("By Ann Writer"), says_only_by("Byline")
    (True, False, False)
    """
    return len(line) <= _LONGEST_LEAD and bool(LEADING.fullmatch(f"{line} "))


def read_reporters(lines: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> list[str]:
    """Names inside Chinese text after one of the words of ``patterns``, the first that finds any.

    >>> from crawler.extract.byline_words import REPORTERS
    >>> read_reporters(["（责编：赵五）", "海湾报讯（记者 王小明 李四）渡轮沉没。"], REPORTERS)
    ['王小明', '李四']
    """
    for pattern in patterns:
        for line in lines:
            if found := pattern.search(line):
                names = re.split(r"[\s、·,]+", found["names"])
                return [name for name in names if _is_name(name, strict=True)]
    return []


def _names(segment: str) -> Iterator[str]:
    segment = _BRACKETED.sub(r"\1", segment)
    for _ in range(3):  # By Text: Ann Writer
        segment = LEADING.sub("", segment)
    segment = _PREPOSITION.sub("", _without_date(TRAILING.sub("", segment)))
    for part in SPLIT.split(segment):
        name = PLACE.sub("", LEADING.sub("", part)).strip(" .,:;-–—|*\"“”'/・●")
        name = TITLE.sub("", name.split("/")[0].strip())
        if re.fullmatch(r"[\u3400-\u9fff]{2,4}(?:\s[\u3400-\u9fff]{2,4})+", name):
            yield from name.split()
        else:
            yield name


def _without_date(text: str) -> str:
    """``text`` after a date at its beginning, up to a number or a month beside one."""
    words = text.split()
    months = _months()
    while words and not words[0][0].isalpha():
        words = words[1:]
    for index, word in enumerate(words):
        if any(map(str.isdigit, word)) and not word[0].isalpha():
            end = index
            if index and fold_word(words[index - 1].strip(",.")) in months:
                end -= 1
            return " ".join(words[:end])
    return " ".join(words)


@cache
def _months() -> frozenset[str]:
    """Folded names of the months in all languages."""
    return frozenset({*names_for(()), *solar_hijri.MONTHS})


def _is_name(name: str, *, strict: bool) -> bool:
    if not 1 < len(name) <= _LONGEST_NAME or NOBODY.fullmatch(name) or ROLE.search(name):
        return False
    words = name.split()
    if len(words) > _MOST_WORDS or not any(map(str.isalpha, name)):
        return False
    if all(map(NOBODY.fullmatch, words)):
        return False
    if _CJK.search(name) and (NO_CJK_NAME.search(name) or len(name) > _LONGEST_CJK_NAME):
        return not strict
    return not strict or _has_capitals(words)


def _has_capitals(words: Sequence[str]) -> bool:
    """Whether words are written as a full name is; scripts without capitals always are."""
    cased = [word for word in words if word[0].upper() != word[0].lower()]
    if not cased:
        return True
    if not NO_NAME.isdisjoint(word.lower() for word in words):
        return False
    lower = {word for word in cased if not word[0].isupper()}
    return len(words) > 1 and cased[-1][0].isupper() and lower <= PARTICLES
