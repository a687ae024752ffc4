from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.crawler.conftest import Newsroom, Site

SOURCE = """
kind: api
timezone: UTC
vars: {host: "%s"}
list: {url: "http://{host}/%s", items: items}
fields: {key: id, title: head, body: text, published: at, link: url}
"""
TEXT = "The ferry sails at nine from the old harbour, and it takes an hour."


def crawl(newsroom: Newsroom, site: Site, text: str, place: str = "tide/7") -> dict[str, int]:
    name, number = place.split("/")
    item = {"id": number, "head": "The ferry sails again this morning", "text": f"<p>{text}</p>"}
    item |= {"at": "2026-01-05 08:30", "url": f"https://{name}.example/{number}"}
    site.json(f"/{name}", {"items": [item]})
    newsroom.source(name, SOURCE % (site.host, name))
    counts = newsroom.crawl_one(name).counts
    return {name: n for name, n in counts.numbers().items() if n and name not in NOT_BUCKETS}


NOT_BUCKETS = {"fetched", "lists"}


def test_a_correction_in_a_whole_list_updates_the_post(site: Site, newsroom: Newsroom) -> None:
    assert crawl(newsroom, site, TEXT) == {"new": 1}
    assert crawl(newsroom, site, TEXT) == {"known": 1}
    assert crawl(newsroom, site, TEXT.replace("nine", "ten")) == {"updated": 1}
    (post,) = newsroom.posts()
    assert "at ten" in post.body
    assert (post.revision, post.updated is not None) == (2, True)


def test_a_text_that_shrinks_to_a_stub_is_not_taken(site: Site, newsroom: Newsroom) -> None:
    crawl(newsroom, site, TEXT)
    assert crawl(newsroom, site, "Subscribe to read.") == {"known": 1}
    (post,) = newsroom.posts()
    assert TEXT in post.body


def test_another_source_does_not_correct_the_post_of_the_first(
    site: Site, newsroom: Newsroom
) -> None:
    crawl(newsroom, site, TEXT)
    assert crawl(newsroom, site, TEXT.replace("nine", "ten"), "press/7") == {"known": 1}
    (post,) = newsroom.posts()
    assert (post.source, "at nine" in post.body) == ("tide", True)


def test_the_same_article_under_another_address_does_not_correct_the_first(
    site: Site, newsroom: Newsroom
) -> None:
    crawl(newsroom, site, TEXT)
    assert crawl(newsroom, site, TEXT.replace("nine", "ten"), "tide/8") == {"known": 1}
    (post,) = newsroom.posts()
    assert (post.key, "at nine" in post.body) == ("7", True)
