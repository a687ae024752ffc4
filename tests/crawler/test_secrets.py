"""Credentials stand in the environment only, and whoever lacks one is told where it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.errors import SourceConfigError, SourceError
from crawler.secrets import Credentials, credentials_of
from crawler.source import equipped, read_source, read_sources

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.kinds.model import SourceModel

NEWS = """\
kind: feed
vars: {section: sport}
list: {url: "https://news.example/{section}.rss"}
headers:
  Authorization: Bearer ${NEWS_TOKEN}
  X-Section: "{section}"
proxy: ${NEWS_PROXY}
"""
FULL = {"NEWS_TOKEN": "f00{d}", "NEWS_PROXY": "http://reader:s3cret@proxy.example:3128"}


def source_of(folder: Path, text: str = NEWS) -> SourceModel:
    path = folder / "news.yml"
    path.write_text(text, encoding="utf-8")
    return read_source(path)


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(SourceConfigError) as caught:
        source_of(folder, text)
    return [str(each).removeprefix(f"{folder / 'news.yml'}:") for each in caught.value.problems]


def test_headers_and_proxy_take_values_of_the_environment(tmp_path: Path) -> None:
    found = credentials_of(source_of(tmp_path), FULL)
    assert found.headers == {"Authorization": "Bearer f00{d}", "X-Section": "sport"}
    assert found.proxy == FULL["NEWS_PROXY"]


@pytest.mark.parametrize(
    ("url", "is_told"),
    [
        ("https://news.example/a", True),
        ("https://news.example:443/a", True),
        ("https://NEWS.example./a", True),
        ("http://news.example/a", False),
        ("https://news.example:8443/a", False),
        ("https://www.news.example/a", False),
        ("https://news.example@evil.example/", False),
        ("https://news.example.evil.example/", False),
    ],
)
def test_only_the_origins_of_the_lists_are_told(tmp_path: Path, url: str, is_told: bool) -> None:
    assert bool(credentials_of(source_of(tmp_path), FULL).headers_for(url)) == is_told


def test_a_host_may_redirect_to_its_own_https(tmp_path: Path) -> None:
    plain = NEWS.replace("https://", "http://")
    assert credentials_of(source_of(tmp_path, plain), FULL).headers_for("https://news.example/")


def test_nothing_that_is_shown_of_a_source_has_the_values(tmp_path: Path) -> None:
    source = source_of(tmp_path)
    shown = repr(credentials_of(source, FULL)) + repr(source) + source.model_dump_json()
    assert not any(value in shown for value in FULL.values())
    assert "${NEWS_TOKEN}" in shown


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("headers: {Authorization: Basic Zm9v}", "3:11: headers.Authorization: is a credential:"),
        ("headers: {Proxy-Authorization: '${A}'}", "3:11: headers.Proxy-Authorization: belongs"),
        ("headers: {'X Y': a}", "3:11: headers.X Y: is no name of a header"),
        ("headers: {X-A: '{section}'}", "3:11: headers.X-A: asks for {section}, which is not amo"),
        ("headers: {X-A: '${A:-b}'}", "3:11: headers.X-A: character 4 of the template"),
        ("proxy: http://reader:s3cret@proxy.example:3128", "3:1: proxy: holds a login: put it"),
        ("proxy: http://t0ken@proxy.example:3128", "3:1: proxy: holds a login"),
        ("proxy: http://${NAME}:s3cret@proxy.example", "3:1: proxy: holds a login"),
        ("proxy: socks5://proxy.example:1080", "3:1: proxy: must be an address such as http://"),
        ("proxy: proxy.example:3128", "3:1: proxy: must be an address such as http://"),
        ("tags: ['${A}']\nfooter: '${A}'\nallow_private: ['${A}']", "5:1: allow_private: asks for "
         "{A}, which is not among vars; environment variables may stand in headers and proxy only"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, line: str, mistake: str) -> None:
    text = f"kind: feed\nlist: {{url: https://news.example/rss}}\n{line}\n"
    (found,) = mistakes(tmp_path, text)
    assert found.startswith(mistake)
    assert "s3cret" not in found
    assert "t0ken" not in found


def test_a_login_in_an_address_is_refused_without_telling_it(tmp_path: Path) -> None:
    text = "kind: feed\nlist: {url: 'https://reader:s3cret@news.example/rss'}\n"
    (found,) = mistakes(tmp_path, text)
    assert found.startswith("2:8: list.url: holds a login: write headers: {Authorization:")
    assert "s3cret" not in found


@pytest.mark.parametrize(
    "proxy",
    ["http://proxy.example:3128", "http://10.0.0.1", "http://${A}:${B}@proxy.example", "${A}"],
)
def test_an_address_without_a_login_may_stand_as_it_is(tmp_path: Path, proxy: str) -> None:
    text = f"kind: feed\nlist: {{url: https://news.example/rss}}\nproxy: '{proxy}'\n"
    assert source_of(tmp_path, text).proxy == proxy


@pytest.mark.parametrize(
    ("environ", "place", "what"),
    [
        ({"NEWS_TOKEN": None}, "5:3: headers.Authorization", "NEWS_TOKEN is not set: export NEWS"),
        ({"NEWS_TOKEN": ""}, "5:3: headers.Authorization", "NEWS_TOKEN is not set"),
        ({"NEWS_TOKEN": "s3cret\n"}, "5:3: headers.Authorization", "NEWS_TOKEN has a line break"),
        ({"NEWS_TOKEN": "s3crét"}, "5:3: headers.Authorization", "or letters beyond ASCII"),
        ({"NEWS_PROXY": "s3cret:3128"}, "7:1: proxy", "with NEWS_PROXY filled in it is no address"),
        ({"NEWS_PROXY": "https://s3cret:1"}, "7:1: proxy", "it is no address such as http://"),
    ],
)
def test_what_the_environment_lacks_is_told_with_its_place(
    tmp_path: Path, environ: dict[str, str | None], place: str, what: str
) -> None:
    source = source_of(tmp_path)
    given = {name: value for name, value in (FULL | environ).items() if value is not None}
    (problem,) = equipped(read_sources(tmp_path), [], given).broken["news"].problems
    assert str(problem).startswith(f"{tmp_path / 'news.yml'}:{place}: ")
    assert what in str(problem)
    assert "s3cr" not in str(problem)
    with pytest.raises(SourceError, match="news: "):
        credentials_of(source, given)


def test_sources_that_are_not_wanted_may_lack_their_credentials(tmp_path: Path) -> None:
    source_of(tmp_path, f"enabled: false\n{NEWS}")
    (tmp_path / "open.yml").write_text("kind: feed\nlist: {url: https://open.example/rss}\n")
    found = read_sources(tmp_path)
    assert not equipped(found, [], {}).broken
    assert not equipped(found, ["open"], {}).broken
    assert list(equipped(found, ["news"], {}).broken) == ["news"]


def test_a_source_without_credentials_tells_nobody_anything() -> None:
    assert Credentials().headers_for("https://news.example/") == {}
