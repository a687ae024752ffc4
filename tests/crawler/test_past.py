from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.past import read_pasts
from crawler.schedule import Past
from crawler.source import read_source

if TYPE_CHECKING:
    from crawler.kinds.model import SourceModel
    from tests.crawler.conftest import Newsroom, Site

PUBLISHED = datetime(2026, 1, 5, 2, tzinfo=UTC)
"""Of every article of the site: ten o'clock in Shanghai."""


def past(newsroom: Newsroom, **changes: object) -> Past:
    source: SourceModel = read_source(newsroom.workspace.sources / "paper.yml")
    source = source.model_copy(update={"allow_private": newsroom.allowed, **changes})
    return read_pasts(newsroom.workspace, [source])["paper"]


def write_news(site: Site) -> None:
    site.html("/news", '<ul><li><a href="/a">A</a><li><a href="/b">B</a></ul>')
    site.article("/a", "Ferry sails")
    site.article("/b", "Market opens")


def test_nothing_is_known_of_a_source_that_never_ran(paper: Newsroom) -> None:
    assert past(paper) == Past()
    assert not paper.workspace.hidden.exists(), "asking leaves no trace"


def test_runs_and_dates_of_posts_are_known_of_one_that_did(paper: Newsroom, site: Site) -> None:
    write_news(site)
    runs = [paper.crawl_one("paper") for _ in range(2)]
    assert past(paper) == Past(runs=runs[-1:], published=[PUBLISHED] * 2)


def test_dates_are_looked_up_only_where_the_interval_is_learned(
    paper: Newsroom, site: Site
) -> None:
    write_news(site)
    paper.crawl_one("paper")
    assert past(paper, every="1h").published == ()


def test_a_source_that_was_changed_is_noticed(paper: Newsroom, site: Site) -> None:
    write_news(site)
    paper.crawl_one("paper")
    assert past(paper, category="local").is_rewritten


def test_a_failed_run_is_a_setback_and_one_with_news_is_not(paper: Newsroom, site: Site) -> None:
    paper.crawl_one("paper")
    write_news(site)
    paper.crawl_one("paper")
    site.pages.clear()
    failed = [paper.crawl_one("paper") for _ in range(2)]
    assert past(paper).setbacks == failed[::-1]
