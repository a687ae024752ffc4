"""What the archive promises to those who add, change and read posts."""

from __future__ import annotations

import errno
import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feeds.archive import Archive, Identity
from feeds.archive.catalog import Catalog
from feeds.config import Config
from feeds.errors import FeedsError, PostError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.config import Workspace
    from feeds.post import Post

NOW = datetime(2022, 2, 1, tzinfo=UTC)


def test_a_post_is_kept_under_its_day_at_the_source(
    archive: Archive, workspace: Workspace, make_post: Callable[..., Post]
) -> None:
    post = make_post(1, published=datetime(2022, 1, 8, 23, 0, tzinfo=UTC))
    [outcome] = archive.add([post])
    assert (outcome.status, outcome.path) == ("new", "2022/01/09/2022-01-09-nw000000000001.md")
    assert archive.get(outcome.path) == replace(post, key="nw000000000001")
    assert (workspace.posts / outcome.path).is_file()


def test_an_article_is_known_by_key_link_or_title_and_minute(
    archive: Archive, make_post: Callable[..., Post]
) -> None:
    post = make_post(1)
    [kept] = archive.add([post])
    for identity in (
        Identity("wire", "NW000000000001"),
        Identity("wire", "nw000000000001"),
        Identity(link="http://www.news.example/1.html?utm_source=x"),
        Identity.of(replace(post, source="rolling", key="202201092240971182", link=None)),
    ):
        known = archive.known(identity)
        assert known is not None
        assert (known.path, known.id, known.revision) == (kept.path, post.id, 1)
    assert archive.known(Identity("rolling", "NW000000000001")) is None
    assert archive.known(Identity()) is None


def test_adding_again_changes_nothing(archive: Archive, make_post: Callable[..., Post]) -> None:
    posts = [make_post(number) for number in range(5)]
    first = archive.add(posts)
    again = archive.add([replace(post, body="<p>other</p>") for post in [*posts, posts[0]]])
    assert [outcome.status for outcome in again] == ["known"] * 6
    assert [outcome.path for outcome in again] == [kept.path for kept in [*first, first[0]]]
    assert archive.count() == 5


def test_an_article_twice_in_one_batch_is_one_post(
    archive: Archive, make_post: Callable[..., Post]
) -> None:
    post = make_post(1)
    twin = replace(post, key="other", link="https://m.news.example/1.html")
    first, second = archive.add([post, twin])
    assert (first.status, second.status) == ("new", "known")
    assert first.path == second.path
    assert archive.count() == 1


def test_two_articles_with_one_key_on_one_day_are_two_posts(
    archive: Archive, make_post: Callable[..., Post]
) -> None:
    one = make_post(1, key="123", source="a")
    two = make_post(2, key="123", source="b", link=None)
    assert [outcome.status for outcome in archive.add([one, two])] == ["new", "new"]
    known = archive.known(Identity("b", "123"))
    assert known is not None
    assert archive.get(known.path).title == two.title
    assert archive.add([two])[0].status == "known"


def test_a_correction_keeps_path_and_id(archive: Archive, make_post: Callable[..., Post]) -> None:
    post = make_post(1)
    [kept] = archive.add([post])
    changed = replace(post, id="x:other", title="Corrected", published=NOW, tags=("new",))
    corrected = archive.replace(kept.path, changed, NOW)
    assert corrected.path == kept.path
    assert corrected.post == archive.get(kept.path)
    assert corrected.post.id == post.id
    assert corrected.post.published == post.published
    assert (corrected.post.title, corrected.post.tags) == ("Corrected", ("new",))
    assert (corrected.post.revision, corrected.post.updated) == (2, NOW)
    assert archive.replace(kept.path, changed, NOW + timedelta(1)) == corrected
    assert [channel.path for channel in archive.channels()] == [
        "all", "category/taizhouribao", "source/wire", "tag/new",
    ]  # fmt: skip


def test_a_removed_post_is_gone(archive: Archive, make_post: Callable[..., Post]) -> None:
    [kept] = archive.add([make_post(1)])
    archive.remove(kept.path)
    with pytest.raises(FeedsError, match="No such file"):
        archive.remove(kept.path)
    assert archive.known(Identity("wire", "NW000000000001")) is None
    assert archive.channels() == []
    assert list(archive.walk()) == []


def test_a_channel_lists_its_newest_posts_page_by_page(
    archive: Archive, make_post: Callable[..., Post]
) -> None:
    archive.add([make_post(number) for number in range(10)])
    page, seen = archive.newest(("all", ""), 4), []
    while page:
        seen += page
        page = archive.newest(("all", ""), 4, before=page[-1])
    assert [kept.post.id.rpartition(":")[2] for kept in seen] == list("9876543210")


def test_posts_of_one_second_are_listed_by_key(
    archive: Archive, make_post: Callable[..., Post]
) -> None:
    archive.add([make_post(number, published=NOW) for number in (3, 1, 2)])
    first = archive.newest(("all", ""), 1)
    rest = archive.newest(("all", ""), 9, before=first[0])
    assert [kept.post.key[-1] for kept in first + rest] == ["1", "2", "3"]


def test_only_channels_that_changed_are_dirty(
    archive: Archive, make_post: Callable[..., Post]
) -> None:
    archive.add([make_post(1)])
    before = archive.dirty()
    assert ("tag", "泰州日报新闻") in before.keys
    archive.add([make_post(2, tags=("other",), categories=())])
    archive.mark_published(before)
    assert archive.dirty().keys == {("all", ""), ("tag", "other"), ("source", "wire")}
    archive.mark_published(archive.dirty())
    assert archive.dirty().keys == set()


def test_dirty_channels_name_their_months(archive: Archive, make_post: Callable[..., Post]) -> None:
    january, march = datetime(2022, 1, 31, 23, 59, tzinfo=UTC), datetime(2022, 3, 1, tzinfo=UTC)
    kept = archive.add([make_post(1, published=january), make_post(2, published=march)])
    assert archive.dirty().months["all", ""].keys() == {"2022-01", "2022-03"}
    archive.mark_published(archive.dirty())
    archive.replace(kept[1].path, make_post(2, body="<p>new</p>"), NOW)
    assert archive.dirty().months["all", ""].keys() == {"2022-03"}
    archive.mark_published(archive.dirty())
    archive.reindex()
    assert archive.dirty().months["source", "wire"].keys() == {"2022-01", "2022-03"}


def test_a_channel_is_listed_by_month_without_reading_posts(
    archive: Archive, workspace: Workspace, make_post: Callable[..., Post]
) -> None:
    begin, end = datetime(2022, 2, 1, tzinfo=UTC), datetime(2022, 3, 1, tzinfo=UTC)
    moments = [begin - timedelta(seconds=1), begin, end - timedelta(seconds=1), end]
    archive.add([make_post(n, published=moment) for n, moment in enumerate(moments)])
    listed = archive.listed(("source", "wire"), "2022-02")
    assert [item.published for item in listed] == moments[2:0:-1]
    assert [item.size for item in listed] == [
        (workspace.posts / item.path).stat().st_size for item in listed
    ]
    assert [item.published for item in archive.listed(("all", ""))] == moments[::-1]


def test_reopening_finds_everything(workspace: Workspace, make_post: Callable[..., Post]) -> None:
    config = Config(title="Test")
    with Archive.open(workspace, config) as archive:
        archive.add([make_post(number) for number in range(3)])
    with Archive.open(workspace, config) as archive:
        assert not archive.repair
        assert archive.count() == 3


def test_a_catalog_that_cannot_be_read_says_so(
    archive: Archive, make_post: Callable[..., Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Catalog, "find", find)
    with pytest.raises(StorageError, match=r"catalog\.sqlite: SQLite says: disk I/O error"):
        archive.known(Identity.of(make_post(1)))


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_a_failing_disk_is_no_unreadable_post(
    archive: Archive, make_post: Callable[..., Post], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (outcome,) = archive.add([make_post(1)])

    def failing(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("builtins.open", failing)
    with pytest.raises(FeedsError) as raised:
        archive.get(outcome.path)
    monkeypatch.undo()
    assert os.strerror(number) in raised.value.what
    assert isinstance(raised.value, StorageError if number == errno.EIO else PostError)
