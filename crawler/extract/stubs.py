"""Pages that stand where an article should: for logging in, paying, consenting, or "not found".

Pure. Their headings give them away, or what the page says of itself together with a short text.
Refuses to guess from short texts alone: news may be short.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from feeds.tags import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from crawler.extract.page import Page

# A heading is one of these alone, or with the name of the site behind a separator.
_AFTER = r"\W*(?:$|\s[-|–—·_:»]\s)"
_HEADINGS = {
    "error page": (
        r"(?:error\W*)?(?:40[034]|410|50[0234])\b(?:\W*(?:error|not found|forbidden|bad request|"
        r"page not found|internal server error|bad gateway|service unavailable|gone))?|"
        r"(?:the |this )?page (?:was |is )?(?:not found|unavailable|does not exist)|"
        r"(?:page|content|file) not found|internal server error|bad gateway|access denied|"
        r"service (?:temporarily )?unavailable|页面不存在|页面未找到|找不到页面|您访问的页面不存在|"
        r"頁面不存在|找不到網頁|seite nicht gefunden|page (?:non trouvée|introuvable)|"
        r"página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden|"
        r"страница не найдена|ページが見つかりません|페이지를 찾을 수 없습니다"
    ),
    "login page": (
        r"(?:please )?(?:sign|log) ?in(?: to (?:continue|read|your account))?|login|anmelden|"
        r"einloggen|se connecter|connexion|iniciar sesión|entrar|accedi|inloggen|войти|вход|"
        r"用户登录|登录|登入|ログイン|로그인"
    ),
    "consent page": (
        r"we value your privacy|your privacy(?: choices)?|before you continue(?: to \w+)?|"
        r"cookie (?:consent|notice|settings)|wir schätzen ihre privatsphäre|"
        r"nous respectons votre vie privée|valoramos (?:tu|su) privacidad"
    ),
    "test for robots": (
        r"just a moment|attention required|are you (?:a )?(?:human|robot)|"
        r"checking your browser|please verify you are (?:a )?human|security check|"
        r"verify you are human|安全验证|请完成安全验证"
    ),
}
_PATTERNS = {
    reason: re.compile(rf"\W*(?:{words}){_AFTER}", re.IGNORECASE)
    for reason, words in _HEADINGS.items()
}
# An article on logging in has such a heading, too, but no field for a password.
_WITH_FIELD = "login page"

# schema.org, CreativeWork; sites write true and false with and without quotes.
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_OFFER = re.compile(
    r"subscri|sign up to|already a member|abonn|suscr[ií]b|assin(?:e|ante)|订阅|訂閱|付费|会员|"
    r"подпис|購読|有料|구독",
    re.IGNORECASE,
)
# Characters: teasers before an offer are shorter, articles that mention one are mostly longer.
_TEASER = 800


def stub_reason(page: Page, body: str) -> str | None:
    """What stands there instead of an article, as a phrase to count by; None for an article.

    Args:
        page: as parsed.
        body: HTML that was found to be its text; empty when nothing was.
    """
    for heading in _headings(page):
        for reason, pattern in _PATTERNS.items():
            if pattern.match(heading) and (reason != _WITH_FIELD or _asks_password(page)):
                return reason
    text = spaced(body) if len(body) < 10 * _TEASER else body
    if len(text) < _TEASER and _OFFER.search(text) and _says_not_free(page):
        return "paywall"
    return None


def _headings(page: Page) -> Iterator[str]:
    first: dict[Any, HtmlElement] = {}
    for element in page.tree.iter("title", "h1"):
        first.setdefault(element.tag, element)
    for element in first.values():
        yield " ".join("".join(element.itertext()).split())[:200]


def _asks_password(page: Page) -> bool:
    return any(field.get("type") == "password" for field in page.tree.iter("input"))


def _says_not_free(page: Page) -> bool:
    return any(_NOT_FREE.search(script) for script in page.json_ld_scripts)
