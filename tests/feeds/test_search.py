from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.archive import Archive
from feeds.config import Config, Workspace
from feeds.matching import matches
from feeds.post import Author, Post
from feeds.query import QueryError, parse_query
from feeds.search import SearchIndex

START = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = [
    ("半导体产业增长", "中国的半导体产业今年增长三成。"),
    ("Chip war goes on", "The semiconductor war of 2026, explained by Mei."),
    ("A股三大指数上涨", "沪指收盘上涨，A股成交额突破万亿。"),
    ("Ferry back in service", "The ferry is back. 渡轮恢复通航。"),
    ("东京タワー", "東京タワーの夜景はきれいです。"),
    ("체스 클럽 우승", "항구 체스 클럽이 우승했다."),
]


def make_posts() -> list[Post]:
    return [
        Post(
            id=f"tag:x,2026:{n}",
            key=f"k{n}",
            title=title,
            published=START + timedelta(hours=n),
            body=f"<p>{text}</p>",
            link=f"https://x.example/{n}",
            categories=("even" if n % 2 == 0 else "odd",),
            authors=(Author("Mei Lin" if n == 3 else "Wang"),),
        )
        for n, (title, text) in enumerate(TEXTS)
    ]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    workspace = Workspace(tmp_path_factory.mktemp("search"))
    with Archive.open(workspace, Config(title="T")) as archive:
        archive.add(make_posts())
        yield archive


@pytest.fixture(scope="module")
def index(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    with SearchIndex(tmp_path_factory.mktemp("index") / "search.sqlite", archive) as index:
        assert index.update() == len(TEXTS)
        yield index


def titles(index: SearchIndex, query: str, *channels: tuple[str, str]) -> list[str]:
    return [found.kept.post.title for found in index.find(parse_query(query), channels)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("半导体", [0]),
        ("导体", [0]),
        ("业", [0]),
        ("A股", [2]),
        ("股市", []),
        ("通航", [3]),
        ("semiconductor war", [1]),
        ('"war semiconductor"', []),
        ("ferry OR 上涨", [3, 2]),
        ("war -explained", []),
        ("author:mei", [3]),
        ("mei", [1]),
        ("タワー", [4]),
        ("체스", [5]),
        ("title:/^A股/", [2]),
        ("", [5, 4, 3, 2, 1, 0]),
        ("after:2026-01-02", []),
    ],
)
def test_posts_are_found_newest_first(index: SearchIndex, query: str, expected: list[int]) -> None:
    assert titles(index, query) == [TEXTS[number][0] for number in expected]


def test_a_channel_narrows_the_search(index: SearchIndex) -> None:
    assert titles(index, "上涨 OR ferry", ("category", "even")) == [TEXTS[2][0]]
    assert titles(index, "", ("category", "odd")) == [TEXTS[n][0] for n in (5, 3, 1)]
    assert titles(index, "", ("category", "none")) == []


def test_the_next_page_goes_on_where_the_first_one_ended(index: SearchIndex) -> None:
    query = parse_query("")
    found = list(index.find(query))
    rest = list(index.find(query, after=found[1].place))
    assert [each.kept.path for each in rest] == [each.kept.path for each in found[2:]]


def test_the_index_follows_the_archive(tmp_path: Path) -> None:
    with Archive.open(Workspace(tmp_path), Config(title="T")) as archive:
        first, second = archive.add(make_posts()[:2])
        with SearchIndex(tmp_path / "search.sqlite", archive) as index:
            index.update()
            assert index.update() == 0
            archive.remove(first.path)
            changed = replace(archive.get(second.path), title="Peace", body="<p>Peace.</p>")
            archive.replace(second.path, changed, START)
            assert index.update() == 3
            assert titles(index, "peace OR war OR 半导体") == ["Peace"]


def test_a_damaged_index_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with Archive.open(Workspace(tmp_path), Config(title="T")) as archive:
        archive.add(make_posts())
        with SearchIndex(path, archive) as index:
            index.update()
            assert titles(index, "ferry") == [TEXTS[3][0]]


_PIECES = st.sampled_from(
    [
        "半导",
        "体产",
        "股",
        "A",
        "war",
        "ferry",
        "上涨",
        "OR",
        "-",
        '"',
        "(",
        ")",
        "タ",
        "체스",
        "的",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(_PIECES, max_size=6).map(" ".join))
def test_the_index_finds_just_what_the_query_matches(
    index: SearchIndex, archive: Archive, text: str
) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    expected = {kept.path for kept in archive.walk() if matches(query, kept.post)}
    assert {found.kept.path for found in index.find(query)} == expected
