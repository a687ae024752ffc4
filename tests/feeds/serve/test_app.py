"""Live feeds, search and monitoring, asked over HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import html
from starlette.testclient import TestClient

from feeds.archive import Archive
from feeds.config import Config, Workspace
from feeds.post import Post
from feeds.public_folder import PublicFolder
from feeds.publish import Options, publish
from feeds.serve.app import make_app
from feeds.serve.live import Desk

CONFIG = Config(title="Harbour News", base_url="https://news.example/")
START = datetime(2026, 1, 1, tzinfo=UTC)


def make_post(number: int, title: str, category: str) -> Post:
    return Post(
        id=f"tag:x,2026:{number}",
        key=f"k{number}",
        title=title,
        published=START + timedelta(hours=number),
        body=f"<p>Body of {number}: 渡轮.</p>",
        link=f"https://x.example/{number}",
        categories=(category,),
        source="gazette",
        lang="en",
    )


POSTS = [
    make_post(1, "Ferry back", "Harbour"),
    make_post(2, "Chess club", "Sport"),
    make_post(3, "Ferry delayed", "Harbour"),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    with Archive.open(workspace, CONFIG) as archive:
        archive.add(POSTS)
        publish(archive, CONFIG, PublicFolder(workspace.public), Options())
        desk = Desk(workspace, CONFIG, archive)
        yield TestClient(make_app(workspace.public, desk))
        desk.close()


def titles(client: TestClient, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    return [entry.title for entry in feed.entries]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["Ferry delayed", "Chess club", "Ferry back"]),
        ("q=ferry", ["Ferry delayed", "Ferry back"]),
        ("q=渡轮&limit=1", ["Ferry delayed"]),
        ("category=harbour&q=-delayed", ["Ferry back"]),
        ("source=gazette&category=Sport", ["Chess club"]),
        ("lang=en&q=chess", ["Chess club"]),
        ("lang=de", []),
        ("filter=club|back", ["Chess club", "Ferry back"]),
        ("filterout_title=^Ferry", ["Chess club"]),
        ("tag=none", []),
    ],
)
def test_a_feed_for_any_question(client: TestClient, asked: str, expected: list[str]) -> None:
    assert titles(client, f"/feed?{asked}") == expected


def test_the_three_formats_have_their_media_types(client: TestClient) -> None:
    kinds = {
        name: client.get(f"/feed?q=ferry&format={name}").headers["content-type"]
        for name in ("atom", "rss", "json")
    }
    assert kinds == {
        "atom": "application/atom+xml; charset=utf-8",
        "rss": "application/rss+xml; charset=utf-8",
        "json": "application/feed+json; charset=utf-8",
    }
    items = json.loads(client.get("/feed?q=ferry&format=json").content)["items"]
    assert [item["title"] for item in items] == ["Ferry delayed", "Ferry back"]


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ("categry=x", "did you mean category?"),
        ("q=a&q=b", "q stands twice"),
        ("limit=0", "from 1 to 200"),
        ("limit=201", "from 1 to 200"),
        ("limit=1e9", "from 1 to 200"),
        ("format=xml", "no format 'xml'"),
        ('q="open', "without its end"),
        ("filter=(", "no regular expression"),
        ("q=" + "x" * 501, "500 characters"),
        ("after=x", "after must be"),
    ],
)
def test_a_bad_parameter_is_answered_with_the_reason(
    client: TestClient, asked: str, complaint: str
) -> None:
    answer = client.get(f"/feed?{asked}")
    assert answer.status_code == 400
    assert complaint in answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_search_that_cannot_be_answered_keeps_its_form(client: TestClient) -> None:
    answer = client.get("/search", params={"q": '<b>"open'})
    page = html.fromstring(answer.content)
    assert (answer.status_code, page.find(".//input[@name='q']").get("value")) == (400, '<b>"open')
    assert "without its end" in page.find(".//p[@role='alert']").text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_an_unchanged_answer_is_a_304(client: TestClient) -> None:
    tag = client.get("/feed?q=ferry").headers["etag"]
    answer = client.get("/feed?q=ferry", headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_post_of_another_process_is_found_at_once(
    client: TestClient, workspace: Workspace
) -> None:
    assert len(titles(client, "/feed?q=ferry")) == 2
    with Archive.open(workspace, CONFIG) as other:
        other.add([make_post(9, "New ferry", "Harbour")])
    assert titles(client, "/feed?q=ferry")[0] == "New ferry"


def test_the_search_page_lists_what_was_found_and_its_feeds(client: TestClient) -> None:
    page = html.fromstring(client.get("/search?q=ferry").content)
    assert [a.text for a in page.iterfind(".//a[@class='title']")] == [
        "Ferry delayed",
        "Ferry back",
    ]
    alternates = [link.get("href") for link in page.iterfind(".//link[@rel='alternate']")]
    assert "https://news.example/feed?q=ferry&format=atom" in alternates
    assert page.find(".//input[@name='q']").get("value") == "ferry"


def test_search_pages_follow_each_other_without_loss(client: TestClient) -> None:
    address, found = "/search?q=渡轮&limit=1", []
    while address:
        page = html.fromstring(client.get(address).content)
        found += [a.text for a in page.iterfind(".//a[@class='title']")]
        following = page.find(".//a[@rel='next']")
        address = f"/{following.get('href')}" if following is not None else ""
    assert found == ["Ferry delayed", "Chess club", "Ferry back"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><svg onload=x>'])
def test_what_was_typed_stays_text(client: TestClient, text: str) -> None:
    page = html.fromstring(client.get("/search", params={"q": text.replace('"', "")}).content)
    assert [script.get("src") for script in page.iter("script")] == ["site.js"]
    assert not page.xpath("//svg")


def test_an_empty_search_page_is_only_the_form(client: TestClient) -> None:
    page = html.fromstring(client.get("/search").content)
    assert page.find(".//form") is not None
    assert page.find(".//li") is None


def test_pages_are_served_with_a_way_to_the_search(client: TestClient) -> None:
    page = html.fromstring(client.get("/").content)
    assert page.find(".//nav").get("data-search") == "Search"
    assert not page.xpath("//a[contains(@href, 'search')]"), "a mirror would follow it in vain"
    script = client.get("/site.js")
    assert 'querySelector("nav[data-search]")' in script.text
    assert "navigator.clipboard" in script.text
    again = client.get("/site.js", headers={"if-none-match": script.headers["etag"]})
    assert again.status_code == 304


def test_files_are_served_beside_it(client: TestClient) -> None:
    assert "Harbour News" in client.get("/").text
    assert client.get("/feeds/all.atom").headers["content-type"].startswith("application/atom+xml")
    assert client.get("/nothing").status_code == 404


def test_monitoring_is_told_posts_and_answers(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    client.get("/nothing")
    text = client.get("/metrics").text
    assert "broadsheet_posts 3\n" in text
    assert 'broadsheet_http_responses_total{status="200"} 1' in text
    assert 'broadsheet_http_responses_total{status="404"} 1' in text
    newest = (START + timedelta(hours=3)).timestamp()
    assert f"broadsheet_newest_post_timestamp_seconds {newest:.0f}\n" in text


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "(" * 490},
        {"q": "a (" * 120 + "a" + ")" * 120},
        {"q": "-" * 490 + "a"},
        {"filter": "(?R)"},
        {"filter": "a{99999999}"},
        {"filter": "(?:abc{1000}){1000}"},
        {"filter_title": "(" * 200},
    ],
)
def test_what_would_take_too_long_is_refused_at_once(
    client: TestClient, parameters: dict[str, str]
) -> None:
    began = time.perf_counter()
    assert client.get("/feed", params=parameters).status_code == 400
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("query", ["(" * 20 + "a" + ")" * 20, "a (b OR (" * 9 + "c" + "))" * 9])
def test_parentheses_as_deep_as_allowed_are_answered(client: TestClient, query: str) -> None:
    assert client.get("/feed", params={"q": query}).status_code == 200


def test_an_expression_that_never_ends_costs_a_second_not_one_a_post(workspace: Workspace) -> None:
    with Archive.open(workspace, CONFIG) as archive:
        archive.add([make_post(n, "a" * 60 + f" {n}!", "Sport") for n in range(60)])
        desk = Desk(workspace, CONFIG, archive)
        client = TestClient(make_app(workspace.public, desk))
        client.get("/feed")  # makes the index
        began = time.perf_counter()
        answer = client.get("/feed", params={"filter_title": "(?:a|a)+(?:a|aa)+$"})
        assert time.perf_counter() - began < 2.5
        desk.close()
    assert (answer.status_code, "takes too long" in answer.text) == (400, True)


def test_posts_from_before_1970_have_further_pages(workspace: Workspace) -> None:
    old = datetime(1969, 12, 31, 23, tzinfo=UTC)
    posts = [
        replace(make_post(n, f"News {n}", "Sport"), published=old + timedelta(minutes=n * 20))
        for n in range(6)
    ]
    with Archive.open(workspace, CONFIG) as archive:
        archive.add(posts)
        desk = Desk(workspace, CONFIG, archive)
        client = TestClient(make_app(workspace.public, desk))
        seen, address = [], "/search?q=news&limit=1"
        while address:
            page = html.fromstring(client.get(address).content)
            seen += page.xpath("//a[@class='title']/text()")
            address = "".join(f"/{link}" for link in page.xpath("//a[@rel='next']/@href"))
        desk.close()
    assert seen == [f"News {n}" for n in range(5, -1, -1)]
