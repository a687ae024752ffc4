"""What the address of a link alone says about what it leads to.

Owns the words and shapes by which news sites in all languages build their addresses. No rule
names a site. It refuses to look at the page that the link stands on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

# Parts of paths and hosts that hold something other than articles, whatever their title.
_MEDIA = re.compile(
    r"vid[eé]o(?:s|galer\w*)?|wideo|multimedia|mediathek|галер[еи]\w*|видео|фото\w*"
    r"|galler(?:y|ies|ia|ie|ys)|galleries|galer[iíe]\w*|bilder(?:galerien?|strecken?)?|diaporamas?"
    r"|photo(?:s|view|set)?|pictures?|pics?|im(?:g|ages?|agenes)|slideshows?|zdjecia|fotky"
    r"|foto(?:s|gal\w*|s?trec\w*|report\w*)?|audio|podcasts?|infogra(?:ph|f)ics?"
    r"|watch|player|playlist|iplayer|episodes?|programmes?"
    r"|[fp]h?orum\w?|foren|foros?|fora|threads?|showthread|viewtopic"
    r"|comments?|kommentare?|commentaires?|coment[aá]rios?|commenti|komentar\w*|reacties|yorumlar"
    r"|quiz(?:zes)?|polls?|votings?|umfragen?|sondages?|encuestas?|sondaggi|ankety?"
    r"|downloads?|coupons?|adsmanager|classifieds?|(?:klein)?anzeigen|anuncios|annonces|ogloszenia"
    r"|inzer(?:ce|aty)"
)
_MEDIA_HOST = re.compile(r"live|shop|store|jobs?|tv|emploi|kiosk|abo|petites-annonces")
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|zip|rar|exe|apk|mp[34]|xlsx?|css|js|xml|rss|ics)$", re.IGNORECASE
)
# Names of lists, people and services: as a last part the link is one, before it, inside one.
_HUB = re.compile(
    r"tags?|tagi|categor(?:y|ies|ia|ie|ias)|kategorie?n?|cat|rubri[ck]s?|rubriken|rubriques?"
    r"|topics?|topiclinks|themen?|temas?|temy|etiquetas?|stichwort|schlagwort|sections?|secciones"
    r"|authors?|autor(?:es|i|en)?|auteurs?|contributors?|redaktion|people|person|profile|members?"
    r"|about.*|(?:ue?)?ber-uns|contacts?|kontakt\w?|contacto|contatti|contact-us|impressum|imprint"
    r"|privacy.*|datenschutz|terms.*|agb|legal|cookies?|polic(?:y|ies)|mentions-legales|aviso-legal"
    r"|log-?in|sign-?(?:in|up)|regist(?:er|ration)|accounts?|users?|abo|abonnements?"
    r"|subscri(?:be|ptions?).*|suscri\w+|newsletters?|search|suche|recherche|buscar|ricerca|szukaj"
    r"|pages?|rss|feeds?|help|faqs?|jobs|careers|advertis.*|ads?|shop|store|archives?|arch|sitemap"
    r"|index|lists?|browse|services?|products?|events?|calendar|weather|tv|radio|games?|apps?"
    r"|mobile|donate|support|press|team|specials?|collections?|series|city|selections|popular|home"
    r"|channels?|info|ranking",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:^|[-_])(?:privacy|terms|cookies?|agreement|policy|datenschutz|impressum|imprint|copyright"
    r"|disclaimer|accessibility|newsletters?|subscri\w+|advertis\w+|contact|about|calendar\w*|login"
    r"|faq|nutzungsbedingungen|prywatnosci|regulamin|privacidad|confidentialite|legales?)(?=$|[-_.])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.(?:[sx]?html?|php|aspx?|jsp|do)$", re.IGNORECASE)
_WORD_BREAK = re.compile(r"[-_+.,\s]+")
_TOKEN_BREAK = re.compile(r"[-_.=&?]+")
_LONG_NUMBER = re.compile(r"\d{5,}")
_ID_PARAMETER = re.compile(
    r"(?:^|&)(?:p|n|a|id|aid|nid|item|art|article|story|news)(?:_?id)?=\w*\d{2,}", re.IGNORECASE
)
_DATE = re.compile(
    r"(?:19|20)\d\d[-/._年]?(?:0?[1-9]|1[0-2])(?:[-/._月]?[0-3]?\d)?(?!\d)|\d\d/\d{4}/\d{1,2}"
)
# 2026/03/02, 2026-03-02, 20260302, and /26/0302/.
_DAY = re.compile(
    r"(?<!\d)(19[89]\d|20[0-4]\d)[-/_.]?(0[1-9]|1[0-2])[-/_.]?([0-2]\d|3[01])(?!\d{1,3}\D)"
    r"|/([0-4]\d)/(0[1-9]|1[0-2])([0-2]\d|3[01])/"
)
_CJK = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Second levels that are given out under the two letters of a country.
_SECOND_LEVEL = re.compile(r"\.(?:ac|co|com|edu|gob?|gov|gouv|ne|net|nom|or|org|web)\.[a-z]{2}$")
_TITLE_WORDS = 3  # a part with more words is the title of an article, which may be about anything
_TITLE_WIDTH = 30
_YEAR_DIGITS = 4  # as many or fewer are a year, a month, a page; more are an id


def width(text: str) -> float:
    """The length of a text in Latin letters; one of CJK or Thai says as much as about two.

    >>> width("Ferry"), width("渡轮")
    (5.0, 4.4)
    """
    return len(text) + 1.2 * len(_CJK.findall(text))


def publisher(host: str) -> str:
    """The part of a host that names who publishes there, under any suffix.

    >>> publisher("www.paper.co.uk"), publisher("sport.paper.com"), publisher("10.0.0.1")
    ('paper', 'paper', '10.0.0.1')
    """
    labels = host.split(".")
    if labels[-1].isdigit() or len(labels) == 1:
        return host
    return labels[-3 if _SECOND_LEVEL.search(host) and labels[:-2] else -2]


@dataclass(frozen=True)
class Address:
    """The address of a link, taken apart.

    Attributes:
        host: without ``www.``.
        path: percent-decoded, without a slash at the end.
        query: without parameters that all links of the page have.
    """

    host: str
    path: str
    query: str

    @classmethod
    def of(cls, url: str, common: frozenset[str] = frozenset()) -> Address:
        """Take an absolute URL apart; ``common`` are the parameters that all links have."""
        parts = urlsplit(url)
        query = "&".join(piece for piece in parts.query.split("&") if piece not in common)
        host = (parts.hostname or "").removeprefix("www.")
        return cls(host, unquote(parts.path).rstrip("/"), query)

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path."""
        return tuple(part for part in self.path.split("/") if part)

    @cached_property
    def stem(self) -> str:
        """The last part without its extension."""
        return _EXTENSION.sub("", self.segments[-1]) if self.segments else ""

    @cached_property
    def words(self) -> int:
        """How many words the last part has."""
        return _words(self.stem)

    @property
    def is_title(self) -> bool:
        """Whether the last part reads like a title."""
        return _is_title(self.stem)

    @cached_property
    def has_date(self) -> bool:
        """Whether a year and a month stand in the path."""
        return bool(_DATE.search(self.path))

    @cached_property
    def has_number(self) -> bool:
        """Whether a number stands in it as content systems give them to articles."""
        return bool(_LONG_NUMBER.search(f"{self.path}?{self.query}") or self.has_id_parameter)

    @cached_property
    def has_id_parameter(self) -> bool:
        """Whether a parameter is the number of an article."""
        return bool(_ID_PARAMETER.search(self.query))

    @property
    def is_distinct(self) -> bool:
        """Whether it carries a date or number, as sites give them to all articles or to none."""
        digits = sum(char.isdigit() for char in self.segments[-1]) if self.segments else 0
        return self.has_date or self.has_number or digits >= _YEAR_DIGITS

    @cached_property
    def day(self) -> int | None:
        """The date in the path as a count of days, for comparing; None without one."""
        if not (found := _DAY.search(self.path + "/")):
            return None
        year, month, day = (part for part in found.groups() if part)
        century = "" if len(year) == _YEAR_DIGITS else "20"
        return int(century + year) * 372 + int(month) * 31 + int(day)

    @cached_property
    def is_media(self) -> bool:
        """Whether it leads to a video, gallery, forum or file rather than to an article."""
        label = self.host.partition(".")[0]
        if _FILE.search(self.path) or _MEDIA.fullmatch(label) or _MEDIA_HOST.fullmatch(label):
            return True
        return any(map(_is_media_part, (*self.segments, self.query)))

    @property
    def is_hub(self) -> bool:
        """Whether its last part names a list, a person or a service."""
        return bool(_HUB.fullmatch(self.stem)) and not self.has_id_parameter

    @property
    def is_in_hub(self) -> bool:
        """Whether an earlier part does."""
        return any(_HUB.fullmatch(part) for part in self.segments[:-1])

    @property
    def is_legal(self) -> bool:
        """Whether the title is that of a notice which every site has."""
        return bool(_LEGAL.search(self.stem))

    @cached_property
    def shape(self) -> str:
        """What it has in common with the addresses of its kind: no names, no numbers."""
        parts = "/".join(map(_shape, self.segments))
        return f"{self.host}/{parts}?{re.sub('=[^&]*', '', re.sub('[0-9]+', '9', self.query))}"

    @cached_property
    def branch(self) -> str:
        """As ``shape``, but with the name of the first part."""
        first = self.segments[0] if self.segments else ""
        name = first if not any(map(str.isdigit, first)) else "9"
        return (
            f"{self.host}/{name}/{len(self.segments)}/{_shape(self.segments[-1] if first else '')}"
        )


def _words(part: str) -> int:
    return sum(1 for word in _WORD_BREAK.split(part) if word)


def _is_title(part: str) -> bool:
    return _words(part) > _TITLE_WORDS or width(part) >= _TITLE_WIDTH


def _is_media_part(part: str) -> bool:
    tokens = [token for token in _TOKEN_BREAK.split(part.lower()) if token]
    if sum(map(str.isalpha, tokens)) > _TITLE_WORDS:
        return False
    return part.lower() == "live" or any(_MEDIA.fullmatch(token) for token in tokens)


def _shape(part: str) -> str:
    stem = _EXTENSION.sub("", part)
    if stem.isdecimal():
        return "9" if len(stem) <= _YEAR_DIGITS else "99999"
    kind = "title" if _is_title(stem) else "word"
    return kind + "9" * (sum(map(str.isdigit, stem)) >= _YEAR_DIGITS)
