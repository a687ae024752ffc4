"""What DESIGN §3 promises about writing, tried on real processes: killed, and two at once."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[1]
ARTICLES = 800
KILLS = 20
# Posts are committed a hundred at a time: moments on both sides of the first commit.
LATEST_REQUEST = 130
# Seconds; a commit takes some tens of milliseconds, and half of the kills shall fall into one.
LATEST_PAUSE = 0.05
# Seconds after which a process that should have ended counts as waiting for ever.
PATIENCE = 60

CONFIG = "title: Kill\n"
SOURCE = """\
kind: page
language: en
timezone: UTC
allow_private: ["{{host}}"]
delay: 0
concurrency: 8
vars: {{host: "{host}"}}
list:
  url: http://{{host}}/list/1
  items: article.teaser h2 a
  next: a.older
fields:
  title: h1.title
  published: time::attr(datetime)
  tags: a[rel=tag]
  body: div.body
"""


class Site:
    """The generated site of the benchmarks, in a process of its own."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc

    def asked(self) -> int:
        """How many articles it has been asked for."""
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        try:
            connection.request("GET", "/asked")
            count: int = json.loads(connection.getresponse().read()).get("article", 0)
        finally:
            connection.close()
        return count


@contextmanager
def serve_site(articles: int) -> Iterator[Site]:
    command = [sys.executable, str(ROOT / "benchmarks/site.py"), "--articles", str(articles)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield Site(process.stdout.readline().strip())


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve_site(ARTICLES) as site:
        yield site


def make_workspace(folder: Path, site: Site) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "broadsheet.yml").write_text(CONFIG)
    (folder / "sources/generated.yml").write_text(SOURCE.format(host=site.host))
    return folder


def start_crawl(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "crawler.cli", "--workspace", str(folder), "crawl", "--json"]
    return subprocess.Popen(
        [*command, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whatever it may start dies with it.
        start_new_session=True,
    )


def counts_of(process: subprocess.Popen[str]) -> dict[str, int]:
    """The counts of a crawl that has to end by itself, and well."""
    output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    (run,) = json.loads(output)["runs"]
    counts: dict[str, int] = run["counts"]
    return counts


@dataclass(frozen=True)
class Moment:
    """When a crawl is killed: ``pause`` seconds after a request, or after it began to write.

    ``request`` counts the articles asked for; None means the first change below ``_posts``.
    """

    request: int | None
    pause: float

    @classmethod
    def of(cls, chance: random.Random) -> Self:
        request = chance.choice((None, chance.randint(0, LATEST_REQUEST)))
        return cls(request, chance.uniform(0, LATEST_PAUSE))


def kill_at(moment: Moment, folder: Path, site: Site) -> None:
    """Starts a crawl and kills it, unless it ends before."""
    if moment.request is None:
        progress, goal = (lambda: names(folder)), names(folder) + 1
    else:
        progress, goal = site.asked, site.asked() + moment.request
    process, until = start_crawl(folder), time.monotonic() + PATIENCE
    while progress() < goal and process.poll() is None and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(moment.pause)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def names(folder: Path) -> int:
    """How many files there are below ``_posts``, temporary ones included."""
    return sum(len(found) for _, _, found in os.walk(folder / "_posts"))


def posts(folder: Path) -> dict[str, str]:
    """Every file below ``_posts`` with its text, but for the moment it was first seen."""
    return {
        str(path.relative_to(folder)): re.sub("(?m)^first_seen: .*\n", "", path.read_text())
        for path in sorted((folder / "_posts").rglob("*"))
        if path.is_file()
    }


def kept(folder: Path) -> int:
    """How many posts there are; a killed crawl may have left temporaries beside them."""
    return sum(name.endswith(".md") for name in posts(folder))


@pytest.fixture(scope="module")
def undisturbed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = make_workspace(tmp_path_factory.mktemp("undisturbed"), site)
    assert counts_of(start_crawl(folder))["new"] == ARTICLES
    found = posts(folder)
    assert len(found) == ARTICLES
    return found


def test_after_twenty_kills_one_clean_crawl_has_every_article_exactly_once(
    site: Site, tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    folder, chance = make_workspace(tmp_path / "killed", site), random.Random(20)
    for _ in range(KILLS):
        kill_at(Moment.of(chance), folder, site)
    before = kept(folder)
    counts = counts_of(start_crawl(folder))
    # The same files with the same bytes: nothing torn, nothing twice, no temporary left.
    assert posts(folder) == undisturbed
    assert counts["new"] == ARTICLES - before
    assert counts_of(start_crawl(folder))["new"] == 0


def test_two_crawls_at_once_keep_every_article_exactly_once(
    site: Site, tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    folder = make_workspace(tmp_path / "shared", site)
    crawls = [start_crawl(folder) for _ in range(2)]
    counts = [counts_of(crawl) for crawl in crawls]
    assert sum(count["new"] for count in counts) == ARTICLES
    assert posts(folder) == undisturbed
