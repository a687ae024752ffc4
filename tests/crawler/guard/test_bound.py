"""A run takes no longer than it may, whatever servers do, and loses nothing by it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from crawler.ledger import CUT_SHORT
from crawler.runs import Outcome, Run
from crawler.state import State
from tests.crawler.conftest import PAGE_SOURCE
from tests.faults import transport
from tests.faults.fault import healthy
from tests.faults.server import HEALTHY, Origin, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawler.conftest import Newsroom, Site

SECONDS = 1.5
# What opening and closing take on a busy machine; without the bound it would be minutes.
GRACE = 10
MESSAGE = "stopped after 0.025 minutes (--time); {} left for the next run"
ARTICLES = 100


def crawl_in_time(newsroom: Newsroom) -> Run:
    newsroom.seconds, started = SECONDS, time.monotonic()
    run = newsroom.crawl_one("paper")
    assert SECONDS <= time.monotonic() - started < SECONDS + GRACE
    assert (run.outcome, run.complete) == (Outcome.INTERRUPTED, False)
    newsroom.seconds = None
    return run


def write_source(newsroom: Newsroom, site: Site, delay: float) -> None:
    path = newsroom.workspace.sources / "paper.yml"
    path.write_text(f"delay: {delay}\nconcurrency: 16\n" + PAGE_SOURCE.format(host=site.host))


def write_news(site: Site, names: range) -> None:
    site.html("/news", "".join(f'<li><a href="/{name}">x</a>' for name in names))
    for name in names:
        site.article(f"/{name}", f"The story of {name}")


def test_a_hundred_requests_that_wait_for_their_turn_are_left(
    site: Site, newsroom: Newsroom
) -> None:
    write_news(site, range(ARTICLES))
    write_source(newsroom, site, delay=0.25)
    run = crawl_in_time(newsroom)
    left = ARTICLES - run.counts.new
    assert 0 < run.counts.new == len(newsroom.files())
    assert run.counts.reasons == {"failed": {CUT_SHORT: left}}
    assert (run.counts.articles, run.counts.pending) == (ARTICLES, 0)
    assert run.message == MESSAGE.format(f"{left} addresses were")
    with State(newsroom.workspace.state) as state:
        assert state.last_run("paper") == run
    write_source(newsroom, site, delay=0)
    assert newsroom.crawl_one("paper").counts.new == left
    assert len(newsroom.files()) == ARTICLES


def test_what_was_left_is_fetched_though_no_list_names_it_any_more(
    site: Site, newsroom: Newsroom
) -> None:
    write_news(site, range(12))
    write_source(newsroom, site, delay=0.25)
    left = crawl_in_time(newsroom).counts.failed
    write_news(site, range(12, 14))
    assert left > 0
    assert newsroom.crawl_one("paper").counts.new == left + 2


def test_a_list_that_waits_for_its_turn_is_left(site: Site, newsroom: Newsroom) -> None:
    write_news(site, range(3))
    write_source(newsroom, site, delay=30)
    run = crawl_in_time(newsroom)
    assert run.counts.list_failures == {CUT_SHORT: 1}
    assert run.message == MESSAGE.format("1 address was")


def test_a_host_that_asks_for_a_minute_is_not_waited_for(site: Site, newsroom: Newsroom) -> None:
    write_news(site, range(3))
    site.html("/1", "busy", status=503, headers={"Retry-After": "60"})
    write_source(newsroom, site, delay=0.25)
    counts = crawl_in_time(newsroom).counts
    assert (counts.articles, counts.pending) == (3, 0)
    assert counts.reasons == {"failed": {CUT_SHORT: 3 - counts.new}}


SOURCE = """
kind: page
timezone: UTC
concurrency: 4
list: {{url: "{url}/list-with-fault", items: li a}}
fields: {{title: h1, published: time, body: div.body}}
"""


@pytest.fixture
def origin() -> Iterator[Origin]:
    origin = Origin(transport.drip)
    with serving([origin]):
        yield origin


@pytest.fixture
def dripping(origin: Origin, newsroom: Newsroom) -> Newsroom:
    """A newsroom whose source has an article that comes drop by drop, for minutes."""
    newsroom.allowed = (origin.url.removeprefix("http://"),)
    newsroom.source("paper", SOURCE.format(url=origin.url))
    return newsroom


def test_an_answer_that_comes_drop_by_drop_is_cut_off(origin: Origin, dripping: Newsroom) -> None:
    run = crawl_in_time(dripping)
    assert run.counts.new == HEALTHY == len(dripping.files())
    assert run.counts.reasons == {"failed": {CUT_SHORT: 1}}
    assert run.message == MESSAGE.format("1 address was")
    origin.answer = healthy
    assert dripping.crawl_one("paper").counts.new == 1


def test_what_was_left_counts_as_no_attempt(origin: Origin, dripping: Newsroom) -> None:
    # A second failure would be tried again after a quarter of an hour.
    for _ in range(3):
        crawl_in_time(dripping)
    assert origin.asked["/fault"] == 3
    origin.answer = healthy
    assert dripping.crawl_one("paper").counts.new == 1


@pytest.mark.parametrize("answer", [transport.drip, transport.steps(60.0)])
def test_a_robots_txt_that_never_comes_is_not_waited_for(
    origin: Origin, dripping: Newsroom, answer
) -> None:
    origin.robots, origin.answer = answer, healthy
    run = crawl_in_time(dripping)
    assert run.counts.list_failures == {CUT_SHORT: 1}
    assert set(origin.asked) == {"/robots.txt"}
    origin.robots = None
    assert dripping.crawl_one("paper").counts.new == HEALTHY + 1
