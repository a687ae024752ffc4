from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import parse_page
from crawler.extract.blocks import read_outline
from crawler.extract.body import find_body
from crawler.extract.fragment import running_text
from crawler.extract.survey import block_figures

URL = "https://gazette.example/2026/11/ferry"

PROSE = [
    "The old ferry across the sound sailed again on Monday, after eleven months in the dock.",
    "Its captain, who had waited for the day since January, said that the engine sounded better"
    " than it had in twenty years, and that the passengers would notice.",
    "The council paid for two thirds of the work; the rest came from a collection among those who"
    " live on the island and had to drive around the bay every morning.",
    "For the coming winter three sailings a day are planned, more when the ice allows it.",
]

TAGS = (
    "<p> </p> <div> </div> <ul> <li> </ul> <table> <tr> <td> </table> <b> </b> <a/href='/x'> </a>"
    " <br> <img/src='/i.jpg'> <figure> </figure> <figcaption> <h1> <h2> </h2> <pre> </pre>"
    " <blockquote> <article>"
)
MARKUP = [*TAGS.split(), " It sails, they say. ", " Word ", " & <", "\n", *PROSE]


def paragraphs(texts: list[str] = PROSE) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str) -> str:
    links = "".join(f'<li><a href="/s/{n}">Section number {n}</a></li>' for n in range(12))
    teasers = "".join(
        f'<li class="teaser"><a href="/t/{n}"><h3>Something else happened, part {n}</h3></a></li>'
        for n in range(8)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>The ferry sails again</title></head>
    <body><header><div class="logo"><a href="/">The Gazette</a></div>
    <nav><ul>{links}</ul></nav></header>
    <main><article class="story"><h1>The ferry sails again</h1>{body}</article>
    <div class="related"><h2>Read also</h2><ul>{teasers}</ul></div></main>
    <footer><p>Copyright The Gazette, all rights reserved. We use no cookies.</p></footer>
    </body></html>"""


def body_of(html: str) -> str:
    return find_body(parse_page(html, URL)) or ""


def test_the_paragraphs_of_an_article_are_its_body() -> None:
    assert running_text(body_of(page(paragraphs()))).splitlines() == PROSE


def test_navigation_and_related_links_stay_outside() -> None:
    body = body_of(page(paragraphs()))
    for text in ("Section number", "Read also", "Something else", "Copyright"):
        assert text not in body


def test_a_page_without_text_has_no_body() -> None:
    assert find_body(parse_page("<html><body><img src=x></body></html>", URL)) is None
    assert find_body(parse_page("", URL)) is None


def test_structure_among_the_paragraphs_survives_in_place() -> None:
    inside = (
        "<blockquote><p>It is the only road we have, and it floats, said one.</p></blockquote>"
        '<figure><picture><source srcset="/f.webp"><img src="data:image/gif;base64,R0"'
        ' data-src="/f.jpg" width="640" alt="The ferry"></picture>'
        "<figcaption>The ferry on Monday.</figcaption></figure>"
    )
    html = page(paragraphs(PROSE[:2]) + inside + paragraphs(PROSE[2:]))
    body = body_of(html)
    assert "<blockquote><p>It is the only road" in body
    assert '<figure><img src="https://gazette.example/f.jpg" alt="The ferry">' in body
    assert "<figcaption>The ferry on Monday.</figcaption></figure>" in body
    assert body.index(PROSE[1]) < body.index("<blockquote>") < body.index(PROSE[2])


def test_lines_divided_by_breaks_are_paragraphs() -> None:
    html = page('<div class="text">' + "<br><br>".join(PROSE) + "</div>")
    assert body_of(html).splitlines() == [f"<p>{text}</p>" for text in PROSE]


def test_a_table_for_layout_is_not_a_table_of_the_body() -> None:
    html = f"<table><tr><td>Menu</td><td><h1>The ferry sails</h1>{paragraphs()}</td></tr></table>"
    assert "<table" not in body_of(html)
    assert PROSE[0] in body_of(html)


def test_links_become_absolute_and_scripts_disappear() -> None:
    linked = PROSE[0].replace("ferry", '<a href="../ship?a=1&amp;b=2">ferry</a>', 1)
    html = page(f"<p>{linked}<script>alert(1)</script></p>" + paragraphs(PROSE[1:]))
    body = body_of(html)
    assert '<a href="https://gazette.example/2026/ship?a=1&amp;b=2">ferry</a>' in body
    assert "alert" not in body


def test_readers_comments_are_no_part_of_the_body() -> None:
    comments = "".join(
        f'<div class="comment"><b>reader{n}</b>{paragraphs([t + " I saw it, too." for t in PROSE])}'
        "</div>"
        for n in range(6)
    )
    html = page(paragraphs() + f'<section id="comments"><h2>Comments</h2>{comments}</section>')
    assert running_text(body_of(html)).splitlines() == PROSE


def test_the_title_is_not_repeated_in_the_body() -> None:
    assert "The ferry sails again" not in body_of(page(paragraphs()))


def test_chinese_prose_is_found_like_any_other() -> None:
    told = [
        "据本报记者报道，停航十一个月的老渡轮于星期一重新启航，当天共有三百多名乘客登船，其中不少人专程从邻县赶来。",
        "船长表示，发动机的声音比二十年来任何时候都要好，乘客们一上船就能感觉到，航行时间也缩短了将近十分钟。",
        "县政府承担了三分之二的维修费用，其余部分由岛上居民捐款，他们此前每天早上都不得不绕海湾行驶一个多小时。",
    ]
    assert running_text(body_of(page(paragraphs(told)))).splitlines() == told


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 3000 + "text, and more text" * 50,
        "<b><p>word, word. " * 20_000,
        "<p>" + "<a href=x>word</a>, " * 30_000,
        "<table><tr><td>" * 1000 + "x" * 1000,
        "<ul>" + "<li>One, two, three and four." * 20_000,
        "<p>a, b.<br>" * 20_000,
    ],
)
def test_hostile_pages_are_taken_apart_within_seconds(html: str) -> None:
    began = time.process_time()
    find_body(parse_page(html, URL))
    assert time.process_time() - began < 8


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join))
def test_every_page_gives_a_fragment_of_its_own_words(html: str) -> None:
    body = find_body(parse_page(html, URL))
    if body is not None:
        whole = parse_page(html, URL).tree.text_content()
        assert all(word in whole for word in running_text(body).split())


def test_a_heading_of_something_left_out_is_left_out() -> None:
    links = "".join(f'<p><a href="/{n}">Ferry story number {n}</a></p>' for n in range(5))
    html = page(paragraphs() + f"<h2>What else the ferry did this year</h2>{links}")
    assert running_text(body_of(html)).splitlines() == PROSE


# Thai has spaces in place of stops, Hindi a stroke, and Arabic commas of its own.
_SCRIPTS = {
    "Thai": [
        "เรือข้ามฟากลำหนึ่งจมลงในอ่าวเมื่อวันอาทิตย์ โดยผู้โดยสารทั้งหมดได้รับการช่วยเหลือ เจ้าหน้าที่กล่าว",
        "กัปตันเรือบอกว่าเครื่องยนต์หยุดทำงานกลางอ่าว ก่อนที่น้ำจะเริ่มเข้าเรือ และทุกคนสวมเสื้อชูชีพทัน",
        "สภาเมืองจะประชุมในวันจันทร์ เพื่อหาเงินซ่อมเรือ และจัดเรือลำอื่นมาวิ่งแทนในระหว่างนี้",
    ],
    "Hindi": [
        "रविवार को खाड़ी में एक नौका डूब गई और सभी यात्रियों को कई घंटों के अभियान के बाद बचा लिया गया।",
        "कप्तान ने बताया कि इंजन खाड़ी के बीच में बंद हो गया था और पानी तेज़ी से भीतर आने लगा था।",
        "नगर परिषद सोमवार को बैठक करेगी और मरम्मत के लिए धन जुटाने के रास्ते खोजेगी।",
    ],
    "Arabic": [
        "غرقت عبارة في الخليج صباح الأحد، وتم إنقاذ جميع الركاب بعد عملية استمرت عدة ساعات",
        "قال القبطان إن المحرك توقف وسط الخليج، ثم بدأت المياه تدخل العبارة بسرعة كبيرة",
        "يجتمع المجلس البلدي يوم الاثنين، لبحث تمويل الإصلاح وتوفير عبارة أخرى في هذه الأثناء",
    ],
}  # fmt: skip


@pytest.mark.parametrize("script", _SCRIPTS)
def test_prose_is_known_by_the_signs_of_its_script(script: str) -> None:
    texts = _SCRIPTS[script]
    figures = block_figures(read_outline(parse_page(paragraphs(texts), URL).tree).blocks)
    assert all(figures.prose)
    body = find_body(parse_page(page(f"<h1>Ferry</h1><div>{paragraphs(texts)}</div>"), URL))
    assert body is not None
    assert [text in body for text in texts] == [True, True, True]
