"""By what an article is recognised when it comes again: pure values.

Three marks, each enough by itself, in this order:

- the source's own id of it;
- its link, whatever scheme, ``www.`` or tracking it carries today;
- its fingerprint: title and minute. The same article often comes through two sections of a site
  with different ids, links and HTML; its title and its time stay.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from feeds.dates import rfc3339
from feeds.links import identity as link_identity
from feeds.slugs import file_key, short_hash

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from feeds.channels import ChannelKey
    from feeds.post import Post

# UTF-8 bytes of title that are enough to tell articles of one minute apart: eight Chinese
# characters or 24 Latin letters. Shorter ones ("午间公告", "Market close") recur.
_LONG_ENOUGH = 24

_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of an article; None and empty are unknown.

    Attributes:
        source: name of the source; without it ``key`` says nothing.
        key: the source's own id, as the source or as the file name spells it.
        link: URL of the original.
        fingerprint: from `fingerprint`.
    """

    source: str = ""
    key: str | None = None
    link: str | None = None
    fingerprint: str | None = None

    @classmethod
    def of(cls, post: Post) -> Identity:
        """The identity of a post."""
        mark = None if post.undated else fingerprint(post.title, post.published, post.utc_offset)
        return cls(post.source, post.key, post.link, mark)


class Marks(NamedTuple):
    """An identity as numbers to look up; None is unknown.

    ``second_key`` is the number of the key where the post had to take its `second_key`.
    """

    key: int | None
    second_key: int | None
    link: int | None
    fingerprint: int | None

    def known(self) -> set[int]:
        """Those that are known; one in common means one article."""
        return {mark for mark in self if mark is not None}


def marks(identity: Identity) -> Marks:
    """The numbers for ``identity``; equal for all spellings of it."""
    key = second = None
    if identity.key and identity.source:
        key = _key_mark(identity.source, file_key(identity.key))
        second = _key_mark(identity.source, file_key(second_key(identity)))
    return Marks(
        key,
        second,
        number(f"link\n{link_identity(identity.link)}") if identity.link else None,
        number(f"fingerprint\n{identity.fingerprint}") if identity.fingerprint else None,
    )


def second_key(identity: Identity) -> str:
    """The key of a post when another article of that day has the file of its own key."""
    key = file_key(identity.key or "")
    known_by = f"{identity.source} {key}" if identity.source else identity.link or key
    return f"{key}-{short_hash(known_by)}"


def fingerprint(title: str, published: datetime | None, offset: timedelta) -> str | None:
    """Title and minute as one text; None where they would not tell articles apart.

    Args:
        title: plain text.
        published: aware UTC, None when unknown.
        offset: the source's; midnight there means a date without a time.
    """
    if published is None or (published + offset).time() == time():
        return None
    letters = _NO_LETTERS.sub("", unicodedata.normalize("NFKC", title).casefold())
    if len(letters.encode("utf-8", "ignore")) < _LONG_ENOUGH:
        return None
    return f"{rfc3339(published)[:16]} {letters}"


def content_digest(post: Post) -> str:
    """Equal for equal content: title and body, what a reader would call the article."""
    text = f"{post.title}\n{post.body}".encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=12).hexdigest()


def _key_mark(source: str, key: str) -> int:
    return number(f"key\n{source}\n{key}")


def row_number(path: str) -> int:
    """The number of the row of the file at ``path``: the same in every catalog."""
    return number(f"path\n{path}")


def channel_number(key: ChannelKey) -> int:
    """The number of a channel: the same in every catalog."""
    return number(f"channel\n{key[0]}\n{key[1]}")


def number(text: str) -> int:
    """A 64-bit number for ``text``: the size of SQLite's integers."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)
