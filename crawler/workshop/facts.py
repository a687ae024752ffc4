"""What an article said, field by field: as it is recorded, compared, and found again on a page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from crawler.extract.dates import DateContext, DateRefusedError, read_date
from crawler.posts import names_in
from feeds.links import absolute, canonical
from feeds.text import clean_name, clean_title, plain, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from feeds.post import Post

Facts: TypeAlias = "Mapping[str, Any]"
"""Field -> value, as JSON has it; fields without a value are left out."""

# Above it the same text, with a line more or less.
_LIKE = 0.9
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")


def facts_of(post: Post, read_from: str) -> dict[str, Any]:
    """What is recorded of a post; ``read_from`` is the address of its page."""
    found = {
        "read_from": read_from,
        "link": post.link,
        "title": post.title,
        "published": None if post.undated else post.published.isoformat(),
        "updated": post.updated.isoformat() if post.updated else None,
        "authors": [author.name for author in post.authors],
        "category": post.categories[0] if post.categories else None,
        "tags": list(post.tags),
        "lang": post.lang,
        "description": post.description,
        "image": post.image.url if post.image else None,
        "body": post.body,
    }
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Frame:
    """What texts of a page are read by: its address, the clock, the source's zone and language."""

    url: str
    now: datetime
    zone: ZoneInfo
    language: str | None = None


def is_said(field: str, texts: Sequence[str], value: Any, frame: Frame) -> bool:
    """Whether the texts that a selector found are the recorded value of a field.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> now = datetime(2026, 1, 9, tzinfo=UTC)
    >>> frame = Frame("https://a.example/", now, ZoneInfo("Asia/Tokyo"))
    >>> is_said("published", ["5 January 2026, 10:00"], "2026-01-05T01:00:00+00:00", frame)
    True
    """
    if not texts:
        return False
    if field == "body":
        return likeness("\n".join(texts), value) >= _LIKE
    if field in ("authors", "tags"):
        return _listed(field, texts) == list(value)
    read = _READINGS.get(field, _as_written)
    return read(texts[0], frame) == str(value)


def is_part_said(field: str, text: str, value: Any, frame: Frame) -> bool:
    """As ``is_said``, of one text of perhaps several."""
    if field in ("authors", "tags"):
        found = _listed(field, [text])
        return bool(found) and set(found) <= set(value)
    return is_said(field, [text], value, frame)


def likeness(one: str, other: str) -> float:
    """How much two fragments say the same: F1 over words, and over characters of CJK.

    >>> likeness("<p>The ferry sails</p>", "The ferry <b>sails</b>")
    1.0
    """
    left, right = (Counter(_WORD.findall(plain(text))) for text in (one, other))
    return 2 * (left & right).total() / ((left.total() + right.total()) or 1)


def _listed(field: str, texts: Sequence[str]) -> list[str]:
    if field == "authors":
        return list(names_in(list(texts)))
    return list(dict.fromkeys(filter(None, map(clean_name, texts))))


def _as_written(text: str, _: Frame) -> str:
    return text.strip()


def _moment(text: str, frame: Frame) -> str | None:
    languages = (frame.language,) if frame.language else ()
    try:
        found = read_date(text, DateContext(frame.now, frame.zone, languages))
    except DateRefusedError:
        return None
    return found.moment.isoformat() if found else None


_READINGS: Mapping[str, Callable[[str, Frame], str | None]] = {
    "title": lambda text, _: clean_title(text),
    "published": _moment,
    "updated": _moment,
    "category": lambda text, _: clean_name(text),
    "description": lambda text, _: summary(text),
    "image": lambda text, frame: absolute(text, frame.url),
    "link": lambda text, frame: canonical(text, frame.url),
}
