"""A source's proxy is used for all its requests, and the guard still checks what can be checked."""

from __future__ import annotations

import logging
import socket
from base64 import b64encode

import aiohttp
import pytest

from crawler.guard.failures import ProxyError
from tests.crawler.neighbours import LOGIN

# Who the name server says they are; others it does not know.
NAMES = {"intra.example": "10.0.0.1", "half.example": "192.168.0.9"}
SECRETS = [LOGIN, LOGIN.partition(":")[2], b64encode(LOGIN.encode()).decode()]


@pytest.fixture
def proxied(site, newsroom, forward_proxy, monkeypatch: pytest.MonkeyPatch):
    """A newsroom with a source whose site only the proxy can find."""

    def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == "127.0.0.1":
            return system(host, port, type=socket.SOCK_STREAM)
        if host not in NAMES:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        known = [NAMES[host], "93.184.215.14"] if host == "half.example" else [NAMES[host]]
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, (address, port)) for address in known]

    system = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setenv("NEWS_PROXY", forward_proxy.url)
    newsroom.allowed = ()
    forward_proxy.places = {"news.example": site.port, "www.news.example": site.port}
    newsroom.source("paper", SOURCE)
    return newsroom


SOURCE = """
kind: page
proxy: ${NEWS_PROXY}
list: {url: "http://news.example/news", items: li a}
fields: {title: h1, published: time, body: div}
"""


def test_every_request_goes_through_the_proxy_and_its_login_no_further(
    site, proxied, forward_proxy
) -> None:
    site.html("/news", '<li><a href="/a">a</a><li><a href="/moved">b</a>')
    site.article("/a", "The story of a")
    site.html("/moved", "", status=301, headers={"Location": "http://www.news.example/b"})
    site.article("/b", "The story of b")
    assert proxied.crawl_one("paper").counts.new == 2
    assert sorted(forward_proxy.asked) == [
        f"GET http://{place}"
        for place in (
            "news.example/a",
            "news.example/moved",
            "news.example/news",
            "news.example/robots.txt",
            "www.news.example/b",
            "www.news.example/robots.txt",
        )
    ]
    assert forward_proxy.refused == 0
    assert site.told("Proxy-Authorization") == site.told("Authorization") == {}


def test_https_goes_through_a_tunnel_and_the_certificate_is_verified(
    proxied, forward_proxy, secure_site, trust
) -> None:
    forward_proxy.places = {"secure.example": secure_site.port}
    proxied.source("paper", SOURCE.replace("http://news", "https://secure"))
    (reason,) = proxied.crawl_one("paper").counts.list_failures
    assert "certificate not trusted" in reason
    assert secure_site.asked == []
    trust()
    assert proxied.crawl_one("paper").counts.new == 1
    assert set(forward_proxy.asked) == {"CONNECT secure.example:443"}


@pytest.mark.parametrize(
    "refused",
    [
        ("127.0.0.1", "private address 127.0.0.1"),
        ("2130706433", "private address 127.0.0.1"),
        ("localhost", "local name localhost"),
        ("printer.local", "local name printer.local"),
        ("intra.example", "private address 10.0.0.1"),
        ("half.example", "private address 192.168.0.9"),
    ],
)
def test_private_places_are_refused_before_the_proxy_is_asked(
    site, proxied, forward_proxy, refused: tuple[str, str]
) -> None:
    host, reason = refused
    links = f'<li><a href="http://{host}:{forward_proxy.port}/x">x</a><li><a href="/away">y</a>'
    site.html("/news", links)
    site.html("/away", "", status=302, headers={"Location": f"http://{host}/y"})
    run = proxied.crawl_one("paper")
    assert run.counts.reasons["refused"] == {reason: 2}
    assert not [target for target in forward_proxy.asked if host in target]


def test_a_proxy_that_wants_another_login_is_told(
    proxied, forward_proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_PROXY", f"http://reader:wrong@127.0.0.1:{forward_proxy.port}")
    proxied.source("paper", SOURCE + "obey_robots: false\n")
    assert proxied.crawl_one("paper").counts.list_failures == {"HTTP 407": 1}
    proxied.source("paper", SOURCE.replace("http://news", "https://news"))
    reasons = proxied.crawl_one("paper").counts.list_failures
    assert reasons == {"the proxy answers 407": 1}
    assert forward_proxy.refused


def test_a_proxy_that_is_down_is_told_without_its_name(
    proxied, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setenv("NEWS_PROXY", f"http://{LOGIN}@127.0.0.1:{port}")
    proxied.source("paper", SOURCE + "obey_robots: false\n")
    for name in ("scrapy", "crawler", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    assert proxied.crawl_one("paper").counts.list_failures == {"the proxy cannot be reached": 1}
    assert "the proxy cannot be reached" in caplog.text
    shown = caplog.text + repr([(r.args, r.exc_info) for r in caplog.records])
    assert not [secret for secret in [*SECRETS, str(port)] if secret in shown]


def test_a_proxy_in_a_private_network_may_be_used_because_the_user_names_it(
    site, proxied, forward_proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(NAMES, "proxy.corp.example", "127.0.0.1")
    monkeypatch.setenv("NEWS_PROXY", f"http://{LOGIN}@proxy.corp.example:{forward_proxy.port}")
    site.html("/news", '<li><a href="/a">a</a>')
    site.article("/a", "The story of a")
    assert proxied.crawl_one("paper").counts.new == 1


def test_aiohttp_is_told_the_login_apart_from_the_address_that_it_shows(
    site, proxied, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    note_proxy = aiohttp.ClientRequest.update_proxy

    def note(request: aiohttp.ClientRequest, address: object, login: object, headers: object):
        shown.append(repr((address, login)))
        note_proxy(request, address, login, headers)

    monkeypatch.setattr(aiohttp.ClientRequest, "update_proxy", note)
    proxied.crawl_one("paper")
    assert any("127.0.0.1" in each for each in shown)
    assert not [secret for secret in SECRETS if secret in "".join(shown)]


def test_an_error_of_a_tunnel_holds_nothing_of_the_request(
    proxied, forward_proxy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NEWS_PROXY", f"http://{LOGIN}x@127.0.0.1:{forward_proxy.port}")
    proxied.source("paper", SOURCE.replace("http://news", "https://news"))
    caplog.set_level(logging.DEBUG, "scrapy")
    proxied.crawl_one("paper")
    errors = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert errors
    assert {type(error) for error in errors} == {ProxyError}
    assert all(error.__cause__ is None and error.__context__ is None for error in errors)


def test_other_sources_do_not_use_it(site, proxied, forward_proxy) -> None:
    proxied.allowed = (site.host,)
    proxied.source("other", SOURCE.replace("proxy: ${NEWS_PROXY}", "").replace(
        "news.example", site.host))  # fmt: skip
    site.html("/news", '<li><a href="/a">a</a>')
    site.article("/a", "The story of a")
    assert proxied.crawl_one("other").counts.new == 1
    assert forward_proxy.asked == []
