"""Crawls for a range of days, and for so many articles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from crawler.backfill import Backfill

if TYPE_CHECKING:
    from tests.crawler.conftest import Newsroom, Site

DAYS = 60
PER_PAGE = 10
FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.fixture
def archive(site: Site, paper: Newsroom) -> Newsroom:
    """Sixty articles, one a day, newest first, ten a page."""
    for number in range(DAYS):
        site.html(
            f"/{number}",
            f"<h1>The story of day {number}</h1><time>{day(number)} 10:00</time><div>Text</div>",
        )
    for page in range(DAYS // PER_PAGE):
        numbers = range(DAYS - page * PER_PAGE - 1, DAYS - (page + 1) * PER_PAGE - 1, -1)
        links = "".join(f'<li><a href="/{number}">story</a></li>' for number in numbers)
        older = f'<a class="next" href="/news{page + 1}">older</a>'
        site.html(f"/news{page or ''}", links + older)
    return paper


def days(newsroom: Newsroom) -> list[date]:
    return sorted(post.published.date() for post in newsroom.posts())


def test_articles_of_the_range_are_kept_and_older_pages_left_alone(
    site: Site, archive: Newsroom
) -> None:
    archive.backfill = Backfill(since=day(35), until=day(44))
    run = archive.crawl_one("paper")
    assert days(archive) == [day(n) for n in range(35, 45)]
    assert run.counts.reasons["dropped"].keys() == {"outside the range"}
    assert not {f"/{number}" for number in range(PER_PAGE)}.intersection(site.asked)


def test_a_number_of_articles_is_the_newest_and_the_next_run_goes_on(archive: Newsroom) -> None:
    archive.backfill = Backfill(most=7)
    run = archive.crawl_one("paper")
    assert (run.counts.new, run.complete) == (7, False)
    assert days(archive) == [day(n) for n in range(DAYS - 7, DAYS)]
    archive.crawl_one("paper")
    assert days(archive) == [day(n) for n in range(DAYS - 14, DAYS)]
    archive.backfill = Backfill()
    assert archive.crawl_one("paper").counts.new == DAYS - 14


def test_what_lay_outside_one_range_is_looked_at_for_another(archive: Newsroom) -> None:
    archive.backfill = Backfill(since=day(50), until=day(52))
    archive.crawl_one("paper")
    archive.backfill = Backfill(since=day(53))
    assert archive.crawl_one("paper").counts.new == DAYS - 53


def test_the_same_range_again_asks_for_no_article_again(site: Site, archive: Newsroom) -> None:
    archive.backfill = Backfill(since=day(50), until=day(55))
    archive.crawl_one("paper")
    asked = {path for path in site.asked if "news" not in path}
    site.asked.clear()
    archive.crawl_one("paper")
    again = [path for path in site.asked if "news" not in path and path != "/robots.txt"]
    assert not asked.intersection(again)


def test_dates_in_a_list_spare_the_articles_outside_the_range(
    site: Site, newsroom: Newsroom, story
) -> None:
    base = f"http://{site.host}"
    urls = ""
    for number in range(5):
        site.html(f"/{number}", story(f"The story of day {number}", f"{day(number)}T10:00:00Z"))
        urls += f"<url><loc>{base}/{number}</loc><lastmod>{day(number)}</lastmod></url>"
    site.data("/s.xml", f"<urlset>{urls}</urlset>".encode())
    newsroom.source("quay", f"kind: sitemap\nlist: {{url: '{base}/s.xml'}}\n")
    newsroom.backfill = Backfill(since=day(3))
    run = newsroom.crawl_one("quay")
    assert run.counts.new == 2
    assert run.counts.reasons == {"skipped": {"outside the range": 3}}
    assert "/2" not in site.asked


def test_a_newspaper_is_asked_for_the_days_of_the_range(site: Site, newsroom: Newsroom) -> None:
    for number in (1, 2, 3):
        site.html(f"/{day(number)}.htm", f'<a href="/a{number}">story</a>')
        site.html(f"/a{number}", f"<h1>The story of day {number}</h1><div>Text</div>")
    newsroom.source(
        "paper",
        f"""
        kind: epaper
        list: {{url: 'http://{site.host}/{{date:%Y-%m-%d}}.htm', items: a}}
        fields: {{title: h1, body: div}}
        """,
    )
    newsroom.backfill = Backfill(since=day(1), until=day(3))
    assert newsroom.crawl_one("paper").counts.new == 3
    lists = [path for path in site.asked if path.endswith(".htm")]
    assert sorted(lists) == [f"/{day(1)}.htm", f"/{day(2)}.htm", f"/{day(3)}.htm"]


def test_days_are_those_of_the_source() -> None:
    backfill = Backfill(until=date(2026, 1, 4))
    evening = datetime(2026, 1, 4, 16, 0, tzinfo=UTC)
    assert backfill.is_too_new(evening, ZoneInfo("Asia/Shanghai"))
    assert not backfill.is_too_new(evening, ZoneInfo("UTC"))
