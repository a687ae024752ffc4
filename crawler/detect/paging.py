"""Where a list goes on: the link to its next page.

It refuses to guess addresses: only a link that stands on the page is a next page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.extract.page import parse_page
from feeds.links import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

    from crawler.extract.page import Page

# What the link says, without marks and arrows, in small letters. "More" alone leads to sections.
_NEXT = re.compile(
    r"next(?: page)?|older(?: (?:posts?|entries|articles|stories|news))?|load more|show more"
    r"|weiter|nächste(?: seite)?|ältere (?:beiträge|artikel)|vor(?:wärts)?"
    r"|(?:page )?suivante?|articles plus anciens|plus anciens?|siguiente|entradas antiguas"
    r"|página siguiente|próxima(?: página)?|seguinte|pagina successiva|successiv[ao]|avanti"
    r"|articoli precedenti|volgende|nästa|neste|næste|seuraava|następna(?: strona)?|następne"
    r"|starsze (?:wpisy|artykuły)|další|ďalšia?|ďalej|következő|sonraki|урađe|старије"
    r"|следующая(?: страница)?|следующие|далее|вперед|вперёд|туда|наступна|далі|старше"
    r"|επόμεν[ηοα](?: σελίδα)?|παλαιότερα"
    r"|التالي|الصفحة التالية|הבא|بعدی|अगला|পরবর্তী|ถัดไป|tiếp|trang sau|berikutnya|selanjutnya"
    r"|下一页|下一頁|下页|下頁|后一页|后页|次へ|次のページ|次の?\d*件|다음|다음 ?페이지"
)
_ARROWS = frozenset("»›→>⟩▶►")
_MARKS = " \t\xa0»›→>⟩▶►«‹←<.…·|()[]【】:-–—"
_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.IGNORECASE)
_PAGER = re.compile(r"pag(?:e|er|es|ing|inat|ina)|pagenav|nav-links|wp-page", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_MAX_PAGE = 10_000  # a larger number is a year or an id
_PAGER_LEVELS = 4


def next_page(html: str, url: str) -> str | None:
    """Return the address of the list page that follows, None when the page links to none.

    ``rel=next`` decides (HTML §4.6.7.14); else what a link says, in thirty languages; else the
    number after the current one among the page's numbers.

    Args:
        html: the decoded page.
        url: where it was read from.

    >>> next_page("<a href='?page=1'>1</a> <b>2</b> <a href='?page=3'>3</a>", "https://a.example/?page=2")
    'https://a.example/?page=3'
    >>> next_page("<a href='/page/2/'>Older posts »</a>", "https://a.example/")
    'https://a.example/page/2/'
    """
    return next_of(parse_page(html, url))


def next_of(page: Page) -> str | None:
    """As ``next_page``, of a page that has been parsed."""
    for fits in (_by_relation, _by_text, _by_class):
        if found := next(_targets(page, fits), None):
            return found
    return _by_number(page)


def _targets(page: Page, fits: Callable[[HtmlElement], bool]) -> Iterator[str]:
    """Where the elements lead that fit: other pages of the same host."""
    own = canonical(page.url)
    for element in page.tree.iter("link", "a"):
        href = (element.get("href") or "").strip()
        if href and not href.startswith("#") and fits(element):
            target = canonical(href, page.base)
            if target and target != own and _host(target) == _host(page.url):
                yield target


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _by_relation(element: HtmlElement) -> bool:
    return "next" in (element.get("rel") or "").lower().split()


def _by_text(element: HtmlElement) -> bool:
    if element.tag != "a":
        return False
    text = " ".join(element.text_content().split()) or element.get("title") or ""
    words = text.strip(_MARKS).lower()
    if words:
        return _NEXT.fullmatch(words) is not None
    return bool(_ARROWS.intersection(text)) and _in_pager(element)


def _by_class(element: HtmlElement) -> bool:
    parent = element.getparent()
    names = [element.get("class") or "", (parent.get("class") or "") if parent is not None else ""]
    return element.tag == "a" and any(map(_CLASS.search, names)) and _in_pager(element)


def _in_pager(element: HtmlElement) -> bool:
    """Whether what stands around the link is called a pager; galleries have arrows as well."""
    for _ in range(_PAGER_LEVELS):
        if _PAGER.search(f"{element.get('class')} {element.get('id')}"):
            return True
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return False


def _by_number(page: Page) -> str | None:
    """The link whose text is the number after that of this page, its address differing only there.

    Page 1 often has no number in its address: then the address of page 2 must hold "2" and begin
    as this one.
    """
    own = canonical(page.url) or page.url
    for element in page.tree.iter("a"):
        text = " ".join(element.text_content().split()).strip("[]() ")
        if not _NUMBER.fullmatch(text) or not 1 < int(text[:9]) < _MAX_PAGE:
            continue
        target = canonical(element.get("href") or "", page.base)
        if target and _follows(own, target, int(text)):
            return target
    return None


def _follows(own: str, target: str, number: int) -> bool:
    """Whether ``target`` is ``own`` with the number of the page before it replaced by ``number``.

    >>> _follows("https://a.example/l_48_2.html", "https://a.example/l_48_3.html", 3)
    True
    >>> _follows("https://a.example/news/", "https://a.example/news/?p=2", 2)
    True
    >>> _follows("https://a.example/news/", "https://a.example/sport/2", 2)
    False
    """
    pairs = list(zip(_NUMBER.findall(own), _NUMBER.findall(target), strict=False))
    if _NUMBER.sub("0", own) == _NUMBER.sub("0", target):
        return [pair for pair in pairs if pair[0] != pair[1]] == [(str(number - 1), str(number))]
    root = own.partition("?")[0].rpartition("/")[0]
    rest = target.removeprefix(root)
    return number == 2 and target.startswith(root) and _NUMBER.findall(rest)[-1:] == ["2"]  # noqa: PLR2004 - the page after the first
