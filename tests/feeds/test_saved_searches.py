"""Saved searches and languages are channels: which posts they hold, and when that changes."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from feeds.archive import Archive
from feeds.config import Config, Workspace
from feeds.errors import ConfigError
from feeds.post import Post
from feeds.public_folder import PublicFolder
from feeds.publish import Options, Publication, publish
from feeds.yaml_model import parse_yaml

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
DERIVED = ("posts", "channels", "spellings", "memberships")


def make_post(number: int, title: str, **fields: object) -> Post:
    values: dict[str, object] = {
        "id": f"tag:x.example,2026:{number}",
        "key": f"story-{number}",
        "title": title,
        "published": START + timedelta(hours=number),
        "body": f"<p>Text of {number}.</p>",
        "source": "gazette",
        "lang": "en",
    }
    return Post(**values | fields)  # type: ignore[arg-type]


POSTS = (
    make_post(1, "Chip war heats up", categories=("Economy",), tags=("Chips",)),
    make_post(2, "War over fish and chips", categories=("Food",)),
    make_post(3, "半导体产业", lang="zh-CN", source="wire", categories=("科技",)),
    make_post(4, "Chip war: a rumour", lang="en-GB", source="wire"),
)


def configured(text: str) -> Config:
    return parse_yaml(f"title: News\n{text}", Config, name="broadsheet.yml")


def searching(definition: str) -> Config:
    return configured(f"feeds:\n  chips: {definition}\n")


def held(workspace: Workspace, config: Config, channel: tuple[str, str]) -> list[str]:
    with Archive.open(workspace, config) as archive:
        return [kept.post.key[-1] for kept in archive.newest(channel, 10)][::-1]


def published(workspace: Workspace, config: Config) -> Publication:
    with Archive.open(workspace, config) as archive:
        return publish(archive, config, PublicFolder(workspace.public), Options())


def titles(workspace: Workspace, channel: str) -> list[str]:
    return [
        entry.title
        for entry in feedparser.parse(
            (workspace.public / f"feeds/{channel}.atom").read_bytes()
        ).entries
    ]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    with Archive.open(workspace, Config(title="News")) as archive:
        archive.add(POSTS)
    return workspace


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        ("{query: '半导体 OR \"chip war\"'}", "134"),
        ("{query: '半导体 OR \"chip war\"', exclude: rumour}", "13"),
        ("{query: chips, exclude: '/fish/'}", ""),
        ("{sources: [wire]}", "34"),
        ("{sources: [wire, Gazette], query: war}", "124"),
        ("{categories: [economy, 科技]}", "13"),
        ("{tags: [ＣＨＩＰＳ]}", "1"),
        ("{tags: [Chip]}", ""),
        ("{languages: [en]}", "124"),
        ("{languages: [zh, en-GB]}", "34"),
        ("{query: 'after:2026-03-02'}", ""),
    ],
)
def test_a_saved_search_holds_what_it_finds(
    workspace: Workspace, definition: str, found: str
) -> None:
    config = searching(definition)
    assert held(workspace, config, ("search", "chips")) == list(found)


def test_posts_are_in_it_as_they_come_change_and_go(workspace: Workspace) -> None:
    config = searching("{query: harbour}")
    with Archive.open(workspace, config) as archive:
        archive.add([make_post(5, "Harbour closes"), make_post(6, "Market opens")])
        (harbour,) = archive.newest(("search", "chips"), 9)
        (market,) = archive.newest(("all", ""), 1)
        archive.replace(market.path, make_post(6, "Harbour market opens"), START)
        assert len(archive.newest(("search", "chips"), 9)) == 2
        archive.remove(harbour.path)
        (left,) = archive.newest(("search", "chips"), 9)
        assert left.post.title == "Harbour market opens"


def test_a_catalog_filled_before_the_search_was_saved_equals_a_new_one(
    workspace: Workspace,
) -> None:
    config = searching("{query: 'chip OR fish', languages: [en]}")

    def rows() -> list[object]:
        with Archive.open(workspace, config):
            pass
        connection = sqlite3.connect(workspace.catalog)
        found = [
            sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in DERIVED
        ]
        connection.close()
        return found

    live = rows()
    workspace.catalog.unlink()
    assert rows() == live


def test_a_catalog_is_made_anew_only_when_a_search_changed(workspace: Workspace) -> None:
    config = searching("{query: chip, title: Chips}")
    published(workspace, config)
    with Archive.open(workspace, config) as archive:
        assert not archive.repair
    with Archive.open(workspace, searching("{query: chip, title: Renamed}")) as archive:
        assert not archive.repair
    with Archive.open(workspace, searching("{query: fish, title: Chips}")) as archive:
        assert archive.repair.adopted == len(POSTS)


def test_it_is_published_under_its_name_and_title(workspace: Workspace) -> None:
    config = searching("{query: '半导体 OR \"chip war\"', title: Semiconductors}")
    published(workspace, config)
    feed = feedparser.parse((workspace.public / "feeds/search/chips.atom").read_bytes())
    assert feed.feed.title == "Semiconductors · News"
    assert len(feed.entries) == 3
    assert (workspace.public / "search/chips.html").is_file()
    assert b"feeds/search/chips.atom" in (workspace.public / "opml.xml").read_bytes()


def test_it_can_be_subscribed_to_before_it_finds_anything(workspace: Workspace) -> None:
    config = searching("{query: harbour}")
    published(workspace, config)
    assert titles(workspace, "search/chips") == []
    with Archive.open(workspace, config) as archive:
        archive.add([make_post(5, "Harbour closes")])
    published(workspace, config)
    assert titles(workspace, "search/chips") == ["Harbour closes"]


def test_one_that_is_saved_no_longer_stays_at_its_path_and_is_empty(workspace: Workspace) -> None:
    published(workspace, searching("{query: chip}"))
    assert titles(workspace, "search/chips") != []
    assert published(workspace, configured("")).refused == ()
    assert titles(workspace, "search/chips") == []


def test_a_narrower_search_may_lose_entries(workspace: Workspace) -> None:
    published(workspace, searching("{query: 'chip OR fish OR 半导体'}"))
    assert len(titles(workspace, "search/chips")) == 4
    assert published(workspace, searching("{query: fish}")).refused == ()
    assert titles(workspace, "search/chips") == ["War over fish and chips"]


def test_a_language_is_a_channel_that_calls_itself_as_its_speakers_do(
    workspace: Workspace,
) -> None:
    published(workspace, Config(title="News"))
    feed = feedparser.parse((workspace.public / "feeds/language/zh-cn.rss").read_bytes())
    assert feed.feed.title == "中文 (zh-CN) · News"
    assert [entry.title for entry in feed.entries] == ["半导体产业"]
    assert len(titles(workspace, "language/en")) == 2


@pytest.mark.parametrize(
    ("text", "where", "complaint"),
    [
        ("feeds:\n  a: {query: 'x:y'}", "3:7: feeds.a.query", "no field 'x'"),
        ("feeds:\n  a:\n    exclude: '(b'", "4:5: feeds.a.exclude", "a ( without its )"),
        ("feeds:\n  a: {querry: b}", "3:7: feeds.a.querry", "did you mean query?"),
        ("feeds:\n  A b: {query: b}", "3:3: feeds.A b", "small letters"),
        ("content: {all: some}", "2:11: content.all", "'summary'"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_column(text: str, where: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(f"{text}\n")
    assert f"broadsheet.yml:{where}" in str(caught.value)
    assert complaint in str(caught.value)
