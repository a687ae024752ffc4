"""What stands on many pages of one source and therefore belongs to none of its articles.

Owns learning it and asking for it. Keeping it between runs is up to the caller: ``to_json`` and
``from_json`` are all it takes.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from crawler.extract.blocks import read_outline
from crawler.extract.survey import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crawler.extract.page import Page

# On so many pages with different titles a text is no longer part of what they tell.
LEAST_PAGES = 3

# Shorter texts recur in articles too: "What happened?", "Answer:", the names in interviews.
_LEAST_LETTERS = 20

# A few hundred recur on a real source; the rest are the paragraphs of single articles, of which
# the newest are kept because they may yet recur.
MAX_FINGERPRINTS = 5000


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """On how many pages of one source each text has been seen, by fingerprint, oldest first."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def holds(self, text: str) -> bool:
        """Whether a block of text stands on too many pages to be part of an article."""
        mark = fingerprint(text)
        return mark is not None and self.counts.get(mark, 0) >= LEAST_PAGES


def learn(pages: Iterable[Page], known: Boilerplate | None = None) -> Boilerplate:
    """Count the texts of more pages of the same source.

    Pages with the same title count once: they may be one article at several addresses.

    Args:
        pages: not among those that ``known`` has been learned from.
        known: what earlier pages taught; it is not changed.

    >>> from crawler.extract.page import parse_page
    >>> html = "<title>{}</title><p>{}<p>Write to us if you have seen a ferry."
    >>> pages = [parse_page(html.format(n, n), "https://example.org/") for n in range(3)]
    >>> learn(pages).holds("Write to us if you have seen a ferry!")
    True
    """
    counts = Counter(known.counts if known else {})
    titles: set[str] = set()
    for page in pages:
        title = letters(page.tree.findtext(".//head/title") or page.url)
        if title in titles:
            continue
        titles.add(title)
        marks = {fingerprint(block.text) for block in read_outline(page.tree).blocks}
        counts.update(mark for mark in marks if mark is not None)
    return Boilerplate(_newest(counts))


def fingerprint(text: str) -> str | None:
    """Equal for texts that differ only in case, spaces, digits and signs; None for short ones."""
    own = "".join([c for c in letters(text) if not c.isdigit()])
    size = len(own) if own.isascii() else len(own.encode()) // 2  # ideographs weigh more
    if size < _LEAST_LETTERS:
        return None
    return blake2b(own.encode(), digest_size=8).hexdigest()


def _newest(counts: Counter[str]) -> dict[str, int]:
    surplus = len(counts) - MAX_FINGERPRINTS
    kept: dict[str, int] = {}
    for mark, count in counts.items():
        if surplus > 0 and count < LEAST_PAGES:
            surplus -= 1
        else:
            kept[mark] = count
    return kept


def to_json(boilerplate: Boilerplate) -> str:
    """One JSON object, fingerprint -> count, in the order that ``learn`` needs."""
    return json.dumps(boilerplate.counts)


def from_json(text: str) -> Boilerplate:
    """What ``to_json`` wrote.

    >>> from_json(to_json(Boilerplate({"a1": 2}))).counts
    {'a1': 2}
    """
    return Boilerplate({str(mark): int(count) for mark, count in json.loads(text).items()})
