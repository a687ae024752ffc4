"""Requests a second on one core: `broadsheet serve` against uvicorn + Starlette's StaticFiles.

    python benchmarks/serve.py [--rounds 5] [--requests 3000]

Both serve the same files on loopback, each in a process of its own, in turns. A second is one of
the server's own CPU time, so that neither the client nor other work on the machine counts. A feed
is asked for as readers do, whole and with the validator of the last answer; both ratios must be at
least 1.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from feeds.archive import Archive
from feeds.config import Workspace
from feeds.post import Post
from feeds.publish import publish_workspace
from feeds.serve.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

FEED = "/feeds/all.atom"
SERVERS = ("starlette", "broadsheet")
TICKS = os.sysconf("SC_CLK_TCK")


def make_workspace(root: Path) -> Workspace:
    """A workspace whose feed has 50 entries of 3 KB."""
    workspace = Workspace(root)
    root.mkdir()
    workspace.config_path.write_text("title: News\nbase_url: https://news.example/\n")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    posts = [
        Post(
            id=f"tag:x.example,2026:{number}",
            key=f"story-{number}",
            title=f"Story {number}",
            published=start + timedelta(hours=number),
            body="<p>The port handled more containers than in any month.</p>\n" * 50,
        )
        for number in range(50)
    ]
    with Archive.open(workspace, workspace.read_config()) as archive:
        archive.add(posts)
    publish_workspace(workspace)
    return workspace


def run_server(name: str, workspace: Workspace, listener: socket.socket) -> None:
    """Serves until it is ended."""
    if name == "broadsheet":
        serve(workspace, listener)
        return
    app = Starlette(routes=[Mount("/", StaticFiles(directory=workspace.public))])
    config = uvicorn.Config(app, lifespan="off", access_log=False, log_level="warning")
    uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def server(name: str, root: Path) -> Iterator[tuple[int, int]]:
    """A server in a process of its own: its number and its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port, handle = listener.getsockname()[1], listener.fileno()
        command = [sys.executable, __file__, "--serve", name, str(root), str(handle)]
        process = subprocess.Popen(command, pass_fds=[handle])
    try:
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(10)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._file = self._socket.makefile("rb")

    def close(self) -> None:
        """Ends the connection."""
        self._file.close()
        self._socket.close()

    def get(self, etag: str = "") -> tuple[int, str]:
        """Status and entity tag of the feed."""
        condition = f"If-None-Match: {etag}\r\n" if etag else ""
        self._socket.sendall(f"GET {FEED} HTTP/1.1\r\nHost: x\r\n{condition}\r\n".encode())
        status = int(self._file.readline().split()[1])
        headers = {}
        while (line := self._file.readline().decode().strip()) != "":
            key, _, value = line.partition(": ")
            headers[key.lower()] = value
        if status != 304:  # noqa: PLR2004  # the status without a body
            self._file.read(int(headers["content-length"]))
        return status, headers["etag"]


def rate(pid: int, client: Client, requests: int, etag: str) -> float:
    """Requests a second of the server's CPU."""
    wanted = 304 if etag else 200
    began = cpu_seconds(pid)
    for _ in range(requests):
        status, _ = client.get(etag)
        assert status == wanted
    return requests / (cpu_seconds(pid) - began)


def compare(root: Path, rounds: int, requests: int) -> int:
    """Prints the medians and their ratios; 1 when one is below 1."""
    rates: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for name in SERVERS:
            with server(name, root) as (pid, port):
                client = Client(port)
                _, etag = client.get()
                for kind, validator in (("feed", ""), ("304", etag)):
                    found = rate(pid, client, requests, validator)
                    rates.setdefault((kind, name), []).append(found)
                client.close()
    worst = 2.0
    for kind in ("feed", "304"):
        theirs, ours = (statistics.median(rates[kind, name]) for name in SERVERS)
        print(f"{kind}: StaticFiles {theirs:.0f}, broadsheet {ours:.0f}, ratio {ours / theirs:.2f}")
        worst = min(worst, ours / theirs)
    return int(worst < 1)


def main() -> int:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=3000)
    parser.add_argument("--serve", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        name, root, handle = given.serve
        run_server(name, Workspace(Path(root)), socket.socket(fileno=int(handle)))
        return 0
    with TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder) / "workspace")
        return compare(workspace.root, given.rounds, given.requests)


if __name__ == "__main__":
    sys.exit(main())
