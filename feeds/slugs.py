"""Names for paths: readable ASCII that every file system and every URL can bear.

Owns how any text becomes a part of a path. Chinese is read by pypinyin, which knows polyphones
(重庆 is chong qing, 银行 is yin hang); Cyrillic, Greek and odd Latin letters have tables here,
Japanese kana and Korean syllables are spelt by their Unicode names. Other scripts give a hash
rather than a wrong reading.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

# Leaves room for a date, a suffix and a temporary's ending within the 143 bytes of eCryptfs.
MAX_SLUG = 80
# A slug, a hyphen and a hash, so that a key made here passes through `file_key` unchanged.
MAX_KEY = MAX_SLUG + 16

_IDEOGRAPHS = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U000323af]+")
_NAMED_SYLLABLES = re.compile("[ぁ-ゖァ-ヺ가-힣]")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_SILENT = re.compile("['’ʼ`ʹʺー]")  # apostrophes, soft signs, the long mark of kana
_SAFE_KEY = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
# A number with a prefix in capitals, such as NW202201092240971182: ids of this form never differ
# by case alone, so folding them cannot make two into one.
_SERIAL = re.compile(r"[A-Z]{0,4}[0-9]{6,}")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")

_CYRILLIC = (
    "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh"
    " ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya є ye і i ї yi ґ g ў u ј j љ lj њ nj ћ c ђ dj"
    " џ dz ѓ g ќ k ѕ dz"
)
_GREEK = (
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch"
    " ψ ps ω o"
)
_LATIN = "ø o ł l đ d ð d þ th æ ae œ oe ħ h ı i ŋ ng ŧ t"


def _table(pairs: str) -> dict[int, str]:
    letters = pairs.split()
    return {
        ord(letter): latin.strip("-")
        for letter, latin in zip(letters[::2], letters[1::2], strict=True)
    }


_TRANSLITERATIONS = _table(f"{_CYRILLIC} {_GREEK} {_LATIN}")


def slug(text: str) -> str:
    """``text`` as a part of a path: ``a-z0-9-``, at most 80 bytes, never empty.

    Chinese runs are joined, as their readers write pinyin in addresses. Different texts may give
    one slug; whoever needs them apart adds a hash.

    >>> slug("央行网站"), slug("TechWeb 科技"), slug("Привет, мир!"), slug("ソウル 서울")
    ('yanghangwangzhan', 'techweb-keji', 'privet-mir', 'souru-seoul')
    >>> slug("🎉"), slug("con")
    ('ea752979', 'con-x')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    latin = _NAMED_SYLLABLES.sub(_spelling, pinyin(folded)) if not folded.isascii() else folded
    words = _SEPARATORS.sub("-", _plain(_SILENT.sub("", latin))).strip("-")
    if not words:
        return short_hash(text)
    return words + "-x" if _RESERVED.fullmatch(words) else _cut(words)


def pinyin(text: str) -> str:
    """``text`` with Chinese characters replaced by their readings, the rest as it was.

    >>> pinyin("重庆日报 2.0"), pinyin("泰州日报")
    ('chongqingribao 2.0', 'taizhouribao')
    """
    return _IDEOGRAPHS.sub(_reading, text)


def post_key(title: str, link: str | None) -> str:
    """The key of a post whose source gives it no id: slug of the title, hash of the address.

    >>> post_key("离岸人民币升值", "https://news.example/1.html")
    'lianrenminbishengzhi-45a5fb40'
    """
    return f"{slug(title)}-{short_hash(link or title)}"


def file_key(source_id: str) -> str:
    """A source's own id as a part of a file name: ASCII, lower case, at most 96 bytes.

    Different ids give different keys, also where only case differs. Idempotent.

    >>> file_key("NW202201092240971182"), file_key("abc"), file_key("aBc")
    ('nw202201092240971182', 'abc', 'abc-53ea00b4')
    >>> file_key("../../etc/passwd")
    'etc-passwd-830a08e2'
    """
    folded = source_id.lower() if _SERIAL.fullmatch(source_id) else source_id
    if len(folded) <= MAX_KEY and _SAFE_KEY.fullmatch(folded):
        return folded
    return f"{slug(source_id)}-{short_hash(source_id)}"


def short_hash(text: str) -> str:
    """Eight hexadecimal digits for ``text``, the same for NFC and NFD."""
    data = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=4).hexdigest()


def _reading(run: re.Match[str]) -> str:
    # Its dictionaries take 0.1 s to load, which a command that reads no Chinese need not pay.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return "".join(lazy_pinyin(run[0]))


def _spelling(syllable: re.Match[str]) -> str:
    """From its Unicode name: KATAKANA LETTER KA, HANGUL SYLLABLE SEOUL."""
    return unicodedata.name(syllable[0]).rpartition(" ")[2].lower()


def _plain(text: str) -> str:
    """Letters without their marks, odd ones by table."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_TRANSLITERATIONS))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(
        _TRANSLITERATIONS
    )


def _cut(words: str) -> str:
    """At most 80 bytes; between words where the last one is not most of it."""
    if len(words) <= MAX_SLUG:
        return words
    head = words[: MAX_SLUG + 1].rpartition("-")[0]
    return head if len(head) > MAX_SLUG // 2 else words[:MAX_SLUG].rstrip("-")
