"""Five rounds of news, corrections and removals: a reader shows each article once, and all."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.config import Config, Workspace
from feeds.post import Post
from feeds.public_folder import PublicFolder
from feeds.publish import Options, publish
from tests.readers.witnesses import run

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
CONFIG = Config(title="Harbour News", base_url="https://news.example/")
ROUNDS, NEWS = 5, 12


def make_post(number: int) -> Post:
    return Post(
        id=f"tag:x.example,2026:{number}",
        key=f"story-{number}",
        title=f"Story {number}",
        published=START + timedelta(hours=number),
        body=f"<p>Text of {number}.</p>",
        link=f"https://x.example/{number}",
    )


def change(archive: Archive, number: int) -> set[str]:
    """One round: news, a correction of the newest post, a removal; the removed post's id."""
    archive.add([make_post(number * NEWS + offset) for offset in range(NEWS)])
    newest, second, *_ = archive.newest(("all", ""), 2)
    corrected = replace(newest.post, title=f"{newest.post.title}, corrected", body="<p>New.</p>")
    archive.replace(newest.path, corrected, newest.post.published + timedelta(minutes=number))
    archive.remove(second.path)
    return {second.post.id}


def poll(feed: Path, folder: Path) -> list[tuple[str, str]]:
    """What newsboat has kept after one more poll, in a cache that lasts: guid and title."""
    (folder / "urls").write_text(f"file://{feed}\n")
    run(["newsboat", "-C", "/dev/null", "-u", "urls", "-c", "cache.db", "-x", "reload"], folder)
    with sqlite3.connect(folder / "cache.db") as connection:
        rows = connection.execute("SELECT guid, title FROM rss_item WHERE deleted = 0").fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_no_article_appears_twice_and_none_is_missed(tmp_path: Path, suffix: str) -> None:
    if shutil.which("newsboat") is None:
        pytest.skip("newsboat is not installed")
    workspace, home = Workspace(tmp_path / "workspace"), tmp_path / "home"
    home.mkdir()
    removed: set[str] = set()
    for number in range(ROUNDS):
        with Archive.open(workspace, CONFIG) as archive:
            removed |= change(archive, number)
            publish(archive, CONFIG, PublicFolder(workspace.public), Options())
            kept = {each.post.id for each in archive.walk()}
        shown = [guid for guid, _ in poll(workspace.public / f"feeds/all.{suffix}", home)]
        assert len(shown) == len(set(shown))
        assert kept <= set(shown)
    assert len(kept) == ROUNDS * (NEWS - 1)
    assert not removed & set(shown)
