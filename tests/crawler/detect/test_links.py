"""article_links(): the articles of a page and nothing else, by structure alone."""

from __future__ import annotations

import gzip
import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.detect.links import article_links
from crawler.extract.charset import decode
from feeds.links import identity

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://www.paper.example/"

TITLES = (
    "Harbour bridge closes for repairs until autumn",
    "Council votes for a longer opening of the library",
    "Ferry returns to its old route after three years",
    "School kitchen wins a prize for its soup",
    "Storm takes the roof of the town hall",
    "A museum for the last wooden trams opens",
    "Farmers count fewer bees than a year ago",
    "The swimming pool will stay as warm as it is",
    "Night trains come back to the northern line",
    "Old mill turns flour into electricity",
)
MENU = """<header><nav><ul><li><a href="/">Home</a></li><li><a href="/politics/">Politics</a></li>
<li><a href="/sport/">Sport</a></li><li><a href="/contact">Contact</a></li>
<li><a href="/privacy-policy">Privacy policy and terms of use of this site</a></li>
</ul></nav></header>"""


def slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def page(links: list[tuple[str, str]], after: str = "") -> str:
    items = "".join(f'<li><h3><a href="{url}">{text}</a></h3></li>' for url, text in links)
    return f"<html><body>{MENU}<main><ul>{items}</ul></main>{after}</body></html>"


def found(html: str, url: str = URL) -> list[str]:
    return [link.url.removeprefix("https://www.paper.example") for link in article_links(html, url)]


def test_articles_with_titles_in_their_addresses_are_found_in_order() -> None:
    links = [(f"/politics/{slug(title)}", title) for title in TITLES]

    assert found(page(links)) == [url for url, _ in links]


def test_articles_that_are_numbers_are_found() -> None:
    links = [(f"/?p={128_300 + n}", title) for n, title in enumerate(TITLES)]

    assert found(page(links)) == [url for url, _ in links]


@pytest.mark.parametrize(
    "titles",
    [
        ("渡轮恢复旧航线运行", "市议会投票延长图书馆开放时间", "风暴掀翻市政厅屋顶"),
        ("フェリーが三年ぶりに復活", "図書館の開館時間を延長へ", "嵐で市役所の屋根が飛ぶ"),
        (
            "Паром возвращается на линию",
            "Совет продлил часы библиотеки",
            "Буря снесла крышу ратуши",
        ),
    ],
    ids=["zh", "ja", "ru"],
)
def test_titles_of_any_script_are_titles(titles: tuple[str, ...]) -> None:
    links = [(f"/2026/0302/{900_100 + n}.html", title) for n, title in enumerate(titles)]

    assert found(page(links)) == [url for url, _ in links]


def test_a_short_title_among_its_kin_is_an_article_too() -> None:
    links = [(f"/news/{900_100 + n}", title) for n, title in enumerate(TITLES)]

    assert "/news/900777" in found(page([*links, ("/news/900777", "Obituary")]))


def test_one_article_linked_thrice_is_one_link_with_its_title() -> None:
    links = [(f"/news/{900_100 + n}", title) for n, title in enumerate(TITLES)]
    extra = '<a href="/news/900100"><img src="a.jpg"></a><a href="/news/900100#comments">12</a>'

    first = article_links(page(links, extra), URL)[0]

    assert (first.url, first.text) == (f"{URL}news/900100", TITLES[0])


def test_style_inside_a_link_is_not_its_text() -> None:
    links = [(f"/news/{900_100 + n}", f"<style>.a{{}}</style>{t}") for n, t in enumerate(TITLES)]

    assert article_links(page(links), URL)[0].text == TITLES[0]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("/video/watch/900777", "Watch how the harbour bridge was built in a day"),
        ("/galleries/900777", "The most beautiful pictures of the storm"),
        ("https://forum.paper.example/900777", "What do you think about the swimming pool?"),
        ("https://other.example/news/900777", "An article on the pages of somebody else"),
        ("/author/ann-pier-900777", "Ann Pier"),
        ("/tag/harbour", "Everything about the harbour and its bridges"),
        ("/news/900777.jpg", "The picture of the day in full resolution"),
        ("/news/900100?comments=1", "12"),
        ("javascript:alert(1)", "Harbour bridge closes for repairs until autumn"),
        ("mailto:a@paper.example", "Write to the editors of the paper today"),
    ],
)
def test_what_is_no_article_of_the_paper_is_left_out(url: str, text: str) -> None:
    links = [(f"/news/{900_100 + n}", title) for n, title in enumerate(TITLES)]

    assert found(page([*links, (url, text)])) == [address for address, _ in links]


def test_what_has_articles_inside_is_a_section() -> None:
    topics = [f"/the-long-story-of-our-harbour-{n}" for n in "abc"]
    links = [
        (f"{t}/{slug(title)}-{n}2345", title) for t in topics for n, title in enumerate(TITLES)
    ]

    assert found(page([*links, *((t, "The long story of our harbour") for t in topics)])) == [
        url for url, _ in links
    ]


def test_what_is_old_where_all_else_is_new_is_left_out() -> None:
    links = [(f"/2026/03/{n + 1:02}/{slug(title)}", title) for n, title in enumerate(TITLES)]
    old = ("/2019/05/04/how-to-take-out-a-subscription", "How to take out a subscription")

    assert found(page([*links, old])) == [url for url, _ in links]


def test_an_older_page_of_a_list_keeps_its_old_articles_beside_new_ones() -> None:
    old = [(f"/2019/03/{n + 1:02}/{slug(title)}", title) for n, title in enumerate(TITLES[:4])]
    new = [(f"/2026/03/{n + 1:02}/{slug(title)}", title) for n, title in enumerate(TITLES)]
    html = page(old, page(new))

    assert set(found(html, f"{URL}page/90/")) >= {url for url, _ in old}
    assert not set(found(html)) & {url for url, _ in old}


def test_what_all_links_carry_says_nothing_about_any() -> None:
    links = [(f"/news/{900_100 + n}?lang=en", title) for n, title in enumerate(TITLES)]

    assert found(page(links), f"{URL}?lang=en") == [url for url, _ in links]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>No links</p>",
        MENU,
        MENU
        + "<h1>Search</h1><form></form><a href='/advanced-search'>Advanced search for experts</a>",
        MENU + "<script src=app.js></script><div id=root></div>",
    ],
)
def test_a_page_without_a_list_gives_nothing(html: str) -> None:
    assert article_links(html, URL) == []


def test_ten_thousand_links_take_no_longer_than_they_must() -> None:
    links = [(f"/news/{n}", f"The title of the article number {n}") for n in range(10_000, 20_000)]
    start = time.process_time()

    article_links(page(links), URL)

    assert time.process_time() - start < 5


@given(st.text("<>a/ =\"'href?#&1", max_size=120))
def test_any_markup_gives_links_of_the_publisher(markup: str) -> None:
    for link in article_links(markup, URL):
        assert link.url.startswith("http")


def test_links_of_the_corpus_are_found_as_well_as_is_promised(shared: Path) -> None:
    corpus = shared / "corpus" / "dev"
    scores = []
    for line in (corpus / "lists.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        html = decode(gzip.decompress((corpus / gold["file"]).read_bytes())).text
        got = {identity(link.url) for link in article_links(html, gold["url"])}
        want = {identity(article["url"]) for article in gold["expected"]["articles"]}
        if want:
            scores.append(2 * len(got & want) / (len(got) + len(want)))
        else:
            assert got == set(), gold["id"]

    assert sum(scores) / len(scores) > 0.96
