from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from feeds import __version__

VERBS = [
    "init",
    "demo",
    "add",
    "preview",
    "check",
    "record",
    "list",
    "crawl",
    "publish",
    "run",
    "reindex",
    "schema",
    "serve",
    "status",
]


def test_init_makes_a_workspace_that_every_verb_accepts(broadsheet, tmp_path: Path) -> None:
    title = 'The "Quay" \\ News: 港口'
    done = broadsheet(
        "init", "news", "--title", title, "--language", "zh-CN", "--contact", "a@b.example"
    )
    assert (done.returncode, done.stderr) == (0, "")
    news = tmp_path / "news"
    config = yaml.safe_load((news / "broadsheet.yml").read_text(encoding="utf-8"))
    assert (config["title"], config["contact"]) == (title, "a@b.example")
    assert (news / ".gitignore").read_text().splitlines()[-1] == "/.broadsheet/"
    assert "example" in broadsheet("list", cwd=news).stdout
    done = broadsheet("run", cwd=news)
    assert done.returncode == 0, done.stderr
    assert "no enabled source yet" in done.stderr
    assert (news / "public" / "feeds" / "all.atom").is_file()


def test_init_overwrites_nothing(broadsheet, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "scrapy.cfg").write_text("mine")
    done = broadsheet("init", "news")
    assert done.returncode == 2
    assert "scrapy.cfg: is there already" in done.stderr
    assert [path.name for path in (tmp_path / "news").iterdir()] == ["scrapy.cfg"]


def test_init_refuses_what_would_not_work(broadsheet, tmp_path: Path) -> None:
    done = broadsheet("init", "news", "--timezone", "Asia/Shangai")
    assert done.returncode == 2
    assert "did you mean Asia/Shanghai?" in done.stderr
    assert not (tmp_path / "news").exists()


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(broadsheet, verb: str) -> None:
    done = broadsheet(verb, "--help")
    assert done.returncode == 0
    assert "Usage: " in done.stdout


def test_the_version_is_told(broadsheet) -> None:
    assert broadsheet("--version").stdout == f"broadsheet {__version__}\n"


@pytest.mark.parametrize("arguments", [["list"], ["run"], ["publish"], ["-w", "nowhere", "list"]])
def test_without_a_workspace_the_mend_is_told(broadsheet, arguments: list[str]) -> None:
    done = broadsheet(*arguments)
    assert done.returncode == 2
    assert "broadsheet init DIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_workspace_is_found_from_a_folder_inside_and_by_name(
    broadsheet, tmp_path: Path
) -> None:
    broadsheet("init", "news")
    inside = tmp_path / "news" / "sources"
    assert broadsheet("list", cwd=inside).returncode == 0
    assert broadsheet("--workspace", "news", "list").returncode == 0


def test_mistakes_in_a_source_are_listed_with_line_and_column(broadsheet, tmp_path: Path) -> None:
    broadsheet("init", "news")
    broken = tmp_path / "news" / "sources" / "broken.yml"
    broken.write_text("kind: page\nlangauge: en\nlist: {url: https://x.example/, items: a}\n")
    done = broadsheet("list", cwd=tmp_path / "news")
    assert done.returncode == 2
    assert "broken.yml:2:1: langauge: unknown key (did you mean language?)" in done.stderr
    assert "example" in done.stdout, "a broken file hides no other"
    record = json.loads(broadsheet("list", "--json", cwd=tmp_path / "news").stdout)
    assert [source["name"] for source in record["sources"]] == ["example"]
    assert len(record["problems"]) == 1


@pytest.mark.parametrize("which", ["source", "workspace"])
def test_schemas_are_those_of_the_files_that_init_writes(
    broadsheet, tmp_path: Path, which: str
) -> None:
    broadsheet("init", "news")
    schema = tmp_path / "schema.json"
    schema.write_text(broadsheet("schema", which).stdout)
    file = {"source": "sources/example.yml", "workspace": "broadsheet.yml"}[which]
    check = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    done = subprocess.run(
        [*check, f"news/{file}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = "import crawler.cli, sys; print(*sys.modules)"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True).split())
    assert not loaded & {"scrapy", "lxml", "dateparser", "pypinyin", "feedgen", "jinja2", "uvicorn"}


def test_scrapy_sees_the_sources_of_a_workspace(broadsheet, tmp_path: Path) -> None:
    broadsheet("init", "news")
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"],
        cwd=tmp_path / "news",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "example" in done.stdout.split(), done.stderr
