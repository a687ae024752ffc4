"""How often letters beyond ASCII stand in the languages whose pages come in legacy encodings.

Owns the tables by which :mod:`crawler.extract.charset` tells one legacy encoding from another when
a page declares none, or the wrong one. It refuses to name a language: two that share an alphabet
and an encoding are one entry here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log2

# Marks that every language uses; they neither speak for an encoding nor against it.
_MARKS = (
    "\u00a0\u00ab\u00bb\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2026\u00a9\u00ad\u00b7\u2022"
)
_ALPHABET_SIZE = 60
_MARK_BITS = 7.0
# An ASCII character: counted, because a wrong two-byte reading swallows some as second bytes.
_ASCII_BITS = 5.0
_UPPER_BITS = 1.0  # more for a capital; little, as menus are often all capitals
_RARE_BITS = 13.0  # a letter or ideograph that is not in the table
_SYMBOL_BITS = 16.0  # fractions, box drawing, currency signs: typical of a wrong reading
_INVALID_BITS = 26.0  # U+FFFD, C1 controls, private use


@dataclass(frozen=True)
class Letters:
    """The letters of one language, most frequent first, and the Python codecs they come in."""

    codecs: tuple[str, ...]
    frequent: str

    @cached_property
    def _bits(self) -> dict[str, float]:
        # Zipf's law with the head flattened: close enough, and no figures to keep. What an
        # alphabet's table leaves over is little; ideographs have a long tail outside theirs.
        share, offset = (0.22, 2) if len(self.frequent) <= _ALPHABET_SIZE else (0.10, 4)
        bits = dict.fromkeys(_MARKS, _MARK_BITS)
        for rank, letter in enumerate(self.frequent):
            bits[letter] = -log2(share / (rank + offset))
            upper = letter.upper()
            if upper != letter and len(upper) == 1:
                bits[upper] = bits[letter] + _UPPER_BITS
        return bits

    def bits(self, counts: dict[str, int]) -> float:
        """Return how unlikely a text with these character counts is in this language, in bits."""
        return sum(count * self._cost(char) for char, count in counts.items())

    def _cost(self, char: str) -> float:
        if char in self._bits:
            return self._bits[char]
        if char < "\x80":
            return _ASCII_BITS
        if char < "\xa0" or char == "\ufffd" or "\ue000" <= char <= "\uf8ff":
            return _INVALID_BITS
        return _RARE_BITS if char.isalpha() else _SYMBOL_BITS


_HAN_SIMPLIFIED = (
    "的，一。是、不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自"
    "之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
    "她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问"
    "很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数"
    "安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司"
    "五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格"
    "望觉术领共确传师观清今切院让识候带导争运：；（）《》？！"
)
_HAN_TRADITIONAL = (
    "的，一。是、不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自"
    "之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心"
    "她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問"
    "很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度"
    "門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數"
    "安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司"
    "五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格"
    "望覺術領共確傳師觀清今切院讓識候帶導爭運：；（）「」《》？！"
)
_KANA = (
    "のるにいたしをはとがでてなっれかす、。らりんまさうくこあもきーンよけどせえめそわつちみお"
    "「」・ルストイラクリアドシタロジフレコマッテプバサムカメィニウオパキデブセグエナハチャミ"
    "日一人年大国会中本月時者事業出行見上分生東社金前地新合部学高長自的政問題今市発同方場対"
    "間明体定後理経内手報入立不記全氏通实円話連現戦力民動開気化当性法府目取氏決米表関主京相"
)
_HANGUL = (
    "이다는의에을가고하지은로기를서도한사어리인대자해나시들일그으있과아니정수부장보제전주여"
    "원상구동조회성화관스국스연세라마만치공선진경위했되게며년면안신드유발비양중미것적방무우"
    "중오내당업개소통문학트호재실현강모명단행히운려체월교할분반최용결간민심출계물산속말없법"
    "간력차투데식타함러르생남건직참북영터금등음약격역준됐의청점후저설크합작았울름직외감입"
)

ALPHABETS = (
    # Western Europe in groups: the same byte is another letter in the encodings of the east.
    Letters(("cp1252", "iso8859-15"), "éàèêçôâîùûïœë"),
    Letters(("cp1252", "iso8859-15"), "áóéíñúãçõêâüàºª¿¡"),
    Letters(("cp1252", "iso8859-15"), "àèéòùìó"),
    Letters(("cp1252", "iso8859-15"), "üäößé"),
    Letters(("cp1252", "iso8859-15"), "äåöøæéü"),
    Letters(("cp1252",), "íáðéóúöþæý"),
    Letters(("cp1250", "iso8859-2"), "łąężóśćńź"),
    Letters(("cp1250", "iso8859-2"), "íáéěšřčýžůúťňďóľĺôäŕ"),
    Letters(("cp1250", "iso8859-2"), "áéőóöíüűú"),
    Letters(("cp1250", "iso8859-2"), "čšžćđ"),
    Letters(("cp1250", "iso8859-2"), "ăîâşţșț"),
    Letters(("cp1254",), "ıüşğçöâîû"),
    Letters(("cp1257", "iso8859-13"), "āėīūšžņļķģčēąįęųõäöü"),
    Letters(("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic", "cp855"),
            "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ"),
    Letters(("cp1251", "koi8-u", "iso8859-5"), "оаинвітерсклудмпзьягбчихйжшюцєїщфґ"),
    Letters(("cp1251", "iso8859-5", "cp866"), "аиоетнрсвлпкдмзягъубчцжйщшхюфь"),
    Letters(("cp1251", "iso8859-5"), "аоиенсрјтудвклмпгзбљшћчцњжђхфџ"),
    Letters(("cp1253", "iso8859-7"), "αοιτενσρκηπςυμλίόάΆέγδωήχώύθφβξζψϊϋΐΰ"),
    Letters(("cp1256", "iso8859-6"), "اليمونرتبةعدسفهكقأحجشطصخىإذءثضئزغظؤآ،؟"),
    Letters(("cp1255", "iso8859-8"), "יוהלאמרתבשנעםדקחפטגצכסזןץףך"),
    Letters(("cp874",), "านรอก่เงลมยทว้ัสดตีิบคปะ์ขแหจชใพึืไุูโผถำศซณฐฟภษฉๆ"),
)  # fmt: skip
IDEOGRAPHS = (
    Letters(("gb18030",), _HAN_SIMPLIFIED),
    Letters(("big5hkscs",), _HAN_TRADITIONAL),
    Letters(("cp932", "euc_jp"), _KANA),
    Letters(("cp949",), _HANGUL),
)
LANGUAGES = ALPHABETS + IDEOGRAPHS
