"""Hosts are asked as they wish to be asked, whichever sources of ours ask them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from crawler.guard.turns import MOST_PATIENCE, Turns, retry_after

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Time:
    """A clock that moves only while somebody sleeps."""

    now: float = 100.0
    asked: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def ask(self, turns: Turns, host: str, delay: float = 1.0) -> float:
        asyncio.run(turns.wait(host, delay))
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def turns(time: Time) -> Turns:
    return Turns(clock=lambda: time.now, sleep=time.sleep)


def test_a_host_is_asked_once_in_each_delay_whoever_asks(time: Time, turns: Turns) -> None:
    assert [time.ask(turns, "a.example") for _ in range(3)] == [100, 101, 102]
    assert time.ask(turns, "b.example") == 102


def test_a_crawl_delay_counts_when_it_is_longer(time: Time, turns: Turns) -> None:
    turns.slow_down("a.example", 5)
    assert [time.ask(turns, "a.example") for _ in range(2)] == [100, 105]
    assert [time.ask(turns, "a.example", delay=7) for _ in range(2)] == [110, 117]


def test_an_absurd_crawl_delay_is_cut(time: Time, turns: Turns) -> None:
    turns.slow_down("a.example", 3600)
    assert [time.ask(turns, "a.example") for _ in range(2)] == [100, 130]


def test_a_host_that_asks_for_a_while_gets_it(time: Time, turns: Turns) -> None:
    turns.postpone("a.example", 60)
    assert not turns.is_closed("a.example")
    assert time.ask(turns, "a.example") == 160


def test_a_host_that_asks_for_longer_is_left_alone(turns: Turns) -> None:
    turns.postpone("a.example", MOST_PATIENCE + 1)
    assert turns.is_closed("a.example")
    assert not turns.is_closed("b.example")


def test_retry_after_may_be_a_date() -> None:
    assert retry_after(format_datetime(NOW.replace(minute=2), usegmt=True), NOW) == 120
    assert retry_after(format_datetime(NOW.replace(year=2025), usegmt=True), NOW) == 0
    assert retry_after("-1", NOW) is None
    assert retry_after("Mon, 05 Jan 2026 10:00:00 +9999999999999999", NOW) is None


ROBOTS = "User-agent: *\nDisallow: /private\n"


def test_what_robots_forbids_is_not_asked_for(site, paper) -> None:
    site.html("/news", '<li><a href="/private/x">x</a><li><a href="/a">a</a>')
    site.html("/robots.txt", ROBOTS, content_type="text/plain")
    site.article("/a", "The story of a")
    run = paper.crawl_one("paper")
    assert run.counts.reasons == {"disallowed": {"robots.txt": 1}}
    assert "/private/x" not in site.asked


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_host_whose_robots_fails_is_not_asked_at_all(site, paper, status: int) -> None:
    site.html("/news", '<li><a href="/a">a</a>')
    site.html("/robots.txt", "oops", status=status)
    run = paper.crawl_one("paper")
    assert run.outcome == "failed"
    assert run.counts.list_failures == {"robots.txt unreachable": 1}
    assert set(site.asked) == {"/robots.txt"}


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_may_be_asked_whatever_its_error_page_says(
    site, paper, status: int
) -> None:
    site.html("/news", '<li><a href="/a">a</a>')
    site.html("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    site.article("/a", "The story of a")
    assert paper.crawl_one("paper").counts.new == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_an_hour_is_asked_no_more(site, paper, status: int) -> None:
    site.html("/news", "".join(f'<li><a href="/{name}">x</a>' for name in "abc"))
    site.html("/a", "busy", status=status, headers={"Retry-After": "3600"})
    for name in "bc":
        site.article(f"/{name}", f"The story of {name}")
    run = paper.crawl_one("paper")
    assert "host asked to be left alone" in run.counts.reasons["failed"]
    assert len([path for path in site.asked if path == "/a"]) == 1


def test_two_sources_of_a_host_share_its_turns(site, newsroom) -> None:
    for name in ("one", "two"):
        site.html(f"/{name}", f'<li><a href="/{name}/a">a</a>')
        site.article(f"/{name}/a", f"The story of {name}")
        newsroom.source(
            name,
            f"""
            kind: page
            list: {{url: "http://{site.host}/{name}", items: li a}}
            fields: {{title: h1, published: time, body: div}}
            timezone: UTC
            """,
        )
        path = newsroom.workspace.sources / f"{name}.yml"
        path.write_text(path.read_text().replace("delay: 0", "delay: 0.2"))
    runs = newsroom.crawl("one", "two")
    assert [run.counts.new for run in runs] == [1, 1]
    first, *_, last = sorted(run.started for run in runs), max(run.finished for run in runs)
    # Six requests to one host, a fifth of a second apart, take a second at least.
    assert (last - first[0]).total_seconds() >= 1.0
