"""Removes from a body what its source calls noise. Safety is not its business: see ``markup``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract.page import parse_page
from crawler.rules import compiled_xpath, xpath_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement


class Trimmer:
    """Compiled selectors of noise.

    Args:
        remove: CSS selectors of what goes with all it holds.
        unwrap: CSS selectors of tags that go while their text stays.

    >>> Trimmer(["span"], ["a"]).trim('<p>Oil <a href="/q">up</a><span>2%</span> again</p>')
    '<p>Oil up again</p>'
    """

    def __init__(self, remove: Sequence[str], unwrap: Sequence[str]) -> None:
        self._remove = [compiled_xpath(xpath_of(css)) for css in remove]
        self._unwrap = [compiled_xpath(xpath_of(css)) for css in unwrap]

    def trim(self, body: str) -> str:
        """``body``, an HTML fragment, without the noise."""
        root = parse_page(f"<body>{body}", "").tree.find("body")
        if root is None:
            return body
        for select in self._remove:
            _each(select(root), "drop_tree")
        for select in self._unwrap:
            _each(select(root), "drop_tag")
        html = etree.tostring(root, encoding="unicode", method="html")
        return str(html).removeprefix("<body>").removesuffix("</body>")


def _each(elements: list[HtmlElement], drop: str) -> None:
    for element in elements:
        if element.getparent() is not None:
            getattr(element, drop)()
