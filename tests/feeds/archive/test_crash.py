"""Killed at any moment, and two at once: every article exactly once, nothing torn."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.archive import Archive
from feeds.config import Config, Workspace
from feeds.errors import FeedsError
from feeds.files import is_temporary

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.post import Post

ROOT = Path(__file__).parents[3]
CONFIG = Config(title="Test")

# Adds posts in batches as the crawler does, and says after each what it was told is durable.
WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from feeds.archive import Archive
from feeds.config import Config, Workspace
from feeds.post import Post

root, first, count, size = sys.argv[1], *map(int, sys.argv[2:])
start = datetime(2022, 1, 9, tzinfo=UTC)
posts = [
    Post(id=f"x:{n}", key=f"{n:08}", title=f"Title of the article number {n}",
         published=start + timedelta(minutes=37 * n), body=f"<p>{n}</p>" * 50, source="wire",
         tags=(f"tag {n % 3}",))
    for n in range(first, first + count)
]
with Archive.open(Workspace(Path(root)), Config(title="Test")) as archive:
    print("open", flush=True)
    for at in range(0, count, size):
        for outcome in archive.add(posts[at:at + size]):
            print(outcome.status, outcome.path, flush=True)
"""


def _start(workspace: Workspace, first: int, count: int, size: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(workspace.root), str(first), str(count), str(size)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _paths(lines: str, status: str) -> list[str]:
    return [line.split()[1] for line in lines.splitlines() if line.startswith(f"{status} ")]


def _check(workspace: Workspace, expected: int) -> None:
    files = [path for path in workspace.posts.rglob("*") if path.is_file()]
    assert not any(is_temporary(path.name) for path in files)
    with Archive.open(workspace, CONFIG) as archive:
        assert not archive.repair
        ids = [kept.post.id for kept in archive.walk()]
        assert len(ids) == len(set(ids)) == len(files) == archive.count() == expected
        assert len(archive.newest(("all", ""), expected + 1)) == expected


def test_killed_at_any_moment_every_article_is_there_exactly_once(workspace: Workspace) -> None:
    chance = random.Random(1)
    acknowledged: set[str] = set()
    for _ in range(5):
        writer = _start(workspace, 0, 300, 7)
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.15))
        os.kill(writer.pid, signal.SIGKILL)
        printed = writer.communicate()[0]
        complete = printed[: printed.rfind("\n") + 1]
        acknowledged |= {*_paths(complete, "new"), *_paths(complete, "known")}
        assert all((workspace.posts / path).is_file() for path in acknowledged)
    last = _start(workspace, 0, 300, 7)
    assert last.communicate()[0].count("\n") == 301
    _check(workspace, 300)


def test_two_processes_with_the_same_posts_write_each_once(workspace: Workspace) -> None:
    writers = [_start(workspace, 0, 200, 9), _start(workspace, 100, 200, 11)]
    outputs = [writer.communicate(timeout=60)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    new = [path for output in outputs for path in _paths(output, "new")]
    assert len(new) == len(set(new)) == 300
    _check(workspace, 300)


@pytest.mark.parametrize("call", ["open", "write", "fsync", "link", "unlink", "stat", "mkdir"])
def test_a_batch_that_failed_can_be_added_again(
    workspace: Workspace,
    make_post: Callable[..., Post],
    monkeypatch: pytest.MonkeyPatch,
    call: str,
) -> None:
    archive = Archive.open(workspace, CONFIG)
    posts = [make_post(5 * number) for number in range(20)]
    real, calls = getattr(os, call), []

    def failing(*args: object, **kwargs: object) -> object:
        calls.append(args)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        with pytest.raises(FeedsError, match="No space left"):
            archive.add(posts)
    archive.add(posts)
    archive.close()
    _check(workspace, 20)
