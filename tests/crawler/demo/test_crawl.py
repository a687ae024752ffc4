"""The whole way from the sample newspaper to posts, against what the newspaper knows of itself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml.html import fragment_fromstring

import feeds.formats
from crawler.crawl import CrawlOptions, crawl
from crawler.demo.newspaper import Newspaper
from crawler.demo.press import CAMPAIGN, PICK, WITHDRAWN
from crawler.demo.stories import Story
from crawler.demo.workspace import make_workspace
from crawler.origin import origin
from crawler.runs import Run
from crawler.source import read_sources
from feeds.archive import Archive
from feeds.config import Workspace
from feeds.lint import lint
from feeds.post import Post
from feeds.publish import Options, publish_workspace


@dataclass
class Crawled:
    """A newspaper, its workspace, and what two crawls found and asked."""

    paper: Newspaper
    workspace: Workspace
    first: dict[str, Run]
    second: dict[str, Run]
    asked_again: list[tuple[str, int]]

    def posts(self) -> dict[str, Post]:
        """Posts by the address that their article has in the newspaper."""
        with Archive.open(self.workspace, self.workspace.read_config()) as archive:
            found = [kept.post for kept in archive.walk()]
        return {urlsplit(post.link or "").path: post for post in found}


def crawl_all(workspace: Workspace) -> dict[str, Run]:
    sources = list(read_sources(workspace.sources).sources.values())
    options = CrawlOptions(workspace=workspace, log_file=workspace.hidden / "crawl.log")
    return {run.source: run for run in crawl(sources, options, lambda *_: None)}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with Newspaper.serve(now=datetime.now(UTC)) as paper:
        workspace = make_workspace(tmp_path_factory.mktemp("demo"), paper)
        first = crawl_all(workspace)
        asked = len(paper.requests)
        second = crawl_all(workspace)
        yield Crawled(paper, workspace, first, second, paper.requests[asked:])


def expected(crawled: Crawled) -> list[Story]:
    return [story for story in crawled.paper.articles if story.section.name in crawled.first]


def text_of(html: str) -> str:
    return " ".join(" ".join(fragment_fromstring(html, create_parent="div").itertext()).split())


def test_every_article_becomes_one_post_with_its_title_text_and_authors(crawled: Crawled) -> None:
    posts = crawled.posts()
    assert posts.keys() == {story.path for story in expected(crawled)}
    for story in expected(crawled):
        post = posts[story.path]
        names = tuple(author.name for author in post.authors)
        assert (post.title, names) == (story.title, story.authors)
        assert post.categories == (story.category,)
        assert text_of(post.body) == story.text


def test_dates_are_the_newspapers_and_missing_ones_are_not_made_up(crawled: Crawled) -> None:
    posts = crawled.posts()
    for story in expected(crawled):
        post = posts[story.path]
        if story.published is None:
            assert post.undated
        else:
            # Relative dates count from the answer, a little after the newspaper was printed.
            assert abs(post.published - story.published) < timedelta(minutes=2)
            assert post.updated == story.updated


def test_pictures_tables_lists_and_code_stay_in_the_bodies(crawled: Crawled) -> None:
    posts = crawled.posts()
    for story in expected(crawled):
        for tag in ("<img ", "<figcaption>", "<table>", "<li>", "<blockquote>", "<pre>"):
            assert posts[story.path].body.count(tag) == story.body.count(tag), story.key


def test_the_same_article_under_two_addresses_is_one_post(crawled: Crawled) -> None:
    links = [post.link or "" for post in crawled.posts().values()]
    assert sum(PICK in link for link in links) == 1
    assert sum(CAMPAIGN in link for link in links) == 1
    assert not any("/pick/" in link or "utm_" in link for link in links)


def test_the_page_that_is_gone_is_the_only_failure(crawled: Crawled) -> None:
    reasons = {name: run.counts.reasons.get("failed") for name, run in crawled.first.items()}
    assert {name: failed for name, failed in reasons.items() if failed} == {"news": {"HTTP 404": 1}}
    assert (WITHDRAWN, 404) in crawled.paper.requests


def test_the_second_crawl_finds_nothing_new_and_asks_for_no_article(crawled: Crawled) -> None:
    assert {run.counts.new for run in crawled.second.values()} == {0}
    stories = {story.path for story in crawled.paper.articles}
    assert not stories & {path.partition("?")[0] for path, _ in crawled.asked_again}


@pytest.fixture(scope="module")
def feed_files(crawled: Crawled) -> list[Path]:
    """All that is published of it, told by file names to be feeds."""
    sources = read_sources(crawled.workspace.sources).sources
    origins = {name: origin(source) for name, source in sources.items()}
    assert publish_workspace(crawled.workspace, Options(origins)).refused == ()
    public = crawled.workspace.public
    found = [path for path in public.rglob("*.*") if path.suffix in {".atom", ".rss", ".json"}]
    old = [public / "feed.xml", *public.glob("feed/**/*.xml")]
    return [*(path for path in found if path.name != "channels.json"), *old]


def test_no_feed_has_a_finding(crawled: Crawled, feed_files: list[Path]) -> None:
    base = crawled.workspace.read_config().base_url
    assert len(feed_files) > 100
    findings = {}
    for path in feed_files:
        url = base + str(path.relative_to(crawled.workspace.public))
        if found := lint(path.read_bytes(), url):
            findings[url] = found[:5]
    assert not findings


@pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed")
def test_atom_feeds_are_what_their_grammar_wants(feed_files: list[Path]) -> None:
    files = [str(path) for path in feed_files if path.suffix in {".atom", ".xml"}]
    schema = str(Path(feeds.formats.__file__).parent / "schemas" / "atom.rng")
    told = subprocess.run(
        ["jing", schema, *files], capture_output=True, text=True, timeout=60, check=False
    )
    assert (told.returncode, told.stdout) == (0, "")
