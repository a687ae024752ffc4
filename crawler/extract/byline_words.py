"""Words of bylines in many languages, as regular expressions; ``bylines`` uses them."""

# ruff: noqa: E501 - lists of words read best unbroken

from __future__ import annotations

import re

# What a line may say before "by".
DEED = (
    r"written|posted|published|reported|reporting|story|words|articles?|text|interview|created|submitted"
    r"|authored|added|reviewed|photos?|(?:view |show |see )?all (?:posts|articles)|more posts|more|(?:zeige )?alle (?:beiträge|artikel)"
    r"|beitrag|eingestellt|gespeichert|geschrieben|veröffentlicht|erstellt|verfasst|ein (?:artikel|beitrag|gastbeitrag)"
    r"|(?:voir )?tous les articles|publié|écrit|propos recueillis|publicado|escrito|ver todas las entradas"
    r"|pubblicato|scritto|opublikowane|napisane|geplaatst|geschreven|skrevet|skriven|tekst"
)
BY = r"by|von|par|por|door|av|af|od|przez|από|oleh"
# Only after a deed: names begin with these.
BY_TOO = r"by|of|von|vom|par|por|di|da|de|del|door|av|af|od|przez|durch|από|tarafından|oleh"
# Words that stand alone before a name, mostly with a colon.
LABEL = (
    r"authors?|autor(?:in|en|a|es|ka|zy|i)?|auteurs?|autore|verfasser(?:in)?|text|texte|texto|testo|tekst"
    r"|teksti|words|writer|reporters?|journalist|redaktion|redakteur(?:in)?|redactie|redacción|rédaction"
    r"|skribent|автор|авторы|текст|συντάκτης|συγγραφέας|γράφει ο|γράφει η|του|της|yazan|haber|penulis|editor"
    r"|reporter|piše|pišu|tác giả|كتب|كتبت|بقلم|الكاتب|מאת|प्रस्तुति"
)
CJK_LABEL = (
    r"(?:本报|本網|本网|实习|實習|特约|特約)*(?:作者|记者|記者|通讯员|通訊員|撰文|撰稿|执笔|執筆|文|取材|编辑|編輯"
    r"|責任編輯|责任编辑|责编|著者|投稿者|ライター|筆者|글|기자)"
)
LEADING = re.compile(
    rf"^\W*(?:(?:blog )?(?:{DEED})\s+(?:[^|]{{0,40}}?\s)?(?:{BY_TOO})\s*[:：]?\s+|(?:{BY})\s*[:：]?\s+(?!the\b)|(?:{LABEL})\s*[:：/|]\s*"
    rf"|(?:γράφει ο|γράφει η|της|του|του/της|text und \w+|texte et \w+)\s*[:：]?\s+"
    rf"|{CJK_LABEL}\s*[:：/／=＝●|\s]\s*)",
    re.IGNORECASE,
)
SEGMENT = re.compile(r"\s+[–—|•·›»/-]+\s+|\s*[|•｜]\s*")
SPLIT = re.compile(
    r"\s*[;,&＆、，；+]\s*|\s+(?:and|und|et|y|och|og|en|и|і|και|ve|dan|with|mit|avec|con|và|e|i)\s+",
)
# From here on it is no name any more.
TRAILING = re.compile(
    r"\s*(?:[(（\[【<{]|https?:|www\.|@|\b(?:published|posted|updated|modified|last|stand|datum|more posts"
    r"|veröffentlicht|aktualisiert|zuletzt|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato"
    r"|read more|follow|email|e-mail|share|senior|staff|special to|contributor|contributing|is a|is an"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|envoyée?s?|ist|wrote|writes|says|schreibt|uhr|min read|comments?|kommentare?|views|profile)\b).*",
    re.IGNORECASE | re.DOTALL,
)
# Parts of names that are written without a capital.
PARTICLES = frozenset(
    "de del della da das do dos di du la le van von vom vande den der dem ter ten zu zum af av al el bin ibn y e".split()  # noqa: SIM905 - a list of words
)
# Words that names have not, but headings, teams and links have.
NO_NAME = frozenset(
    "of the for and in to a your our us more about learn news desk team all show see read how why what membership application new top best related articles".split()  # noqa: SIM905 - a list of words
)
# Chinese and Japanese words that stand in boxes about authors and are part of no name.
NO_CJK_NAME = re.compile(
    "链接|連結|新闻|新聞|时间|時間|タイムライン|一覧|[日商晚早]报|[日商晚早]報|来源|版权|编辑|記者|记者"
)
# Lower case only: names have such words too, with a capital.
PLACE = re.compile(r"\s+(?:for|from|at|on|in|of the|aus|für|pour|em|w)\s.*")
NOBODY = re.compile(
    r"admin(?:istrator)?|webmaster|author|autor|editor|guest|none|null|undefined|unknown|n/?a"
    r"|anonymous|user|root|share|login|more|mehr|posts?|all|by|von|print|home|news|date|website|contact"
    r"|the|a|an|us|about|nachrichten|redacteur|default|test|super ?user|getty(?: images)?|reply|antworten"
    r"|twitter|facebook|instagram|whatsapp|linkedin|youtube|rss|follow|freier autor|gastautor|gast|name|m\.?d|ph\.?d|rdn?|ms|mba|mph|rn|jd|cpt|esq|[\w.]*(?:facebook|twitter|instagram)\.com.*|info|source|quelle|来源|來源|网络|互联网|未知|佚名",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:writers?|editors?|reporters?|correspondents?|director|attorney|professor|journalist(?:in)?"
    r"|redakteur(?:in)?|columnist|producer|analyst|manager|fellow|chief|assistant|freelance[rs]?"
    r"|photograph(?:er|y|ed)|photos?|fotos?|fotograf(?:in)?|bild(?:er)?|university|department|phd|md|jr|ph\.d"
    r"|design(?:ed|er)?|develop(?:ed|er)|web|programming|software|solutions|template|archive|rss|feed|timeline|view|get|periodista|rédacteur|journaliste|giornalista|president|ceo|founder|head of|magazine writer)\b",
    re.IGNORECASE,
)
PHOTO = re.compile(r"photo|foto|bild(?:er)?\b|image|illustration|video|getty|grafik|credit", re.I)
# Reporters named inside Chinese text: （记者 王小明）, 记者王小明报道, a last line 责任编辑：王小明.
_HAN_NAMES = r"(?P<names>[\u3400-\u9fff]{2,4}(?:[\s、·]+[\u3400-\u9fff]{2,4}){0,4})"
REPORTERS = (
    re.compile(
        rf"[（(【]\s*[^（(【）)】]{{0,12}}?(?:记者|記者|通讯员|通訊員)[\s：:]*{_HAN_NAMES}\s*[）)】/／]"
    ),
    re.compile(
        rf"^(?:[\u3400-\u9fff]{{2,6}})?(?:记者|記者|作者|执笔|執筆|撰文|文)\s*[\s：:/／|｜]\s*{_HAN_NAMES}(?=$|[\s，,。&＆、（(])"
    ),
)
EDITORS = (re.compile(rf"^\W*(?:责任编辑|責任編輯|责编|编辑|編輯)\s*[：:]\s*{_HAN_NAMES}\W*$"),)
