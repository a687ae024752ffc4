"""How deeply markup nests and what a parser would have to do about it, told without a tree.

Owns the caps on that. It counts what nh3 and the writer of bodies would do: rather too much where
markup is not well nested, since there every parser has rules of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from feeds.tags import ATTRIBUTE, NOT_NESTING, TAG

# Open elements, added up over all tags: nh3 and the writer look through them at each. About a
# second; a live ticker of 20,000 tags, 15 deep, has a thirtieth of it.
_MAX_STEPS = 10_000_000
# Formatting elements left open are made anew in each paragraph, at 200 bytes each: about 40 MB.
_MAX_REMADE = 200_000
# So many attributes take as much as an element.
_ATTRIBUTES_PER_ELEMENT = 5
# End tags that stand where another element would have to end first. Some parsers heed them and
# some do not: `<div><table></div></table>` leaves the first element open for ever. Careless pages
# have dozens.
_MAX_MISPLACED = 200
# HTML §13.2.4.3, those that are made anew.
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
     "u"]
)  # fmt: skip
# Whose end tag does not end what ends by itself inside: a `</span>` in a paragraph that began
# behind its `<span>` is ignored.
_INLINE = _FORMATTING | {"abbr", "cite", "del", "ins", "label", "mark", "q", "span", "sub", "sup"}


def too_deep(html: str) -> int:
    """How many elements are never closed, if parsing ``html`` would take too long; else 0.

    Args:
        html: as `feeds.tags.without_raw_text` leaves it.

    >>> too_deep("<p>It <b>sails</b>" * 5000), too_deep("<div>" * 5000)
    (0, 5000)
    """
    nesting = _Nesting()
    for end, name, attributes in TAG.findall(html):
        if end:
            nesting.end(name.lower())
        else:
            nesting.start(name.lower(), attributes)
        nesting.steps += nesting.depth
        nesting.remade += nesting.formatting
    return max(1, nesting.depth) if nesting.is_too_much else 0


@dataclass(slots=True)
class _Nesting:
    """What is open: names, and the sizes of formatting elements that would be made anew."""

    depth: int = 0
    opened: list[tuple[str, float]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)  # of those opened that nest
    formatting: float = 0.0
    steps: int = 0
    remade: float = 0.0
    misplaced: int = 0

    @property
    def is_too_much(self) -> bool:
        return self.steps > _MAX_STEPS or self.remade > _MAX_REMADE

    def start(self, tag: str, attributes: str) -> None:
        if tag in NOT_NESTING:
            # Only what it may hide matters: the last of several says as much.
            if self.opened and self.opened[-1][0] not in NOT_NESTING:
                self.opened.append((tag, 0))
            return
        size = 0.0
        if tag in _FORMATTING:
            size = 1 + len(ATTRIBUTE.findall(attributes)) / _ATTRIBUTES_PER_ELEMENT
        self.opened.append((tag, size))
        self.names[tag] += 1
        self.formatting += size
        self.depth += 1

    def end(self, tag: str) -> None:
        if tag in NOT_NESTING:
            if self.opened and self.opened[-1][0] in NOT_NESTING:
                self.opened.pop()
            return
        if tag not in _INLINE and self.opened and self.opened[-1][0] in NOT_NESTING:
            self.opened.pop()
        if self.opened and self.opened[-1][0] == tag:
            self._close(len(self.opened) - 1)
        elif self.names[tag] and self.misplaced < _MAX_MISPLACED:
            self._close_misplaced(tag)

    def _close_misplaced(self, tag: str) -> None:
        at = len(self.opened) - 1
        inside = True
        while self.opened[at][0] != tag:
            # `<b><i></b></i>` is heeded by all.
            inside &= self.opened[at][0] in _INLINE
            at -= 1
        self.misplaced += not inside
        self._close(at)

    def _close(self, at: int) -> None:
        tag, size = self.opened.pop(at)
        self.names[tag] -= 1
        self.formatting -= size
        self.depth -= 1
