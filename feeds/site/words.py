"""The few words that pages say themselves, per language."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENGLISH = {
    "spoken": "en",
    "navigation": "Publication",
    "newest": "Newest",
    "channels": "Channels",
    "all_channels": "All channels",
    "about_channels": "Each of these has feeds of its own. All of them at once, for your reader:",
    "all": "Everything",
    "digest": "Digest",
    "digest_day": "Daily digest",
    "digest_week": "Weekly digest",
    "category": "Categories",
    "tag": "Tags",
    "source": "Sources",
    "language": "Languages",
    "search": "Saved searches",
    "search_posts": "Search",
    "nothing_found": "Nothing found.",
    "older": "Older posts",
    "subscribe": "Subscribe",
    "how_to_subscribe": "Copy one of these addresses into your feed reader. "
    "If in doubt take Atom: every reader knows it.",
    "copy_address": "Copy",
    "copied": "Copied",
    "no_posts": "No posts yet.",
    "made_with": "Made with",
    "date": "{0.day} {month} {0:%Y, %H:%M}",
}
_CHINESE = {
    "spoken": "zh-CN",
    "navigation": "站点",
    "newest": "最新",
    "channels": "频道",
    "all_channels": "全部频道",
    "about_channels": "每个频道都有自己的订阅源。一次导入全部频道：",
    "all": "全部",
    "digest": "摘要",
    "digest_day": "每日摘要",
    "digest_week": "每周摘要",
    "category": "分类",
    "tag": "标签",
    "source": "来源",
    "language": "语言",
    "search": "已存搜索",
    "search_posts": "搜索",
    "nothing_found": "没有找到。",
    "older": "更早的文章",
    "subscribe": "订阅",
    "how_to_subscribe": "把下面任意一个地址复制到阅读器里即可。"
    "不确定时请选 Atom，所有阅读器都支持。",
    "copy_address": "复制",
    "copied": "已复制",
    "no_posts": "还没有文章。",
    "made_with": "由以下软件生成：",
    "date": "{0.year}年{0.month}月{0.day}日 {0:%H:%M}",
}
_TRADITIONAL = _CHINESE | {
    "spoken": "zh-TW",
    "navigation": "網站",
    "channels": "頻道",
    "all_channels": "全部頻道",
    "about_channels": "每個頻道都有自己的訂閱源。一次匯入全部頻道：",
    "digest_week": "每週摘要",
    "category": "分類",
    "tag": "標籤",
    "source": "來源",
    "language": "語言",
    "search": "已存搜尋",
    "search_posts": "搜尋",
    "nothing_found": "沒有找到。",
    "subscribe": "訂閱",
    "how_to_subscribe": "把下面任何一個網址複製到閱讀器即可。不確定時請選 Atom，所有閱讀器都支援。",
    "copy_address": "複製",
    "copied": "已複製",
    "no_posts": "還沒有文章。",
    "made_with": "由以下軟體產生：",
}

# As its speakers call it. Another language is called by its tag.
_LANGUAGES = {
    "ar": "العربية",
    "cs": "Čeština",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "sv": "Svenska",
    "th": "ไทย",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


# Of what is written from right to left; a script as a subtag has the last word.
_FROM_THE_RIGHT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_SCRIPTS_FROM_THE_RIGHT = {"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"}
_SCRIPT_LENGTH = 4


def is_rtl(tag: str) -> bool:
    """Whether the language ``tag`` (BCP 47) is written from right to left.

    >>> is_rtl("ar-EG"), is_rtl("zh-CN"), is_rtl("pa-Arab"), is_rtl("ur-Latn")
    (True, False, True, False)
    """
    primary, *subtags = tag.lower().split("-")
    for script in (each for each in subtags if len(each) == _SCRIPT_LENGTH and each.isalpha()):
        return script in _SCRIPTS_FROM_THE_RIGHT
    return primary in _FROM_THE_RIGHT


def language_name(tag: str) -> str:
    """What a channel of the language ``tag`` (BCP 47) is called.

    >>> language_name("zh"), language_name("zh-CN"), language_name("eo")
    ('中文', '中文 (zh-CN)', 'eo')
    """
    own = _LANGUAGES.get(tag.lower().split("-")[0])
    if own is None:
        return tag
    return f"{own} ({tag})" if "-" in tag else own


def words(language: str) -> Mapping[str, str]:
    """The words in ``language`` (a BCP 47 tag), in English where we have no others.

    >>> words("zh-CN")["subscribe"], words("zh-Hant-TW")["subscribe"], words("el")["subscribe"]
    ('订阅', '訂閱', 'Subscribe')
    """
    primary, *subtags = language.lower().split("-")
    if primary != "zh":
        return MappingProxyType(_ENGLISH)
    traditional = {"hant", "tw", "hk", "mo"} & set(subtags)
    return MappingProxyType(_TRADITIONAL if traditional else _CHINESE)
