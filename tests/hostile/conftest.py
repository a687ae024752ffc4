"""The hostile corpus, collected by a real crawl of a loopback server."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from crawler.crawl import CrawlOptions, crawl
from crawler.source import read_source
from feeds.config import Workspace
from tests.hostile.corpus import Vector, read_vectors

if TYPE_CHECKING:
    from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def vectors() -> list[Vector]:
    return read_vectors()


@pytest.fixture(scope="session")
def host(vectors: list[Vector], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serves all articles in one list."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "list.json").write_text(json.dumps([vector.article for vector in vectors]))
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def hostile_run(host: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Run]:
    """A workspace that collected every vector, and the run that did."""
    workspace = Workspace(tmp_path_factory.mktemp("hostile"))
    workspace.sources.mkdir()
    (workspace.root / "broadsheet.yml").write_text(CONFIG)
    source = workspace.sources / "hostile.yml"
    source.write_text(SOURCE.replace("HOST", host))
    options = CrawlOptions(workspace=workspace, log_file=workspace.hidden / "crawl.log")
    (run,) = crawl([read_source(source)], options, lambda *_: None)
    return workspace, run


@pytest.fixture(scope="session")
def hostile_posts(hostile_run: tuple[Workspace, Run]) -> Path:
    """The folder ``_posts`` of that workspace."""
    return hostile_run[0].posts
