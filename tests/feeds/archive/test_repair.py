"""The catalog agrees with the post files, whoever wrote them and whatever was interrupted."""

from __future__ import annotations

import logging
import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.archive import Archive, Identity
from feeds.archive.frontmatter import dump
from feeds.config import Config, Workspace
from feeds.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.post import Post

CONFIG = Config(title="Test")
NOW = datetime(2022, 2, 1, tzinfo=UTC)
DERIVED = ("posts", "channels", "spellings", "memberships")


def _rows(workspace: Workspace) -> dict[str, list[Any]]:
    connection = sqlite3.connect(workspace.catalog)
    try:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)
            for table in DERIVED
        }
    finally:
        connection.close()


def _open(workspace: Workspace) -> Archive:
    return Archive.open(workspace, CONFIG)


def _write(workspace: Workspace, path: str, text: str) -> Path:
    file = workspace.posts / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def _apply(archive: Archive, verb: str, posts: list[Post]) -> None:
    if verb == "add":
        archive.add(posts)
        return
    for post in posts:
        if known := archive.known(Identity.of(post)):
            if verb == "replace":
                archive.replace(known.path, replace(post, body=f"<p>{post.tags}</p>"), NOW)
            else:
                archive.remove(known.path)


steps = st.tuples(
    st.sampled_from(["add", "replace", "remove"]),
    st.lists(st.integers(0, 12), min_size=1, max_size=6),
    st.sampled_from(["TechWeb", "Techweb", "techweb", "重庆", "chongqing", "a b"]),
)


@given(steps=st.lists(steps, max_size=8))
@settings(max_examples=12, deadline=None)
def test_a_rebuilt_catalog_equals_the_live_one(
    tmp_path_factory: pytest.TempPathFactory,
    make_post: Callable[..., Post],
    steps: list[tuple[str, list[int], str]],
) -> None:
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    with _open(workspace) as archive:
        for verb, numbers, tag in steps:
            _apply(archive, verb, [make_post(number, tags=(tag,)) for number in numbers])
        live = _rows(workspace)
        assert archive.reindex() == archive.count() == len(live["posts"])
        assert _rows(workspace) == live
    workspace.catalog.unlink()
    with _open(workspace) as archive:
        assert _rows(workspace) == live


def test_files_without_rows_are_adopted(
    workspace: Workspace, make_post: Callable[..., Post]
) -> None:
    with _open(workspace) as archive:
        archive.add([make_post(1)])
        archive.mark_published(archive.dirty())
    _write(workspace, "2022/01/09/2022-01-09-pulled.md", dump(make_post(2, tags=("pulled",))))
    _write(workspace, "2022-01-09-flat.md", dump(make_post(3, tags=("flat",))))
    with _open(workspace) as archive:
        assert archive.repair.adopted == 2
        assert {("tag", "pulled"), ("tag", "flat")} <= archive.dirty().keys
        known = archive.known(Identity("wire", "flat"))
        assert known is not None
        assert known.path == "2022-01-09-flat.md"


def test_rows_without_files_are_forgotten(
    workspace: Workspace, make_post: Callable[..., Post]
) -> None:
    with _open(workspace) as archive:
        one, two = archive.add([make_post(1), make_post(2), make_post(30)])[::2]
    (workspace.posts / one.path).unlink()
    (workspace.posts / two.path).unlink()
    (workspace.posts / two.path).parent.rmdir()
    with _open(workspace) as archive:
        assert archive.repair.forgotten == 2
        assert archive.count() == 1
        assert archive.add([make_post(1)])[0].status == "new"


def test_folders_made_within_one_tick_of_the_clock_are_not_missed(
    workspace: Workspace, make_post: Callable[..., Post]
) -> None:
    workspace.posts.mkdir(parents=True)
    before = workspace.posts.stat().st_mtime_ns
    with _open(workspace) as archive:
        archive.add([make_post(1)])
    os.utime(workspace.posts, ns=(before, before))
    with _open(workspace) as archive:
        assert not archive.repair
        assert archive.count() == 1


def test_a_file_changed_by_others_is_read_again(
    workspace: Workspace, make_post: Callable[..., Post]
) -> None:
    with _open(workspace) as archive:
        [kept] = archive.add([make_post(1)])
    pulled = _write(workspace, "2022/01/09/new", dump(make_post(1, title="Corrected elsewhere")))
    pulled.replace(workspace.posts / kept.path)
    with _open(workspace) as archive:
        [first] = archive.newest(("all", ""), 1)
        assert first.post.title == "Corrected elsewhere"
        live = _rows(workspace)
        archive.reindex()
        assert _rows(workspace) == live


def test_an_unchanged_folder_is_not_looked_into_again(
    workspace: Workspace, make_post: Callable[..., Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    with _open(workspace) as archive:
        archive.add([make_post(number) for number in range(50)])
    with _open(workspace):
        pass
    real, listed = os.scandir, []

    def scandir(folder: str) -> Any:
        listed.append(str(folder))
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    with _open(workspace) as archive:
        assert archive.count() == 50
    assert not any(folder.startswith(str(workspace.posts)) for folder in listed)


def test_stale_temporaries_are_swept(workspace: Workspace, make_post: Callable[..., Post]) -> None:
    with _open(workspace) as archive:
        archive.add([make_post(1)])
    stale = _write(workspace, "2022/01/09/.broadsheet-1-0a-0.tmp", "---\n")
    with _open(workspace) as archive:
        assert archive.repair.swept == 1
    assert not stale.exists()


def test_a_file_that_is_no_post_is_reported_and_in_nobodys_way(
    workspace: Workspace, make_post: Callable[..., Post], caplog: pytest.LogCaptureFixture
) -> None:
    bad = _write(workspace, "2022/01/09/2022-01-09-bad.md", "no front matter")
    (workspace.posts / "2022/01/09/2022-01-09-gbk.md").write_bytes("---\n新\n".encode("gbk"))
    with _open(workspace) as archive, caplog.at_level(logging.WARNING):
        assert len(archive.repair.unreadable) == 2
        archive.add([make_post(1)])
        assert [kept.post.key for kept in archive.walk()] == ["nw000000000001"]
    bad.write_text(dump(make_post(2)))  # mended in place
    with _open(workspace) as archive:
        assert len(archive.repair.unreadable) == 1
        assert archive.count() == 2


def test_a_file_that_appeared_meanwhile_is_respected(
    archive: Archive, workspace: Workspace, make_post: Callable[..., Post]
) -> None:
    path = "2022/01/09/2022-01-09-nw000000000001.md"
    _write(workspace, path, dump(make_post(1, title="Written by another program")))
    [outcome] = archive.add([make_post(1)])
    assert (outcome.status, outcome.path) == ("known", path)
    assert archive.get(path).title == "Written by another program"
    other = make_post(2, key="NW000000000003", published=NOW)
    _write(workspace, "2022/02/01/2022-02-01-nw000000000003.md", dump(make_post(9, source="x")))
    [outcome] = archive.add([other])
    assert outcome.status == "new"
    assert archive.get(outcome.path).title == other.title
    assert archive.count() == 3


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\x00" + b"x" * 5000])
def test_a_damaged_catalog_is_put_aside_and_made_anew(
    workspace: Workspace,
    make_post: Callable[..., Post],
    damage: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with _open(workspace) as archive:
        archive.add([make_post(1)])
        before = _rows(workspace)
    workspace.catalog.write_bytes(damage)
    with caplog.at_level(logging.WARNING), _open(workspace):
        assert _rows(workspace) == before
    assert "made anew" in caplog.text
    assert workspace.catalog.with_name("catalog.sqlite.damaged").read_bytes() == damage


def test_a_draft_of_the_catalog_is_swept(workspace: Workspace) -> None:
    workspace.hidden.mkdir(parents=True)
    draft = workspace.hidden / f".broadsheet-{2**22 + 1}-0a-0.tmp"  # of no process that can be
    draft.write_bytes(b"SQLite")
    with _open(workspace):
        assert not draft.exists()


def test_a_folder_that_cannot_be_made_is_a_clear_error(workspace: Workspace) -> None:
    workspace.root.write_text("a file where the workspace should be")
    with pytest.raises(StorageError, match="Not a directory"):
        _open(workspace)


def test_a_name_that_is_no_text_is_told_and_passed_over(
    workspace: Workspace, make_post: Callable[..., Post], caplog: pytest.LogCaptureFixture
) -> None:
    text = dump(make_post(1))
    _write(workspace, "2022-01-09-a.md", text)
    for name in (b"2022-01-09-\xff.md", b"\xfe/2022-01-09-b.md"):
        path = os.fsencode(workspace.posts) + b"/" + name
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120  # bytes
            with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
                file.write(text)
        except OSError:
            pytest.skip("this file system has no such names")
    with _open(workspace) as archive:
        assert archive.count() == 1
        assert [kept.path for kept in archive.walk()] == ["2022-01-09-a.md"]
        assert len(archive.repair.unreadable) == 2
    assert r"\xff.md" in caplog.text


def test_a_link_to_a_file_elsewhere_publishes_nothing(
    workspace: Workspace, make_post: Callable[..., Post], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("---\nkind: Secret\n---\npassword: x\n", "utf-8")
    own = _write(workspace, "2022-01-09-a.md", dump(make_post(1)))
    (workspace.posts / "2022-01-09-secret.md").symlink_to(secret)
    (workspace.posts / "2022-01-09-b.md").symlink_to(own)
    (workspace.posts / "2022-01-09-loop.md").symlink_to(workspace.posts / "2022-01-09-loop.md")
    with _open(workspace) as archive:
        paths = [kept.path for kept in archive.newest(("all", ""), 9)]
        assert sorted(paths) == ["2022-01-09-a.md", "2022-01-09-b.md"]
        told = " ".join(map(str, archive.repair.unreadable))
        assert "secret.md" in told
        assert "loop.md" in told
