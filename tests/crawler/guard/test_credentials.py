"""Headers of a source are told to the hosts of its lists and to nobody else, whoever leads on."""

from __future__ import annotations

import logging

import aiohttp
import pytest
from scrapy.exceptions import DownloadFailedError

from crawler.guard.failures import told

TOKEN = "t0ken-of-the-reader"


@pytest.fixture
def reader(site, newsroom, monkeypatch: pytest.MonkeyPatch):
    """A newsroom with a source whose site wants a token; the same server has another name, too."""
    monkeypatch.setenv("NEWS_TOKEN", TOKEN)
    newsroom.allowed = (site.host, site.other_host)
    newsroom.source(
        "paper",
        f"""
        kind: page
        headers: {{Authorization: "Bearer ${{NEWS_TOKEN}}", X-Reader: "${{NEWS_TOKEN}}"}}
        list: {{url: "http://{site.host}/news", items: li a}}
        fields: {{title: h1, published: time, body: div}}
        """,
    )
    return newsroom


def test_lists_and_articles_of_the_host_are_asked_for_with_the_headers(site, reader) -> None:
    site.html("/news", '<li><a href="/a">a</a>')
    site.article("/a", "The story of a")
    assert reader.crawl_one("paper").counts.new == 1
    assert site.told("Authorization") == {
        f"{site.host}{path}": f"Bearer {TOKEN}" for path in ("/robots.txt", "/news", "/a")
    }
    assert len(site.told("X-Reader")) == 3


def test_articles_and_robots_of_another_host_are_asked_for_without(site, reader) -> None:
    site.html("/news", f'<li><a href="http://{site.other_host}/a">a</a>')
    site.article("/a", "The story of a")
    assert reader.crawl_one("paper").counts.new == 1
    asked = {place for place, _ in site.heard}
    assert {f"{site.other_host}/a", f"{site.other_host}/robots.txt"} < asked
    told = [*site.told("Authorization"), *site.told("X-Reader")]
    assert not [place for place in told if place.startswith("localhost")]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_followed_without(site, reader, status: int) -> None:
    elsewhere = {"Location": f"http://{site.other_host}/list"}
    site.html("/news", "", status=status, headers=elsewhere)
    site.html("/list", f'<li><a href="http://{site.host}/a">a</a>')
    site.html("/a", "", status=status, headers={"Location": f"http://{site.other_host}/b"})
    site.article("/b", "The story of b")
    assert reader.crawl_one("paper").counts.new == 1
    assert {f"{site.other_host}/list", f"{site.other_host}/b"} < {place for place, _ in site.heard}
    told = {*site.told("Authorization"), *site.told("X-Reader")}
    assert told == {f"{site.host}{path}" for path in ("/robots.txt", "/news", "/a")}


def test_a_source_without_its_variable_asks_nobody(
    site, reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("NEWS_TOKEN")
    run = reader.crawl_one("paper")
    assert run.outcome == "failed"
    assert "NEWS_TOKEN is not set" in run.message
    assert site.asked == []


def test_no_log_names_the_token_however_much_is_logged(
    site, reader, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "".join(f'<li><a href="/{name}">x</a>' for name in ("a", "busy", "away", "gone"))
    site.html("/news", links)
    site.article("/a", "The story of a")
    site.html("/busy", "busy", status=503)
    site.html("/away", "", status=302, headers={"Location": "http://10.0.0.1/"})
    for name in ("scrapy", "crawler", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    run = reader.crawl_one("paper")
    assert (run.counts.new, run.counts.failed, run.counts.refused) == (1, 2, 1)
    assert "/busy" in caplog.text
    assert TOKEN not in caplog.text + repr(caplog.records)


def test_a_failure_is_told_without_what_aiohttp_knows_of_the_request() -> None:
    failure = DownloadFailedError("Server disconnected")
    failure.__cause__ = aiohttp.ClientError({"Authorization": TOKEN})
    without = told(failure, is_proxied=False)
    assert repr(without) == repr(failure)
    assert (without.__cause__, without.__context__) == (None, None)
