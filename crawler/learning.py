"""What the pages of a source have in common, learned as they are read and used at once.

Owns when to learn and when to write it down; what is learned is up to ``extract.boilerplate``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.boilerplate import LEAST_PAGES, from_json, learn, to_json

if TYPE_CHECKING:
    from crawler.extract.boilerplate import Boilerplate
    from crawler.extract.page import Page
    from crawler.memory import Memory

# Pages of one run that are learned from: what a site repeats has shown itself by then, and each
# takes as long as finding its body.
_PAGES = 30
# A run that is killed has written down what it knew then.
_WRITTEN_DOWN = (LEAST_PAGES, 10, _PAGES)


class Learning:
    """The lessons of one source.

    Args:
        memory: where earlier runs left theirs.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._pages = 0
        known = memory.boilerplate()
        self.boilerplate: Boilerplate | None = from_json(known) if known else None

    def add(self, page: Page) -> None:
        """Learns from the page of an article that nobody has read before."""
        if self._pages >= _PAGES:
            return
        self._pages += 1
        self.boilerplate = learn([page], self.boilerplate)
        if self._pages in _WRITTEN_DOWN:
            self._memory.keep_boilerplate(to_json(self.boilerplate))
