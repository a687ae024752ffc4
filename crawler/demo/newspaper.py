"""The newspaper on loopback: a thread that serves the printed pages and remembers who asked.

Owns HTTP: validators, 304, 404 and the request log. What the pages say is up to ``press``.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from crawler.demo.press import LOST, print_pages
from crawler.demo.stories import Edition, Story, read_edition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from email.message import Message

    from crawler.demo.press import Answer

# Seconds between two looks at whether to stop; the default of half a second slows each test.
_POLL = 0.02


@dataclass(frozen=True)
class Newspaper:
    """A newspaper that is being served.

    Attributes:
        url: ``http://127.0.0.1:port``, no slash at the end.
        edition: what was printed.
        pages: every address it answers, from the root of the site, with its answer.
        requests: path with query and status of each request, in the order of the answers.
    """

    url: str
    edition: Edition
    pages: Mapping[str, Answer]
    requests: list[tuple[str, int]] = field(default_factory=list)

    @property
    def articles(self) -> tuple[Story, ...]:
        """What a perfect crawl of all sections would find, each once."""
        return self.edition.stories

    @classmethod
    @contextmanager
    def serve(cls, *, now: datetime) -> Iterator[Self]:
        """Serves the newspaper on a free port of 127.0.0.1 until the block ends.

        Args:
            now: aware; the stories with relative dates are dated from it.
        """
        edition = read_edition(now)
        with _Server(("127.0.0.1", 0), _Handler) as server:
            url = f"http://127.0.0.1:{server.server_port}"
            server.paper = cls(url, edition, print_pages(edition, url))
            thread = threading.Thread(target=server.serve_forever, args=(_POLL,), daemon=True)
            thread.start()
            try:
                yield server.paper
            finally:
                server.shutdown()
                thread.join()

    def answer(self, target: str) -> Answer:
        """The answer to a path with an optional query; unknown queries are ignored."""
        return (
            self.pages.get(target) or self.pages.get(target.partition("?")[0]) or self.pages[LOST]
        )


class _Server(ThreadingHTTPServer):
    # A client may keep its connection open for as long as it likes; closing does not wait for it.
    daemon_threads = True
    paper: Newspaper


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # Header and body leave in one packet; two would wait 40 ms for a delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    # Seconds until an idle connection is given up.
    timeout = 20

    def do_GET(self) -> None:
        answer = self.server.paper.answer(self.path)
        status = HTTPStatus.NOT_MODIFIED if is_known(answer, self.headers) else answer.status
        self.server.paper.requests.append((self.path, status))
        self.send_response(status)
        self.send_header("ETag", answer.etag)
        self.send_header("Last-Modified", format_datetime(answer.modified, usegmt=True))
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Keeps the terminal quiet; ``Newspaper.requests`` has it all."""


def is_known(answer: Answer, headers: Message) -> bool:
    """Whether the asker has this answer already (RFC 9110 §13.2.2: the ETag decides first)."""
    if answer.status != HTTPStatus.OK:
        return False
    if etag := headers.get("If-None-Match"):
        return answer.etag in etag
    if since := headers.get("If-Modified-Since"):
        return answer.modified <= parsedate_to_datetime(since)
    return False
