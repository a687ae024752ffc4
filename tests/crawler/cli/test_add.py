"""From the address of a section of the sample newspaper to all of its articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import Result
from lxml.html import fragment_fromstring
from typer.testing import CliRunner

from crawler.cli.verbs import app
from crawler.crawl import CrawlOptions, crawl
from crawler.demo.newspaper import Newspaper
from crawler.source import read_source
from feeds.archive import Archive
from feeds.config import Workspace
from feeds.post import Post
from tests.crawler.conftest import Site


@dataclass
class Desk:
    """A workspace, and commands in it."""

    workspace: Workspace

    def run(self, *arguments: str, answers: str = "") -> Result:
        given = ["--workspace", str(self.workspace.root), *arguments]
        return CliRunner().invoke(app, given, input=answers)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.workspace.sources.iterdir())

    def kind(self, name: str) -> str:
        return read_source(self.workspace.sources / f"{name}.yml").kind

    def collect(self, name: str) -> dict[str, Post]:
        """All posts that a source gives, by the path of their article."""
        source = read_source(self.workspace.sources / f"{name}.yml")
        options = CrawlOptions(
            workspace=self.workspace, log_file=self.workspace.hidden / "crawl.log"
        )
        # A second between two requests is right for the world, and long for a test.
        crawl([source.model_copy(update={"delay": 0.0})], options, lambda *_: None)
        with Archive.open(self.workspace, self.workspace.read_config()) as archive:
            posts = [kept.post for kept in archive.walk()]
        return {urlsplit(post.link or "").path: post for post in posts}


@pytest.fixture(scope="module")
def newspaper() -> Iterator[Newspaper]:
    with Newspaper.serve(now=datetime.now(UTC)) as newspaper:
        yield newspaper


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "broadsheet.yml").write_text("title: Test\ntimezone: Asia/Shanghai\n")
    (tmp_path / "sources").mkdir()
    return Desk(Workspace(tmp_path))


def likeness(one: str, other: str) -> float:
    """F1 over characters, which needs no words in Chinese."""
    left, right = (Counter("".join(text.split())) for text in (one, other))
    return 2 * (left & right).total() / (left.total() + right.total())


def text_of(html: str) -> str:
    return " ".join(fragment_fromstring(html, create_parent="div").itertext())


SECTIONS = {
    "/": ("sitemap", ["news", "xinwen", "jiubao", "outdoors"]),
    "/outdoors/": ("sitemap", ["outdoors"]),
    "/clubs/": ("feed", ["clubs"]),
    "/kuaixun/": ("api", ["kuaixun"]),
}


@pytest.mark.parametrize("path", SECTIONS)
def test_an_address_is_enough_for_all_articles(newspaper: Newspaper, desk: Desk, path: str) -> None:
    kind, sections = SECTIONS[path]
    done = desk.run("add", newspaper.url + path, "--yes")
    assert done.exit_code == 0, done.output
    (name,) = [file.removesuffix(".yml") for file in desk.files()]
    assert desk.kind(name) == kind
    posts = desk.collect(name)
    stories = {s.path: s for s in newspaper.articles if s.section.name in sections}
    assert posts.keys() == stories.keys()
    for story in stories.values():
        post = posts[story.path]
        assert post.title == story.title
        if story.published is None:
            assert post.undated
        else:
            assert abs(post.published - story.published) < timedelta(minutes=5), story.path
        assert likeness(text_of(post.body), story.text) > 0.9, story.path


def test_a_preview_comes_before_the_question_and_nothing_is_written_without_a_yes(
    newspaper: Newspaper, desk: Desk
) -> None:
    done = desk.run("add", f"{newspaper.url}/clubs/", answers="n\n")
    preview, _, rest = done.output.partition("Write it?")
    assert "2026-06-10" in preview
    assert "One master, twenty boards and a draw that pleased everybody" in preview
    assert "a visiting master won seventeen games" in preview
    assert "kind: feed" in preview
    assert "wrote" not in rest
    assert desk.files() == []


def test_where_nobody_can_answer_the_way_without_a_question_is_told(
    newspaper: Newspaper, desk: Desk
) -> None:
    done = desk.run("add", f"{newspaper.url}/clubs/", answers="")
    assert done.exit_code == 1
    assert "nothing is written: --yes writes it without asking" in done.output
    assert desk.files() == []


def test_scripts_read_json_and_are_asked_nothing(newspaper: Newspaper, desk: Desk) -> None:
    done = desk.run("add", f"{newspaper.url}/clubs/", "--json")
    record = json.loads(done.stdout)
    assert (record["path"], record["source"]["kind"]) == (None, "feed")
    assert len(record["articles"]) == 4
    assert desk.files() == []


def test_a_second_source_of_a_name_gets_a_number(newspaper: Newspaper, desk: Desk) -> None:
    told = [
        desk.run("add", f"{newspaper.url}/clubs/", "--yes", "--max", "1").output for _ in range(2)
    ]
    assert ["127.0.0.1-clubs.yml: reads this list already" in each for each in told] == [0, 1]
    assert desk.files() == ["127.0.0.1-clubs-2.yml", "127.0.0.1-clubs.yml"]
    done = desk.run("add", newspaper.url, "--name", "127.0.0.1-clubs")
    assert "is there already" in str(done.exception)


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.1", "[fd00::1]", "printer.local"])
def test_private_addresses_want_a_word(desk: Desk, host: str) -> None:
    done = desk.run("add", f"http://{host}/", "--yes")
    assert done.exit_code == 2
    assert "--allow-private" in done.output
    assert desk.files() == []


@pytest.mark.parametrize(
    ("path", "statement"),
    [
        ("/app", "no list in its HTML: a script fills it in the browser"),
        ("/plain", "no list of articles in its HTML"),
        ("/gone", "HTTP 404: see that list.url is right"),
        ("/private/", "robots.txt"),
    ],
)
def test_a_page_without_a_list_is_told_with_what_was_tried(
    site: Site, desk: Desk, path: str, statement: str
) -> None:
    site.html("/app", "<title>News</title><div id='root'></div><script src='/app.js'></script>")
    site.html("/plain", "<title>News</title><p>Nothing happened.</p>")
    site.html("/private/", "<p>News</p>")
    site.html("/robots.txt", "User-agent: *\nDisallow: /private/", content_type="text/plain")
    done = desk.run("add", f"http://{site.host}{path}", "--yes")
    assert done.exit_code == 1
    assert statement in done.output.splitlines()[0]
    assert f"  http://{site.host}{path}: " in done.output
    assert desk.files() == []


def test_a_preview_of_a_source_writes_nothing(newspaper: Newspaper, desk: Desk) -> None:
    desk.run("add", f"{newspaper.url}/clubs/", "--yes", "--name", "clubs")
    done = desk.run("preview", "clubs", "--max", "2", "--json")
    assert len(json.loads(done.stdout)["articles"]) == 2
    assert sorted(path.name for path in desk.workspace.root.iterdir()) == [
        "broadsheet.yml",
        "sources",
    ]
    done = desk.run("preview", f"{newspaper.url}/clubs/")
    assert "Choir seeks tenors" in done.output
    assert desk.files() == ["clubs.yml"]
