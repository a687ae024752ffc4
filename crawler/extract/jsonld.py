"""JSON-LD as pages really carry it: read leniently, flattened, and asked for this page's article.

Owns repairing and choosing. Refuses to say what a title, an author or a date is: it hands out
nodes, and strings as they were written.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Node = dict[str, Any]

_WRAPPING = re.compile(r"^(?:\s*(?:<!--|/[/*]|<!\[CDATA\[|\*/))+")
_GAP = re.compile(r"[\s;,]*(?:(?:/[/*]|\]\]>|-->|\*/)\s*)*")

# A page has some dozens of nodes; a list of thousands is a shop's, and costs time for nothing.
_MAX_NODES = 400
# What so many begin takes 10 MB; the largest lists of shops have a twentieth.
_MOST_BRACKETS = 50_000
_MAX_DEPTH = 12
# Types of articles besides those that end in one of these words (schema.org, and what is seen).
_ARTICLE_ENDINGS = ("article", "posting", "report", "newsitem")
_ARTICLES = frozenset({"recipe", "review", "claimreview", "howto", "creativework"})
_PAGES = frozenset({"webpage", "itempage", "aboutpage", "videoobject", "event", "medicalwebpage"})
# What the node of the page may say for that of the article.
_PAGE_KEYS = ("datePublished", "dateModified", "pubDate", "upDate", "inLanguage")
# Where the nodes of other articles hang.
_FOREIGN_KEYS = frozenset(
    {"itemlistelement", "haspart", "isrelatedto", "relatedlink", "comment", "citation", "review",
     "mentions", "itemreviewed", "subjectof", "isbasedon", "associatedarticle"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkedData:
    """All nodes of a page, and the one that is its article.

    Attributes:
        nodes: every object with a type, outer before inner, in page order.
        article: the node of this page's article with what the node of the page adds; or empty.
    """

    nodes: Sequence[Node]
    article: Mapping[str, Any]

    def resolve(self, value: object) -> object:
        """The node that a mere ``{"@id": ...}`` points to, anything else as it is."""
        if isinstance(value, dict) and "@id" in value and len(value) <= 2:  # noqa: PLR2004
            return next(
                (n for n in self.nodes if n.get("@id") == value["@id"] and len(n) > len(value)),
                value,
            )
        return value


def read_linked_data(scripts: Sequence[str], url: str) -> LinkedData:
    """The JSON-LD of the page at ``url``.

    >>> script = '{"@graph": [{"@type": ["NewsArticle"], "headline": "Ferry &amp; co",},]}'
    >>> read_linked_data([script], "https://example.org/a").article["headline"]
    'Ferry &amp; co'
    """
    nodes: list[Node] = []
    foreign: set[int] = set()
    for script in scripts:
        for value in parse(script):
            for node, is_foreign in _walk(value):
                nodes.append(node)
                if is_foreign:
                    foreign.add(id(node))
                if len(nodes) >= _MAX_NODES:
                    break
    own = [node for node in nodes if id(node) not in foreign]
    return LinkedData(tuple(nodes), _article(own, url))


def parse(script: str) -> list[object]:
    r"""The values of a script, mended as far as mending is safe; none when it is past it.

    >>> parse('{"a": "one' + chr(10) + 'two"} {"b": [1,],};')
    [{'a': 'one\ntwo'}, {'b': [1]}]
    >>> parse("<!-- <![CDATA[ {&quot;a&quot;: 1} ]]> -->")
    [{'a': 1}]
    """
    if script.count("{") + script.count("[") > _MOST_BRACKETS:
        return []
    text = _WRAPPING.sub("", script.strip().lstrip("\ufeff"))
    values, is_whole = _values(text)
    if is_whole:
        return values
    text = text[_start(text) :]
    if "&quot;" in text or "&#34;" in text:
        text = html.unescape(text)
    mended, _ = _values(_mend(text))
    return max(mended, values, key=len)


def _start(text: str) -> int:
    found = re.search(r"[{\[]\s*(?:[{\"&\]]|$)", text)
    return found.start() if found else len(text)


def _mend(text: str) -> str:
    """Commas too many or too few, and comments between members."""
    text = re.sub(r"^[^\S\n]*+//[^\n]*$", "", text, flags=re.MULTILINE)
    text = re.sub(r",(\s*[}\]])", r"\1", text)
    text = re.sub(r"([{\[,])\s*,+", r"\1", text)
    text = re.sub(r'(?<=["}\]])[^\S\n]*+\n\s*+(?=")', ",", text)
    # A backslash that escapes nothing is a backslash.
    return re.sub(r'\\(?!["\\/bfnrtu])', r"\\\\", text)


def _values(text: str) -> tuple[list[object], bool]:
    """JSON values one after the other up to what is none, and whether that is the end."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    position = 0
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        if isinstance(value, dict | list):
            values.append(value)
        gap = _GAP.match(text, position)
        position = gap.end() if gap else len(text)
    return values, position >= len(text)


def _walk(value: object, depth: int = 0, *, foreign: bool = False) -> Iterator[tuple[Node, bool]]:
    """Nodes with a type, outer first, and whether they stand for something else than the page."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1, foreign=foreign)
    elif isinstance(value, dict):
        if types(value) or "pubDate" in value:
            yield value, foreign
        for key, item in value.items():
            if isinstance(item, dict | list):
                yield from _walk(item, depth + 1, foreign=foreign or key.lower() in _FOREIGN_KEYS)


def types(node: Mapping[str, Any]) -> frozenset[str]:
    """Lower-case types of a node without their namespace.

    >>> sorted(types({"@type": ["schema:NewsArticle", "http://schema.org/Thing"]}))
    ['newsarticle', 'thing']
    """
    value = node.get("@type", node.get("type"))
    names = value if isinstance(value, list) else [value]
    return frozenset(
        re.split(r"[/:#]", name)[-1].lower() for name in names if isinstance(name, str)
    )


def _article(nodes: Sequence[Node], url: str) -> Mapping[str, Any]:
    """The node of the article, filled up from the node of the page (a Yoast graph has both)."""
    articles = [node for node in nodes if _rank(node) == 2]  # noqa: PLR2004
    pages = [node for node in nodes if _rank(node) == 1]
    chosen = max(articles, key=lambda node: _fit(node, url), default=None)
    page = max(pages, key=lambda node: _fit(node, url), default=None)
    if chosen is None:
        return page or {}
    if page is None:
        return chosen
    stated: Node = {key: page[key] for key in _PAGE_KEYS if key in page}
    return stated | chosen


def _rank(node: Node) -> int:
    """2 for an article, 1 for a page; Chinese search engines ask for a page without a type."""
    kinds = types(node)
    if any(kind.endswith(_ARTICLE_ENDINGS) or kind in _ARTICLES for kind in kinds):
        return 2
    return 1 if kinds & _PAGES or "pubDate" in node else 0


def _fit(node: Node, url: str) -> tuple[bool, int]:
    """How well a node fits the page: it names its address, and it has what articles have."""
    keys = ("headline", "datePublished", "author", "articleBody", "name")
    return same_page(_address(node), url), sum(bool(node.get(key)) for key in keys)


def _address(node: Node) -> str:
    for key in ("mainEntityOfPage", "url", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and "/" in value:
            return value
    return ""


def same_page(one: str, other: str) -> bool:
    """Whether two addresses have the same path, whatever their scheme, host and query.

    >>> same_page("http://m.example.org/a/b.html?x=1#main", "https://example.org/a/b.html")
    True
    """
    try:
        paths = [unquote(urlsplit(url.strip()).path).rstrip("/") for url in (one, other)]
    except ValueError:
        return False
    return bool(paths[0]) and paths[0] == paths[1]


def text_of(value: object) -> str:
    """A string value on one line with its entities undone; lists give their first string.

    >>> text_of(["Ferry &amp;amp; co ", "x"]), text_of({"@value": "a"}), text_of(3)
    ('Ferry & co', 'a', '')
    """
    if isinstance(value, list):
        return next((text for item in value if (text := text_of(item))), "")
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name"))
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(html.unescape(value)).split())
