"""The guess of a language from the text alone."""

from __future__ import annotations

import pytest

from crawler.extract.languages import guess_language

TEXTS = {
    "en": "The ferry sank in the bay, and all of its passengers were brought to the shore.",
    "de": "Die Fähre ist nicht in der Bucht gesunken, und alle sind mit dem Boot auf das Land.",
    "fr": "Le ferry a coulé dans la baie et les passagers ont été ramenés sur la terre par eux.",
    "es": "El barco se hundió en la bahía y los pasajeros fueron llevados a la costa.",
    "pt": "O barco afundou na baía e os passageiros não ficaram no mar: vão com uma lancha.",
    "it": "Il traghetto è affondato nella baia e gli ospiti sono alla riva con una barca.",
    "nl": "De veerboot is in de baai gezonken en het personeel is met een boot op het land.",
    "pl": "Prom zatonął na środku zatoki, ale nie jest to koniec: jak się okazało, po godzinie.",
    "sv": "Färjan sjönk i viken och det var inte den som har en kapten för att segla med den.",
    "tr": "Feribot körfezde battı ve yolcular bir tekne ile kıyıya getirildi, bu çok zor bir iş.",
    "ru": "Паром затонул в бухте, и все пассажиры были доставлены на берег.",
    "uk": "Пором затонув у бухті, і всіх пасажирів доставили на берег.",
    "el": "Το πλοίο βυθίστηκε στον κόλπο και όλοι οι επιβάτες σώθηκαν.",
    "ar": "غرقت العبارة في الخليج وتم إنقاذ جميع الركاب.",
    "fa": "کشتی در خلیج غرق شد و همه مسافران نجات یافتند؛ گزارش چاپ شد.",
    "he": "המעבורת טבעה במפרץ וכל הנוסעים ניצלו.",
    "zh": "渡轮昨日在海湾沉没，所有乘客均获救。",
    "ja": "フェリーが湾で沈没し、乗客は全員救助された。",
    "ko": "여객선이 만에서 침몰했지만 승객은 모두 구조되었다.",
    "hi": "नौका खाड़ी में डूब गई और सभी यात्री बचा लिए गए।",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert guess_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "Ferry", "12:30", "MV Aurora (1998)", "渡 a ferry sank"])
def test_what_is_too_short_tells_nothing(text: str) -> None:
    assert guess_language(text) is None


def test_a_foreign_name_in_a_text_changes_nothing() -> None:
    assert guess_language(TEXTS["en"] + " It was called 海鸥.") == "en"
