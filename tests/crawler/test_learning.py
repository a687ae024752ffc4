"""A source that has been crawled knows its site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.crawler.conftest import Newsroom, Site

NOTICE = "Our reporters read every letter that reaches the old office in Rope Street by hand."
WORDS = ("mail", "milk", "salt", "coal", "rope", "wool", "corn", "fish")


def write_story(site: Site, number: int) -> None:
    told = "".join(
        f"<p>On the pier the {word} of {WORDS[number]} came in late, said the harbour master, who"
        f" had counted {word} by {word} since the morning of the {WORDS[number]} fair.</p>"
        for word in WORDS[:5]
    )
    site.html(
        f"/{number}",
        f"<html><head><title>How the {WORDS[number]} came to town</title></head><body>"
        f"<article><h1>How the {WORDS[number]} came to town</h1>{told}<p>{NOTICE}</p></article>"
        "</body></html>",
    )


def crawl(site: Site, newsroom: Newsroom, *numbers: int) -> dict[int, bool]:
    """Which of the articles, by number, have the notice in their bodies."""
    for number in numbers:
        write_story(site, number)
    site.html("/news", "".join(f'<li><a href="/{n}">{n}</a></li>' for n in numbers))
    newsroom.crawl_one("town")
    posts = {int((post.link or "").rpartition("/")[2]): post for post in newsroom.posts()}
    return {number: "Rope Street" in posts[number].body for number in numbers}


@pytest.fixture
def town(site: Site, newsroom: Newsroom) -> Newsroom:
    newsroom.source(
        "town",
        f"""
        kind: page
        concurrency: 1
        list: {{url: 'http://{site.host}/news', items: li a}}
        """,
    )
    return newsroom


def test_what_stands_on_many_pages_is_left_out_once_it_is_known(site: Site, town: Newsroom) -> None:
    found = crawl(site, town, 0, 1, 2, 3, 4)
    assert sorted(found.values()) == [False, False, False, True, True]


def test_the_next_run_knows_it_from_the_start(site: Site, town: Newsroom) -> None:
    crawl(site, town, 0, 1, 2)
    assert crawl(site, town, 5, 6) == {5: False, 6: False}


def test_an_article_that_is_read_again_does_not_become_a_habit(site: Site, town: Newsroom) -> None:
    write_story(site, 0)
    base = f"http://{site.host}"
    town.source("town", f"kind: sitemap\nlist: {{url: '{base}/s.xml'}}\n")
    for day in range(1, 6):
        item = f"<url><loc>{base}/0</loc><lastmod>2026-01-0{day}</lastmod></url>"
        site.data("/s.xml", f"<urlset>{item}</urlset>".encode())
        town.crawl_one("town")
    assert site.asked.count("/0") == 5
    assert "Rope Street" in town.posts()[0].body
