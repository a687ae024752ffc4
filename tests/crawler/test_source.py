from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter

from crawler.errors import SourceConfigError, SourceError
from crawler.kinds import KINDS
from crawler.source import Source, read_source, read_sources

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
kind: page
list: {url: "https://{host}/news/{section}", items: li a}
vars: {host: news.example, section: [city, sport]}
fields: {title: h1, body: article}
"""


def write(folder: Path, text: str, name: str = "paper.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path, text: str) -> list[str]:
    path = write(folder, text)
    with pytest.raises(SourceConfigError) as caught:
        read_source(path)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_a_source_is_named_by_its_file(tmp_path: Path) -> None:
    assert read_source(write(tmp_path, GOOD)).name == "paper"


def test_six_different_mistakes_are_all_told_with_line_and_column(tmp_path: Path) -> None:
    text = """\
kind: page
langauge: zh-CN
timezone: Asia/Shangai
every: sometimes
list:
  url: ftp://news.example/
  items: "li a["
fields:
  title: {css: h1, form: list}
  category: {template: "{media|pinyn}"}
"""
    assert mistakes(tmp_path, text) == [
        "2:1: langauge: unknown key (did you mean language?)",
        "3:1: timezone: 'Asia/Shangai' is no IANA time zone such as Asia/Shanghai "
        "(did you mean Asia/Shanghai?)",
        "4:1: every: 'sometimes' does not fit: How often `broadsheet run` crawls it: 90s, 5m, 1h, "
        "1d, or auto, which learns from how often it has news.",
        "6:3: list.url: 'ftp://news.example/' must begin with http:// or https://",
        "7:3: list.items: 'li a[' is no CSS selector: Expected ident or '*', got <EOF at 5>",
        "9:20: fields.title.form: unknown key (did you mean from?)",
        "10:14: fields.category.template: character 8 of the template: "
        "there is no filter 'pinyn' (did you mean pinyin?)",
    ]


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        (
            ("kind: page", "kind: pgae"),
            "1:1: kind: must be one of api, page, sitemap, feed, epaper, not 'pgae'",
        ),
        (("{host}", "{hots}"), "2:8: list.url: asks for {hots}, which is not among vars (did you"),
        (("title: h1", "title: {jmespath: t}"), "4:10: fields.title: jmespath is for JSON"),
        (("title: h1", "titel: h1"), "4:10: fields.titel: unknown key (did you mean title?)"),
        (("title: h1", "title: {css: h1, xpath: //h1}"), "4:10: fields.title: must be one of css"),
        (("title: h1", "title: {xpath: '//h1['}"), "4:18: fields.title.xpath: '//h1[' is no XPath"),
        (("title: h1", "title: {css: h1, regex: '('}"), "4:27: fields.title.regex: '(' is no reg"),
        (("kind: page", "encoding: utf9\nkind: page"), "1:1: encoding: 'utf9' is no encoding of"),
        (("items: li a", "items: {value: x}"), "2:46: list.items: must be css or xpath"),
    ],
)
def test_a_mistake_is_told_where_it_stands(
    tmp_path: Path, change: tuple[str, str], mistake: str
) -> None:
    (found,) = mistakes(tmp_path, GOOD.replace(*change))
    assert found.startswith(mistake)


@pytest.mark.parametrize(
    ("rule", "mistake"),
    [
        ("{css: h1, from: list}", "is for HTML, but this is JSON; use jmespath"),
        ("{jmespath: t, from: detail}", "looks at the detail, but the source has no detail"),
        ("a[", "'a[' is no JMESPath expression"),
    ],
)
def test_rules_of_an_api_look_where_something_can_be(
    tmp_path: Path, rule: str, mistake: str
) -> None:
    text = f"kind: api\nlist: {{url: https://news.example/}}\nfields:\n  title: {rule}\n"
    (found,) = mistakes(tmp_path, text)
    assert found.startswith(f"4:3: fields.title: {mistake}")


def test_vars_with_several_values_make_one_url_each(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, GOOD))
    assert source.filled(("https://{host}/news/{section}",)) == [
        "https://news.example/news/city",
        "https://news.example/news/sport",
    ]


def test_vars_can_be_given_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, GOOD))
    given = source.with_vars({"section": "arts,food", "host": "other.example"})
    assert given.vars == {"host": "other.example", "section": ["arts", "food"]}
    with pytest.raises(SourceError, match=r"has no var 'hots' .did you mean host"):
        source.with_vars({"hots": "x"})


def test_a_var_without_a_value_must_be_given(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, GOOD.replace("host: news.example", "host: ")))
    with pytest.raises(SourceError, match="give it with -a host=VALUE"):
        source.filled(("https://{host}/",))


def test_a_broken_file_hides_no_other(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "good.yml")
    write(tmp_path, "kind: [", "bad.yml")
    found = read_sources(tmp_path)
    assert (list(found.sources), list(found.broken)) == (["good"], ["bad"])


@pytest.mark.parametrize("name", ["with space.yml", "-dash.yml", "[b]x.yml"])
def test_what_names_are_like_is_told_where_a_file_has_another(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, GOOD, name)
    with pytest.raises(SourceConfigError) as caught:
        read_source(path)
    assert f":1:1: name: {path.stem!r} is no name for a source: letters, digits" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("url", "mistake"),
    [
        ("[]", "2:8: list.url: must name at least one address"),
        ("'http:///news'", "2:8: list.url: 'http:///news' has no host"),
        (
            "['http://a.example/', 'http://b c.example/']",
            "2:35: list.url[1]: 'http://b c.example/'",
        ),
        ("'http://[::1/'", "2:8: list.url: 'http://[::1/' is no address: "),
        ("'http://a.example:99999/'", "2:8: list.url: 'http://a.example:99999/' is no address: "),
    ],
)
def test_an_address_that_nobody_can_ask_is_told(tmp_path: Path, url: str, mistake: str) -> None:
    (found,) = mistakes(tmp_path, f"kind: page\nlist: {{url: {url}}}\n")
    assert found.startswith(mistake)


def test_a_host_may_be_a_var(tmp_path: Path) -> None:
    text = "kind: page\nvars: {host: }\nlist: {url: 'http://{host}:80/'}\n"
    assert read_source(write(tmp_path, text)).kind == "page"


def test_two_sources_of_one_name_are_told_at_the_second(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "a.yml")
    write(tmp_path, f"{GOOD}name: a\n", "b.yml")
    write(tmp_path, GOOD, "c.yaml")
    write(tmp_path, "kind: page\n", "c.yml")
    found = read_sources(tmp_path)
    assert set(found.sources) == {"a", "c"}
    assert str(found.broken["b"]).endswith(
        "b.yml:5:1: name: a.yml is called 'a', too: give one of them another name"
    )
    assert "c.yml:1:1: list: is missing" in str(found.broken["c"])


def test_two_broken_files_of_one_name_are_both_told(tmp_path: Path) -> None:
    write(tmp_path, "kind: page\n", "a.yml")
    write(tmp_path, "list: {}\n", "a.yaml")
    (error,) = read_sources(tmp_path).broken.values()
    assert [problem.key for problem in error.problems] == ["kind", "list"]


def test_the_files_of_editors_are_no_sources_and_endings_may_be_large(tmp_path: Path) -> None:
    write(tmp_path, GOOD, ".hidden.yml")
    (tmp_path / ".#paper.yml").symlink_to("somebody@somewhere.1234")
    write(tmp_path, GOOD, "PAPER.YML")
    found = read_sources(tmp_path)
    assert (set(found.sources), found.broken) == ({"PAPER"}, {})


def test_a_folder_that_is_not_there_holds_no_sources(tmp_path: Path) -> None:
    assert not read_sources(tmp_path / "none").sources


def test_the_schema_tells_editors_about_every_kind() -> None:
    schema = TypeAdapter(Source).json_schema()
    assert set(schema["discriminator"]["mapping"]) == set(KINDS)
    assert "Time zone of dates" in json.dumps(schema)
