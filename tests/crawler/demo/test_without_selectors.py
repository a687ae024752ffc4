"""The sections of the sample newspaper, each through a source without a single selector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml.html import fragment_fromstring

from crawler.crawl import CrawlOptions, crawl
from crawler.demo.newspaper import Newspaper
from crawler.demo.stories import Story
from crawler.source import read_sources
from feeds.archive import Archive
from feeds.config import Workspace
from feeds.post import Post

SOURCES = {
    "news": "kind: page\nlist: {url: 'http://HOST/news/'}\n",
    "xinwen": "kind: page\nlist: {url: 'http://HOST/xinwen/'}\n",
    "jiubao": "kind: page\nlist: {url: 'http://HOST/jiubao/'}\n",
    "outdoors": "kind: sitemap\nlist: {url: 'http://HOST/outdoors/sitemap.xml'}\n",
    "clubs": "kind: feed\nlist: {url: 'http://HOST/clubs/feed.xml'}\n",
}
COMMON = "timezone: Asia/Shanghai\nallow_private: ['HOST']\ndelay: 0\nconcurrency: 8\n"
NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)

Found = list[tuple[Story, Post | None]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """Every story of these sections with its post."""
    root = tmp_path_factory.mktemp("bare")
    with Newspaper.serve(now=NOW) as paper:
        workspace = write_workspace(root, urlsplit(paper.url).netloc)
        sources = list(read_sources(workspace.sources).sources.values())
        crawl(sources, CrawlOptions(workspace=workspace), lambda *_: None)
        with Archive.open(workspace, workspace.read_config()) as archive:
            posts = {urlsplit(kept.post.link or "").path: kept.post for kept in archive.walk()}
        stories = [story for section in SOURCES for story in paper.edition.section(section)]
        yield [(story, posts.get(story.path)) for story in stories]


def write_workspace(root: Path, host: str) -> Workspace:
    (root / "sources").mkdir()
    (root / "broadsheet.yml").write_text("title: Bare\n")
    for name, text in SOURCES.items():
        (root / f"sources/{name}.yml").write_text((COMMON + text).replace("HOST", host))
    return Workspace(root)


def likeness(one: str, other: str) -> float:
    """The F1 of the characters that two texts have in common, in threes."""
    counts = [Counter(text[at : at + 3] for at in range(len(text) - 2)) for text in (one, other)]
    common = (counts[0] & counts[1]).total()
    return 2 * common / (counts[0].total() + counts[1].total())


def text_of(html: str) -> str:
    return " ".join(" ".join(fragment_fromstring(html, create_parent="div").itertext()).split())


def test_every_article_is_found(found: Found) -> None:
    assert len(found) == 59
    assert [story.key for story, post in found if post is None] == []


@pytest.mark.parametrize("section", SOURCES)
def test_titles_dates_and_bodies_are_right(found: Found, section: str) -> None:
    for story, post in found:
        if story.section.name != section:
            continue
        assert post is not None
        assert post.title == story.title
        assert post.undated if story.published is None else post.published == story.published
        assert likeness(text_of(post.body), story.text) > 0.9, story.key
