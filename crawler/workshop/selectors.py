"""CSS selectors for an element, such as a person would write them: short, by names that last.

Pure. What an element ought to say is up to the caller.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

# Names with digits or a machine's prefix change with every build of the site.
_LASTING = re.compile(r"(?!(?:css|sc|jsx|svelte|data)-)[A-Za-z][A-Za-z_-]{1,30}")
# Attributes that say what an element is, and those in which sites put values.
_MARKS = ("itemprop", "property", "name", "rel", "role")
_VALUES = ("content", "datetime", "href", "src")
_LANDMARKS = frozenset({"article", "header", "main", "figure", "aside", "nav"})
_LEVELS = 8
# Longer texts than the value and some words around it are those of whole blocks.
_ROOM = 200


def selectors_of(element: HtmlElement) -> Iterator[str]:
    """Selectors that match an element, alone and below each of its ancestors with a name.

    >>> from crawler.extract.page import parse_page
    >>> page = parse_page("<main><h2 class='headline css-1x2'>Ferry</h2></main>", "https://a.example/")
    >>> list(selectors_of(page.tree.find(".//h2")))
    ['h2.headline', '.headline', 'h2', 'main h2.headline', 'main .headline', 'main h2']
    """
    own = [*_names(element), str(element.tag)]
    yield from own
    for ancestor in _ancestors(element):
        above = list(_names(ancestor))
        above += [str(ancestor.tag)] if ancestor.tag in _LANDMARKS else []
        yield from (f"{outer} {inner}" for outer in above for inner in own)


def cost(selector: str) -> tuple[int, int, int]:
    """How much a selector leans on: steps, whether it is but a tag, length. The least is best.

    >>> sorted(["main h2", "h2", "h2.headline", ".headline"], key=cost)
    ['.headline', 'h2.headline', 'h2', 'main h2']
    """
    bare = selector.partition("::")[0]
    return len(bare.split()), bare.isalnum(), len(selector)


def places_of(tree: HtmlElement, length: int, fits: Callable[[str], bool]) -> Iterator[str]:
    """Selectors of all places on a page whose text or attribute is what ``fits`` says.

    Args:
        tree: the page.
        length: characters of the value that is looked for.
        fits: whether a text is that value.
    """
    for element in tree.iter("*"):
        for name in _VALUES:
            if (value := element.get(name)) and fits(value):
                yield from (f"{each}::attr({name})" for each in selectors_of(element))
        text = "".join(element.itertext("*"))
        if len(text) <= length + _ROOM and fits(text):
            yield from selectors_of(element)


def _names(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    if _LASTING.fullmatch(identity := element.get("id") or ""):
        yield f"#{identity}"
    for name in (element.get("class") or "").split():
        if _LASTING.fullmatch(name):
            yield from (f"{tag}.{name}", f".{name}")
    for mark in _MARKS:
        if (value := element.get(mark)) and re.fullmatch(r"[\w:.-]{1,40}", value):
            yield f'{tag}[{mark}="{value}"]'


def _ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    above = chain(element.iterancestors())
    for _, ancestor in zip(range(_LEVELS), above, strict=False):
        if ancestor.tag not in ("html", "body"):
            yield ancestor
