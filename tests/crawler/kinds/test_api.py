from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crawler.errors import UnreadableError
from crawler.kinds.api import json_of

if TYPE_CHECKING:
    from tests.crawler.conftest import Newsroom, Site

URL = "https://news.example/api"


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1]}',
        '\ufeff{"a": [1]}',
        'jQuery_17({"a": [1]});',
        'var news = {"a": [1]};',
        ')]}\',\n{"a": [1]}',
        '/**/cb({"a": [1]})',
    ],
)
def test_json_is_found_in_its_wrapping(text: str) -> None:
    assert json_of(text, URL) == {"a": [1]}


@pytest.mark.parametrize("text", ["", "<html>busy</html>", '{"a": ', "[" * 100_000])
def test_what_is_no_json_is_told(text: str) -> None:
    with pytest.raises(UnreadableError, match="JSON"):
        json_of(text, URL)


def test_a_list_can_be_asked_by_post_with_headers(site: Site, newsroom: Newsroom) -> None:
    newsroom.source(
        "wire",
        f"""
        kind: api
        timezone: UTC
        vars: {{section: sport}}
        headers: {{X-Section: "{{section}}"}}
        list:
          url: http://{site.host}/search
          method: POST
          json: {{size: 2, sort: [newest]}}
          items: hits
        fields: {{key: id, title: t, body: b, link: u}}
        """,
    )
    site.json("/search", {"hits": [{"id": 1, "t": "Goal", "b": "<p>One.</p>", "u": "/1"}]})
    assert newsroom.crawl_one("wire").counts.new == 1
    assert [json.loads(body) for body in site.bodies] == [{"size": 2, "sort": ["newest"]}]


def test_a_detail_may_be_html(site: Site, newsroom: Newsroom) -> None:
    newsroom.source(
        "wire",
        f"""
        kind: api
        list: {{url: "http://{site.host}/list"}}
        detail: {{url: "http://{site.host}/story/{{slug}}", format: html}}
        fields: {{title: head, published: at, body: {{css: div}}, key: slug}}
        """,
    )
    site.json("/list", [{"slug": "x", "head": "From the list", "at": "2026-01-05T08:00Z"}])
    site.article("/story/x", "From the page", "The text.")
    newsroom.crawl_one("wire")
    (post,) = newsroom.posts()
    assert (post.title, post.key) == ("From the list", "x")
    assert "The text." in post.body


def test_articles_without_key_and_link_in_the_list_are_all_asked_for(
    site: Site, newsroom: Newsroom
) -> None:
    newsroom.source(
        "wire",
        f"""
        kind: api
        list: {{url: "http://{site.host}/list"}}
        detail: {{url: "http://{site.host}/{{path}}", format: html}}
        fields: {{title: {{css: h1}}, published: {{css: time}}, body: {{css: div}}}}
        """,
    )
    site.json("/list", [{"path": "a"}, {"path": "b"}, {"no": "path"}])
    site.article("/a", "The first story here")
    site.article("/b", "The second story here")
    counts = newsroom.crawl_one("wire").counts
    assert (counts.new, counts.reasons) == (2, {"dropped": {"no address of a detail": 1}})
