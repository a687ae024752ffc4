"""Which sources a run crawls; the rest of the verb is tried with the demo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.cli.run import Crawled, Crawling, crawl_workspace
from crawler.runs import Run
from crawler.source import read_source
from crawler.state import State
from tests.crawler.conftest import Newsroom, Site

BEGUN = datetime(2026, 1, 9, 12, tzinfo=UTC)


def run(newsroom: Newsroom, begun: datetime, *names: str) -> Crawled:
    crawling = Crawling(begun=begun, names=names, due_only=not names, quiet=True)
    return crawl_workspace(newsroom.workspace, crawling)


@pytest.fixture
def ended(paper: Newsroom, site: Site) -> Newsroom:
    """A newsroom whose last run began at ``BEGUN`` and was ended by force."""
    site.html("/news", '<ul><li><a href="/a">A</a></ul>')
    site.article("/a", "Ferry sails")
    source = read_source(paper.workspace.sources / "paper.yml")
    with State(paper.workspace.state) as state:
        state.begin(Run(source="paper", started=BEGUN))
        state.memory("paper", source.definition)
    return paper


def test_a_source_that_is_not_due_is_left_out_and_told(ended: Newsroom, site: Site) -> None:
    crawled = run(ended, BEGUN + timedelta(minutes=5))
    assert (crawled.code, crawled.runs, site.asked) == (0, [], [])
    assert BEGUN < crawled.waiting["paper"] <= BEGUN + timedelta(minutes=15)


def test_a_source_that_is_named_is_crawled_all_the_same(ended: Newsroom) -> None:
    crawled = run(ended, BEGUN + timedelta(minutes=5), "paper")
    assert [run.counts.new for run in crawled.runs] == [1]
    assert crawled.waiting == {}


def test_a_child_of_the_watchdog_goes_on_where_the_one_before_was_ended(ended: Newsroom) -> None:
    command_began = BEGUN - timedelta(seconds=1)
    assert [run.counts.new for run in run(ended, command_began).runs] == [1]
