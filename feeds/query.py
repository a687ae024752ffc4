"""The little language of searches: ``半导体 OR "chip war" -title:rumour``, parsed once, pure.

Words side by side must all occur; ``OR`` (or ``|``) between them asks for any, ``-`` or ``NOT``
excludes, quotes make a phrase, parentheses group, ``/…/`` is a regular expression. A field may
stand before a word: ``title: text: author: category: tag: source: lang:``; dates are
``after:2026-01-31`` and ``before:2026-02-01`` (in UTC, ``after`` included, ``before`` not).

Words are compared as whole words, without regard to case, width or accents of compatibility forms;
a run of Chinese or Japanese characters is found wherever it stands in the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from math import prod
from typing import TypeAlias

import regex

# Long enough for any honest search; parsing and matching stay far below a millisecond.
MAX_LENGTH = 500
# Parentheses and exclusions inside each other. SQLite's parser of searches gives up above fifty.
_MAX_DEPTH = 20
# `(?R)`, `(?1)`, `(?&name)`: a time limit does not reach inside, and memory is all that ends them.
_RECURSION = re.compile(r"\(\?(?:R|[+-]?\d|&|P>)")

# Scripts written without spaces: each character is a word of its own.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_LEXEME = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<or>OR\b|\|) | (?P<and>AND\b) | (?P<not>NOT\b|-)
      | (?:(?P<field>[a-z]+):)?
        (?: "(?P<phrase>[^"]*)" | /(?P<regex>(?:[^/\\]|\\.)+)/ | (?P<word>[^\s()"|]+) )
    )""",
    re.VERBOSE,
)


# `a{500000}` and `(a{1000}){1000}` take seconds and gigabytes to compile.
_REPEAT = re.compile(r"\{(\d*)(?:,(\d*))?\}")
_MOST_REPEATS = 10_000


class QueryError(ValueError):
    """A search that cannot be understood; the text says what is wrong and at which character."""


def words(text: str) -> list[str]:
    """``text`` as the words that searches compare.

    >>> words("ＴｅｃｈWeb 发布 A-1")
    ['techweb', '发', '布', 'a', '1']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def is_unspaced(word: str) -> bool:
    """Whether ``word``, one of those that ``words`` gives, is a character of an unspaced script.

    >>> [is_unspaced(word) for word in words("半a")]
    [True, False]
    """
    return _IS_UNSPACED.match(word) is not None


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must follow each other in ``field`` (title, text, author, …)."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One of ``names`` (folded, see `feeds.text.fold`) that ``field`` must have as a whole."""

    field: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression to find in ``field``."""

    field: str
    expression: str


@dataclass(frozen=True, slots=True)
class Span:
    """Published within [``after``, ``before``); None is open."""

    after: datetime | None
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    inner: Query


@dataclass(frozen=True, slots=True)
class All:
    """What must hold together; nothing at all holds for every post."""

    inner: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Of which one must hold."""

    inner: tuple[Query, ...]


Query: TypeAlias = Words | Named | Pattern | Span | Not | All | AnyOf

TITLE, TEXT, AUTHOR = "title", "text", "author"

CATEGORY, TAG, SOURCE, LANGUAGE = "category", "tag", "source", "lang"
FIELDS = (TEXT, TITLE, AUTHOR, CATEGORY, TAG, SOURCE, LANGUAGE)
"""The parts of a post that can be searched; `feeds.matching` knows what they are made of."""


def parse_query(text: str) -> Query:
    """The search that ``text`` describes; an empty one holds for every post.

    >>> parse_query("-title:rumour")
    Not(inner=Words(field='title', words=('rumour',)))

    Raises:
        QueryError: it is too long, unbalanced, names an unknown field, or holds a bad expression.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"a search may have {MAX_LENGTH} characters, not {len(text)}")
    parser = _Parser(text)
    query = parser.parse_any()
    if not parser.at_end():
        raise QueryError(f"character {parser.at + 1}: a ) without its (")
    return query


def pattern(field: str, expression: str) -> Pattern:
    """A search for ``expression`` in ``field``.

    Raises:
        QueryError: it is no regular expression, calls itself, or repeats too often.
    """
    repeats = (int(most or least or 0) for least, most in _REPEAT.findall(expression))
    if prod(max(1, each) for each in repeats) > _MOST_REPEATS:
        raise QueryError(f"/{expression}/ repeats more than {_MOST_REPEATS} times")
    if _RECURSION.search(expression):
        raise QueryError(f"/{expression}/ calls itself, which no search may")
    try:
        regex.compile(expression)
    except regex.error as error:
        raise QueryError(f"/{expression}/ is no regular expression: {error}") from error
    return Pattern(field, expression)


class _Parser:
    """Recursive descent over the text; ``at`` is the next character."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._depth = 0
        self.at = 0

    def at_end(self) -> bool:
        return not self._text[self.at :].strip()

    def parse_any(self) -> Query:
        choices = [self._parse_all()]
        while self._take("or"):
            choices.append(self._parse_all())
        return choices[0] if len(choices) == 1 else AnyOf(tuple(choices))

    def _parse_all(self) -> Query:
        parts: list[Query] = []
        while True:
            self._take("and")
            found = self._peek()
            if found is None or found.lastgroup in {"or", "close"}:
                break
            parts.append(self._parse_one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _parse_one(self) -> Query:
        if self._depth > _MAX_DEPTH:
            raise QueryError(f"character {self.at + 1}: more than {_MAX_DEPTH} inside each other")
        self._depth += 1
        try:
            return self._parse_nested()
        finally:
            self._depth -= 1

    def _parse_nested(self) -> Query:
        if self._take("not"):
            if self._peek() is None:
                raise QueryError(f"character {self.at}: nothing follows the exclusion")
            return Not(self._parse_one())
        if self._take("open"):
            inner = self.parse_any()
            if not self._take("close"):
                raise QueryError(f"character {self.at + 1}: a ( without its )")
            return inner
        return self._parse_term()

    def _parse_term(self) -> Query:
        found = self._peek()
        if found is None or found.lastgroup not in {"phrase", "regex", "word"}:
            raise QueryError(f"character {self.at + 1}: a word, a phrase or a ( must stand here")
        self.at = found.end()
        field, value = found["field"] or TEXT, found[str(found.lastgroup)]
        if field in {"after", "before"}:
            return _span(field, value)
        if field not in FIELDS:
            known = ", ".join([*FIELDS, "after", "before"])
            raise QueryError(f"there is no field {field!r}; there are {known}")
        if found["regex"] is not None:
            return pattern(field, value)
        wanted = tuple(words(value))
        return Words(field, wanted) if wanted else All(())

    def _peek(self) -> re.Match[str] | None:
        if self.at_end():
            return None
        found = _LEXEME.match(self._text, self.at)
        if found is None:
            raise QueryError(f"character {self.at + 1}: a quote without its end")
        return found

    def _take(self, kind: str) -> bool:
        found = self._peek()
        if found is None or found.lastgroup != kind:
            return False
        self.at = found.end()
        return True


def _span(field: str, value: str) -> Span:
    try:
        day = datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise QueryError(f"{field}: {value!r} is no date such as 2026-01-31") from error
    return Span(day, None) if field == "after" else Span(None, day)
