"""A backfill that is killed goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from tests.test_kill import (
    PATIENCE,
    Site,
    counts_of,
    kept,
    make_workspace,
    posts,
    serve_site,
    start_crawl,
)

ARTICLES = 2000
# Under way when the process dies: the batch that is not on the disk yet, and what the crawler and
# the network hold.
IN_FLIGHT = 100 + 50
RANGE = ("--since", "2026-05-01", "--until", "2026-06-30")


def kill_after(process: subprocess.Popen[str], site: Site, articles: int) -> None:
    until = time.monotonic() + PATIENCE
    while site.asked() < articles and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    assert process.poll() is None, "it ended before it could be killed"
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_killed_twice_it_ends_complete_and_fetches_hardly_anything_again(tmp_path: Path) -> None:
    with serve_site(ARTICLES) as site:
        folder = make_workspace(tmp_path, site)
        for articles in (600, 1400):
            kill_after(start_crawl(folder, *RANGE), site, articles)
        before = kept(folder)
        assert before > 1000
        counts = counts_of(start_crawl(folder, *RANGE))
        assert (counts["new"], counts["known"]) == (ARTICLES - before, before)
        assert len(posts(folder)) == ARTICLES
        assert site.asked() <= ARTICLES + 2 * IN_FLIGHT
        asked = site.asked()
        assert counts_of(start_crawl(folder, *RANGE))["new"] == 0
        assert site.asked() == asked
