from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from crawler.cli import main
from feeds import __version__

README = Path(__file__).parents[3] / "README.md"
VERBS = re.findall(r"^\| `(\w+)", README.read_text(encoding="utf-8"), re.M)


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


def test_the_help_shows_the_verbs_in_the_order_of_the_readme(broadsheet) -> None:
    assert len(VERBS) == 15
    assert re.findall(r"^│ ([a-z]+) ", broadsheet("--help").stdout, re.M) == VERBS


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
    for behind in (["--workspace", "news"], ["--workspace=news"], ["-w", "news/broadsheet.yml"]):
        assert broadsheet("list", "--json", *behind).returncode == 0


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


def test_mistakes_in_the_configuration_are_listed_beside_those_of_sources(
    broadsheet, tmp_path: Path
) -> None:
    broadsheet("init", "news")
    (tmp_path / "news/broadsheet.yml").write_text("titel: T\n")
    (tmp_path / "news/sources/broken.yml").write_text("kind: page\n")
    done = broadsheet("list", "-w", "news")
    assert done.returncode == 2
    assert "broadsheet.yml:1:1: titel: unknown key (did you mean title?)" in done.stderr
    assert "broken.yml:1:1: list: is missing" in done.stderr
    assert len(json.loads(broadsheet("list", "--json", "-w", "news").stdout)["problems"]) == 3
    command = [sys.executable, "-m", "scrapy", "list"]
    scrapy = subprocess.run(command, cwd=tmp_path / "news", stderr=subprocess.PIPE, check=False)
    assert (scrapy.returncode, b"Traceback" in scrapy.stderr) == (2, False)
    assert b"title: is missing" in scrapy.stderr


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
    code = "import crawler.cli.verbs, sys; print(*sys.modules)"
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


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["list"], "there is no enabled source yet: find one with: broadsheet add URL"),
        (["check"], "there is no enabled source yet: find one with: broadsheet add URL"),
        (["status"], "there is no enabled source yet: find one with: broadsheet add URL"),
        (["check", "--recorded"], "nothing is recorded yet: record a source with: broadsheet rec"),
    ],
)
def test_a_verb_without_anything_to_do_says_what_to_do(
    broadsheet, arguments: list[str], what: str
) -> None:
    broadsheet("init", "news")
    done = broadsheet(*arguments, "-w", "news")
    assert (done.returncode, what in done.stderr) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["crawl", "sources/example.yml"], "there is no such source (did you mean example?)"),
        (["crawl", "example", "-a", "host=x"], "no source here has a var 'host'"),
        (["crawl", "--since", "yesterday"], "'yesterday' is no day such as 2026-01-31"),
        (["preview", "quay.example/a"], "an address begins with its scheme: https://quay.example"),
        (["preview", "127.0.0.1:80"], "an address begins with its scheme: https://127.0.0.1:80"),
        (["preview", "example.yml"], "there is no such source (did you mean example?)"),
        (["lint", "news"], "news: cannot be read: Is a directory"),
        (["serve", "--port", "70000"], "there is no such port: name one to 65535"),
        (["serve", "--host", "192.0.2.1"], "name an address of this machine with --host"),
        (["serve", "--host", "no.invalid"], "name an address of this machine with --host"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_was_meant(
    broadsheet, arguments: list[str], what: str
) -> None:
    broadsheet("init", "news")
    done = broadsheet("-w", "news", *arguments)
    assert (done.returncode, what in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_in_the_way_of_a_workspace_is_told(broadsheet, tmp_path: Path) -> None:
    (tmp_path / "news").write_text("mine")
    done = broadsheet("init", "news")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "a file stands where a folder is meant" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_an_output_that_cannot_be_written_is_one_message(broadsheet, tmp_path: Path) -> None:
    broadsheet("init", "news")
    command = [sys.executable, "-m", "crawler.cli", "list", "-w", "news"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert done.stderr.startswith("workspace or output: the system refuses it: No space left")


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"]])
def test_a_terminal_without_the_characters_of_a_title_is_shown_their_numbers(
    broadsheet, tmp_path: Path, arguments: list[str]
) -> None:
    broadsheet("init", "news")
    example = tmp_path / "news/sources/example.yml"
    example.write_text(example.read_text().replace("Example News", "新闻"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", *arguments, "-w", "news"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        encoding="latin-1",
        check=False,
    )
    assert (done.returncode, "\\u65b0\\u95fb" in done.stdout) == (0, True), done.stderr


def test_ctrl_c_leaves_no_traceback_while_the_program_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Interrupting:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "crawler.cli.verbs":
                raise KeyboardInterrupt  # which is what Python makes of SIGINT

    monkeypatch.delitem(sys.modules, "crawler.cli.verbs", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("broken", "broken.yml:1:1: list: is missing"),
        ("exampel", "there is no spider 'exampel' (did you mean example?): see: scrapy list"),
    ],
)
def test_scrapy_tells_mistakes_without_a_traceback(
    broadsheet, tmp_path: Path, name: str, what: str
) -> None:
    broadsheet("init", "news")
    (tmp_path / "news/sources/broken.yml").write_text("kind: page\n")
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", name],
        cwd=tmp_path / "news",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[-1].endswith(what)) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
