"""The hostile corpus, collected by a real crawl of a loopback server."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from crawler.crawl import CrawlOptions, crawl
from crawler.source import read_source
from feeds.config import Workspace
from tests.hostile.corpus import Vector, read_vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.runs import Run

CONFIG = """\
title: Hostile
contact: desk@news.example
limits: {entries: 1000, bytes: 5000000}
footer: |
  <{link}>

  [all of {tags}](https://mirror.example/category/{category}.html) · {title} · {tags} {category}
"""
SOURCE = """\
kind: api
timezone: Asia/Shanghai
delay: 0
allow_private: ["HOST"]
list:
  url: http://HOST/list.json
fields:
  key: key
  link: link
  title: title
  published: published
  updated: updated
  body: body
  description: description
  category: category
  tags: tags
  authors: authors
  image: image
  lang: lang
"""


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Once(Protocol):
    """Makes a folder of a name, in whichever of the test processes asks first."""

    def __call__(self, name: str, make: Callable[[Path], object]) -> Path: ...


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        done = shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(shared / name, ignore_errors=True)
                (shared / name).mkdir()
                make(shared / name)
                done.touch()
        return shared / name

    return folder


@pytest.fixture(scope="session")
def vectors() -> list[Vector]:
    return read_vectors()


@pytest.fixture(scope="session")
def hostile(once: Once, vectors: list[Vector]) -> Workspace:
    """A workspace that collected every vector; only to be read."""
    return _collected(once, vectors, ".md")


@pytest.fixture(scope="session")
def hostile_html(once: Once, vectors: list[Vector]) -> Workspace:
    """The same with posts that end in ``.html``."""
    return _collected(once, vectors, ".html")


def _collected(once: Once, vectors: list[Vector], suffix: str) -> Workspace:
    def collect(root: Path) -> None:
        with _served([vector.article for vector in vectors], root / "site") as host:
            run = _crawl(Workspace(root / "workspace"), host, suffix)
        assert run.counts.new == len(vectors), run.counts

    return Workspace(once(f"hostile{suffix}", collect) / "workspace")


@contextmanager
def _served(articles: list[dict[str, Any]], folder: Path) -> Iterator[str]:
    """The host of a server that answers with all articles in one list."""
    folder.mkdir()
    (folder / "list.json").write_text(json.dumps(articles))
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def _crawl(workspace: Workspace, host: str, suffix: str) -> Run:
    workspace.sources.mkdir(parents=True)
    (workspace.root / "broadsheet.yml").write_text(f"{CONFIG}suffix: {suffix}\n")
    source = workspace.sources / "hostile.yml"
    source.write_text(SOURCE.replace("HOST", host))
    options = CrawlOptions(workspace=workspace, log_file=workspace.hidden / "crawl.log")
    (run,) = crawl([read_source(source)], options, lambda *_: None)
    return run
