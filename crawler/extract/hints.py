"""Words that tell what a part of a page is for: in class names, and at the head of its text.

Owns the word lists. They name kinds of things, in the languages that news is written in; never
a site or a publisher.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Parts of class names and ids, by what they stand for.
_NAME_PARTS = {
    "body": "article articletext body content detail entry main news post story text",
    "comments": "comment discuss disqus feedback forum koment komment opinie reaction replies reply"
    " respond review yorum",
    "related": "also carousel latest linklist more most popular promo read-next recirc"
    " recommend related similar slider suggest teaser trending widget",
    "chrome": "banner breadcrumb copyright crumb foot header legal login menu nav navi pager"
    " pagina pagination regist rail search sidebar sidenav toolbar top-bar topbar",
    "promotion": "advert adv- ads ad- affiliate consent cookie disclaim disclos donat"
    " facebook follow gdpr modal newsletter offer overlay paywall popup print reklam rss share"
    " sharing shop signup social sns sponsor subscri survey tools tooltip twitter werbung",
    "legend": "caption legend imagetext img-text photo picture",
    "about": "author autor bio byline category credit date info keyword label meta posted profile"
    " published rubric source subtitle tags time title topic writer",
}
_KIND_OF_PART = {part: kind for kind, parts in _NAME_PARTS.items() for part in parts.split()}
_PART = re.compile("|".join(sorted(map(re.escape, _KIND_OF_PART), key=len, reverse=True)))

KINDS = tuple(_NAME_PARTS)

# How blocks begin that call the reader away, or say who made what, in lower case.
_CALLS = (
    "read more|read also|also read|read next|see also|related|more from|more on|more about|most"
    "|share|advert|sign up|subscribe|newsletter|follow|click|copyright|all rights|photo|image"
    "|source|tags?\\b|topics|watch|listen|download|comment|leave a|posted|published|updated"
    "|learn more|for the latest|thank you for|we recommend|this article (?:is|was|"
    "contains)|this post (?:is|was|contains)|recommended|you may|you might|don't miss|"
    "get the|join|log in|report|print"
    "|lesen sie|mehr zu|auch interessant|anzeige|abonnieren|teilen|foto|quelle|bild:|"
    "kommentar|lesen sie auch|quellen"
    "|themen|schlagw|weitere|lire aussi|à lire|voir aussi|publicité|partager|abonnez|inscri"
    "|suivez|crédit|sur le même|lee también|leer más|te puede|le puede|más información"
    "|publicidad|compartir|suscr|síguenos|fuente|ver también|leggi|pubblicità|condividi|iscriviti"
    "|fonte|leia|veja|compartilhe|assine|siga|czytaj|zobacz|przeczytaj|polecamy|udostępnij"
    "|reklama|źródło|fot\\.|komentarz|więcej|dowiedz|читайте|смотрите|реклама|"
    "поделиться|подпис|источник"
    "|фото|коммент|материалы по|по теме|дивіться|джерело|διαβάστε|δείτε|σχετικ|πηγή|διαφήμιση"
    "|ακολουθ|κοινοπο|σχόλι|lees ook|lees meer|advertentie|deel|bron|läs|les også|annons|dela"
    "|læs|ilginizi|paylaş|kaynak|相关|相關|延伸|阅读|閱讀|更多|责任编辑|責任編輯|编辑|編輯|来源"
    "|來源|分享|广告|廣告|扫描|关注|版权|版權|声明|聲明|评论|評論|上一篇|下一篇|打印|原标题"
    "|関連|あわせて|写真|広告|シェア|続き|出典|コメント|관련|무단|저작권|광고|공유|댓글|اقرأ|شاهد"
    "|المصدر|إعلان|مشاركة|تعليق"
    "|baca juga|simak juga|lihat juga|artikel terkait|berita terkait|sumber:|bagikan|xem thêm"
    "|đọc thêm|tin liên quan|nguồn|chia sẻ|bình luận|bunu da oku|yorum|čtěte|přečtěte|čítajte"
    "|související|zdroj|sdílet|diskuze|olvass|kapcsolódó|forrás|megosztás|hozzászólás|hirdetés"
    "|pročitajte|čitajte|povezano|izvor|podeli|komentari|citește|citeşte|vezi și|sursa|distribuie"
    "|lue myös|katso myös|mainos|jaa artikkeli|прочетете|вижте|още по темата|снимк|прочитайте"
    "|поділитися|реклама|بیشتر بخوانید|همچنین بخوانید|مطالب مرتبط|منبع|به اشتراک|دیدگاه|נושאים|קראו"
    "|לקריאה|तस्वीर|यह भी पढ़|ये भी पढ़|और पढ़|संबंधित|विज्ञापन|आगे पढ़|स्रोत|আরও পড়|আরো পড়|বিজ্ঞাপন"
    "|อ่านเพิ่ม|อ่านข่าว|ข่าวที่เกี่ยวข้อง|ที่มา|โฆษณา|แชร์"
)
_CALL = re.compile(rf"[^\w]*(?:{_CALLS})")


@lru_cache(maxsize=4096)  # the pages of a source share their class names
def kinds_of(names: str) -> frozenset[str]:
    """What class names and ids speak of.

    >>> sorted(kinds_of("post-comments js-x"))
    ['body', 'comments']
    """
    return frozenset([_KIND_OF_PART[part] for part in _PART.findall(names)])


def is_call(text: str) -> bool:
    """Whether a block begins like a link elsewhere, a credit or a request.

    >>> is_call("» Read also: Ferry sails again"), is_call("Ferry sails again")
    (True, False)
    """
    return _CALL.match(text[:40].lower()) is not None
