"""An article as a list shows it, and a list as one answer shows it; what every kind finds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.gaps import LISTED_RANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request

    from crawler.loaders import Values

MAX_ENTRIES = 5_000
"""Of an answer that lists articles; ten times what the largest have. Sitemaps have their own."""


@dataclass(slots=True)
class Entry:
    """An article as a list shows it.

    Attributes:
        values: what the rules found so far.
        records: JSON records it was found in, for names in templates; empty for HTML.
        link: canonical URL for readers, None when the list has none.
        asked: URL that was asked for it, empty when it needs no detail.
        stamp: what the list says of its last change, as written; empty when it says nothing.
        listed_body: HTML of the text as far as the list has it, for want of a better one.
        is_whole: whether that is all of it.
        mark: stands for what the list says of it; see `crawler.skips`.
        place: which of the source's lists it stands in, counting from 0.
    """

    values: Values = field(default_factory=dict)
    records: list[Any] = field(default_factory=list)
    link: str | None = None
    asked: str = ""
    stamp: str = ""
    listed_body: str | None = None
    is_whole: bool = False
    mark: str = ""
    place: int = 0

    @property
    def key(self) -> str | None:
        """The source's own id of it."""
        return self.values["key"][1][0] if "key" in self.values else None

    @property
    def identity(self) -> str:
        """What names it from one run to the next; empty when nothing does."""
        return self.link or self.key or self.asked

    def text(self, name: str) -> str:
        """What is known of a field so far; empty when nothing is."""
        return self.values[name][1][0] if name in self.values else ""

    def to_json(self) -> str:
        """The entry as text, for `from_json`."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Entry:
        """The entry that `to_json` wrote.

        >>> entry = Entry(values={"title": (0, ["Ferry sails"])}, link="https://a.example/")
        >>> Entry.from_json(entry.to_json()) == entry
        True
        """
        found = json.loads(text)
        values = {name: (rank, texts) for name, (rank, texts) in found.pop("values").items()}
        return cls(values=values, **found)

    def state(self, name: str, *texts: str | None) -> None:
        """Notes what the list itself states of a field; selectors go before it."""
        if name not in self.values and (given := [text for text in texts if text]):
            self.values[name] = (LISTED_RANK, given)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list as one answer shows it.

    Attributes:
        entries: newest first, as far as the list tells.
        next_url: where the list goes on, absolute; None after its last page.
        lists: requests for further lists that this one names, newest first.
    """

    entries: Sequence[Entry] = ()
    next_url: str | None = None
    lists: Sequence[Request] = ()


class Met:
    """The articles that a run has met in its lists."""

    def __init__(self) -> None:
        # Numbers, since a long backfill would fill the memory with addresses.
        self._met: set[int] = set()

    def is_first(self, entry: Entry) -> bool:
        """Whether ``entry`` is met for the first time, as far as the list can tell."""
        if entry.link is None and entry.key is None:
            return True
        number = hash((entry.link, entry.key))
        is_first = number not in self._met
        self._met.add(number)
        return is_first
