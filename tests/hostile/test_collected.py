"""What the pipelines make of the hostile corpus, before any renderer sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.runs import Run
    from feeds.config import Workspace
    from tests.hostile.corpus import Vector


def test_every_article_becomes_a_post(
    hostile_run: tuple[Workspace, Run], vectors: list[Vector]
) -> None:
    _, run = hostile_run
    assert run.counts.new == len(vectors), run.counts


def test_no_file_is_written_elsewhere(hostile_posts: Path, vectors: list[Vector]) -> None:
    files = [path for path in hostile_posts.rglob("*") if path.is_file()]
    assert len(files) == len(vectors)
    assert all(path.suffix == ".md" and path.name.isascii() for path in files)
