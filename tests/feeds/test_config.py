from __future__ import annotations

from pathlib import Path

import pytest

from feeds.config import Config, Workspace, find_workspace
from feeds.errors import ArchiveError, ConfigError
from feeds.values import known_timezone
from feeds.yaml_model import parse_yaml


def test_a_title_is_all_that_a_configuration_needs() -> None:
    config = parse_yaml("title: Town news\n", Config, name="broadsheet.yml")
    assert (config.language, config.timezone, config.limits.entries) == ("en", "UTC", 50)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("timezone: Asia/Shangai", "did you mean Asia/Shanghai?"),
        ("base_url: ftp://x.example/", "must be the http"),
        ("base_url: https://x.example/?q=1", "must be the http"),
        ("base_url: http://a b/", "must be the http"),
        ("base_url: 'http://[::1/'", "must be the http"),
        ("language: zh_CN", "such as en or zh-CN (did you mean zh-CN?)"),
        ("language: english", "'english' is no language tag (BCP 47)"),
        ("timezone: Londn", "did you mean Europe/London?"),
        ("timezone: UTC+8", "did you mean Etc/GMT-8?"),
        ("timezone: '+0530'", "such as Asia/Shanghai"),
        ('contact: "a\\nb"', "must be one line"),
        ("feeds: {Chip War: {}}", "(did you mean chip-war?)"),
        ("content: {tags/*: none}", "(did you mean tag/*?)"),
        ("content: {everything: none}", "fits no channel"),
        ("limits: {entries: 0}", "limits.entries"),
    ],
)
def test_values_that_cannot_work_are_refused_with_their_key(line: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=":2:") as caught:
        parse_yaml(f"title: T\n{line}\n", Config, name="broadsheet.yml")
    assert complaint in str(caught.value)


def test_a_workspace_is_found_from_any_folder_inside_it(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.yml").write_text("title: T\n")
    inside = tmp_path / "_posts" / "2026"
    inside.mkdir(parents=True)
    assert find_workspace(inside) == Workspace(tmp_path.resolve())


def test_a_named_workspace_is_not_searched_for_above(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.yml").write_text("title: T\n")
    with pytest.raises(ArchiveError, match="broadsheet init"):
        find_workspace(tmp_path, named=str(tmp_path / "elsewhere"))


@pytest.mark.parametrize("name", ["Asia", "", "../UTC", "/etc/localtime", "zone.tab", "right/UTC"])
def test_places_in_the_database_that_are_no_zone_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no IANA time zone"):
        known_timezone(name)


@pytest.mark.parametrize(
    "pattern", ["*", "all", "digest", "live", "tag/*", "source/gazette", "*/x", "s*/*"]
)
def test_whatever_may_fit_a_channel_is_a_pattern_of_channels(pattern: str) -> None:
    text = f"title: T\ncontent: {{'{pattern}': none}}\n"
    assert parse_yaml(text, Config, name="broadsheet.yml").content == {pattern: "none"}


def test_the_file_itself_names_its_workspace(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.yml").write_text("title: T\n")
    named = str(tmp_path / "broadsheet.yml")
    assert find_workspace(tmp_path / "none", named=named) == Workspace(tmp_path.resolve())


def test_a_named_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no such folder"):
        find_workspace(tmp_path, named=str(tmp_path / "none"))
