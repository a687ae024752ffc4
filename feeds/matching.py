"""Whether a post is what a search asks for. Pure; `feeds.query` parses searches.

What is compared is made once for each post, so that many saved searches cost little more than one.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import regex

from feeds.query import (
    AUTHOR,
    CATEGORY,
    LANGUAGE,
    SOURCE,
    TAG,
    TEXT,
    TITLE,
    All,
    AnyOf,
    Named,
    Not,
    Pattern,
    QueryError,
    Span,
    Words,
    words,
)
from feeds.text import fold, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.post import Post
    from feeds.query import Query

# One expression may look at one post for so long (seconds): no search can hang a publish.
_REGEX_TIMEOUT = 0.1
# And all of one question, together, at all posts, where somebody waits for the answer.
_PATIENCE = 1.0

# An author's name alone does not make a post one about him, so that "text" is title, summary and
# body.
_PARTS: dict[str, Callable[[Post], tuple[str, ...]]] = {
    TEXT: lambda post: (post.title, post.description or "", plain(post.body)),
    TITLE: lambda post: (post.title,),
    AUTHOR: lambda post: tuple(author.name for author in post.authors),
    CATEGORY: lambda post: post.categories,
    TAG: lambda post: post.tags,
    SOURCE: lambda post: (post.source,),
    LANGUAGE: lambda post: (post.lang or "",),
}


class Patience:
    """What is left of the time that the regular expressions of one question may take."""

    def __init__(self, seconds: float = _PATIENCE) -> None:
        self._left = seconds

    def finds(self, expression: str, text: str) -> bool:
        """Whether ``expression`` occurs in ``text``.

        Raises:
            QueryError: it takes too long, by itself or after all that was looked at before.
        """
        began = perf_counter()
        try:
            found = _search(expression, text, min(_REGEX_TIMEOUT, self._left))
        except TimeoutError:
            self._left = 0
            found = False
        self._left -= perf_counter() - began
        if self._left <= 0:
            raise QueryError(f"/{expression}/ takes too long: ask for less")
        return found


def matches(query: Query, post: Post, finds: Callable[[str, str], bool] | None = None) -> bool:
    """Whether ``post`` is what ``query`` asks for; ``finds`` as for `Reading`."""
    return Reading(post, finds).satisfies(query)


class Reading:
    """A post as searches look at it."""

    def __init__(self, post: Post, finds: Callable[[str, str], bool] | None = None) -> None:
        """Looks at ``post``.

        Args:
            post: is read when and as far as a search asks.
            finds: tells whether an expression occurs in a text; else one that takes too long is
                taken not to.
        """
        self._post = post
        self._finds = finds or _finds
        self._parts: dict[str, tuple[str, ...]] = {}
        self._words: dict[str, list[list[str]]] = {}

    def satisfies(self, query: Query) -> bool:
        """Whether the post is what ``query`` asks for."""
        match query:
            case Words():
                return any(_follows(query.words, part) for part in self._words_of(query.field))
            case Named():
                return any(fold(part) in query.names for part in self._parts_of(query.field))
            case Pattern():
                return any(
                    self._finds(query.expression, part) for part in self._parts_of(query.field)
                )
            case Span():
                return self._is_within(query)
            case Not():
                return not self.satisfies(query.inner)
            case All() | AnyOf():
                holds = all if isinstance(query, All) else any
                return holds(self.satisfies(inner) for inner in query.inner)

    def _is_within(self, span: Span) -> bool:
        published = self._post.published
        return (span.after or published) <= published and (
            span.before is None or published < span.before
        )

    def _parts_of(self, field: str) -> tuple[str, ...]:
        if field not in self._parts:
            self._parts[field] = _PARTS[field](self._post)
        return self._parts[field]

    def _words_of(self, field: str) -> list[list[str]]:
        if field not in self._words:
            self._words[field] = [words(part) for part in self._parts_of(field)]
        return self._words[field]


def _follows(wanted: tuple[str, ...], found: list[str]) -> bool:
    first, length = wanted[0], len(wanted)
    return any(
        word == first and tuple(found[at : at + length]) == wanted for at, word in enumerate(found)
    )


def _finds(expression: str, text: str) -> bool:
    """Whether ``expression`` occurs; one that takes too long is taken not to."""
    try:
        return _search(expression, text, _REGEX_TIMEOUT)
    except TimeoutError:
        return False


def _search(expression: str, text: str, seconds: float) -> bool:
    # Others may run meanwhile: files go on being served.
    found = regex.search(expression, text, regex.IGNORECASE, timeout=seconds, concurrent=True)
    return found is not None
