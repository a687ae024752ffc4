"""A web site on loopback whose every answer a test writes, and crawls of it into a workspace."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

import pytest

from crawler.backfill import Backfill
from crawler.crawl import CrawlOptions, crawl
from crawler.source import read_source
from feeds.archive import Archive
from feeds.config import Workspace
from tests.crawler.neighbours import certificate, forward_proxy, secure_site, trust  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message
    from pathlib import Path

    from crawler.ledger import Counts
    from crawler.runs import Run
    from feeds.post import Post


@dataclass
class Answer:
    """What the site answers with."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """A web site; what is not among its pages answers 404."""

    port: int = 0
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    bodies: list[bytes] = field(default_factory=list)
    conditions: list[str | None] = field(default_factory=list)
    """The If-None-Match of each request for a page that has an ETag."""
    heard: list[tuple[str, Message]] = field(default_factory=list)
    """Host and path, and the headers, of each request."""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def other_host(self) -> str:
        """The same server by another name: another host to whoever keeps hosts apart."""
        return f"localhost:{self.port}"

    def told(self, header: str) -> dict[str, str]:
        """Host and path of the requests that had a header, and the last value of it."""
        return {place: headers[header] for place, headers in self.heard if header in headers}

    def html(self, path: str, body: str, **more: Any) -> None:
        self.pages[path] = Answer(body.encode(), **more)

    def json(self, path: str, value: Any, **more: Any) -> None:
        body = json.dumps(value, ensure_ascii=False).encode()
        self.pages[path] = Answer(body, "application/json", **more)

    def data(self, path: str, body: bytes, content_type: str = "application/xml") -> None:
        self.pages[path] = Answer(body, content_type)

    def article(self, path: str, title: str, text: str = "Some text.") -> None:
        self.html(path, f"<h1>{title}</h1><time>2026-01-05 10:00</time><div><p>{text}</div>")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.heard.append((self.headers["Host"] + self.path, self.headers))
            site.agents.add(self.headers["User-Agent"])
            answer = site.pages.get(self.path, Answer(b"nothing here", status=404))
            if etag := answer.headers.get("ETag"):
                site.conditions.append(self.headers["If-None-Match"])
                if site.conditions[-1] == etag:
                    answer = Answer(b"", status=304, headers=answer.headers)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def do_POST(self) -> None:
            site.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join(5)


@dataclass
class Newsroom:
    """A workspace, and the crawls into it; sources may ask the ``allowed`` host only."""

    workspace: Workspace
    allowed: tuple[str, ...]
    progress: list[tuple[str, Counts]] = field(default_factory=list)
    backfill: Backfill = field(default_factory=Backfill)
    seconds: float | None = None

    def source(self, name: str, text: str) -> Path:
        path = self.workspace.sources / f"{name}.yml"
        path.write_text("delay: 0\n" + dedent(text), encoding="utf-8")
        return path

    def crawl(self, *names: str, **given: str) -> list[Run]:
        read = [read_source(self.workspace.sources / f"{name}.yml") for name in names]
        sources = [source.model_copy(update={"allow_private": self.allowed}) for source in read]
        options = CrawlOptions(
            workspace=self.workspace,
            given=given,
            backfill=self.backfill,
            log_file=self.workspace.hidden / "crawl.log",
            seconds=self.seconds,
        )
        return crawl(sources, options, lambda name, counts: self.progress.append((name, counts)))

    def crawl_one(self, name: str, **given: str) -> Run:
        (run,) = self.crawl(name, **given)
        return run

    def posts(self) -> list[Post]:
        with Archive.open(self.workspace, self.workspace.read_config()) as archive:
            return [kept.post for kept in archive.walk()]

    def files(self) -> list[str]:
        return sorted(path.name for path in self.workspace.posts.rglob("*.md"))

    @property
    def log(self) -> str:
        return (self.workspace.hidden / "crawl.log").read_text(encoding="utf-8")


@pytest.fixture
def newsroom(tmp_path: Path, site: Site) -> Newsroom:
    root = tmp_path / "workspace"
    (root / "sources").mkdir(parents=True)
    (root / "broadsheet.yml").write_text("title: Test\ncontact: desk@news.example\n")
    return Newsroom(Workspace(root), allowed=(site.host,))


PAGE_SOURCE = """
kind: page
timezone: Asia/Shanghai
allow_private: ["{host}"]
list:
  url: http://{host}/news
  items: li a
  next: a.next
fields:
  title: h1
  published: time
  body: div
"""


@pytest.fixture
def paper(site: Site, newsroom: Newsroom) -> Newsroom:
    """A newsroom with a source ``paper`` of kind page; the test writes its pages."""
    variables = indent(f"host: {site.host}\n", "  ")
    newsroom.source("paper", PAGE_SOURCE + "vars:\n" + variables)
    return newsroom


_SENTENCES = (
    "The ferry to the island sails again after eleven days in the yard.",
    "Its captain says that the new engine is quieter than the old one ever was.",
    "Passengers had been waiting at the quay since six in the morning, most of them with dogs.",
    "The council paid a third of the bill; the rest came from a fund for small harbours.",
    "Tickets cost what they cost before, and the last boat leaves at half past nine.",
)


@pytest.fixture
def story() -> Callable[..., str]:
    """Writes a page with headline, date, text and the furniture of a site; no class tells them."""

    def write(title: str, date: str = "2026-01-05T10:00:00+08:00", number: int = 1) -> str:
        text = "".join(f"<p>{sentence} Report {number}.</p>" for sentence in _SENTENCES * 2)
        return (
            f'<html lang="en"><head><title>{title} - The Quay</title>'
            f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}",'
            f' "datePublished": "{date}"}}</script></head><body>'
            '<nav><a href="/">Home</a> <a href="/about">About us</a></nav>'
            f"<main><h1>{title}</h1>{text}</main>"
            "<footer><p>All rights reserved.</p></footer></body></html>"
        )

    return write
