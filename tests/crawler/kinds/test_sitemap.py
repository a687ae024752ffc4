from __future__ import annotations

import gzip

import pytest

from crawler.kinds.sitemap import newest_first
from crawler.kinds.sitemap_entries import Location

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def index(*urls: str) -> bytes:
    items = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"{HEAD}<sitemapindex {SPACE}>{items}</sitemapindex>".encode()


def sitemap(*items: str) -> bytes:
    return (
        f"{HEAD}<urlset {SPACE}>{''.join(f'<url>{item}</url>' for item in items)}</urlset>".encode()
    )


@pytest.fixture
def quay(site, story):
    """An index of two sitemaps, one of them packed, with three stories and a page about us."""
    for number in (1, 2, 3):
        site.html(f"/story/{number}", story(f"The ferry sails, part {number}", number=number))
    site.html("/about", "<h1>About us</h1>")
    base = f"http://{site.host}"
    urls = (f"{base}/old.xml.gz", f"{base}/new.xml", f"{base}/tags.xml")
    site.data("/index.xml", index(*urls))
    old = sitemap(
        f"<loc>{base}/story/1</loc><lastmod>2026-01-05</lastmod>", f"<loc>{base}/about</loc>"
    )
    site.data("/old.xml.gz", gzip.compress(old), "application/gzip")
    news = (
        f"<loc>{base}/story/2</loc><n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<n:publication_date>2026-01-06T09:30:00Z</n:publication_date>"
        "<n:title>Part two, as the sitemap calls it</n:title></n:news>"
    )
    site.data("/new.xml", b"\xef\xbb\xbf\n" + sitemap(news, f"<loc>{base}/story/3</loc>"))
    return site


SOURCE = """
kind: sitemap
timezone: Asia/Shanghai
list: {{url: 'http://{host}/index.xml', sitemaps: 'old|new', exclude: /about}}
"""


def test_an_index_leads_to_articles_that_are_taken_apart(quay, newsroom) -> None:
    newsroom.source("quay", SOURCE.format(host=quay.host))
    run = newsroom.crawl_one("quay")
    assert (run.counts.new, run.counts.articles, run.complete) == (3, 3, True)
    assert {post.title for post in newsroom.posts()} == {
        "The ferry sails, part 1",
        "Part two, as the sitemap calls it",
        "The ferry sails, part 3",
    }
    assert "/tags.xml" not in quay.asked
    assert "/about" not in quay.asked


def test_selectors_go_before_what_the_sitemap_states(quay, newsroom) -> None:
    newsroom.source("quay", SOURCE.format(host=quay.host) + "fields: {title: h1}\n")
    newsroom.crawl_one("quay")
    titles = {post.title for post in newsroom.posts()}
    assert titles == {f"The ferry sails, part {n}" for n in (1, 2, 3)}


def test_the_date_of_the_sitemap_is_the_article_s(quay, newsroom) -> None:
    newsroom.source("quay", SOURCE.format(host=quay.host))
    newsroom.crawl_one("quay")
    moments = {post.link: post.published.isoformat() for post in newsroom.posts()}
    assert moments[f"http://{quay.host}/story/2"] == "2026-01-06T09:30:00+00:00"


def test_a_document_type_is_refused(site, newsroom) -> None:
    body = b'<!DOCTYPE x [<!ENTITY a "b">]>' + sitemap("<loc>/a</loc>").partition(b"?>")[2]
    site.data("/index.xml", body)
    newsroom.source("quay", SOURCE.format(host=site.host))
    run = newsroom.crawl_one("quay")
    assert run.counts.list_failures == {"has a DOCTYPE": 1}


def test_the_newest_come_first_and_the_undated_last() -> None:
    locations = [
        Location(url="a"),
        Location(url="b", lastmod="2026-01-05"),
        Location(url="c", lastmod="2026-01-05T23:00:00-08:00"),
        Location(url="d"),
        Location(url="e", published="2026-02-01T00:00:00Z", lastmod="2020-01-01"),
    ]
    assert [location.url for location in newest_first(locations)] == ["e", "c", "b", "a", "d"]


def test_of_an_index_of_thousands_the_newest_sitemaps_are_read(site, newsroom, monkeypatch) -> None:
    monkeypatch.setattr("crawler.kinds.sitemap._MOST_SITEMAPS", 2)
    base = f"http://{site.host}"
    dated = "".join(
        f"<sitemap><loc>{base}/{day}.xml</loc><lastmod>2026-01-0{day}</lastmod></sitemap>"
        for day in (1, 3, 2)
    )
    site.data("/index.xml", f"<sitemapindex>{dated}</sitemapindex>".encode())
    source = f"kind: sitemap\ntimezone: UTC\nlist: {{url: '{base}/index.xml'}}\n"
    newsroom.source("quay", source)
    counts = newsroom.crawl_one("quay").counts
    assert {path for path in site.asked if path[1].isdigit()} == {"/3.xml", "/2.xml"}
    assert counts.notes == {"sitemap longer than allowed": 1}
