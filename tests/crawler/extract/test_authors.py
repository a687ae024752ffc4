"""Authors: where they are named, and what only looks like a name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extract.extracted import Context
from crawler.extract.metadata import read_metadata
from crawler.extract.page import parse_page

CONTEXT = Context(now=datetime(2026, 3, 10, 12, tzinfo=UTC))


def _authors(html: str) -> tuple[str, ...]:
    page = parse_page(html, "https://www.bayherald.example/a.html")
    return read_metadata(page, CONTEXT).authors


def _ld(author: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "Article", "author": {author}}}</script>'


@pytest.mark.parametrize(
    "html",
    [
        _ld('{"@type": "Person", "name": "Ann Lee"}'),
        _ld('[{"name": ["Ann Lee"]}]'),
        _ld('"Ann Lee"'),
        "<meta name=author content='Ann Lee'>",
        "<meta property=article:author content='https://social.example/annlee'>"
        "<meta name=parsely-author content='Ann Lee'>",
        "<meta name=twitter:label1 content='Written by'>"
        "<meta name=twitter:data1 content='Ann Lee'>",
        "<h1>Ferry sinks</h1><a rel=author href=/ann>Ann Lee</a>",
        "<h1>Ferry sinks</h1><span itemprop=author><b itemprop=name>Ann Lee</b></span>",
        "<h1>Ferry sinks</h1><p class=byline>By Ann Lee, staff reporter | 1 March 2026</p>",
        "<h1>Ferry sinks</h1><p>By Ann Lee</p><p>It sank.</p>",
        "<h1>Ferry sinks</h1><p>Von Ann Lee</p><p>Sie sank.</p>",
        "<h1>Ferry sinks</h1><a href=/authors/ann-lee>Ann Lee</a>",
    ],
)
def test_the_author_is_found_wherever_named(html: str) -> None:
    assert _authors(html) == ("Ann Lee",)


def test_a_reference_in_a_graph_is_followed() -> None:
    html = (
        '<script type="application/ld+json">{"@graph": ['
        '{"@type": "Article", "headline": "Ferry sinks", "author": {"@id": "#ann"}},'
        '{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}</script>'
    )
    assert _authors(html) == ("Ann Lee",)


def test_the_site_is_the_author_only_when_nobody_else_is() -> None:
    site = _ld('{"@type": "Organization", "name": "The Bay Herald"}')
    assert _authors(site) == ("The Bay Herald",)
    assert _authors(site + "<h1>Ferry sinks</h1><p class=byline>By Ann Lee</p>") == ("Ann Lee",)


@pytest.mark.parametrize("host", ["www.bhr.example", "bhr.co.example"])
def test_the_short_name_of_a_host_names_its_site(host: str) -> None:
    metas = "<meta property=article:author content=BHR><meta name=author content='Ann Lee'>"
    page = parse_page(metas, f"https://{host}/a.html")
    assert read_metadata(page, CONTEXT).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "html",
    [
        "<meta name=author content=admin>",
        "<h1>Ferry sinks</h1><p class=byline>Posted on March 1, 2026</p>",
        "<h1>Ferry sinks</h1><p>It sank.</p><div class=comments><b class=author>Ann Lee</b></div>",
        "<h1>Ferry sinks</h1><p class=author>Photo: Ann Lee</p>",
        "<h1>Ferry sinks</h1><p class=author-box>Learn More About Us</p>",
        "<h1>Ferry sinks</h1><a href=https://other.example/licenses/by/4.0>Attribution Licence</a>",
        "<h1>Ferry sinks</h1>" + "<a href=/authors/x>Ann Lee</a>" * 9,
        "<meta name=author content='Web design: Ann Lee'>",
        "<h1>Ferry sinks</h1><p><b>Membership Application</b></p><p>It sank.</p>",
    ],
)
def test_what_is_not_an_author_is_not_taken_for_one(html: str) -> None:
    assert _authors(html) == ()


def test_a_byline_names_several() -> None:
    html = "<h1>Ferry sinks</h1><p class=byline>By Ann Lee, Bo Li and Cy Young</p>"
    assert _authors(html) == ("Ann Lee", "Bo Li", "Cy Young")


def test_chinese_bylines_are_read() -> None:
    html = "<h1>渡轮在海湾沉没</h1><p class=author>记者：王小明　李四</p>"
    assert _authors(html) == ("王小明", "李四")


def test_reporters_named_inside_chinese_text_come_before_the_paper() -> None:
    html = (
        "<meta name=author content='另一家报社'><h1>渡轮在海湾沉没</h1>"
        "<p>海湾报讯（记者 王小明）渡轮昨日沉没。</p>"
    )
    assert _authors(html) == ("王小明",)


@pytest.mark.parametrize(
    ("headline", "text", "names"),
    [
        ("渡轮在海湾沉没", "渡轮昨日沉没，乘客获救。(李楠)", ("李楠",)),
        ("渡轮在海湾沉没", "渡轮昨日沉没，乘客获救。（资料）", ()),
        ("渡轮在海湾沉没", "渡轮昨日沉没。（记者 王小明 报道）", ("王小明",)),
        ("湾でフェリーが沈没", "乗客は全員無事だった。（鈴木花子）", ("鈴木花子",)),
        ("湾でフェリーが沈没", "乗客は全員無事だった。（共同通信）", ()),
        ("만에서 여객선 침몰", "[서울=만일보] 홍길동 기자 = 여객선이 침몰했다.", ("홍길동",)),
        ("만에서 여객선 침몰", "홍길동 기자 hong@bayherald.example", ("홍길동",)),
        ("만에서 여객선 침몰", "여객선에 탔던 홍길동 기자는 무사했다.", ()),
    ],
)
def test_texts_in_east_asia_name_their_reporters(
    headline: str, text: str, names: tuple[str, ...]
) -> None:
    assert _authors(f"<h1>{headline}</h1><p>{text}</p>") == names


def test_a_name_alone_in_bold_at_the_end_is_a_signature() -> None:
    html = "<h1>Ferry sinks</h1><p>It sank.</p><p>It is gone.</p><p>So.</p><p><b>Ann Lee</b></p>"
    assert _authors(html) == ("Ann Lee",)


def test_a_name_in_bold_between_paragraphs_is_a_subheading() -> None:
    html = (
        "<h1>Ferry sinks</h1><p>It sank.</p><p>It is gone.</p><p>So.</p><p><b>Ann Lee</b></p>"
        "<p>She saw it.</p>"
    )
    assert _authors(html) == ()


def test_a_group_of_links_names_the_authors_and_not_those_of_other_articles() -> None:
    others = "<p>Text.</p>" * 40 + "<a rel=author href=/c>Cy Young</a>"
    html = f"<h1>Ferry sinks</h1><a rel=author href=/a>Ann Lee</a><a rel=author>Bo Li</a>{others}"
    assert _authors(html) == ("Ann Lee", "Bo Li")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Ann Lee, 3. März 2026, 8:30 Uhr", ("Ann Lee",)),
        ("Posted on March 3, 2026 by Ann Lee", ("Ann Lee",)),
        ("Par Ann Lee et Bo Li", ("Ann Lee", "Bo Li")),
        ("Por Ann Lee y Bo Li", ("Ann Lee", "Bo Li")),
        ("Автор: Анна Ли", ("Анна Ли",)),
        ("Text: Ann Lee | Foto: Bo Li", ("Ann Lee",)),
        ("文＝鈴木花子", ("鈴木花子",)),
        ("By ANN LEE, The Bay Herald", ("ANN LEE",)),
        ("By The Bay Herald – Ann Lee", ("Ann Lee",)),
        ("By Ann Lee @annlee", ("Ann Lee",)),
        ("By Ann Lee ann.lee@bayherald.example", ("Ann Lee",)),
        ("Escrito por Ana da Silva", ("Ana da Silva",)),
        ("Geschreven door Ann de Vries", ("Ann de Vries",)),
        ("Ana da Silva, da Redação", ("Ana da Silva",)),
        ("Rédigé par Ann Lee", ("Ann Lee",)),
        ("De notre envoyée spéciale Ann Lee", ("Ann Lee",)),
        ("Di Anna Rossi", ("Anna Rossi",)),
        ("a cura di Anna Rossi", ("Anna Rossi",)),
        ("de Ana Popescu", ("Ana Popescu",)),
        ("Scris de Ana Popescu", ("Ana Popescu",)),
        ("Napsala Jana Nováková", ("Jana Nováková",)),
        ("Napisał Jan Kowalski", ("Jan Kowalski",)),
        ("Piše: Ana Marić", ("Ana Marić",)),
        ("Írta: Kovács Anna", ("Kovács Anna",)),
        ("Szerző: Kovács Anna", ("Kovács Anna",)),
        ("Kirjoittanut Anna Virtanen", ("Anna Virtanen",)),
        ("Toimittaja: Anna Virtanen", ("Anna Virtanen",)),
        ("Подготовила Анна Ли", ("Анна Ли",)),
        ("Автор статьи: Анна Ли", ("Анна Ли",)),
        ("Журналістка: Анна Лі", ("Анна Лі",)),
        ("от Анна Ли", ("Анна Ли",)),
        ("Από την Άννα Λη", ("Άννα Λη",)),
        ("Yazar: Ayşe Yılmaz", ("Ayşe Yılmaz",)),
        ("Ayşe Yılmaz tarafından", ("Ayşe Yılmaz",)),
        ("Pewarta: Budi Santoso", ("Budi Santoso",)),
        ("Viết bởi Nguyễn Văn An", ("Nguyễn Văn An",)),
        ("بقلم أحمد الخطيب", ("أحمد الخطيب",)),
        ("كتبت- أمل الخطيب", ("أمل الخطيب",)),
        ("نویسنده: رضا کریمی", ("رضا کریمی",)),
        ("מאת דוד לוי", ("דוד לוי",)),
        ("लेखक: राजेश शर्मा", ("राजेश शर्मा",)),
        ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
        ("取材・文：鈴木花子", ("鈴木花子",)),
        ("【鈴木花子】", ("鈴木花子",)),
        ("鈴木花子記者", ("鈴木花子",)),
        ("글·사진 홍길동", ("홍길동",)),
        ("홍길동 선임기자 hong@bayherald.example", ("홍길동",)),
        ("来源：海边日报 作者：王小明 编辑：李四", ("王小明",)),
        ("Source: Bay Agency", ()),
        ("Izvor: Luka", ()),
    ],
)
def test_bylines_in_many_languages(line: str, names: tuple[str, ...]) -> None:
    assert _authors(f"<h1>Ferry sinks</h1><p class=byline>{line}</p>") == names


@pytest.mark.parametrize(
    ("box", "names"),
    [
        ("<b>Ann Lee</b><br>The Bay Area", ("Ann Lee",)),
        ("<a>Ann Lee</a>, <a>Bo Li</a> and <a>Cy Young</a>", ("Ann Lee", "Bo Li", "Cy Young")),
        ("<a>Ann Lee</a>, staff writer, and <a>Bo Li</a>, editor", ("Ann Lee", "Bo Li")),
        ("1 March 2026<br>Ann Lee<br>Harbour", ("Ann Lee",)),
        ("<b>王小明</b><span>海湾大学金融研究院执行院长</span>", ("王小明",)),
    ],
)
def test_a_box_about_the_author_is_read_piece_by_piece(box: str, names: tuple[str, ...]) -> None:
    assert _authors(f"<h1>Ferry sinks</h1><div class=author>{box}</div>") == names


def test_of_two_bylines_the_one_nearer_to_the_headline_is_the_articles() -> None:
    other = "<h3>Bridge opens</h3><p class=byline>By Bo Li</p>"
    html = f"<h1>Ferry sinks</h1><p class=author>Ann Lee</p><p>It sank.</p>{other}"
    assert _authors(html) == ("Ann Lee",)


def test_a_byline_far_from_the_headline_is_another_articles() -> None:
    html = f"<h1>Ferry sinks</h1>{'<p>It sank.</p>' * 400}<p class=author>Bo Li</p>"
    assert _authors(html) == ()


def test_a_byline_in_a_sidebar_counts_only_beside_the_headline() -> None:
    box = "<div class=sidebar><p class=author>Ann Lee</p></div>"
    assert _authors(f"<h1>Ferry sinks</h1>{box}<p>It sank.</p>") == ("Ann Lee",)
    assert _authors(f"<h1>Ferry sinks</h1>{'<p>It sank.</p>' * 60}{box}") == ()
