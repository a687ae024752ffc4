"""Elements of a page that say something about its article, found in one walk.

Owns which elements are worth reading and which stand in another part of the page. Refuses to say
what they mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from crawler.extract.page import Page

# Names of classes, ids, item properties and link relations, cut into words, that mark a role.
# The languages are those in which sites name their classes.
_ROLES = {
    role: re.compile(words)
    for role, words in {
        "author": r"author|byline|by-line|writer|writtenby|reporter|journalist|contributor"
        r"|columnist|creator|autor|auteur|redact(?:eur|or)|redakteur|verfasser|editor-?name|\bby$"
        r"|\bfn$|signature|firma|skribent|zuozhe",
        # Containers where the author may be named among other things.
        "credits": r"posted|vcard|meta-?(?:info|data|line)|credits?\b|source|laiyuan|post-?info"
        r"|article-?info",
        "date": r"date|time|publish|posted|fecha|datum|data$|stand$|created|modified|meta|info"
        r"|byline|when|clock|source|laiyuan|shijian|day$",
        "title": r"headline|title|titel|titre|titulo|titolo|tytul|heading|biaoti|\bbt\b|\bh1\b",
    }.items()
}
# Pages of a site share their names; remembering them makes a page cost a third.
_REMEMBERED = 20_000
# Utility classes make names of thousands of characters; what means something comes first.
_LONGEST_NAMES = 200
_ELSEWHERE_TAGS = frozenset({"nav", "form", "select", "button", "noscript", "template"})
# Parts of a page that belong to other articles or to the site, by the words of class and id. An
# article's own footer is its own; bars to share it and banners often hold its dateline.
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:related|comments?|commentlist|commenter|respond|side-?bar|recommend\w*|promo"
    r"|(?<!post-)(?<!entry-)(?<!article-)(?<!asset-)footer|teasers?|newsletter|popular|trending"
    r"|most-?(?:read|viewed|popular)|ranking|widgets?|nav|navi|navbar|navigation|menu|breadcrumbs?"
    r"|cookies?|disqus|readmore|read-?next|latest|more-?(?:news|stories|posts|from)|carousel"
    r"|slider|ticker|see-?also|copyright|advert\w*|login|modal|popup|similar|hotnews|aside|prev"
    r"|previous|next|pagination|pager|other-?(?:news|posts)|outbrain|taboola|feed)(?:$|[\s_-])"
    r"|related(?:Posts|Articles|Stories|Links|Content)|(?:post|article|page)s?Nav",
    re.IGNORECASE,
)
_OWN_FOOTER = re.compile(r"post|entry|article|meta", re.IGNORECASE)
# Paths of pages about one author.
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|i|in|a)?|auteurs?|redakt\w+|redaktor\w*|journalists?|journalisten|reporters?"
    r"|contributors?|columnists?|writers?|profile|by|byline|editors|blogger"
    r"|firmas|autore|autori|skribent|giornalist[ai]|penulis|yazar\w*)[/-](?!$)",
    re.IGNORECASE,
)
_TAGS = ("h1", "h2", "h3", "time", "author link")
_SILENT = frozenset({"script", "style", "noscript", "svg", "template"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
    }
)


@dataclass(frozen=True)
class Landmarks:
    """The marked elements of one page, in page order.

    Attributes:
        page: the page.
        headline: the element that shows the title, once it is known; what holds it is the
            article's part of the page, whatever its classes say.
    """

    page: Page
    headline: HtmlElement | None = None
    marked: dict[str, list[HtmlElement]] = field(default_factory=dict, repr=False)
    places: dict[HtmlElement, int] = field(default_factory=dict, repr=False)
    _verdicts: dict[HtmlElement, bool] = field(default_factory=dict, repr=False)

    def around(self, headline: HtmlElement | None) -> Landmarks:
        """The same landmarks with the headline known."""
        verdicts = {}
        if headline is not None:
            verdicts = dict.fromkeys((headline, *headline.iterancestors()), False)
        return replace(self, headline=headline, _verdicts=verdicts)

    def own(self, role: str) -> Iterator[HtmlElement]:
        """Elements of a role that do not stand in another part of the page."""
        return (e for e in self.marked.get(role, ()) if not self.is_elsewhere(e))

    def distance(self, element: HtmlElement) -> int:
        """How far an element is from the headline, in elements; before it counts threefold."""
        if self.headline is None:
            return self.places[element]
        steps = self.places[element] - self.places[self.headline]
        return steps if steps >= 0 else -3 * steps

    def is_elsewhere(self, element: HtmlElement) -> bool:
        """Whether an element is in a part of the page that is about something else."""
        climbed = []
        here: HtmlElement | None = element
        while here is not None and here not in self._verdicts:
            climbed.append(here)
            if _is_elsewhere(here):
                break
            here = here.getparent()
        verdict = here is not None and self._verdicts.get(here, True)
        self._verdicts.update(dict.fromkeys(climbed, verdict))
        return verdict


def find_landmarks(page: Page) -> Landmarks:
    """Walk the page once and note every element whose tag or name marks a role."""
    marked: dict[str, list[HtmlElement]] = {role: [] for role in (*_TAGS, *_ROLES)}
    places: dict[HtmlElement, int] = {}
    body = page.tree.find("body")
    for place, element in enumerate((page.tree if body is None else body).iter()):
        tag = element.tag
        roles = _roles(_names(element))
        if tag in _TAGS:
            roles = (tag, *roles)
        elif tag == "a" and _AUTHOR_PATH.search(element.get("href", "")):
            roles = ("author link", *roles)
        for role in roles:
            marked[role].append(element)
            places[element] = place
    return Landmarks(page, marked=marked, places=places)


def _names(element: HtmlElement) -> str:
    """What an element is called: item property, relation, class and id."""
    get = element.get
    names = f"{get('itemprop', '')} {get('rel', '')} {get('class', '')} {get('id', '')}"
    return names[:_LONGEST_NAMES]


@lru_cache(maxsize=_REMEMBERED)
def _roles(names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for name in names.split() for role in _roles_of(name)))


@lru_cache(maxsize=_REMEMBERED)
def _roles_of(name: str) -> tuple[str, ...]:
    name = name.lower()
    return tuple(role for role, words in _ROLES.items() if words.search(name))


def _is_elsewhere(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in _ELSEWHERE_TAGS:
        return True
    if tag == "footer" and not _OWN_FOOTER.search(element.get("class", "")):
        parent = element.getparent()
        return parent is None or parent.tag != "article"
    if tag in {"body", "html", "main"}:
        return False
    get = element.get
    return _names_elsewhere(f"{get('class', '')} {get('id', '')}"[:_LONGEST_NAMES])


@lru_cache(maxsize=_REMEMBERED)
def _names_elsewhere(names: str) -> bool:
    return bool(_ELSEWHERE.search(names))


def shown(element: HtmlElement, limit: int = 400) -> str:
    """Text that an element shows, on one line; empty when it is longer than ``limit``.

    >>> from lxml.html import fromstring
    >>> shown(fromstring("<p>By <b>A. Writer</b><script>x()</script></p>"))
    'By A. Writer'
    """
    parts: list[str] = []
    size = 0
    for part in _texts(element):
        if not part:
            continue
        size += len(part)
        if size > 4 * limit:
            return ""
        if parts and part[:1].isdigit() and parts[-1][-1:].isdigit():
            parts.append(" ")  # a year and a time, each in its own element
        parts.append(part)
    text = " ".join("".join(parts).replace("\u00ad", "").split())
    return text if len(text) <= limit else ""


def _texts(element: HtmlElement) -> Iterator[str]:
    """Pieces of text inside an element; a space where a child's box begins or ends.

    Without recursion: pages nest deeper than Python's stack.
    """
    yield element.text or ""
    open_elements = [(element, element.iterchildren())]
    while open_elements:
        here, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            if open_elements:
                yield f" {here.tail or ''}" if here.tag not in _INLINE else here.tail or ""
        elif child.tag in _SILENT:
            yield child.tail or ""
        else:
            yield f" {child.text or ''}" if child.tag not in _INLINE else child.text or ""
            open_elements.append((child, child.iterchildren()))
