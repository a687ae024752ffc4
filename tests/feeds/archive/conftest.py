"""A workspace to keep posts in, and posts to keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from feeds.archive import Archive
from feeds.config import Config, Workspace
from feeds.post import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_START = datetime(2022, 1, 9, 0, 36, 53, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def archive(workspace: Workspace) -> Iterator[Archive]:
    with Archive.open(workspace, Config(title="Test")) as archive:
        yield archive


@pytest.fixture(scope="session")
def make_post() -> Callable[..., Post]:
    """A post by number; each is another article, an hour after the one before."""

    def make(number: int, **changes: Any) -> Post:
        post = Post(
            id=f"tag:news.example,2022:{number}",
            key=f"NW{number:012}",
            title=f"泰州日报的第 {number} 号新闻标题",
            published=_START + timedelta(hours=number),
            body=f"<p>{number} {'正文。' * 100}</p>",
            link=f"https://news.example/{number}.html",
            source="wire",
            categories=("taizhouribao",),
            tags=("泰州日报新闻",),
            utc_offset=timedelta(hours=8),
        )
        return replace(post, **changes)

    return make
