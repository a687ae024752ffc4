from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from crawler.errors import SourceConfigError
from crawler.spiderloader import SourceLoader
from crawler.workspace import SETTING
from feeds.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.conftest import Newsroom, Site

HAND_WRITTEN = """
import scrapy

class Item(scrapy.Item):
    title = scrapy.Field()
    body = scrapy.Field()
    url = scrapy.Field()
    published = scrapy.Field()
    mood = scrapy.Field()

class Tide(scrapy.Spider):
    name = "tide"
    timezone = "Asia/Tokyo"
    tags = ["tides"]

    async def start(self):
        yield Item(title="High water", body="<p>At noon.</p>", url="https://tide.example/1",
                   published="2026-01-05 12:00", mood="calm")
        yield {"title": "Low water", "body": "<p>At six.</p>", "url": "https://tide.example/2"}
        yield {"title": "", "body": "x", "url": "https://tide.example/3"}
        yield {"title": "High water", "body": "<p>At noon.</p>", "url": "https://tide.example/1#a"}
"""


def loader(newsroom: Newsroom) -> SourceLoader:
    return SourceLoader(Settings({SETTING: str(newsroom.workspace.root)}))


def test_each_source_is_a_class_of_its_own(paper: Newsroom) -> None:
    paper.source("other", "kind: page\nlist: {url: https://news.example/, items: a}\n")
    found = loader(paper)
    assert found.list() == ["other", "paper"]
    classes = {found.load("paper"), found.load("other")}
    assert len(classes) == 2
    assert not hasattr(found.load("other").__mro__[1], "source")


@pytest.mark.filterwarnings("ignore:.*bad.yml")
def test_a_broken_source_is_told_and_hides_no_other(paper: Newsroom) -> None:
    (paper.workspace.sources / "bad.yml").write_text("kind: page\n")
    with pytest.warns(UserWarning, match="list: is missing"):
        found = loader(paper)
    assert found.list() == ["paper"]
    with pytest.raises(SourceConfigError):
        found.load("bad")


def test_a_source_may_differ_in_manners(paper: Newsroom) -> None:
    paper.source("quick", "concurrency: 9\nkind: page\nlist: {url: https://a.example/, items: a}")
    settings = loader(paper).load("quick").custom_settings
    assert settings == {
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS": 9,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 9,
        "USER_AGENT": "broadsheet/0.1.0 (+desk@news.example)",
    }


def test_without_a_workspace_the_catalogue_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(SETTING, raising=False)
    assert SourceLoader(Settings()).list() == ["market", "rolling", "wire"]


def test_a_named_workspace_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no workspace"):
        SourceLoader(Settings({SETTING: str(tmp_path)}))


def scrapy(folder: Path, *arguments: str, modules: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    command = [sys.executable, "-m", "scrapy", *arguments]
    if modules:
        command += ["-s", f"SPIDER_MODULES={modules}"]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": f"{os.environ['PYTHONPATH']}{os.pathsep}{folder}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_scrapy_crawls_a_source_by_name(site: Site, paper: Newsroom) -> None:
    site.html("/news", '<li><a href="/a">a</a>')
    site.article("/a", "The story of a")
    done = scrapy(paper.workspace.root, "crawl", "paper")
    assert "'articles/new': 1" in done.stderr
    assert [post.title for post in paper.posts()] == ["The story of a"]


def test_scrapy_check_leaves_no_trace(site: Site, paper: Newsroom) -> None:
    site.html("/news", '<li><a href="/a">a</a>')
    paper.source("unready", "kind: page\nvars: {host: }\nlist: {url: 'http://{host}/'}\n")
    done = scrapy(paper.workspace.root, "check")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "OK"), done.stderr
    assert "/news" in site.asked
    assert not paper.workspace.hidden.exists()


def test_scrapy_check_fails_a_source_whose_list_names_nothing(site: Site, paper: Newsroom) -> None:
    site.html("/news", "<p>We have moved.")
    done = scrapy(paper.workspace.root, "check", "paper")
    assert done.returncode == 1
    assert "the list names no article" in done.stderr


def test_a_hand_written_spider_may_yield_any_item(newsroom: Newsroom) -> None:
    (newsroom.workspace.root / "tides.py").write_text(HAND_WRITTEN)
    done = scrapy(newsroom.workspace.root, "crawl", "tide", modules="tides")
    first, second = sorted(newsroom.posts(), key=lambda post: post.title)
    assert (first.title, first.tags, first.source) == ("High water", ("tides",), "tide")
    assert first.published.isoformat() == "2026-01-05T03:00:00+00:00"
    assert second.undated
    assert "'articles/dropped': 1" in done.stderr
    assert "'articles/known': 1" in done.stderr
