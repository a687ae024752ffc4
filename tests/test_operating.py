"""The units printed in docs/operating.md work as printed."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from feeds.config import Workspace
from feeds.publish import publish_workspace

TEXT = (Path(__file__).parents[1] / "docs" / "operating.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def workflow() -> dict:
    (text,) = blocks("yaml")
    return yaml.safe_load(text)


def step(name: str) -> dict:
    (found,) = [step for step in workflow()["jobs"]["run"]["steps"] if step.get("name") == name]
    return found


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=T", "-c", "user.email=t@t.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "origin.git")
    git(tmp_path, "clone", "--quiet", "origin.git", "news")
    clone = tmp_path / "news"
    git(clone, "checkout", "--quiet", "-b", "main")
    (clone / "broadsheet.yml").write_text("title: T\n")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=start")
    git(clone, "push", "--quiet", "--set-upstream", "origin", "main")
    return clone


def commit_step(clone: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step("Commit what is new")["run"]],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_workflow_commits_and_pushes_once(clone: Path) -> None:
    (clone / "_posts").mkdir()
    (clone / "_posts" / "a.md").write_text("---\n---\n")
    assert commit_step(clone).returncode == 0
    assert git(clone, "rev-list", "--count", "origin/main").strip() == "2"
    assert git(clone, "status", "--porcelain") == ""


def test_the_workflow_does_not_fail_when_nothing_is_new(clone: Path) -> None:
    done = commit_step(clone)
    assert (done.returncode, done.stdout) == (0, "nothing new\n")
    assert git(clone, "rev-list", "--count", "origin/main").strip() == "1"


def test_the_workflow_pushes_over_a_commit_that_came_meanwhile(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "origin.git", "other")
    (tmp_path / "other" / "sources.yml").write_text("x")
    git(tmp_path / "other", "add", "--all")
    git(tmp_path / "other", "commit", "--quiet", "--message=meanwhile")
    git(tmp_path / "other", "push", "--quiet")
    (clone / "new.md").write_text("x")
    assert commit_step(clone).returncode == 0
    assert git(clone, "rev-list", "--count", "origin/main").strip() == "3"


def test_the_workflow_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "news.yml"
    path.write_text(blocks("yaml")[0], encoding="utf-8")
    lint = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run([sys.executable, *lint], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_two_runs_of_the_workflow_race_on_the_branch() -> None:
    assert workflow()["concurrency"] == {"group": "news", "cancel-in-progress": False}


@pytest.mark.parametrize(("place", "verb"), [(0, "run"), (1, "status")])
def test_the_cron_lines_have_five_fields_and_call_a_verb(place: int, verb: str) -> None:
    fields = blocks("cron")[place].split(maxsplit=5)
    assert all(re.fullmatch(r"[\d*/,-]+", field) for field in fields[:5])
    assert f'broadsheet" --workspace "$HOME/news" {verb}' in fields[5]
    assert "%" not in fields[5], "cron reads a percent sign as the end of the line"


def test_the_systemd_units_have_what_they_need() -> None:
    service, timer = (configparser.ConfigParser(interpolation=None) for _ in range(2))
    for parser, text in zip((service, timer), blocks("ini"), strict=True):
        parser.optionxform = str
        parser.read_string(text)
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"].endswith("--workspace %h/news run")
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    service, timer = blocks("ini")
    # The verifier wants a command that exists.
    (tmp_path / "broadsheet.service").write_text(
        service.replace("%h/.local/bin/broadsheet", "/bin/true")
    )
    (tmp_path / "broadsheet.timer").write_text(timer)
    command = ["systemd-analyze", "verify", "./broadsheet.service", "./broadsheet.timer"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


POST = "---\nlayout: post\ntitle: T\ndate: 2026-0{month}-01 08:00:00 +0000\n---\n<p>text</p>\n"


@pytest.fixture
def published(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A publication of three months over HTTP: its address and its folder."""
    workspace = Workspace(tmp_path / "news")
    workspace.posts.mkdir(parents=True)
    for month in (1, 2, 3):
        (workspace.posts / f"2026-0{month}-01-t.md").write_text(POST.format(month=month))
    handler = partial(SimpleHTTPRequestHandler, directory=str(workspace.public))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        workspace.config_path.write_text(f"title: T\nbase_url: {url}\n")
        publish_workspace(workspace)
        threading.Thread(target=server.serve_forever).start()
        yield url, workspace.public
        server.shutdown()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_wget_takes_pages_and_the_history_of_a_channel(
    published: tuple[str, Path], tmp_path: Path
) -> None:
    url, public = published
    commands = "".join(block for block in blocks("sh") if "wget " in block)
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    done = subprocess.run(
        ["bash", "-c", commands.replace("https://news.example/", url)],
        cwd=mirror,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    copy = mirror / url.split("/")[2]
    pages = [*public.glob("*.html"), *public.glob("feeds/all.*"), *public.glob("feeds/all/*.atom")]
    assert len(pages) == 2 + 3 + 3
    for path in pages:
        copied = copy / path.relative_to(public)
        assert copied.read_bytes() == path.read_bytes(), done.stderr
