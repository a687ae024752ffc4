"""A generated news site: any number of articles of 20-60 KB, in lists of twenty, newest first.

Runs as a process of its own, so that its cost is nobody else's: prints its address, then serves
until its standard input closes. The same seed gives the same bytes. Pages are joined from pieces
made once, and HTTP is as little as a crawler needs, so that the site is never the limit.

What a page is made of follows the medians of real ones of that size: 44 KB, 500 elements, 110
links, 6 KB of script, and 2 KB of text in 14 paragraphs; here the text is twice as long.

    python benchmarks/site.py --articles 10000 --seed 1
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PER_PAGE = 20
"""Articles in a list."""

_WORDS = (  # noqa: SIM905  # a text is easier to read than a list of sixty strings
    "harbour ferry council library winter letter bridge market tower garden school window river "
    "station evening morning paper summer island captain lantern village engine garden people "
    "quiet narrow golden early public common after before under between the the the a of and in "
    "to with for from that which was were has have said will would 港口 图书馆 渡轮 镇公所 天气 "
    "车站 学校 老街 灯塔 潮水"
).split()
# Enough of each piece that hardly two pages agree, few enough that making them takes no time.
_PIECES = 200
_NEWEST = datetime(2026, 6, 1, 12, tzinfo=UTC)
_STEP = timedelta(minutes=7)


@dataclass(frozen=True)
class Site:
    """The pieces that all pages are joined from: the frame, and pools of what differs."""

    articles: int
    head: bytes
    foot: bytes
    paragraphs: tuple[bytes, ...]
    teasers: tuple[bytes, ...]
    scripts: tuple[bytes, ...]

    def page(self, path: str) -> bytes | None:
        """The HTML at ``path``; None when there is nothing."""
        name, _, number = path.strip("/").partition("/")
        if not number.isdigit():
            return None
        if name == "list" and 1 <= int(number) <= self.lists:
            return self._list(int(number))
        if name == "article" and int(number) < self.articles:
            return self._article(int(number))
        return None

    @property
    def lists(self) -> int:
        """How many list pages there are."""
        return max(1, -(-self.articles // PER_PAGE))

    def _list(self, number: int) -> bytes:
        first = (number - 1) * PER_PAGE
        lines = "".join(
            f'<article class="teaser"><h2><a href="/article/{n}">{_title(n)}</a></h2>'
            f"<p>Summary of what happened, number {n}.</p></article>"
            for n in range(first, min(first + PER_PAGE, self.articles))
        )
        older = f'<a class="older" href="/list/{number + 1}">Older</a>'
        tail = older if number < self.lists else ""
        return b"".join((self.head, f"<main>{lines}{tail}</main>".encode(), self.foot))

    def _article(self, number: int) -> bytes:
        when = (_NEWEST - number * _STEP).isoformat()
        top = (
            f'<main><article><h1 class="title">{_title(number)}</h1><p class="byline">By '
            f'<span class="author">Writer {number % 40}</span> <time datetime="{when}">{when}'
            f'</time></p><p class="tags"><a rel="tag">tag {number % 25}</a></p><div class="body">'
            f"<p>Report number {number} of this paper, as it was filed at {when}.</p>"
        )
        body = _some(self.paragraphs, number * 7, 12 + number % 12)
        around = _some(self.teasers, number * 11, 20 + number % 45)
        scripts = _some(self.scripts, number * 3, 3 + number % 17)
        end = [b"</div></article></main>", *around, *scripts]
        return b"".join((self.head, top.encode(), *body, *end, self.foot))


def _some(pool: tuple[bytes, ...], start: int, count: int) -> list[bytes]:
    """Pieces of ``pool`` from ``start`` on, by a step that shares no factor with its size."""
    return [pool[(start + n * 7) % len(pool)] for n in range(count)]


def make_site(articles: int, seed: int) -> Site:
    """A site whose pages depend on nothing but ``articles`` and ``seed``."""
    chance = random.Random(seed)
    links = "".join(
        f'<li class="item i{n}"><a href="/section/{n}"><span>{_sentence(chance, 2)}</span></a></li>'
        for n in range(50)
    )
    style = "".join(f".i{n}{{margin:{n}px;color:#{n:03d}}}" for n in range(120))
    head = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Generated</title>'
        f"<style>{style}</style></head><body><nav><ul>{links}</ul></nav>"
    )
    return Site(
        articles,
        head.encode(),
        f"<footer><p>{_sentence(chance, 30)}</p></footer></body></html>".encode(),
        tuple(_paragraph(chance, n).encode() for n in range(_PIECES)),
        tuple(_teaser(chance, n).encode() for n in range(_PIECES)),
        tuple(_script(chance).encode() for _ in range(_PIECES)),
    )


def _title(number: int) -> str:
    return f"Number {number}: {_WORDS[number % 37]} {_WORDS[number % 23]} {_WORDS[number % 11]}"


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def _paragraph(chance: random.Random, number: int) -> str:
    """About 250 bytes; every third one has a link, every fifth an emphasis."""
    text = " ".join(_sentence(chance, chance.randint(6, 16)) for _ in range(chance.randint(2, 5)))
    if number % 3 == 0:
        text += f' <a href="/section/{number % 50}">{_sentence(chance, 2)}</a>'
    if number % 5 == 0:
        text += f" <em>{_sentence(chance, 3)}</em>"
    return f"<p>{text}</p>\n"


def _teaser(chance: random.Random, number: int) -> str:
    """About 450 bytes: a picture, a headline and a summary of something else."""
    return (
        f'<div class="box b{number} related-content module"><div class="inner"><a href="/section/'
        f'{number % 50}" data-position="{number}" data-track="click:related:{number}">'
        f'<img src="/pictures/{number}.jpg" alt="{_sentence(chance, 4)}" width="160" height="90" '
        f'loading="lazy"></a><h4><a href="/section/{number % 50}">{_sentence(chance, 8)}</a></h4>'
        f'<p class="summary">{_sentence(chance, 12)}</p><span>{number} min</span></div></div>\n'
    )


def _script(chance: random.Random) -> str:
    """About 900 bytes that only a parser has to get past."""
    settings = {f"key{n}": chance.randint(0, 10**9) for n in range(45)}
    return f"<script>window.settings = {json.dumps(settings)};</script>\n"


class Connection(asyncio.Protocol):
    """One connection; keeps it open, reads nothing but the request line."""

    def __init__(self, site: Site, asked: Counter[str]) -> None:
        self._site = site
        self._asked = asked
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remembers where answers go."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers each whole request in what came."""
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            request, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
            self._answer(request.split(b" ", 2)[1].decode("ascii"))

    def _answer(self, path: str) -> None:
        if path == "/asked":
            self._send(b"200 OK", json.dumps(self._asked).encode())
            return
        self._asked[path.split("/")[1]] += 1
        page = self._site.page(path)
        self._send(b"200 OK" if page else b"404 Not Found", page or b"<p>nothing here</p>")

    def _send(self, status: bytes, body: bytes) -> None:
        head = (
            b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        )
        self._transport.write(head % (status, len(body)) + body)


async def serve(site: Site) -> None:
    """Serves on a free port of 127.0.0.1 until standard input closes."""
    loop, asked = asyncio.get_running_loop(), Counter[str]()
    server = await loop.create_server(lambda: Connection(site, asked), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    """Reads the arguments and serves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    asyncio.run(serve(make_site(given.articles, given.seed)))


if __name__ == "__main__":
    main()
