from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.demo.newspaper import Newspaper
from crawler.demo.workspace import crawled, make_workspace
from crawler.source import read_sources
from feeds.errors import ArchiveError

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper.serve(now=NOW) as paper:
        yield paper


def test_the_workspace_can_be_read_and_names_the_newspaper(
    paper: Newspaper, tmp_path: Path
) -> None:
    workspace = make_workspace(tmp_path / "new", paper)
    assert workspace.read_config().title
    found = read_sources(workspace.sources)
    assert found.broken == {}
    assert found.sources.keys() == {
        "news", "xinwen", "jiubao", "kuaixun", "outdoors", "clubs",
    }  # fmt: skip
    for source in found.sources.values():
        assert source.vars["host"] == urlsplit(paper.url).netloc


def test_there_is_a_section_behind_every_source(paper: Newspaper, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, paper)
    assert crawled(paper, workspace) == 67


def test_a_workspace_that_is_there_is_left_alone(paper: Newspaper, tmp_path: Path) -> None:
    (tmp_path / "broadsheet.yml").write_text("title: mine\n")
    with pytest.raises(ArchiveError, match="workspace already"):
        make_workspace(tmp_path, paper)
    assert [path.name for path in tmp_path.iterdir()] == ["broadsheet.yml"]
