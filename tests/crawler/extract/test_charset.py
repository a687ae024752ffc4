"""decode(): what the bytes are wins over what is claimed of them."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import Dropped
from crawler.extract.charset import MOJIBAKE, decode

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "ru": "Сегодня в городе открылась новая библиотека, где собрано более десяти тысяч книг.",
    "el": "Σήμερα άνοιξε στην πόλη μια νέα βιβλιοθήκη με περισσότερα από δέκα χιλιάδες βιβλία.",
    "pl": "Dziś w mieście otwarto nową bibliotekę; jest w niej dziesięć tysięcy książek.",
    "cs": "Dnes byla ve městě otevřena nová knihovna s více než deseti tisíci knih pro čtenáře.",
    "tr": "Bugün şehirde on binden fazla kitabın toplandığı yeni kütüphane açıldı, ışık içinde.",
    "ar": "افتتحت اليوم في المدينة مكتبة جديدة تضم أكثر من عشرة آلاف كتاب للقراء من كل الأعمار.",
    "he": "היום נפתחה בעיר ספרייה חדשה ובה יותר מעשרת אלפים ספרים לקוראים בני כל הגילים.",
    "th": "วันนี้ห้องสมุดแห่งใหม่เปิดในเมือง มีหนังสือมากกว่าหนึ่งหมื่นเล่มสำหรับผู้อ่านทุกวัย",
    "zh-hans": "今天本市新图书馆正式开馆，馆内收藏了一万多册图书，欢迎各个年龄的读者前来阅读。",
    "zh-hant": "今天本市新圖書館正式開館，館內收藏了一萬多冊圖書，歡迎各個年齡的讀者前來閱讀。",
    "ja": "今日、市内に新しい図書館が開館しました。一万冊を超える本があり、だれでも読めます。",
    "ko": "오늘 시내에 새 도서관이 문을 열었습니다. 만 권이 넘는 책을 누구나 읽을 수 있습니다.",
    "fr": "La bibliothèque a été inaugurée aujourd'hui, où plus de dix mille livres sont réunis.",
}
LEGACY = [
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "iso8859-5"),
    ("ru", "cp866"),
    ("el", "cp1253"),
    ("pl", "cp1250"),
    ("pl", "iso8859-2"),
    ("cs", "cp1250"),
    ("cs", "iso8859-2"),
    ("tr", "cp1254"),
    ("ar", "cp1256"),
    ("he", "cp1255"),
    ("th", "cp874"),
    ("zh-hans", "gbk"),
    ("zh-hant", "big5"),
    ("ja", "cp932"),
    ("ja", "euc_jp"),
    ("ja", "iso2022_jp"),
    ("ko", "cp949"),
    ("fr", "cp1252"),
]
LEGACY_IDS = [f"{language}-{codec}" for language, codec in LEGACY]


def page(text: str, charset: str = "") -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return (
        f"<html><head>{meta}<title>{text[:20]}</title></head><body><p>{text * 3}</p></body></html>"
    )


@pytest.mark.parametrize(("language", "codec"), LEGACY, ids=LEGACY_IDS)
def test_an_undeclared_legacy_page_is_read_by_its_letters(language: str, codec: str) -> None:
    html = page(TEXTS[language])

    assert decode(html.encode(codec)).text == html


@pytest.mark.parametrize(("language", "codec"), LEGACY, ids=LEGACY_IDS)
def test_a_lying_header_and_a_lying_meta_do_no_harm(language: str, codec: str) -> None:
    html = page(TEXTS[language], "utf-8")

    decoded = decode(html.encode(codec), "text/html; charset=utf-8")

    assert decoded.text == html


@pytest.mark.parametrize("lie", ["iso-8859-1", "gb2312", "euc-kr", "windows-1251"])
def test_utf8_is_utf8_whatever_is_declared(lie: str) -> None:
    html = page("".join(TEXTS.values()), lie)

    assert decode(html.encode(), f"text/html; charset={lie}").text == html


def test_korean_declared_by_mistake_does_not_turn_chinese_into_hangul() -> None:
    html = page(TEXTS["zh-hans"], "euc-kr")

    assert decode(html.encode("gbk")).text == html


def test_meta_comes_before_header_and_header_before_the_source() -> None:
    body = b"<meta charset=iso-8859-2><p>\xe9"  # a letter in each of them: only order decides

    assert decode(body, "text/html; charset=iso-8859-1", "cp1257").encoding == "iso8859-2"
    bare = body.replace(b"<meta charset=iso-8859-2>", b"")
    assert decode(bare, "text/html; charset=iso-8859-15", "cp1257").encoding == "iso8859-15"
    assert decode(bare, None, "cp1257").encoding == "cp1257"
    assert decode(bare).encoding == "cp1252"


def test_an_unknown_declaration_is_passed_over() -> None:
    assert decode("<meta charset=klingon>żółć".encode("cp1250"), None, "cp1250").text[-4:] == "żółć"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(codec: str) -> None:
    html = page(TEXTS["ru"], "windows-1251")

    assert decode(html.encode(codec)).text == html


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_markup_without_a_mark_is_seen(codec: str) -> None:
    html = page(TEXTS["ru"])

    assert decode(html.encode(codec)).text == html


def test_utf8_with_a_few_broken_bytes_stays_utf8() -> None:
    body = page(TEXTS["ru"]).encode() + b"<p>\xd0\xff</p>"

    decoded = decode(body, "text/html; charset=windows-1251")

    assert decoded.encoding == "utf-8"
    assert TEXTS["ru"] in decoded.text


def test_utf8_cut_inside_a_character_keeps_the_rest() -> None:
    assert decode(page(TEXTS["el"]).encode()[:-20] + "ώ".encode()[:1]).encoding == "utf-8"


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_utf8_encoded_twice_is_decoded_twice(codec: str) -> None:
    html = page("Größe, café, naïve façade – żółw")

    twice = html.encode().decode(codec).encode()

    assert twice != html.encode()
    assert decode(twice).text == html


def test_text_about_mojibake_is_left_alone() -> None:
    html = page("Das Wort »für« wird zu fÃ¼r, wenn man es zweimal kodiert; das ist schade, größer.")

    assert decode(html.encode()).text == html


def test_a_body_that_no_encoding_explains_is_refused() -> None:
    body = b"\xef\xbb\xbf" + b"<p>\xff\xfe\xfd\xfc</p>" * 50

    with pytest.raises(Dropped) as refused:
        decode(body)
    assert refused.value.reason == MOJIBAKE


@given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=big5", "x; charset=\x00"]))
def test_any_bytes_give_text_or_a_counted_refusal(body: bytes, header: str) -> None:
    try:
        text = decode(body, header).text
    except Dropped:
        return
    assert isinstance(text, str)


@given(st.text(st.characters(exclude_characters="\x00\x1b", exclude_categories=["Cs", "Cc"])))
def test_ordinary_utf8_round_trips(text: str) -> None:
    assert decode(("<p>" + text).encode(), "text/html; charset=gbk").text == "<p>" + text


def test_every_legacy_page_of_the_corpus_is_read_without_its_declaration(shared: Path) -> None:
    corpus = shared / "corpus" / "dev"
    wrong = []
    for line in (corpus / "legacy.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        body = gzip.decompress((corpus / page["file"]).read_bytes())
        bare = body.replace(b"charset", b"nothing")
        if decode(bare).text != decode(body).text.replace("charset", "nothing"):
            wrong.append(page["id"])

    assert wrong == []


def test_a_large_body_of_short_words_is_not_taken_apart_into_words() -> None:
    body = b"\xe9t\xe9 " * 1_000_000
    tracemalloc.start()
    decode(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * len(body)
