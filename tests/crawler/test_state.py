from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.ledger import Counts
from crawler.runs import Outcome, Run
from crawler.skips import refused
from crawler.state import State
from crawler.watchdog import BUSY
from feeds.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.conftest import Newsroom, Site

STARTED = datetime(2026, 1, 5, 8, tzinfo=UTC)


def test_a_run_reads_back_as_it_was(tmp_path: Path) -> None:
    run = Run(
        source="paper",
        started=STARTED,
        finished=STARTED + timedelta(seconds=7),
        outcome=Outcome.PARTIAL,
        counts=Counts(new=2, failed=1, reasons={"failed": {"HTTP 500": 1}}),
        hits={"title: css h1": (3, 2)},
    )
    with State(tmp_path / "hidden" / "state.sqlite") as state:
        number = state.begin(Run(source="paper", started=STARTED))
        state.finish(number, run)
        assert state.last_run("paper") == run
        assert state.last_run("other") is None


@pytest.mark.parametrize(
    "damage", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_put_aside_and_begun_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(damage)
    with State(path) as state:
        state.begin(Run(source="paper", started=STARTED))
    assert path.with_name("state.sqlite.damaged").read_bytes() == damage
    with State(path) as state:
        assert state.last_run("paper") is not None


def test_a_file_of_another_version_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 4711")
    with State(path) as state:
        assert state.last_run("paper") is None
    assert path.with_name("state.sqlite.damaged").exists()


def test_a_file_that_another_process_holds_is_not_taken_for_damaged(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with State(path) as state:
        state.begin(Run(source="paper", started=STARTED))
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN IMMEDIATE")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("crawler.state._PATIENCE", 0.1)
            with pytest.raises(StorageError):
                State(path)
    assert not path.with_name("state.sqlite.damaged").exists()


def test_a_run_that_was_killed_stays_unfinished(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as state:
        state.begin(Run(source="paper", started=STARTED))
    with State(tmp_path / "state.sqlite") as state:
        last = state.last_run("paper")
    assert last is not None
    assert (last.outcome, last.complete, last.finished) == (None, False, None)


def test_the_runs_of_a_source_come_latest_first(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as state:
        for day in range(4):
            state.begin(Run(source="paper", started=STARTED + timedelta(days=day)))
        state.begin(Run(source="other", started=STARTED))
        days = [(run.started - STARTED).days for run in state.runs("paper")]
    assert days == [3, 2, 1, 0]


def test_an_address_that_burned_is_tried_again_after_thirty_days(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as state:
        state.skip("https://news.example/a", refused(BUSY, "", STARTED))
    with State(tmp_path / "state.sqlite") as state:
        assert state.skipped(STARTED + timedelta(days=29)) == {"https://news.example/a": BUSY}
        assert state.skipped(STARTED + timedelta(days=31)) == {}
        state.skip("https://news.example/a", refused(BUSY, "", STARTED + timedelta(days=31)))
        assert state.skipped(STARTED + timedelta(days=60)) == {"https://news.example/a": BUSY}


def test_an_address_that_burned_is_counted_and_not_asked_for_until_its_time_is_over(
    site: Site, paper: Newsroom
) -> None:
    site.html("/news", '<li><a href="/a">a</a><li><a href="/b">b</a>')
    for name in "ab":
        site.article(f"/{name}", f"The story of {name}")
    now = datetime.now(UTC)
    with State(paper.workspace.state) as state:
        state.skip(f"http://{site.host}/a", refused(BUSY, "", now))
        state.skip(f"http://{site.host}/b", refused(BUSY, "", now - timedelta(days=31)))
    run = paper.crawl_one("paper")
    assert run.counts.reasons == {"failed": {BUSY: 1}}
    assert (run.counts.new, "/a" in site.asked, "/b" in site.asked) == (1, False, True)


def test_the_log_of_runs_does_not_grow_for_ever() -> None:
    with State(None) as state:
        first = Run(source="paper", started=STARTED, hits={"title: css h1": (3, 2)})
        state.finish(state.begin(first), first)
        state.begin(Run(source="other", started=STARTED))
        for minute in range(1, 1100):
            state.begin(Run(source="paper", started=STARTED + timedelta(minutes=minute)))
        assert len(list(state.runs("paper"))) == 1001
        assert state.hit_rates("paper") == first.hits, "what selectors found is remembered longer"
        assert state.last_run("other") is not None
