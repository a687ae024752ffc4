"""The demo is the whole job; what it leaves behind is what users get."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import feedparser
import pytest


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo's workspace, and what the demo printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "demo", "--keep", "news"],
        cwd=folder,
        env=os.environ | {"COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "news", done.stdout


def test_the_workspace_has_what_scrapy_and_git_look_for(demo: tuple[Path, str]) -> None:
    assert (demo[0] / "scrapy.cfg").is_file()
    assert (demo[0] / ".gitignore").read_text().endswith("/.broadsheet/\n")


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_it_says_what_was_made_and_that_nothing_came_twice(demo: tuple[Path, str]) -> None:
    workspace, printed = demo
    assert "The second crawl found 0 new" in printed
    assert str(workspace / "public/feeds/all.atom") in printed
    posts = len(list((workspace / "_posts").rglob("*.md")))
    assert f"{posts} of {posts} articles became posts" in printed


def test_feedparser_reads_every_feed_without_complaint(demo: tuple[Path, str]) -> None:
    workspace, _ = demo
    feeds = [p for p in (workspace / "public").rglob("*") if p.suffix in {".atom", ".rss"}]
    assert len(feeds) > 50
    for path in feeds:
        feed = feedparser.parse(path.read_bytes())
        assert feed.bozo == 0, path
        assert feed.entries, path


def test_json_feeds_hold_the_same_items(demo: tuple[Path, str]) -> None:
    workspace, _ = demo
    for path in (workspace / "public/feeds").rglob("*.json"):
        record = json.loads(path.read_bytes())
        atom = feedparser.parse(path.with_suffix(".atom").read_bytes())
        assert [item["id"] for item in record["items"]] == [entry.id for entry in atom.entries]


def test_publishing_again_and_from_a_new_catalog_gives_the_same_bytes(
    demo: tuple[Path, str], broadsheet, tmp_path: Path
) -> None:
    workspace = tmp_path / "copy"
    shutil.copytree(demo[0], workspace)
    before = files(workspace / "public")
    assert broadsheet("publish", "--all", cwd=workspace).returncode == 0
    assert files(workspace / "public") == before
    shutil.rmtree(workspace / ".broadsheet")
    shutil.rmtree(workspace / "public")
    assert broadsheet("reindex", cwd=workspace).returncode == 0
    assert broadsheet("publish", cwd=workspace).returncode == 0
    assert files(workspace / "public") == before


def test_a_crawl_of_a_site_that_is_gone_fails_and_says_so(
    demo: tuple[Path, str], broadsheet, tmp_path: Path
) -> None:
    workspace = tmp_path / "copy"
    shutil.copytree(demo[0], workspace)
    done = broadsheet("run", "--all", "--json", cwd=workspace)
    assert done.returncode == 1, done.stderr
    record = json.loads(done.stdout)
    assert {run["outcome"] for run in record["runs"]} == {"failed"}
    assert record["published"]["written"] == []


def test_a_run_crawls_what_is_due_and_what_is_named(
    demo: tuple[Path, str], broadsheet, tmp_path: Path
) -> None:
    workspace = tmp_path / "copy"
    shutil.copytree(demo[0], workspace)
    news = workspace / "sources/news.yml"
    news.write_text(news.read_text() + "every: 1s\n")
    done = broadsheet("run", cwd=workspace)
    assert done.returncode == 1, "it is gone, which the run has found out"
    assert re.search(r"^not due: clubs until 20\d\d-\d\d-\d\d \d\d:\d\d, jiubao", done.stdout, re.M)
    record = json.loads(broadsheet("run", "clubs", "--json", cwd=workspace).stdout)
    assert [run["source"] for run in record["runs"]] == ["clubs"]
    assert record["not_due"] == {}


def test_a_run_with_nothing_due_asks_nobody_and_is_fine(
    demo: tuple[Path, str], broadsheet, tmp_path: Path
) -> None:
    workspace = tmp_path / "copy"
    shutil.copytree(demo[0], workspace)
    logs = len(list((workspace / ".broadsheet/logs").iterdir()))
    done = broadsheet("run", "--json", cwd=workspace)
    assert (done.returncode, done.stderr) == (0, "")
    record = json.loads(done.stdout)
    assert record["runs"] == []
    sources = {path.stem for path in (workspace / "sources").glob("*.yml")}
    assert record["not_due"].keys() == sources
    assert all(datetime.fromisoformat(moment).tzinfo for moment in record["not_due"].values())
    assert len(list((workspace / ".broadsheet/logs").iterdir())) == logs


def test_an_unknown_source_is_told_with_a_suggestion(demo: tuple[Path, str], broadsheet) -> None:
    done = broadsheet("crawl", "newz", cwd=demo[0])
    assert done.returncode == 2
    assert "did you mean news?" in done.stderr


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
@pytest.mark.parametrize("suffix", ["rss", "atom"])
def test_newsboat_shows_as_many_articles_as_the_feed_has(
    demo: tuple[Path, str], tmp_path: Path, suffix: str
) -> None:
    feed = demo[0] / f"public/feeds/all.{suffix}"
    expected = len(feedparser.parse(feed.read_bytes()).entries)
    (tmp_path / "urls").write_text(f"file://{feed}\n")
    command = ["newsboat", f"--url-file={tmp_path}/urls", f"--cache-file={tmp_path}/cache"]
    command += ["--config-file=/dev/null", "--execute=reload", "--execute=print-unread"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert f"{expected} unread articles" in done.stdout, done.stdout + done.stderr


def test_the_lint_finds_nothing_in_any_feed(demo: tuple[Path, str], broadsheet) -> None:
    feeds = [p for p in (demo[0] / "public").rglob("*") if p.suffix in {".atom", ".rss"}]
    feeds += (demo[0] / "public/feeds").rglob("*.json")
    done = broadsheet("lint", *feeds)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{len(feeds)} feeds, 0 findings" in done.stderr


def test_the_lint_tells_where_a_feed_is_wrong(broadsheet, tmp_path: Path) -> None:
    (tmp_path / "bad.rss").write_text(
        "<rss version='2.0'>\n<channel><title>T</title></channel></rss>"
    )
    done = broadsheet("lint", "bad.rss")
    assert done.returncode == 1
    assert "bad.rss:2: " in done.stdout
    assert broadsheet("lint", "none.rss").returncode == 2
