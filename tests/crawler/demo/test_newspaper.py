from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from crawler.demo.newspaper import Newspaper
from crawler.demo.press import LOST, PICK, WITHDRAWN
from crawler.demo.stories import Story, read_edition

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper.serve(now=NOW) as paper:
        yield paper


def get(paper: Newspaper, target: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(urlsplit(paper.url).netloc, timeout=5)
    try:
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def page(paper: Newspaper, target: str) -> html.HtmlElement:
    response, body = get(paper, target)
    assert response.status == 200
    return html.document_fromstring(body)


def listed(paper: Newspaper, target: str) -> list[str]:
    """Hrefs of all lines of a list, following its pages."""
    found: list[str] = []
    following: str | None = target
    while following:
        tree = page(paper, following)
        found += tree.xpath("//a[@class='headline']/@href | //td[@class='t']/a/@href")
        following = next(iter(tree.xpath("//nav[@class='pager']//a[@rel='next']/@href")), None)
    return found


def test_every_address_answers_with_what_was_printed(paper: Newspaper) -> None:
    for target, printed in paper.pages.items():
        response, body = get(paper, target)
        assert (response.status, body) == (404 if target == LOST else 200, printed.body)


def test_every_link_of_every_page_leads_somewhere_but_two(paper: Newspaper) -> None:
    links = {
        urlsplit(urljoin(target, href)).path
        for target, answer in paper.pages.items()
        if answer.type.startswith("text/html")
        for href in html.document_fromstring(answer.body).xpath("//@href | //@src")
        if not href.startswith("http")
    }
    dead = {path for path in links if paper.answer(path).status == 404}
    assert dead == {WITHDRAWN, "/share", "/tag"}


def test_sixty_articles_about_half_of_them_in_each_language(paper: Newspaper) -> None:
    chinese = [story for story in paper.articles if story.lang.startswith("zh")]
    assert len(paper.articles) == 67
    assert len(chinese) == 35
    assert len({story.key for story in paper.articles}) == len(paper.articles)
    assert len({story.path for story in paper.articles}) == len(paper.articles)


@pytest.mark.parametrize("story", read_edition(NOW).stories, ids=lambda story: story.key)
def test_each_story_has_the_length_of_a_newspaper_story(story: Story) -> None:
    if story.lang.startswith("zh"):
        assert 200 <= len(re.sub(r"\s", "", story.text)) <= 600
    else:
        assert 120 <= len(story.text.split()) <= 400


@pytest.mark.parametrize(("section", "lines"), [("news", 25), ("xinwen", 23), ("jiubao", 5)])
def test_lists_hold_twenty_a_page_and_every_story(
    paper: Newspaper, section: str, lines: int
) -> None:
    hrefs = listed(paper, f"/{section}/")
    assert len(hrefs) == lines
    assert {urlsplit(href).path for href in hrefs} >= {
        story.path for story in paper.edition.section(section)
    }
    assert len(page(paper, f"/{section}/").xpath("//a[@class='headline']")) in {0, 20}


def test_the_home_page_leads_to_both_lists_newest_first(paper: Newspaper) -> None:
    hrefs = listed(paper, "/")
    dates = {story.path: story.published for story in paper.articles}
    known = [moment for href in hrefs if (moment := dates[href])]
    assert len(hrefs) == 45
    assert known == sorted(known, reverse=True)
    assert [dates[href] for href in hrefs[-2:]] == [None, None]


def test_a_list_names_a_page_that_is_gone(paper: Newspaper) -> None:
    assert WITHDRAWN in listed(paper, "/news/")
    assert get(paper, WITHDRAWN)[0].status == 404


def test_the_pick_is_another_address_of_a_story_and_says_so(paper: Newspaper) -> None:
    story = next(story for story in paper.articles if story.key == PICK)
    hrefs = listed(paper, "/news/")
    assert {story.path, f"/pick/{PICK}.html"} <= set(hrefs)
    canonical = page(paper, f"/pick/{PICK}.html").xpath("string(//link[@rel='canonical']/@href)")
    assert canonical == paper.url + story.path


def test_tracking_parameters_make_no_difference(paper: Newspaper) -> None:
    tracked = [href for href in listed(paper, "/xinwen/") if "?" in href]
    assert len(tracked) == 1
    assert get(paper, tracked[0])[1] == get(paper, tracked[0].partition("?")[0])[1]


@pytest.mark.parametrize("target", ["/jiubao/", "/jiubao/0105.html"])
def test_old_pages_are_gb18030_and_only_a_meta_element_tells(paper: Newspaper, target: str) -> None:
    response, body = get(paper, target)
    assert response.getheader("Content-Type") == "text/html"
    assert b"charset=gb18030" in body
    assert "𠮷祥号" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    with pytest.raises(UnicodeDecodeError):
        body.decode("gbk")


def test_a_title_has_quotes_and_a_backslash_and_bodies_have_braces(paper: Newspaper) -> None:
    assert any('"' in story.title and "\\" in story.title for story in paper.articles)
    assert any("{{ " in story.text and "{% " in story.text for story in paper.articles)


def test_two_stories_tell_no_date_in_any_way(paper: Newspaper) -> None:
    undated = [story for story in paper.articles if story.published is None]
    assert [story.section.name for story in undated] == ["news", "xinwen"]
    for story in undated:
        text = re.sub(r'href="[^"]*"', "", get(paper, story.path)[1].decode())
        assert not re.search(r"<time|published_time|datePublished|\b20[0-9]{2}\b", text)


def test_bodies_hold_pictures_tables_lists_quotes_and_code(paper: Newspaper) -> None:
    bodies = "".join(story.body for story in paper.articles)
    tags = ("figure", "figcaption", "table", "ul", "ol", "blockquote", "pre", "h2")
    assert {tag: f"<{tag}>" in bodies for tag in tags} == dict.fromkeys(tags, True)


def test_the_page_shows_the_body_that_a_crawl_should_keep(paper: Newspaper) -> None:
    for story in paper.articles:
        text = get(paper, story.path)[1]
        encoding = "gb18030" if story.section.form == "old" else "utf-8"
        assert story.body in text.decode(encoding)


@pytest.mark.parametrize(
    ("section", "marks"),
    [
        ("news", {"ld+json", "og:title"}),
        ("xinwen", {"og:title"}),
        ("outdoors", {"itemprop"}),
        ("clubs", {"<time"}),
        ("kuaixun", set()),
        ("jiubao", set()),
    ],
)
def test_each_section_states_its_facts_in_its_own_way(
    paper: Newspaper, section: str, marks: set[str]
) -> None:
    text = get(paper, paper.edition.section(section)[0].path)[1].decode("utf-8", "replace")
    every = {"ld+json", "og:title", "itemprop"}
    assert {mark for mark in every | marks if mark in text} == marks


def test_json_ld_is_json_and_says_what_the_story_says(paper: Newspaper) -> None:
    story = next(story for story in paper.articles if "\\" in story.title)
    data = json.loads(page(paper, story.path).xpath("string(//script[@type])"))
    assert data["headline"] == story.title
    assert datetime.fromisoformat(data["datePublished"]) == story.published


def test_the_wire_lists_its_items_in_two_answers(paper: Newspaper) -> None:
    items = []
    for number in (1, 2):
        answer = json.loads(get(paper, f"/api/kuaixun?page={number}")[1])
        assert answer["data"]["paging"] == {"page": number, "pages": 2, "total": 8}
        items += answer["data"]["list"]
    assert [item["id"] for item in items] == [s.key for s in paper.edition.section("kuaixun")]


def test_the_wire_wraps_a_text_in_a_callback_when_asked_to(paper: Newspaper) -> None:
    story = paper.edition.section("kuaixun")[0]
    target = f"/api/kuaixun/text?id={story.key}"
    plain = get(paper, target)[1].decode()
    assert json.loads(plain)["data"]["article"]["html"] == story.body
    assert get(paper, f"{target}&callback=lantern")[1].decode() == f"lantern({plain});"


def test_relative_dates_count_from_the_moment_of_serving() -> None:
    first, second, third, *_ = read_edition(NOW).section("kuaixun")
    assert (first.date, first.published) == ("25分钟前", NOW - timedelta(minutes=25))
    assert (second.date, second.published) == ("3小时前", NOW - timedelta(hours=3))
    assert (third.date, third.published) == (
        "昨天 16:25",
        datetime(2026, 6, 14, 8, 25, tzinfo=UTC),
    )


def test_the_outdoors_are_found_through_the_news_sitemap_alone(paper: Newspaper) -> None:
    assert f"Sitemap: {paper.url}/sitemap.xml" in get(paper, "/robots.txt")[1].decode()
    index = ET.fromstring(get(paper, "/sitemap.xml")[1])
    assert f"{paper.url}/outdoors/sitemap.xml" in {loc.text for loc in index.iter(SITEMAP)}
    sitemap = ET.fromstring(get(paper, "/outdoors/sitemap.xml")[1])
    stories = paper.edition.section("outdoors")
    assert [loc.text for loc in sitemap.iter(SITEMAP)] == [paper.url + s.path for s in stories]
    assert not page(paper, "/outdoors/").xpath("//main//a")


def test_the_clubs_are_found_through_a_feed_of_summaries(paper: Newspaper) -> None:
    feed = page(paper, "/clubs/").xpath("string(//link[@rel='alternate']/@href)")
    items = ET.fromstring(get(paper, feed)[1]).findall("./channel/item")
    stories = paper.edition.section("clubs")
    assert [item.findtext("link") for item in items] == [paper.url + s.path for s in stories]
    assert [item.findtext("description") for item in items] == [s.summary for s in stories]


def test_pictures_are_whole_png_files(paper: Newspaper) -> None:
    pictures = [target for target in paper.pages if target.startswith("/pictures/")]
    assert len(pictures) == 27
    body = get(paper, pictures[0])[1]
    width, height = struct.unpack(">II", body[16:24])
    length = struct.unpack(">I", body[33:37])[0]
    assert len(zlib.decompress(body[41 : 41 + length])) == height * (1 + 3 * width)


def test_validators_save_the_second_answer(paper: Newspaper) -> None:
    target = paper.articles[0].path
    response, _ = get(paper, target)
    etag, modified = response.headers["ETag"], response.headers["Last-Modified"]
    for headers in ({"If-None-Match": etag}, {"If-Modified-Since": modified}):
        again, body = get(paper, target, **headers)
        assert (again.status, body) == (304, b"")
    # RFC 9110 §13.1.3: If-Modified-Since is ignored beside If-None-Match.
    stale = {"If-None-Match": '"other"', "If-Modified-Since": modified}
    assert get(paper, target, **stale)[0].status == 200


def test_requests_are_remembered_with_their_status() -> None:
    with Newspaper.serve(now=NOW) as paper:
        get(paper, "/news/?page=x")
        get(paper, "/nowhere")
        assert paper.requests == [("/news/?page=x", 200), ("/nowhere", 404)]


def test_the_same_moment_prints_the_same_pages() -> None:
    with Newspaper.serve(now=NOW) as one, Newspaper.serve(now=NOW) as two:
        for target, answer in one.pages.items():
            other = two.pages[target].body.replace(two.url.encode(), one.url.encode())
            assert other == answer.body
