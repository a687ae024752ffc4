"""Words of bylines in many languages, as regular expressions; ``bylines`` uses them."""

# ruff: noqa: E501 - lists of words read best unbroken

from __future__ import annotations

import re

# What a line may say before "by".
DEED = (
    r"written|posted|published|reported|reporting|story|words|articles?|text|interview|created|submitted"
    r"|authored|added|reviewed|compiled|photos?|(?:view |show |see )?all (?:posts|articles)|more posts|more|(?:zeige )?alle (?:beiträge|artikel)"
    r"|beitrag|eingestellt|gespeichert|geschrieben|veröffentlicht|erstellt|verfasst|ein (?:artikel|beitrag|gastbeitrag)"
    r"|(?:voir )?tous les articles|publiée?|écrite?|rédigée?|réalisée?|propos recueillis|publicado|postado|enviado|escrito|redactado|elaborado|ver todas las entradas"
    r"|pubblicato|scritto|redatto|inserito|articolo|servizio|a cura|opublikowane|napisane|geplaatst|geschreven|skrevet|skriven|tekst"
    r"|scris|publicat|postat|viết|đăng|ditulis|diterbitkan|публикувано|написано|опубликовано|добавлено|опубліковано"
)
BY = r"by|von|par|por|door|av|af|od|przez|από(?: τον| την| το)?|oleh|di|от|від|bởi|הכתב"
# Only after a deed: names begin with these.
BY_TOO = (
    r"by|of|von|vom|par|por|di|da|de|del|door|av|af|od|przez|durch|από|tarafından|oleh|от|від|bởi"
)
# Words that stand alone before a name, mostly with a colon.
LABEL = (
    r"authors?|autor(?:in|en|a|es|ka|zy|i|ii|ul)?|auteurs?|autore|verfasser(?:in)?|text|texte|texto|testo|tekst"
    r"|teksti|words|writer|reporters?|journalist|redaktion|redakteur(?:in)?|redactie|redacción|rédaction"
    r"|redac?tor(?:ka|es)?|redakce|autoři|opracowanie|oprac\.|dziennikarz|novinar(?:ka)?|avtor(?:ica)?|besedilo"
    r"|skribent|kirjoittaja|toimittaja|автор(?: статьи| материала| текста| публикации| статті| матеріалу| тексту)?"
    r"|авторы|текст(?: и фото)?|(?:спец)?корреспондент|кореспондент(?:ка)?|журналіст(?:ка)?|журналист|репорт[её]р"
    r"|συντάκτης|συγγραφέας|της|του|yazan|yazar|haber|muhabir|hazırlayan|derleyen|editör|penulis|pewarta|jurnalis|kontributor|editor"
    r"|reporter|tác giả|pv|phóng viên|thực hiện|الكاتبة?|إعداد|تحرير|نویسنده|نگارنده|خبرنگار|نوشته|כתב|כתבת"
    r"|लेखक|रिपोर्टर?|संवाददाता|प्रस्तुति|ผู้เขียน|เรื่อง|লেখক|প্রতিবেদক"
)
# Verbs that need no colon.
WROTE = (
    r"napsala?|napísala?|napisała?|opracowała?|dodała?|rozmawiała?|piše|pišu|napisao|napisala|objavi(?:o|la)"
    r"|írt[aá]k?|szerzők?|kirjoittan(?:ut|eet)|julkaissut|teksti|автор|подготовил[аи]?|беседовал[аи]?|опубликовал[аи]?"
    r"|записал[аи]?|підготу(?:вав|вала|вали)|опублікува(?:в|ла)|γράφ(?:ει|ουν)(?: η| ο| οι)?|بقلم|كتبت?|بواسطة|نوشته شده توسط"
    r"|نوشته|به قلم|توسط|द्वारा|โดย|เขียนโดย|ผู้เขียน|מאת|נכתב על ידי|লিখেছেন"
)
_CJK_WORD = (
    r"(?:作者|记者|記者|通讯员|通訊員|撰文|撰稿|执笔|執筆者?|文|取材|编辑|編輯|責任編輯|责任编辑|责编|著者|投稿者|聞き手"
    r"|ライター|筆者|写真|撮影|構成|글쓴이|글|기자|작성자|사진)"
)
CJK_LABEL = rf"(?:本报|本網|本网|实习|實習|特约|特約)*{_CJK_WORD}(?:[・·]{_CJK_WORD})*"
LEADING = re.compile(
    rf"^\W*(?:(?:blog )?(?:{DEED})\s+(?:[^|]{{0,40}}?\s)??(?:{BY_TOO})\s*[:：]?\s+|(?:{BY})\s*[:：]?\s+(?!the\b)|(?:{LABEL})\s*[:：/|]\s*"
    rf"|(?:{WROTE})\s*[:：/–-]?\s+|(?:της|του|του/της|text und \w+|texte et \w+)\s*[:：]?\s+"
    rf"|de notre (?:envoyée?|correspondante?)(?: spéciale?| permanente?)?\s+|{CJK_LABEL}\s*[:：/／=＝●・|\s]\s*)",
    re.IGNORECASE,
)
# Who made a picture, and where a text was taken from: lines and parts of lines without an author.
PHOTO = re.compile(
    r"\W*(?:photo|foto|bild(?:er)?\b|image|illustration|video|getty|grafik|credit|写真：|撮影：|사진|фото)",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"\W*(?:source|quelle|fonte|fuente|izvor|zdroj|źródło|kaynak|sursa|источник|джерело|πηγή|källa|kilde|bron|lähde|forrás"
    r"|sumber|nguồn|المصدر|منبع|स्रोत|ที่มา|出典|출처|来源|來源)\s*[:：]",
    re.IGNORECASE,
)
# Where another label begins.
_NEXT_LABEL = (
    r"\s+(?=(?:photos?|fotos?|fotó|фото|source|zdroj|źródło|editor|editör|作者|记者|記者|编辑|編輯|责任编辑|責任編輯|责编"
    r"|来源|來源|出处|时间|時間|日期|点击|點擊|阅读|浏览|撮影|写真|사진)\s?[:：])"
)
SEGMENT = re.compile(rf"\s+[–—|•·›»/-]+\s+|\s*[|•｜]\s*|{_NEXT_LABEL}", re.IGNORECASE)
SPLIT = re.compile(
    r"\s*[;,&＆、，；+]\s*|\s+(?:and|und|et|y|och|og|en|и|і|και|ve|dan|with|mit|avec|con|và|e|i)\s+",
)
# From here on it is no name any more.
TRAILING = re.compile(
    r"\s*(?:,\s*d[aeo] reda\w+|[(（\[【<{]|(?<=\s)[\w.+-]{1,40}@|https?:|www\.|@|\b(?:published|posted|updated|modified|last|stand|datum|more posts"
    r"|veröffentlicht|aktualisiert|zuletzt|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato"
    r"|read more|follow|email|e-mail|share|senior|staff|special to|contributor|contributing|is a|is an"
    r"|tarafından|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|envoyée?s?|ist|wrote|writes|says|schreibt|uhr|min read|comments?|kommentare?|views|profile)\b).*",
    re.IGNORECASE | re.DOTALL,
)
# Titles behind a name.
TITLE = re.compile(
    r"\s+(?:\w{0,4}기자|특파원|앵커|논설위원|칼럼니스트|报道|報道|報導)$|(?<=[\u3400-\u9fff]{2})記者$"
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
    "链接|連結|新闻|新聞|时间|時間|タイムライン|一覧|[日商晚早]报|[日商晚早]報|来源|版权|编辑|記者|记者|报道|報道|報導|网络|整理|综合|转载"
)
# Lower case only: names have such words too, with a capital.
PLACE = re.compile(r"\s+(?:for|from|at|on|in|of the|aus|für|pour|em|w)\s.*")
NOBODY = re.compile(
    r"admin(?:istrator)?|webmaster|author|autor|editor|guest|none|null|undefined|unknown|n/?a"
    r"|anonymous|user|root|share|login|more|mehr|posts?|all|by|von|print|home|news|date|website|contact"
    r"|the|a|an|us|about|nachrichten|redacteur|default|test|super ?user|getty(?: images)?|reply|antworten"
    r"|twitter|facebook|instagram|whatsapp|linkedin|youtube|rss|follow|freier autor|gastautor|gast|name|m\.?d|ph\.?d|rdn?|ms|mba|mph|rn|jd|cpt|esq|[\w.]*(?:facebook|twitter|instagram)\.com.*|info|source|quelle|来源|來源|网络|互联网|未知|佚名|כתבת?",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:writers?|editors?|reporters?|correspondents?|director|attorney|professor|journalist(?:in)?"
    r"|redakteur(?:in)?|columnist|producer|analyst|manager|fellow|chief|assistant|freelance[rs]?"
    r"|photograph(?:er|y|ed)|photos?|fotos?|fotograf(?:in)?|bild(?:er)?|university|department|phd|md|jr|ph\.d"
    r"|design(?:ed|er)?|develop(?:ed|er)|web|programming|software|solutions|template|archive|rss|feed|timeline|view|get|periodista|rédacteur|journaliste|giornalista|president|ceo|founder|head of|magazine writer)\b",
    re.IGNORECASE,
)
# Reporters named inside Chinese text: （记者 王小明）, 记者王小明报道, a last line 责任编辑：王小明.
_HAN_NAMES = r"(?P<names>[\u3400-\u9fff]{2,4}(?:[\s、·]+[\u3400-\u9fff]{2,4}){0,4})"
# The first letters of nine tenths of Chinese names.
_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董"
    "袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛"
    "闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯"
)
REPORTERS = (
    re.compile(
        rf"[（(【]\s*[^（(【）)】]{{0,12}}?(?:记者|記者|通讯员|通訊員)[\s：:]*{_HAN_NAMES}\s*[）)】/／]"
    ),
    re.compile(
        rf"^(?:[\u3400-\u9fff]{{2,6}})?(?:记者|記者|作者|执笔|執筆|撰文|文)\s*[\s：:/／|｜]\s*{_HAN_NAMES}(?=$|[\s，,。&＆、（(])"
    ),
    # The last sentence has its author behind it.
    re.compile(rf"[。！？”」]\s*[（(](?P<names>[{_SURNAMES}][\u3400-\u9fff]{{1,2}})[）)]$"),
)
EDITORS = (re.compile(rf"^\W*(?:责任编辑|責任編輯|责编|编辑|編輯)\s*[：:]\s*{_HAN_NAMES}\W*$"),)
# So it is in Japanese papers, where agencies and remarks stand in brackets too.
JAPANESE_REPORTERS = (
    re.compile(
        r"。\s*[（(【](?![^）)】]*(?:通信|新聞|編集|写真|取材|敬称|放送|資料|提供|支局|連載|記事|時点))"
        r"(?P<names>[\u3400-\u9fff]{4,5}(?:[、・][\u3400-\u9fff]{4,5}){0,3})[）)】]$"
    ),
)
# 홍길동 기자 alone, before = or an address, or behind a place in brackets.
KOREAN_REPORTERS = (
    re.compile(
        r"(?:^|[\])】/=]\s*)(?P<names>[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4}){0,3})\s(?:\w{0,4}기자|특파원)"
        r"(?=\s*(?:$|[=)\]|·,/【\[]|[\w.+-]{1,40}@))"
    ),
)
