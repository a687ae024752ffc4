"""What stands on many pages of one source and therefore belongs to none of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Fingerprints of text blocks that recur on the pages of one source."""

    blocks: frozenset[str] = frozenset()
