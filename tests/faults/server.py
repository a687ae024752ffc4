"""A web server that does what real ones never should: raw bytes, pauses and resets over asyncio.

Each fault gets an origin of its own, with nine healthy articles beside it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

HEALTHY = 9
# Longer than any crawl may take: a server that says nothing at all.
FOREVER = 600.0
_TEXT = "The ferry sails at noon with forty people on board and comes back before the tide turns. "


class Reset:
    """The connection ends with RST instead of FIN."""


@dataclass
class Visit:
    """One request for a fault.

    Attributes:
        origin: scheme, host and port of the server.
        path: as requested.
        number: how often this path has been asked for, this time included.
        head: the request as received, up to the empty line.
    """

    origin: str
    path: str
    number: int
    head: str


# Bytes are sent, numbers are seconds of silence; then the connection is closed.
Step: TypeAlias = bytes | float | Reset
Answer: TypeAlias = Callable[[Visit], Iterable[Step]]


def reply(body: bytes | str, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer; a ``Content-Type`` or ``Content-Length`` in ``headers`` goes before ours."""
    data = body.encode() if isinstance(body, str) else body
    names = {header.partition(":")[0].lower() for header in headers}
    lines = [f"HTTP/1.1 {status}", *headers]
    if "content-type" not in names:
        lines.append("Content-Type: text/html; charset=utf-8")
    if not names & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(data)}")
    lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode() + data


def story(title: str, body: str = "", *, head: str = "") -> str:
    """The page of an article; ``body`` stands for its text."""
    text = body or f"<p>{title}: {_TEXT * 4}</p><p>{_TEXT * 3} That was {title}.</p>"
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        f'<time datetime="2026-01-05T10:00:00Z">5 January</time>'
        f'<div class="body">{text}</div></body></html>'
    )


@dataclass
class Origin:
    """One host: nine healthy articles, their list in every format, and a fault at ``/fault``.

    The fault is ``away``, at another host, if there is one.
    """

    answer: Answer
    robots: Answer | None = None
    away: Origin | None = None
    url: str = ""
    asked: Counter[str] = field(default_factory=Counter)

    def steps(self, path: str, head: str) -> Iterable[Step]:
        """What is sent for ``path``."""
        self.asked[path] += 1
        visit = Visit(self.url, path, self.asked[path], head)
        if path == "/robots.txt":
            return self.robots(visit) if self.robots else [reply("", status="404 Not Found")]
        if path.startswith("/fault"):
            return self.answer(visit)
        return [self._healthy(path)]

    def _healthy(self, path: str) -> bytes:
        names = [f"/story/{number}" for number in range(1, HEALTHY + 1)]
        if path in names:
            return reply(story(f"Story {path[-1]}"))
        if path in {"/list", "/list-with-fault"}:
            fault = f"{self.away.url if self.away else ''}/fault"
            paths = [*names[:4], fault, *names[4:]] if path.endswith("fault") else names
            links = "".join(f'<li><a href="{name}">Read {name}</a></li>' for name in paths)
            return reply(f"<html><body><ul>{links}</ul></body></html>")
        if path == "/list.json":
            return reply(
                json.dumps([{"id": name[-1], "title": f"Story {name[-1]}"} for name in names])
            )
        if path == "/sitemap":
            return reply("\n".join(self.url + name for name in names), "Content-Type: text/plain")
        if path == "/feed":
            items = "".join(
                f"<item><title>Story {name[-1]}</title><link>{self.url}{name}</link>"
                f"<description>{_TEXT}</description></item>"
                for name in names
            )
            return reply(f"<rss version='2.0'><channel>{items}</channel></rss>")
        return reply("nothing here", status="404 Not Found")


class FaultServer:
    """Serves origins on loopback, all in one thread, until it is closed."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._listeners: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def serve(self, origin: Origin) -> None:
        """Gives ``origin`` a port of its own, and its address."""
        asyncio.run_coroutine_threadsafe(self._serve(origin), self._loop).result(10)

    def close(self) -> None:
        """Ends all conversations."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        for listener in self._listeners:
            listener.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # transports close in the turn after

    async def _serve(self, origin: Origin) -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await _talk(origin, reader, writer)
            writer.transport.abort() if writer.transport.is_closing() else writer.close()

        listener = await asyncio.start_server(talk, "127.0.0.1", 0)
        self._listeners.append(listener)
        origin.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"


async def _talk(origin: Origin, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    path = head.split(" ", 2)[1]
    for step in origin.steps(path, head):
        if isinstance(step, bytes):
            writer.write(step)
            await writer.drain()
        elif isinstance(step, Reset):
            _reset(writer)
        else:
            await asyncio.sleep(step)


def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    # No lingering: what is closed now is reset.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextlib.contextmanager
def serving(origins: Iterable[Origin]) -> Iterator[None]:
    """All of ``origins`` at once."""
    server = FaultServer()
    try:
        for origin in origins:
            server.serve(origin)
        yield
    finally:
        server.close()
