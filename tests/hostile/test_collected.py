"""What the pipelines make of the hostile corpus, before any renderer sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.config import Workspace
    from tests.hostile.corpus import Vector


def test_every_article_becomes_a_post_and_none_lies_elsewhere(
    hostile: Workspace, vectors: list[Vector]
) -> None:
    files = [path for path in hostile.posts.rglob("*") if path.is_file()]
    assert len(files) == len(vectors)
    assert all(path.suffix == ".md" and path.name.isascii() for path in files)
    assert {path.name for path in hostile.root.iterdir()} == {
        "_posts", "sources", "broadsheet.yml", ".broadsheet"
    }  # fmt: skip
