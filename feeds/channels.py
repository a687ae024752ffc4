"""Which channels exist and which posts each holds: pure decisions, no files.

A channel is known by its kind and its folded name, so that ``TechWeb`` and ``Techweb`` are one;
its slug makes its paths. Two names that happen to give one slug (重庆, Chongqing) stay two.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from feeds.markup import UNPRINTABLE
from feeds.matching import Reading
from feeds.slugs import short_hash
from feeds.text import fold, is_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from feeds.post import Post
    from feeds.query import Query

ALL = "all"
DIGEST = "digest"
CATEGORY = "category"
TAG = "tag"
SOURCE = "source"
LANGUAGE = "language"
SEARCH = "search"
KINDS = (ALL, DIGEST, SEARCH, SOURCE, CATEGORY, TAG, LANGUAGE)
"""In the order in which people are shown them."""

ChannelKey: TypeAlias = tuple[str, str]
"""Kind and folded name."""

EVERYTHING: ChannelKey = (ALL, "")
"""The channel of all posts."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A post's belonging to a channel, with the name as this post spells it."""

    kind: str
    name: str

    @property
    def key(self) -> ChannelKey:
        """Equal for all spellings of one channel."""
        return self.kind, fold(self.name)


@dataclass(frozen=True, slots=True)
class Channel:
    """A selection of posts that has feeds and pages.

    Attributes:
        kind: ``all``, ``digest``, ``category``, ``tag``, ``source``, ``language`` or ``search``.
        name: as most of its posts spell it; empty for all and the digest, the slug for a saved
            search.
        slug: its part of paths, unique within its kind.
        count: how many posts it holds.
        newest: when its newest post was published, aware UTC.
    """

    kind: str
    name: str
    slug: str
    count: int
    newest: datetime

    @property
    def key(self) -> ChannelKey:
        """What it is known by, however it is spelt."""
        return self.kind, fold(self.name)

    @property
    def path(self) -> str:
        """Where its feeds stand below ``feeds/``, without suffix: ``all``, ``tag/keji``.

        Each kind has a folder, so that a tag called "all" is no trouble.
        """
        return f"{self.kind}/{self.slug}" if self.name else self.kind


def memberships(post: Post, searches: Mapping[str, Query]) -> tuple[Membership, ...]:
    """The channels of ``post``, each once.

    Args:
        post: all, its categories, tags, source and language are channels of it.
        searches: the saved searches by their slugs; those that find it are channels of it.
    """
    reading = Reading(post)
    named = [
        *((CATEGORY, name) for name in post.categories),
        *((TAG, name) for name in post.tags),
        (SOURCE, post.source),
        (LANGUAGE, str(post.lang) if is_language(post.lang) else ""),
        *((SEARCH, slug) for slug, query in searches.items() if reading.satisfies(query)),
    ]
    found = {(ALL, ""): Membership(ALL, "")}
    for kind, name in named:
        # Names of imported posts are what people wrote; ours are clean.
        if words := (name if name.isprintable() else UNPRINTABLE.sub("", name)).split():
            membership = Membership(kind, " ".join(words))
            found.setdefault(membership.key, membership)
    return tuple(found.values())


def assign_slugs(
    wanted: Iterable[tuple[ChannelKey, str]], previous: Mapping[ChannelKey, str]
) -> dict[ChannelKey, str]:
    """A slug for each channel, unique within its kind.

    Args:
        wanted: each channel with the slug of its name; the order does not matter.
        previous: slugs already published. They are kept, and not given to others.

    >>> assign_slugs([(("tag", "重庆"), "chongqing"), (("tag", "chongqing"), "chongqing")], {})
    {('tag', 'chongqing'): 'chongqing', ('tag', '重庆'): 'chongqing-2059996c'}
    """
    taken = {(kind, slug) for (kind, _), slug in previous.items()}
    assigned: dict[ChannelKey, str] = {}
    for key, slug in sorted(wanted):
        kept = previous.get(key)
        if kept is None:
            # The second one may be taken as well: anybody can name a tag "chongqing 2059996c".
            kept = next(each for each in _slugs(slug, key[1]) if (key[0], each) not in taken)
            taken.add((key[0], kept))
        assigned[key] = kept
    return assigned


def _slugs(slug: str, folded: str) -> Iterator[str]:
    yield slug
    yield f"{slug}-{short_hash(folded)}"
    yield from (f"{slug}-{short_hash(f'{folded} {number}')}" for number in count(2))
