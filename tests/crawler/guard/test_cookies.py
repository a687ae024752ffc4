"""Cookies are kept for sources that ask for them, for one crawl, and for the host that set them."""

from __future__ import annotations

import logging
from textwrap import dedent

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.guard.cookies import Cookies


def source_of(host: str, more: str = "") -> str:
    return dedent(f"""
        kind: page
        list: {{url: "http://{host}/news", items: li a}}
        fields: {{title: h1, published: time, body: div}}
        {more}
        """)


@pytest.fixture
def cookied(site, newsroom):
    """A newsroom with the source ``paper``, which takes cookies; its site sets some."""
    newsroom.allowed = (site.host, site.other_host)
    newsroom.source("paper", source_of(site.host, "cookies: true"))
    site.html("/news", '<li><a href="/a">a</a>', headers={"Set-Cookie": "visit=s3ssion; Path=/"})
    site.article("/a", "The story of a")
    return newsroom


def test_a_source_takes_no_cookies_unless_it_says_so(site, cookied) -> None:
    cookied.source("other", source_of(site.host))
    assert cookied.crawl_one("other").counts.new == 1
    assert site.told("Cookie") == {}


def test_a_source_that_says_so_sends_them_back(site, cookied) -> None:
    assert cookied.crawl_one("paper").counts.new == 1
    assert site.told("Cookie") == {f"{site.host}/a": "visit=s3ssion"}


def test_they_end_with_the_crawl_and_are_no_other_sources(site, cookied) -> None:
    cookied.crawl_one("paper")
    site.heard.clear()
    cookied.source("other", source_of(site.host))
    cookied.source("twin", source_of(site.host, "cookies: true"))
    cookied.crawl("paper", "other", "twin")
    asked = [(place, headers["Cookie"]) for place, headers in site.heard if "/news" in place]
    assert asked == [(f"{site.host}/news", None)] * 3


@pytest.mark.parametrize("domain", ["", "; Domain=127.0.0.1", "; Domain=localhost"])
def test_another_host_is_not_sent_them_after_a_redirect_or_a_link(
    site, cookied, domain: str
) -> None:
    cookie = {"Set-Cookie": f"visit=s3ssion; Path=/{domain}"}
    links = f'<li><a href="/away">a</a><li><a href="http://{site.other_host}/b">b</a>'
    site.html("/news", links + '<li><a href="/c">c</a>', headers=cookie)
    away = {"Location": f"http://{site.other_host}/d"}
    site.html("/away", "", status=302, headers=away | cookie)
    for name in ("b", "c", "d"):
        site.article(f"/{name}", f"The story of {name}")
    assert cookied.crawl_one("paper").counts.new == 3
    assert {f"{site.other_host}/b", f"{site.other_host}/d"} < {place for place, _ in site.heard}
    assert set(site.told("Cookie")) == {f"{site.host}/away", f"{site.host}/c"}


@pytest.mark.parametrize("domain", ["", "; Domain=news.example", "; Domain=.example"])
@pytest.mark.parametrize(
    ("url", "is_sent"),
    [
        ("http://news.example/b", True),
        ("https://news.example/b", True),
        ("http://www.news.example/", False),
        ("http://example/", False),
        ("http://evilnews.example/", False),
        ("http://ads.example/", False),
    ],
)
def test_they_go_to_the_very_host_whatever_domain_they_name(
    url: str, is_sent: bool, domain: str
) -> None:
    cookies, first, second = Cookies(), Request("http://news.example/"), Request(url)
    answer = Response(first.url, headers={"Set-Cookie": f"visit=s3ssion{domain}"})
    cookies.process_response(first, answer)
    cookies.process_request(second)
    assert ("Cookie" in second.headers) == is_sent


def test_a_host_that_sets_hundreds_is_sent_fifty() -> None:
    cookies, request = Cookies(), Request("http://news.example/")
    flood = [f"visit{number}=x" for number in range(300)]
    cookies.process_response(request, Response(request.url, headers={"Set-Cookie": flood}))
    cookies.process_request(request)
    assert len(request.headers["Cookie"].split(b";")) == 50


def test_they_are_not_logged(site, cookied, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "scrapy")
    cookied.crawl_one("paper")
    assert site.told("Cookie")
    assert "s3ssion" not in caplog.text
