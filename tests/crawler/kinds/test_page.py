from __future__ import annotations

import pytest

from crawler.errors import SourceConfigError
from crawler.runs import Outcome
from crawler.source import read_source

TITLES = {
    f"/news/2026/01/05/{n}5501.html": f"What happened in town on day {n}" for n in range(1, 6)
}


@pytest.fixture
def town(site, story):
    """A list of five stories, with a bar of sections above and an imprint below."""
    for number, (path, title) in enumerate(TITLES.items()):
        site.html(path, story(title, number=number))
    items = "".join(f'<li><a href="{path}">{title}</a>' for path, title in TITLES.items())
    nav = '<nav><a href="/about">About us</a><a href="/sport">Sport</a></nav>'
    site.html("/", f"<html><body>{nav}<main><ul>{items}</ul></main></body></html>")
    return site


def test_without_any_selector_articles_are_found_and_taken_apart(town, newsroom) -> None:
    newsroom.source("town", f"kind: page\nlist: {{url: 'http://{town.host}/'}}\n")
    run = newsroom.crawl_one("town")
    assert run.counts.new == 5
    posts = newsroom.posts()
    assert {post.title for post in posts} == set(TITLES.values())
    assert {post.published.isoformat() for post in posts} == {"2026-01-05T02:00:00+00:00"}
    assert all("quieter than the old one" in post.body for post in posts)
    assert all("All rights reserved" not in post.body for post in posts)


def test_hit_rates_tell_selectors_from_what_filled_in_for_them(town, newsroom) -> None:
    newsroom.source(
        "town",
        f"""
        kind: page
        list: {{url: 'http://{town.host}/', items: 'div.gone a'}}
        fields: {{title: h1, published: .gone time}}
        """,
    )
    run = newsroom.crawl_one("town")
    assert run.counts.new == 5
    assert run.hits["items: css div.gone a"] == (1, 0)
    assert run.hits["items: structure"] == (1, 1)
    assert run.hits["title: css h1"] == (5, 5)
    assert run.hits["published: css .gone time"] == (5, 0)
    assert run.hits["published: json-ld"] == (5, 5)
    assert run.hits["body: structure"] == (5, 5)
    assert "title: json-ld" not in run.hits


def test_addresses_decide_what_is_an_article_of_the_source(town, newsroom) -> None:
    newsroom.source(
        "town",
        f"""
        kind: page
        list: {{url: 'http://{town.host}/', include: '/2026/', exclude: '/05/[12]'}}
        """,
    )
    assert newsroom.crawl_one("town").counts.articles == 3


def write_counted(site, *queries: str) -> None:
    for page, query in enumerate(queries):
        site.html(f"/more?{query}", f'<li><a href="/{page}">story</a>')
        site.article(f"/{page}", f"The story of page {page}")


COUNTED = """
kind: page
timezone: UTC
list:
  url: http://{host}/more?{counter}={{{counter}}}
  items: li a
  paging: {paging}
fields: {{title: h1, published: time, body: div}}
"""


@pytest.mark.parametrize(
    ("paging", "queries"),
    [
        ("{}", ("page=1", "page=2", "page=3")),
        ("{first: 0, step: 20}", ("offset=0", "offset=20", "offset=40")),
    ],
)
def test_counted_pages_are_read_until_there_are_no_more(
    site, newsroom, paging: str, queries: tuple[str, ...]
) -> None:
    write_counted(site, *queries[:2])
    counter = queries[0].partition("=")[0]
    newsroom.source("more", COUNTED.format(host=site.host, counter=counter, paging=paging))
    run = newsroom.crawl_one("more")
    assert (run.counts.new, run.outcome, run.complete) == (2, Outcome.FINE, True)
    assert f"/more?{queries[2]}" in site.asked


def test_counting_stops_at_the_last_page_and_at_known_articles(site, newsroom) -> None:
    write_counted(site, "page=1", "page=2", "page=3", "page=4")
    newsroom.source("more", COUNTED.format(host=site.host, counter="page", paging="{last: 3}"))
    assert newsroom.crawl_one("more").counts.new == 3
    site.asked.clear()
    newsroom.crawl_one("more")
    assert site.asked == ["/robots.txt", "/more?page=1"]


def test_json_answers_are_counted_likewise(site, newsroom) -> None:
    for page in (1, 2):
        site.json(f"/api?page={page}", [{"id": f"a{page}", "t": f"Story {page}", "b": "<p>Text"}])
    site.json("/api?page=3", [])
    newsroom.source(
        "wire",
        f"""
        kind: api
        list: {{url: 'http://{site.host}/api?page={{page}}', paging: {{}}}}
        fields: {{key: id, title: t, body: b}}
        """,
    )
    run = newsroom.crawl_one("wire")
    assert (run.counts.new, run.complete) == (2, True)


@pytest.mark.parametrize(
    ("source", "mistake"),
    [
        (
            "kind: page\nlist: {url: 'https://a.example/', paging: {}}\n",
            "list.paging: counts nothing",
        ),
        (
            "kind: page\nlist: {url: 'https://a.example/{page}'}\n",
            "asks for {page}, which is not among vars",
        ),
        ("kind: page\nlist: {url: 'https://a.example/', include: '('}\n", "no regular expression"),
        (
            "kind: feed\nlist: {url: 'https://a.example/'}\n"
            "fields: {title: {css: b, from: list}}\n",
            "fields.title: looks at the list",
        ),
        (
            "kind: epaper\nlist: {url: 'https://a.example/', items: a}\n",
            "must say where the date stands",
        ),
    ],
)
def test_mistakes_are_told(newsroom, source: str, mistake: str) -> None:
    path = newsroom.source("wrong", source)
    with pytest.raises(SourceConfigError) as caught:
        read_source(path)
    assert mistake in str(caught.value)
