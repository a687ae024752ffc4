from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

ZONE = ZoneInfo("Asia/Shanghai")
SOURCE = """
kind: epaper
timezone: Asia/Shanghai
vars: {{host: '{host}'}}
list:
  url: http://{{host}}/html/{{date:%Y-%m/%d}}/node_1.htm
  pages: a.page
  items: area
  days: {days}
fields:
  title: h1
  body: div
"""


def today(back: int = 0) -> datetime:
    return datetime.now(UTC).astimezone(ZONE) - timedelta(days=back)


@pytest.fixture
def paper(site):
    """Two days with two pages each, a story on every page."""
    for back in (0, 1):
        folder = f"/html/{today(back):%Y-%m/%d}"
        pages = "".join(f'<a class="page" href="./node_{n}.htm">Page {n}</a>' for n in (1, 2))
        for number in (1, 2):
            name = f"{today(back):%d}-{number}"
            area = f'<map><area href="content_{number}.htm#top" coords="1,2"></map>'
            site.html(f"{folder}/node_{number}.htm", pages + area)
            page = f"<h1>Story {name} of this paper</h1><div><p>Printed text {name}.</div>"
            site.html(f"{folder}/content_{number}.htm", page)
    return site


def test_the_issue_of_today_has_pages_and_those_have_articles(paper, newsroom) -> None:
    newsroom.source("paper", SOURCE.format(host=paper.host, days=1))
    run = newsroom.crawl_one("paper")
    assert (run.counts.new, run.counts.lists, run.complete) == (2, 2, True)
    midnight = today().replace(hour=0, minute=0, second=0, microsecond=0)
    assert {post.published for post in newsroom.posts()} == {midnight.astimezone(UTC)}


def test_as_many_days_are_read_as_the_source_says(paper, newsroom) -> None:
    newsroom.source("paper", SOURCE.format(host=paper.host, days=2))
    assert newsroom.crawl_one("paper").counts.new == 4
    assert newsroom.crawl_one("paper").counts.known == 4


def test_an_issue_that_is_missing_is_told_and_the_others_are_read(paper, newsroom) -> None:
    newsroom.source("paper", SOURCE.format(host=paper.host, days=3))
    run = newsroom.crawl_one("paper")
    assert run.counts.new == 4
    assert run.counts.list_failures == {"HTTP 404": 1}


def test_an_issue_that_is_a_trap_is_not_parsed(site, newsroom) -> None:
    newsroom.source("paper", SOURCE.format(host=site.host, days=1))
    site.html(f"/html/{today():%Y-%m/%d}/node_1.htm", "<div>" * 5000)
    assert newsroom.crawl_one("paper").counts.list_failures == {"page nested too deep": 1}


def test_of_an_issue_of_thousands_of_articles_some_are_asked_for(site, newsroom) -> None:
    newsroom.source("paper", SOURCE.format(host=site.host, days=1))
    areas = '<area href="a.htm">' * 6000
    site.html(f"/html/{today():%Y-%m/%d}/node_1.htm", areas)
    site.html(f"/html/{today():%Y-%m/%d}/a.htm", "<h1>The story</h1><div><p>Its text.</div>")
    counts = newsroom.crawl_one("paper").counts
    assert (counts.new, counts.notes["list longer than allowed"]) == (1, 1)
