"""No request reaches a private place that the source does not name, whoever points there."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from crawler.guard.resolver import GuardedResolver, PrivateAddressError


class Canary:
    """A second server on loopback that stands for the user's network; nobody may ask it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<h1>Secret</h1><div><p>internal</p></div>")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.server.shutdown()
    canary.server.server_close()
    assert canary.asked == []


SPELLINGS = ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "[::ffff:127.0.0.1]", "localhost"]


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_detail_in_a_private_place_is_refused(site, paper, canary: Canary, host: str) -> None:
    site.html("/news", f'<li><a href="http://{host}:{canary.port}/x">x</a><li><a href="/a">a</a>')
    site.article("/a", "The story of a")
    run = paper.crawl_one("paper")
    assert (run.counts.new, run.counts.refused) == (1, 1)
    (reason,) = run.counts.reasons["refused"]
    assert "private address" in reason or "local name" in reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_into_a_private_place_is_refused(
    site, paper, canary: Canary, status: int
) -> None:
    site.html("/news", '<li><a href="/away">x</a><li><a href="/a">a</a>')
    site.article("/a", "The story of a")
    target = f"http://127.0.0.1:{canary.port}/x"
    site.html("/away", "", status=status, headers={"Location": target})
    run = paper.crawl_one("paper")
    assert (run.counts.new, run.counts.refused) == (1, 1)


def test_a_list_that_redirects_into_a_private_place_fails_the_run(
    site, paper, canary: Canary
) -> None:
    target = f"http://127.0.0.1:{canary.port}/x"
    site.html("/news", "", status=302, headers={"Location": target})
    run = paper.crawl_one("paper")
    assert run.outcome == "failed"
    assert list(run.counts.list_failures) == ["private address 127.0.0.1"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,x"])
def test_a_redirect_to_another_scheme_is_not_followed(site, paper, address: str) -> None:
    site.html("/news", '<li><a href="/away">x</a><li><a href="/a">a</a>')
    site.article("/a", "The story of a")
    site.html("/away", "", status=302, headers={"Location": address})
    run = paper.crawl_one("paper")
    assert run.counts.new == 1
    assert run.counts.articles == 2


def test_robots_of_a_private_place_are_not_asked_for(site, paper, canary: Canary) -> None:
    site.html("/news", f'<li><a href="http://127.0.0.1:{canary.port}/x">x</a>')
    paper.crawl_one("paper")


def test_a_proxy_of_the_environment_is_not_used(
    site, paper, canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{canary.port}")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{canary.port}")
    site.html("/news", '<li><a href="/a">a</a>')
    site.article("/a", "The story of a")
    assert paper.crawl_one("paper").counts.new == 1


class NameServer:
    """A resolver with fixed answers, the next one for each question."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[dict]:
        found = self.answers.pop(0)
        return [{"hostname": host, "host": address, "port": port} for address in found]

    async def close(self) -> None:
        pass


def resolve(server: NameServer, *allowed: str) -> list[str]:
    guarded = GuardedResolver(server, frozenset(allowed))
    return [each["host"] for each in asyncio.run(guarded.resolve("news.example", 80))]


def test_a_name_leads_to_its_public_addresses_only() -> None:
    assert resolve(NameServer(["10.0.0.1", "93.184.215.14"])) == ["93.184.215.14"]


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0"])
def test_a_name_with_nothing_but_private_addresses_is_refused(address: str) -> None:
    with pytest.raises(PrivateAddressError):
        resolve(NameServer([address]))


def test_a_name_server_that_changes_its_mind_gains_nothing() -> None:
    server = NameServer(["93.184.215.14"], ["127.0.0.1"])
    assert resolve(server) == ["93.184.215.14"]
    with pytest.raises(PrivateAddressError):
        resolve(server)


def test_a_named_private_place_may_be_asked() -> None:
    assert resolve(NameServer(["10.0.0.1"]), "news.example:80") == ["10.0.0.1"]
    with pytest.raises(PrivateAddressError):
        resolve(NameServer(["10.0.0.1"]), "news.example:8080")
