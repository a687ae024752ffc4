"""The time zone that a page's readers live in, as far as its address and language tell.

A guess, for dates whose page and source say nothing: it is asked last. Countries and languages
with more than one time zone give none.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Country-code domains (ISO 3166-1, uk apart) whose country keeps one time, islands aside.
_COUNTRIES = {
    "ae": "Asia/Dubai",
    "al": "Europe/Tirane",
    "am": "Asia/Yerevan",
    "ar": "America/Argentina/Buenos_Aires",
    "at": "Europe/Vienna",
    "az": "Asia/Baku",
    "ba": "Europe/Sarajevo",
    "bd": "Asia/Dhaka",
    "be": "Europe/Brussels",
    "bg": "Europe/Sofia",
    "bo": "America/La_Paz",
    "by": "Europe/Minsk",
    "ch": "Europe/Zurich",
    "cl": "America/Santiago",
    "cn": "Asia/Shanghai",
    "cr": "America/Costa_Rica",
    "cu": "America/Havana",
    "cy": "Asia/Nicosia",
    "cz": "Europe/Prague",
    "de": "Europe/Berlin",
    "dk": "Europe/Copenhagen",
    "do": "America/Santo_Domingo",
    "dz": "Africa/Algiers",
    "ec": "America/Guayaquil",
    "ee": "Europe/Tallinn",
    "eg": "Africa/Cairo",
    "es": "Europe/Madrid",
    "et": "Africa/Addis_Ababa",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris",
    "ge": "Asia/Tbilisi",
    "gh": "Africa/Accra",
    "gr": "Europe/Athens",
    "gt": "America/Guatemala",
    "hk": "Asia/Hong_Kong",
    "hn": "America/Tegucigalpa",
    "hr": "Europe/Zagreb",
    "hu": "Europe/Budapest",
    "ie": "Europe/Dublin",
    "il": "Asia/Jerusalem",
    "in": "Asia/Kolkata",
    "iq": "Asia/Baghdad",
    "ir": "Asia/Tehran",
    "is": "Atlantic/Reykjavik",
    "it": "Europe/Rome",
    "jo": "Asia/Amman",
    "jp": "Asia/Tokyo",
    "ke": "Africa/Nairobi",
    "kr": "Asia/Seoul",
    "kw": "Asia/Kuwait",
    "lb": "Asia/Beirut",
    "lk": "Asia/Colombo",
    "ls": "Africa/Maseru",
    "lt": "Europe/Vilnius",
    "lu": "Europe/Luxembourg",
    "lv": "Europe/Riga",
    "ma": "Africa/Casablanca",
    "md": "Europe/Chisinau",
    "mk": "Europe/Skopje",
    "mt": "Europe/Malta",
    "my": "Asia/Kuala_Lumpur",
    "na": "Africa/Windhoek",
    "ng": "Africa/Lagos",
    "ni": "America/Managua",
    "nl": "Europe/Amsterdam",
    "no": "Europe/Oslo",
    "np": "Asia/Kathmandu",
    "nz": "Pacific/Auckland",
    "pe": "America/Lima",
    "ph": "Asia/Manila",
    "pk": "Asia/Karachi",
    "pl": "Europe/Warsaw",
    "pt": "Europe/Lisbon",
    "py": "America/Asuncion",
    "qa": "Asia/Qatar",
    "ro": "Europe/Bucharest",
    "rs": "Europe/Belgrade",
    "sa": "Asia/Riyadh",
    "se": "Europe/Stockholm",
    "sg": "Asia/Singapore",
    "si": "Europe/Ljubljana",
    "sk": "Europe/Bratislava",
    "sn": "Africa/Dakar",
    "sv": "America/El_Salvador",
    "th": "Asia/Bangkok",
    "tn": "Africa/Tunis",
    "tr": "Europe/Istanbul",
    "tw": "Asia/Taipei",
    "tz": "Africa/Dar_es_Salaam",
    "ua": "Europe/Kyiv",
    "ug": "Africa/Kampala",
    "uk": "Europe/London",
    "uy": "America/Montevideo",
    "ve": "America/Caracas",
    "vn": "Asia/Ho_Chi_Minh",
    "za": "Africa/Johannesburg",
    "zw": "Africa/Harare",
}
# Languages that are spoken in one country, or in several with the same time.
_LANGUAGES = {
    "be": "by", "bg": "bg", "bs": "ba", "ca": "es", "cs": "cz", "da": "dk", "de": "de", "el": "gr",
    "et": "ee", "eu": "es", "fa": "ir", "fi": "fi", "gl": "es", "he": "il", "hi": "in", "hr": "hr",
    "hu": "hu", "is": "is", "it": "it", "ja": "jp", "ko": "kr", "lt": "lt", "lv": "lv", "nb": "no",
    "nl": "nl", "nn": "no", "no": "no", "pl": "pl", "ro": "ro", "sk": "sk", "sl": "si", "sr": "rs",
    "sv": "se", "th": "th", "tr": "tr", "uk": "ua", "vi": "vn", "zh": "cn",
}  # fmt: skip


def guess_zone(url: str, language: str | None) -> ZoneInfo | None:
    """Zone of the country of a host, else of a tag's region (BCP 47), else of its language.

    >>> guess_zone("https://bayherald.example.au/", "en-AU") is None
    True
    >>> guess_zone("https://bayherald.com/", "es-AR").key
    'America/Argentina/Buenos_Aires'
    >>> guess_zone("https://bayherald.com/", "ja").key
    'Asia/Tokyo'
    """
    country = (urlsplit(url).hostname or "").rpartition(".")[2]
    if country in _COUNTRIES:
        return _zone(country)
    tag, _, region = (language or "").lower().partition("-")
    if len(country) == 2 or tag == "en":  # noqa: PLR2004 - another country; English is everywhere
        return None
    return _zone(region[-2:]) or (_zone(_LANGUAGES.get(tag, "")) if not region else None)


@cache
def _zone(country: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(_COUNTRIES[country])
    except (KeyError, ZoneInfoNotFoundError):
        return None
