"""What hostile articles cannot bring into posts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.crawl import CrawlOptions
from crawler.crawl import crawl as crawl_all
from crawler.skips import refused
from crawler.source import read_source
from crawler.state import State
from crawler.watchdog import BUSY, Note

if TYPE_CHECKING:
    from tests.crawler.conftest import Newsroom, Site

SOURCE = """
kind: api
timezone: UTC
list: {{url: "http://{host}/list"}}
allow_private: ["{host}"]
fields: {{title: title, body: body, published: at, link: url, image: image, tags: tags, key: id}}
"""
TEXT = "The ferry sails at nine from the old harbour, and it takes an hour."


def record(number: int, **more: Any) -> dict[str, Any]:
    return {
        "title": f"Story {number} of the quay",
        "body": f"<p>{TEXT}</p>",
        "at": "2026-01-05T08:00Z",
        "url": f"https://quay.example/{number}",
    } | more


def crawl(site: Site, newsroom: Newsroom, *records: dict[str, Any]) -> Any:
    site.json("/list", list(records))
    newsroom.source("quay", SOURCE.format(host=site.host))
    return newsroom.crawl_one("quay").counts


def test_links_and_pictures_of_private_networks_are_no_part_of_a_post(
    site: Site, newsroom: Newsroom
) -> None:
    body = (
        f'<p>{TEXT} <a href="http://10.0.0.1/x?a=1&amp;b=2">One</a> and '
        f'<a href="https://open.example/">two</a>, <a href="http://router/">three</a>.</p>'
        '<figure><img src="http://2130706433/reboot"></figure>'
        f'<img src="http://{site.host}/own.jpg"><img src="http://printer.local/a.png" alt="x">'
    )
    crawl(site, newsroom, record(1, body=body, image="http://192.168.0.1/a.png"))
    (post,) = newsroom.posts()
    assert "One and" in post.body
    assert ">two</a>, three." in post.body
    assert f'src="http://{site.host}/own.jpg"' in post.body
    for inside in ("10.0.0.1", "127.0.0.1/", "router", "printer", "<figure"):
        assert inside not in post.body
    assert post.image is None


def test_the_link_of_a_post_leads_into_no_private_network(site: Site, newsroom: Newsroom) -> None:
    crawl(site, newsroom, record(1, url="http://169.254.169.254/latest", id="a1"))
    (post,) = newsroom.posts()
    assert post.link is None


def test_of_a_thousand_tags_some_are_kept(site: Site, newsroom: Newsroom) -> None:
    counts = crawl(site, newsroom, record(1, tags=[f"tag{n}" for n in range(1000)]))
    (post,) = newsroom.posts()
    assert len(post.tags) == 50
    assert counts.notes["more tags or authors than allowed"] == 1


def test_one_article_that_burns_costs_no_other_of_its_list(site: Site, newsroom: Newsroom) -> None:
    with State(newsroom.workspace.state) as state:
        state.skip("https://quay.example/2", refused(BUSY, "", datetime.now(UTC)))
    counts = crawl(site, newsroom, record(1), record(2), record(3))
    assert (counts.new, counts.reasons) == (2, {"dropped": {BUSY: 1}})


def test_of_a_description_the_beginning_alone_is_looked_at(site: Site, newsroom: Newsroom) -> None:
    early = "<b> </b>" * 5_000 + "Early"
    site.json("/list", [record(1, about=early), record(2, about="<b> </b>" * 50_000 + "Late")])
    newsroom.source("quay", SOURCE.format(host=site.host).replace("key: id", "description: about"))
    newsroom.crawl_one("quay")
    assert {post.description for post in newsroom.posts()} == {"Early", None}


def test_the_watchdog_is_told_the_article_and_not_its_list(site: Site, newsroom: Newsroom) -> None:
    site.json("/list", [record(1)])
    path = newsroom.source("quay", SOURCE.format(host=site.host))
    note = Note()
    crawl_all([read_source(path)], CrawlOptions(workspace=newsroom.workspace, note=note), ignore)
    assert note.read()[1] == "https://quay.example/1"


def ignore(*_: object) -> None:
    """No progress is told."""
