"""For a selector that finds nothing any more: others that find what it found, on the page of today.

Pure. Where the pages and the values come from is up to ``checkup``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.detect.links import links_in
from crawler.kinds.html import href_of
from crawler.loaders import compile_loader
from crawler.rules import Rule, compiled_xpath, xpath_of
from crawler.workshop.facts import is_part_said, is_said, likeness
from crawler.workshop.selectors import cost, places_of, selectors_of
from feeds.links import canonical, identity
from feeds.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from crawler.extract.page import Page
    from crawler.loaders import Values
    from crawler.workshop.facts import Frame

_MOST = 3
# Elements that hold the text of an article, and how much longer or shorter theirs may be.
_BLOCKS = ("article", "div", "main", "section", "td")
_LEAST_SHARE, _MOST_SHARE = 0.7, 1.4
# Share of a list's links that a selector has to find, and of what it finds that are such.
_GOOD_LIST = 0.8


@dataclass(frozen=True, slots=True)
class Example:
    """A page, and what it is known to say in the field that is looked for."""

    page: Page
    value: Any
    frame: Frame


def replacements(field: str, old: Rule, examples: Sequence[Example]) -> list[Rule]:
    """Rules in place of ``old`` that find the value of every example, the best first."""
    if not examples:
        return []
    first, *_ = examples
    seeds = _bodies(first) if field == "body" else _places(field, old, first)
    regexes = dict.fromkeys((None, old.regex))
    rules = (Rule(css=css, regex=regex) for css in _ordered(seeds) for regex in regexes)
    found = (rule for rule in rules if all(_finds(field, rule, each) for each in examples))
    return [rule for rule, _ in zip(found, range(_MOST), strict=False)]


def list_replacements(page: Page, links: Iterable[str]) -> list[Rule]:
    """Rules for the links of a list: they find the known ``links``, and hardly anything else."""
    wanted = {identity(link) for link in links} & {identity(url) for url, _ in _anchors(page)}
    wanted |= {identity(link.url) for link in links_in(page)}
    anchors = [element for url, element in _anchors(page) if identity(url) in wanted]
    candidates = _ordered(css for element in anchors[:_MOST] for css in selectors_of(element))
    scored = [(_agreement(page, css, wanted), css) for css in candidates]
    good = [pair for pair in scored if pair[0] >= _GOOD_LIST]
    best = sorted(good, key=lambda pair: (-round(pair[0], 2), cost(pair[1])))
    return [Rule(css=css) for _, css in best[:_MOST]]


def _ordered(selectors: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(selectors), key=cost)


def _places(field: str, old: Rule, example: Example) -> Iterator[str]:
    pattern = re.compile(old.regex or "$.")  # the second matches nothing

    def fits(text: str) -> bool:
        groups = [match[match.re.groups and 1] for match in pattern.finditer(text)]
        texts = [text, *filter(None, groups)]
        return any(is_part_said(field, each, example.value, example.frame) for each in texts)

    values = [example.value] if isinstance(example.value, str) else example.value
    return places_of(example.page.tree, max(map(len, values)), fits)


def _bodies(example: Example) -> Iterator[str]:
    """Selectors of the element that holds the body, and little else."""
    length = len(plain(example.value))
    blocks = [
        (likeness(text, plain(example.value)), element)
        for element in example.page.tree.iter(*_BLOCKS)
        if _LEAST_SHARE < len(text := element.text_content()) / length < _MOST_SHARE
    ]
    if not blocks:
        return iter(())
    best = max(score for score, _ in blocks)
    # Of blocks around each other with the same text the innermost, which comes last.
    return selectors_of([element for score, element in blocks if score == best][-1])


def _finds(field: str, rule: Rule, example: Example) -> bool:
    values: Values = {}
    compile_loader({field: (rule,)}, "detail").read("detail", example.page.tree, values)
    texts = values[field][1] if field in values else []
    return is_said(field, texts, example.value, example.frame)


def _anchors(page: Page) -> Iterator[tuple[str, HtmlElement]]:
    for element in page.tree.iter("a"):
        if url := canonical(element.get("href") or "", page.base):
            yield url, element


def _agreement(page: Page, css: str, wanted: set[str]) -> float:
    """F1 of the links that a selector finds, against those that are wanted."""
    found = {
        identity(url)
        for element in compiled_xpath(xpath_of(css))(page.tree)
        if (url := canonical(href_of(element), page.base))
    }
    return 2 * len(found & wanted) / ((len(found) + len(wanted)) or 1)
