"""Elements of a page that say something about its article, found in one walk.

Owns which elements are worth reading and which stand in another part of the page. Refuses to say
what they mean.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.extract.page import Page

# Names of classes, ids, item properties and link relations, cut into words, that mark a role.
# The languages are those in which sites name their classes.
_ROLES = {
    role: re.compile(words)
    for role, words in {
        "author": r"aut(?:h?or|eur)|by-?line|writ(?:er|tenby)|re(?:porter|dact(?:eu|o)r|dakteur)"
        r"|journalist|co(?:ntributor|lumnist)|creator|attribution|verfasser|editor-?name|\bby$|\bfn$|signature"
        r"|firma|skribent|zuozhe",
        # Containers where the author may be named among other things.
        "credits": r"post(?:ed|-?info)|vcard|meta-?(?:info|data|line)|credits?\b|source|laiyuan"
        r"|article-?info",
        "date": r"dat(?:e|um|a$)|time|p(?:ublish|osted)|fecha|stand$|created|m(?:odified|eta)|info"
        r"|byline|when|clock|source|laiyuan|shijian|day$",
        "title": r"headl?in[eg]|t(?:it(?:le|el|re|ulo|olo)|ytul)|biaoti|\bbt\b|\bh1\b",
    }.items()
}
# Most names mark nothing; one search says so instead of one a role.
_ANY_ROLE = re.compile("|".join(words.pattern for words in _ROLES.values()))
# Pages of a site share their names; remembering them makes a page cost a third.
_REMEMBERED = 20_000
# Utility classes make names of thousands of characters; what means something comes first.
_LONGEST_NAMES = 200
_ELSEWHERE_TAGS = frozenset({"nav", "form", "select", "button", "noscript", "template"})
# Parts of a page that belong to other articles, to readers or to the site, by the words of class
# and id. An article's own footer is its own; bars to share it and banners often hold its dateline.
_FOREIGN = re.compile(
    r"(?:^|[\s_-])(?:related|comments?|commentlist|commenter|respond|recommend\w*|promo"
    r"|(?<!post-)(?<!entry-)(?<!article-)(?<!asset-)footer|newsletter|popular|trending"
    r"|most-?(?:read|viewed|popular)|ranking|nav|navi|navbar|navigation|menu|breadcrumbs?"
    r"|cookies?|disqus|read-?next|latest|more-?(?:news|stories|posts|from)|carousel"
    r"|slider|ticker|see-?also|copyright|advert\w*|login|modal|popup|similar|hotnews|prev"
    r"|previous|next|pagination|pager|other-?(?:news|posts)|outbrain|taboola|feed)(?:$|[\s_-])"
    r"|related(?:Posts|Articles|Stories|Links|Content)|(?:post|article|page)s?Nav",
    re.IGNORECASE,
)
# Parts that mostly belong to others too, but hold the article's own dateline on some pages.
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:side-?bar|aside|(?<!elementor-)widgets?|teasers?|readmore)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Trails are not deep; what is further around may hold the page.
_TRAIL = re.compile(r"(?:^|[\s_-])breadcrumbs?(?:$|[\s_-])", re.IGNORECASE)
_LEVELS = 5
_ITEMS = etree.XPath("//*[@itemprop]")
# What holds the article holds the rest of the page too; its names say nothing.
_TRUNK = frozenset({"html", "body", "main"})
_OWN_FOOTER = re.compile(r"post|entry|article|meta", re.IGNORECASE)
# Paths of pages about one author.
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|i|in|a)?|auteurs?|redakt\w+|journalist(?:s|en)?|reporters?"
    r"|contributors?|columnists?|writers?|profile|by|byline|editors|blogger"
    r"|firmas|autore|autori|skribent|giornalist[ai]|penulis|yazar\w*)[/-](?!$)",
    re.IGNORECASE,
)
_TAGS = frozenset({"h1", "h2", "h3", "time"})


class Landmarks:
    """The elements of one page that tell about its article, in page order.

    The page is walked when a named role is asked for first: half of all pages say in their head
    whatever there is to know.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.headline: HtmlElement | None = None
        self._verdicts: dict[HtmlElement, bool] = {}

    def around(self, headline: HtmlElement | None) -> None:
        """Make the element that shows the title known.

        What holds it is the article's part of the page, whatever its classes say.
        """
        self.headline = headline
        if headline is not None:
            self._verdicts = dict.fromkeys((headline, *headline.iterancestors()), False)
            if headline.tag not in _TAGS:
                self._walked[1].setdefault(headline, _place(headline, self.page))

    @cached_property
    def _walked(self) -> tuple[dict[str, list[HtmlElement]], dict[HtmlElement, int]]:
        """Elements by role, and the places of these."""
        return _walk(self.page)

    def marked(self, role: str) -> list[HtmlElement]:
        """Elements of a role: a tag, ``author link``, or a name of ``_ROLES``."""
        if role in _TAGS:
            return list(self.page.tree.iter(role))
        return self._walked[0][role]

    @cached_property
    def _items(self) -> list[HtmlElement]:
        found: Any = _ITEMS(self.page.tree)
        return list(found)

    def stating(self, name: str) -> list[HtmlElement]:
        """The elements that state a property of microdata (HTML §5.2.3, ``itemprop``)."""
        return [element for element in self._items if name in element.get("itemprop", "")]

    def own(self, role: str) -> list[HtmlElement]:
        """Elements of a role that do not stand in another part of the page."""
        return [e for e in self.marked(role) if not self.is_elsewhere(e)]

    def distance(self, element: HtmlElement) -> int:
        """How far an element is from the headline, else from the beginning, in elements."""
        start = self.place(self.headline) if self.headline is not None else 0
        return abs(self.place(element) - start)

    def place(self, element: HtmlElement) -> int:
        """Number of an element with a role, in page order."""
        return self._walked[1].get(element, 0)

    def near(self, role: str, before: int, after: int) -> list[HtmlElement]:
        """``own`` elements so many places around the headline, the nearest first.

        All of them, in page order, where the headline is not known.
        """
        if self.headline is None:
            return self.own(role)
        here = self.place(self.headline)
        reach = range(here - before, here + after + 1)
        elements = [e for e in self.marked(role) if self.place(e) in reach]
        return sorted((e for e in elements if not self.is_elsewhere(e)), key=self.distance)

    def beside(self, role: str, reach: int) -> list[HtmlElement]:
        """Elements close to the headline, the nearest first, though in a sidebar or a widget."""
        if self.headline is None:
            return []
        close = (e for e in self.marked(role) if self.distance(e) <= reach)
        ours = [e for e in close if not any(map(_is_foreign, (e, *e.iterancestors())))]
        return sorted(ours, key=self.distance)

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


def _walk(page: Page) -> tuple[dict[str, list[HtmlElement]], dict[HtmlElement, int]]:
    """Note every element whose tag or name marks a role, and its place."""
    marked: dict[str, list[HtmlElement]] = {role: [] for role in ("author link", *_ROLES)}
    places: dict[HtmlElement, int] = {}
    body = page.tree.find("body")
    host = urlsplit(page.url).hostname or ""
    seen: dict[str, tuple[str, ...]] = {}
    for place, element in enumerate((page.tree if body is None else body).iter()):
        names, tag = _names(element), element.tag
        roles = seen.get(names)
        if roles is None:
            roles = seen[names] = _roles(names)
        if tag == "a" and _leads_to_author(element.get("href", ""), host):
            roles = ("author link", *roles)
        for role in roles:
            marked[role].append(element)
        if roles or tag in _TAGS:
            places[element] = place
    return marked, places


def _place(wanted: HtmlElement, page: Page) -> int:
    """Number of an element that may be without a role."""
    body = page.tree.find("body")
    elements = (page.tree if body is None else body).iter()
    return next((place for place, element in enumerate(elements) if element is wanted), 0)


def _leads_to_author(href: str, host: str) -> bool:
    """Whether a link is to a page of its own site about an author."""
    return bool(_AUTHOR_PATH.search(href)) and (href.startswith("/") or host in href)


def _names(element: HtmlElement) -> str:
    """What an element is called: item property, relation, class and id."""
    get = element.get
    class_, id_, prop, rel = get("class"), get("id"), get("itemprop"), get("rel")
    if class_ or id_ or prop or rel:
        return f"{prop or ''} {rel or ''} {class_ or ''} {id_ or ''}"[:_LONGEST_NAMES]
    return ""


def _roles(names: str) -> tuple[str, ...]:
    """Roles that the names of one element mark, each once."""
    roles: tuple[str, ...] = ()
    for name in names.split():
        for role in _roles_of(name):
            if role not in roles:
                roles += (role,)
    return roles


@lru_cache(maxsize=_REMEMBERED)
def _roles_of(name: str) -> tuple[str, ...]:
    name = name.lower()
    if not _ANY_ROLE.search(name):
        return ()
    return tuple(role for role, words in _ROLES.items() if words.search(name))


def _is_elsewhere(element: HtmlElement) -> bool:
    return _is_foreign(element) or (element.tag not in _TRUNK and _are_beside(_part(element)))


def _is_foreign(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in _ELSEWHERE_TAGS:
        return True
    if tag == "footer" and not _OWN_FOOTER.search(element.get("class", "")):
        parent = element.getparent()
        return parent is None or parent.tag != "article"
    return tag not in _TRUNK and _are_foreign(_part(element))


def is_navigation(element: HtmlElement) -> bool:
    """Whether an element stands in a menu or a trail of breadcrumbs."""
    around = islice(element.iterancestors(), _LEVELS)
    return any(e.tag == "nav" or (e.tag not in _TRUNK and _leads_on(_part(e))) for e in around)


def _part(element: HtmlElement) -> str:
    """What a part of the page is called."""
    return f"{element.get('class', '')} {element.get('id', '')}"[:_LONGEST_NAMES]


@lru_cache(maxsize=_REMEMBERED)
def _are_foreign(names: str) -> bool:
    return bool(_FOREIGN.search(names))


@lru_cache(maxsize=_REMEMBERED)
def _leads_on(names: str) -> bool:
    return bool(_TRAIL.search(names))


@lru_cache(maxsize=_REMEMBERED)
def _are_beside(names: str) -> bool:
    return bool(_BESIDE.search(names))
