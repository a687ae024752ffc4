from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from crawler.runs import Outcome
from crawler.state import State
from feeds.archive import Archive
from feeds.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.archive import Outcome as Kept
    from feeds.post import Post
    from tests.crawler.conftest import Newsroom, Site


def write_news(site: Site, count: int) -> None:
    site.html("/news", "".join(f'<li><a href="/{n}">{n}</a>' for n in range(count)))
    for number in range(count):
        site.article(f"/{number}", f"The story number {number} of today")


def test_posts_are_kept_in_batches_and_the_rest_at_the_end(
    site: Site, paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    add = Archive.add

    def counted(archive: Archive, posts: Sequence[Post]) -> list[Kept]:
        sizes.append(len(posts))
        return add(archive, posts)

    monkeypatch.setattr(Archive, "add", counted)
    write_news(site, 130)
    text = (paper.workspace.sources / "paper.yml").read_text()
    (paper.workspace.sources / "paper.yml").write_text(f"concurrency: 16\n{text}")
    assert paper.crawl_one("paper").counts.new == 130
    assert sum(sizes) == 130
    assert max(sizes) <= 100


def test_a_disk_that_refuses_ends_the_run_with_every_article_accounted_for(
    site: Site, paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(archive: Archive, posts: Sequence[Post]) -> list[Kept]:
        raise StorageError("_posts", os.strerror(28), "free some space")

    monkeypatch.setattr(Archive, "add", refuse)
    write_news(site, 5)
    run = paper.crawl_one("paper")
    assert run.counts.reasons == {"failed": {"cannot be written": 5}}
    assert (run.counts.new, run.outcome, run.complete) == (0, Outcome.FAILED, False)
    assert run.message == "_posts: No space left on device: free some space"
    assert run.message in paper.log


@pytest.mark.parametrize("method", ["last_run", "begin", "finish"])
def test_a_state_that_refuses_fails_the_run_and_costs_no_article(
    site: Site, paper: Newsroom, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("state.sqlite", "SQLite says: disk I/O error", "see that the disk works")

    monkeypatch.setattr(State, method, refuse)
    write_news(site, 5)
    run = paper.crawl_one("paper")
    assert (run.counts.new, run.outcome, run.complete) == (5, Outcome.FAILED, False)
    assert run.message.startswith("state.sqlite: SQLite says")


def test_a_catalog_that_cannot_be_read_fails_the_run(
    site: Site, paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("catalog.sqlite", "SQLite says: disk I/O error", "see that it works")

    monkeypatch.setattr(Archive, "known", refuse)
    write_news(site, 5)
    run = paper.crawl_one("paper")
    assert (run.counts.new, run.outcome, run.complete) == (0, Outcome.FAILED, False)
    assert run.message.startswith("catalog.sqlite: SQLite says")


def test_two_crawls_at_once_keep_each_article_once(site: Site, paper: Newsroom) -> None:
    write_news(site, 30)
    text = (paper.workspace.sources / "paper.yml").read_text()
    (paper.workspace.sources / "twin.yml").write_text(text)
    runs = paper.crawl("paper", "twin")
    assert sum(run.counts.new for run in runs) == 30
    assert sum(run.counts.known for run in runs) == 30
    assert len(paper.files()) == 30
