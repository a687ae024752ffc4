"""The guess of a time zone, and when there is none."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from crawler.extract.zones import _COUNTRIES, _LANGUAGES, guess_zone


@pytest.mark.parametrize(
    ("url", "language", "zone"),
    [
        ("https://bayherald.co.uk/", "en", "Europe/London"),
        ("https://bayherald.de/", "en", "Europe/Berlin"),
        ("https://bayherald.com/", "ja", "Asia/Tokyo"),
        ("https://bayherald.com/", "zh-Hant-TW", "Asia/Taipei"),
        ("https://bayherald.com/", "de-CH", "Europe/Zurich"),
        ("https://bayherald.com/", "pt-BR", None),
        ("https://bayherald.com/", "es", None),
        ("https://bayherald.com/", "en-GB", None),
        ("https://bayherald.com.au/", "de", None),
        ("https://bayherald.com/", None, None),
        ("https:///", None, None),
    ],
)
def test_a_zone_is_guessed_only_where_there_is_but_one(
    url: str, language: str | None, zone: str | None
) -> None:
    found = guess_zone(url, language)
    assert (found.key if found else None) == zone


def test_every_zone_exists_and_every_language_has_one() -> None:
    assert {ZoneInfo(name).key for name in _COUNTRIES.values()} == set(_COUNTRIES.values())
    assert set(_LANGUAGES.values()) <= set(_COUNTRIES)
