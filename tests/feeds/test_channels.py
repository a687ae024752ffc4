"""Names become channels as people mean them, with paths that stay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from feeds.archive import Archive
from feeds.channels import Channel, assign_slugs, memberships
from feeds.config import Config, Workspace
from feeds.post import Post

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2022, 1, 9, 8, 0, 1, tzinfo=UTC)


def _post(number: int = 1, **values: object) -> Post:
    given = {"id": f"x:{number}", "key": f"{number}", "title": "t", "published": NOW, "body": ""}
    return Post(**given | values)  # type: ignore[arg-type]


def _channels(folder: Path, *posts: Post) -> dict[str, Channel]:
    with Archive.open(Workspace(folder), Config(title="Test")) as archive:
        archive.add(posts)
        return {channel.path: channel for channel in archive.channels()}


def test_a_post_is_in_each_of_its_channels_once() -> None:
    post = _post(source="wire", categories=("News",), tags=("TechWeb", "techweb", "a  b", " "))
    assert [(m.kind, m.name) for m in memberships(post, {})] == [
        ("all", ""),
        ("category", "News"),
        ("tag", "TechWeb"),
        ("tag", "a b"),
        ("source", "wire"),
    ]


def test_spellings_are_one_channel_named_as_most_posts_have_it(tmp_path: Path) -> None:
    names = ["TechWeb", "Techweb", "Techweb", "ｔｅｃｈｗｅｂ"]
    channels = _channels(tmp_path, *(_post(n, tags=(name,)) for n, name in enumerate(names)))
    assert channels["tag/techweb"].name == "Techweb"
    assert channels["tag/techweb"].count == 4
    assert (channels["all"].slug, channels["all"].count) == ("all", 4)
    assert channels["all"].newest == NOW


def test_the_origins_slugs_are_readable_and_without_spaces_or_brackets(tmp_path: Path) -> None:
    names = ("央行网站", "21世纪经济报道 21财经APP", "安信国际证券(香港)", "all")
    assert list(_channels(tmp_path, _post(tags=names)))[1:] == [
        "tag/21shijijingjibaodao-21caijingapp",
        "tag/all",
        "tag/anxinguojizhengquan-xianggang",
        "tag/yanghangwangzhan",
    ]


def test_different_names_with_one_slug_stay_apart(tmp_path: Path) -> None:
    channels = _channels(tmp_path, _post(1, tags=("重庆",)), _post(2, tags=("Chongqing",)))
    assert sorted((c.name, c.slug) for c in channels.values() if c.kind == "tag") == [
        ("Chongqing", "chongqing"),
        ("重庆", "chongqing-2059996c"),
    ]


def test_a_published_slug_is_kept_when_a_namesake_comes() -> None:
    city = ("tag", "重庆")
    before = assign_slugs([(city, "chongqing")], {})
    after = assign_slugs([(city, "chongqing"), (("tag", "chongqing"), "chongqing")], before)
    assert after[city] == before[city] == "chongqing"
    assert after["tag", "chongqing"].startswith("chongqing-")
    gone = assign_slugs([(("tag", "chongqing"), "chongqing")], before)
    assert gone["tag", "chongqing"] != "chongqing"


keys = st.tuples(st.sampled_from(["tag", "category"]), st.sampled_from("abcdef"))
slugs = st.sampled_from(["x", "y"])


@given(st.dictionaries(keys, slugs), st.dictionaries(keys, slugs))
def test_slugs_are_unique_within_a_kind_whatever_came_before(
    first: dict[tuple[str, str], str], second: dict[tuple[str, str], str]
) -> None:
    before = assign_slugs(first.items(), {})
    after = assign_slugs(second.items(), before)
    assert after == assign_slugs(reversed(second.items()), before)
    assert len({(kind, slug) for (kind, _), slug in after.items()}) == len(second)
    assert all(after[key] == before[key] for key in first.keys() & second.keys())
