"""The language of a text, by its script and its commonest words; for pages that declare none."""

from __future__ import annotations

import re
from collections import Counter

# Letters that only one language with feeds of news uses, the most telling first.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("uk", re.compile("[іїєґ]")),
    ("sr", re.compile("[ђћџљњ]")),
    ("ru", re.compile("[ыэё]")),
    ("bg", re.compile("[\u0400-\u04ff]")),
)
# A script counts when it makes this share of the letters: names are quoted in any.
_SHARE = 0.2
# Commonest words of languages in Latin script, single letters apart:
# those stand in any text.
_WORDS = {
    "en": "the of and to in is that for was with his have this from by are at",
    "de": "der die und das ist nicht mit den von zu auf für im dem ein eine sich auch",
    "fr": "le la les des et est une dans pour qui que du sur pas avec au par",
    "es": "el la los de que en una por con del las se su para como más",
    "pt": "os que em uma não do da no na com para dos mais como ao",
    "it": "il di che la per un non del della con una sono gli nel alla",
    "nl": "de het een van en is niet dat op te voor met zijn aan ook bij",
    "pl": "w na z się nie do że jest to po przez dla od jak",
    "sv": "och att det som en på är av för med inte den till har ett om",
    "da": "og at det som en på er af for med ikke den til har et der",
    "no": "og at det som en på er av for med ikke den til har et",
    "fi": "ja on ei että se oli hän mutta myös kun ovat sen",
    "tr": "ve bir bu için da de ile olarak çok daha olan gibi",
    "cs": "se na že je z do to si jako ale by",
    "hu": "az és hogy nem is egy meg csak volt ez de",
    "ro": "și în de la cu pe nu este din care pentru",
    "hr": "je na se da za su od koji nije",
    "id": "yang dan di untuk dengan ini dari pada tidak itu dalam akan",
    "vi": "và của là các có cho không được người trong một với",
}
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_LETTER = re.compile(r"[^\W\d_]")
_TOKEN = re.compile(r"[^\W\d_]+")
# Fewer common words than this are chance.
_FEWEST = 5
_LONGEST = 4000


def guess_language(text: str) -> str | None:
    """Language of a text of some sentences; None when it is too short to tell.

    >>> guess_language("The ferry sank in the bay, and all of the passengers were brought to land.")
    'en'
    >>> guess_language("渡轮昨日在海湾沉没"), guess_language("Ferry")
    ('zh', None)
    """
    text = text[:_LONGEST].lower()
    letters = len(_LETTER.findall(text))
    for code, script in _SCRIPTS:
        if len(script.findall(text)) > _least(code, letters):
            return code
    counts: Counter[str] = Counter()
    for word, count in Counter(_TOKEN.findall(text)).items():
        for code, words in _SETS.items():
            if word in words:
                counts[code] += count
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] >= _FEWEST else None


def _least(code: str, letters: int) -> float:
    """How many letters of a script make a text one of its language; telling ones may be few."""
    return letters * (_SHARE if code not in {"ja", "fa", "uk", "sr", "ru"} else 0.01)
