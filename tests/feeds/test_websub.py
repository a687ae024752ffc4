"""Hubs are told what changed, and no hub is ever in the way."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import feedparser
import pytest

from feeds.archive import Archive
from feeds.config import Workspace
from feeds.post import Post
from feeds.publish import Publication, publish_workspace
from feeds.websub import announce

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Hub(ThreadingHTTPServer):
    """A hub on loopback that notes what it is told, and answers with ``status``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 204
        self.patience = 0.0
        self.told: list[dict[str, list[str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hub"

    def topics(self) -> list[str]:
        """What was told since this was asked last."""
        told, self.told = self.told, []
        return sorted(form["hub.url"][0] for form in told)


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        self.server.told.append(form)
        time.sleep(self.server.patience)
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as hub:
        thread = threading.Thread(target=hub.serve_forever, args=(0.01,))
        thread.start()
        yield hub
        hub.shutdown()
        thread.join()


@pytest.fixture
def workspace(tmp_path: Path, hub: Hub) -> Workspace:
    lines = ["title: News", "base_url: https://news.example/", f"hubs: ['{hub.url}']"]
    (tmp_path / "broadsheet.yml").write_text("\n".join(lines))
    return Workspace(tmp_path)


def add(workspace: Workspace, number: int, category: str) -> Publication:
    post = Post(
        id=f"tag:x.example,2026:{number}",
        key=f"story-{number}",
        title=f"Story {number}",
        published=START,
        body="<p>Text.</p>",
        categories=(category,),
    )
    with Archive.open(workspace, workspace.read_config()) as archive:
        archive.add([post])
    return publish_workspace(workspace)


def urls_of(*stems: str) -> list[str]:
    suffixes = ("atom", "rss", "json")
    return [f"https://news.example/feeds/{stem}.{suffix}" for stem in stems for suffix in suffixes]


def test_a_hub_is_told_each_changed_feed_once(workspace: Workspace, hub: Hub) -> None:
    add(workspace, 1, "Sport")
    hub.topics()
    publication = add(workspace, 2, "Harbour")
    assert publication.unannounced == ()
    aliases = ["https://news.example/feed.xml", "https://news.example/feed/harbour.xml"]
    assert hub.topics() == sorted(urls_of("all", "category/harbour") + aliases)
    publish_workspace(workspace)
    assert hub.topics() == []


def test_a_hub_is_told_in_the_words_of_the_protocol(tmp_path: Path, hub: Hub) -> None:
    announce(tmp_path / "pings.json", [hub.url], ["https://news.example/a b.atom"])
    (form,) = hub.told
    topic = ["https://news.example/a b.atom"]
    assert form == {"hub.mode": ["publish"], "hub.url": topic, "hub.topic": topic}


def test_feeds_name_the_hub(workspace: Workspace, hub: Hub) -> None:
    add(workspace, 1, "Sport")
    for suffix in ("atom", "rss"):
        feed = feedparser.parse((workspace.public / f"feeds/all.{suffix}").read_bytes()).feed
        assert [link.href for link in feed.links if link.rel == "hub"] == [hub.url]
    record = json.loads((workspace.public / "feeds/all.json").read_bytes())
    assert record["hubs"] == [{"type": "WebSub", "url": hub.url}]


def test_what_a_hub_did_not_take_is_told_and_tried_again(workspace: Workspace, hub: Hub) -> None:
    hub.status = 503
    publication = add(workspace, 1, "Sport")
    (message,) = publication.unannounced
    assert message.startswith(f"{hub.url}: answered 503: 8 pings")
    assert "feeds/all.atom" in publication.written
    first = hub.topics()
    hub.status = 202
    assert publish_workspace(workspace).unannounced == ()
    assert hub.topics() == first
    publish_workspace(workspace)
    assert hub.topics() == []


def test_one_hub_that_is_down_keeps_no_news_from_another(tmp_path: Path, hub: Hub) -> None:
    down = "http://127.0.0.1:9/hub"
    (message,) = announce(tmp_path / "pings.json", [down, hub.url], ["https://x.example/"])
    assert message.startswith(f"{down}: cannot be reached")
    assert hub.topics() == ["https://x.example/"]


def test_a_hub_that_never_answers_costs_no_more_than_the_budget(tmp_path: Path, hub: Hub) -> None:
    hub.patience = 2.0
    began = time.monotonic()
    topics = [f"https://x.example/{number}" for number in range(20)]
    (message,) = announce(tmp_path / "pings.json", [hub.url], topics, budget=0.3)
    assert time.monotonic() - began < 1.5
    assert "no answer in time: 20 pings are kept" in message


def test_pings_for_a_hub_that_is_gone_and_a_damaged_file_are_dropped(
    tmp_path: Path, hub: Hub
) -> None:
    pending = tmp_path / "pings.json"
    pending.write_text(json.dumps([["https://gone.example/", "https://x.example/"]]))
    assert announce(pending, [hub.url], []) == ()
    pending.write_text("{")
    assert announce(pending, [hub.url], ["https://x.example/"]) == ()
    assert json.loads(pending.read_bytes()) == []
