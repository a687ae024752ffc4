from __future__ import annotations

import json
import time

import pytest

from crawler.kinds.feed import has_full_text
from crawler.kinds.feed_document import FeedEntry

LONG = "<p>" + "The whole article stands in the feed, every word of it. " * 20 + "</p>"


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>T</title>{''.join(items)}</channel></rss>"


def item(host: str, number: int, content: str = "") -> str:
    return (
        f"<item><title>Story {number} of the quay</title><link>http://{host}/story/{number}</link>"
        f"<pubDate>Mon, 05 Jan 2026 10:0{number}:00 +0800</pubDate><author>Ana Lima</author>"
        f"<category>ferries</category><description>In short: {number}.</description>"
        + (f"<body><![CDATA[{content}]]></body>" if content else "")
        + "</item>"
    )


@pytest.fixture
def quay(site, newsroom, story):
    """A feed with one summary and one whole article, and both pages."""
    site.html("/feed", rss(item(site.host, 1), item(site.host, 2, LONG)), content_type="text/xml")
    for number in (1, 2):
        site.html(f"/story/{number}", story("Headline of the page", number=number))
    newsroom.source("quay", f"kind: feed\nlist: {{url: 'http://{site.host}/feed'}}\n")
    return site


def test_a_text_is_fetched_where_the_feed_has_a_summary_only(quay, newsroom) -> None:
    assert newsroom.crawl_one("quay").counts.new == 2
    assert [path for path in quay.asked if "story" in path] == ["/story/1"]
    bodies = {post.title: post.body for post in newsroom.posts()}
    assert "quieter than the old one" in bodies["Story 1 of the quay"]
    assert "every word of it" in bodies["Story 2 of the quay"]


def test_what_the_feed_states_fills_the_post(quay, newsroom) -> None:
    newsroom.crawl_one("quay")
    post = next(post for post in newsroom.posts() if post.title.startswith("Story 1"))
    assert post.published.isoformat() == "2026-01-05T02:01:00+00:00"
    assert [author.name for author in post.authors] == ["Ana Lima"]
    assert post.tags == ("ferries",)
    assert post.description == "In short: 1."


@pytest.mark.parametrize(("choice", "asked"), [("always", 2), ("never", 0)])
def test_the_source_decides_whether_pages_are_fetched(quay, newsroom, choice, asked) -> None:
    path = newsroom.source("quay", f"kind: feed\nlist: {{url: 'http://{quay.host}/feed'}}\n")
    path.write_text(path.read_text() + f"full_text: {choice}\n")
    assert newsroom.crawl_one("quay").counts.new == 2
    assert len([path for path in quay.asked if "story" in path]) == asked


def test_selectors_have_pages_fetched_and_go_before_the_feed(quay, newsroom) -> None:
    path = newsroom.workspace.sources / "quay.yml"
    path.write_text(path.read_text() + "fields: {title: h1}\n")
    newsroom.crawl_one("quay")
    assert {post.title for post in newsroom.posts()} == {"Headline of the page"}


def test_a_page_without_an_article_leaves_the_summary(quay, newsroom) -> None:
    quay.html("/story/1", "<html><body></body></html>")
    assert newsroom.crawl_one("quay").counts.new == 2
    assert any("In short: 1." in post.body for post in newsroom.posts())


def test_json_feed_and_atom_are_feeds_too(site, newsroom) -> None:
    entry = {"id": "1", "url": f"http://{site.host}/1", "title": "Json", "content_html": LONG}
    site.json("/feed", {"version": "https://jsonfeed.org/version/1.1", "items": [entry]})
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>x</id><title>Atom</title>"
        f"<link href='http://{site.host}/2'/><content type='html'>{LONG.replace('<', '&lt;')}"
        "</content></entry></feed>"
    )
    site.html("/atom", atom, content_type="application/atom+xml")
    urls = json.dumps([f"http://{site.host}/feed", f"http://{site.host}/atom"])
    newsroom.source("both", f"kind: feed\nlist: {{url: {urls}}}\n")
    assert newsroom.crawl_one("both").counts.new == 2


def test_older_documents_of_a_feed_are_read(quay, newsroom) -> None:
    older = (
        f"<link rel='next' href='http://{quay.host}/feed2' xmlns='http://www.w3.org/2005/Atom'/>"
    )
    quay.html("/feed", rss(older, item(quay.host, 1, LONG)), content_type="text/xml")
    quay.html("/feed2", rss(item(quay.host, 2, LONG)), content_type="text/xml")
    assert newsroom.crawl_one("quay").counts.new == 2


def test_a_text_of_brackets_is_measured_in_time() -> None:
    began = time.process_time()
    assert has_full_text(FeedEntry(content="<" * 1_000_000))
    assert not has_full_text(FeedEntry(content="<b" * 2 + ">" + "<i>" * 1000))
    assert time.process_time() - began < 1
