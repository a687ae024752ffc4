"""What a run spares because of the runs before it, and what it tries again."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.memory import SCHEMA, Memory
from crawler.skips import Skip, failed, refused
from crawler.validators import Validator

if TYPE_CHECKING:
    from tests.crawler.conftest import Newsroom, Site

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def write_news(site: Site, *names: str, tail: str = "</ul>", **headers: str) -> None:
    links = "".join(f'<li><a href="/{name}">{name}</a>' for name in names)
    site.html("/news", f"<ul>{links}{tail}", headers=headers)
    for name in names:
        if f"/{name}" not in site.pages:
            site.article(f"/{name}", f"The story of {name}")


def age(paper: Newsroom, **distance: float) -> None:
    """Moves what the state remembers into the past."""
    database = sqlite3.connect(paper.workspace.state)
    for table, column, key in (("skips", "until", "article"), ("validators", "since", "url")):
        for name, moment in database.execute(f"SELECT {key}, {column} FROM {table}").fetchall():
            earlier = datetime.fromisoformat(moment) - timedelta(**distance)
            database.execute(
                f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (earlier.isoformat(), name)
            )
    database.commit()
    database.close()


# Lists


def test_an_unchanged_list_is_not_sent_again(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", "b", ETag='"1"')
    assert paper.crawl_one("paper").counts.new == 2
    run = paper.crawl_one("paper")
    assert site.conditions == [None, '"1"']
    assert (run.counts.lists, run.counts.known, run.complete) == (1, 0, True)
    write_news(site, "a", "b", "c", ETag='"2"')
    assert paper.crawl_one("paper").counts.new == 1


def test_a_list_that_was_cut_off_is_read_in_full_again(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", tail="<li><a href='/b", ETag='"1"')
    paper.crawl_one("paper")
    paper.crawl_one("paper")
    assert site.conditions == [None, None]


def test_after_a_run_that_failed_lists_are_read_in_full(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", tail='</ul><a class="next" href="/news2"></a>', ETag='"1"')
    site.html("/news2", "", status=500)
    assert not paper.crawl_one("paper").complete
    paper.crawl_one("paper")
    assert site.conditions == [None, None]


def test_a_condition_is_left_out_every_twentieth_time_and_after_a_week(
    site: Site, paper: Newsroom
) -> None:
    write_news(site, "a", ETag='"1"')
    paper.crawl_one("paper")
    age(paper, days=7)
    paper.crawl_one("paper")
    assert site.conditions == [None, None]
    used = Validator(etag='"1"', modified="", stamp="", since=NOW, uses=18)
    assert used.is_fresh(NOW)
    database = sqlite3.connect(paper.workspace.state)
    database.execute("UPDATE validators SET uses = 18")
    database.commit()
    database.close()
    paper.crawl_one("paper")
    paper.crawl_one("paper")
    assert site.conditions == [None, None, '"1"', None]


def test_whoever_changes_a_source_starts_anew(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", "b", ETag='"1"')
    site.html("/b", "<p>")
    assert paper.crawl_one("paper").counts.dropped == 1
    path = paper.workspace.sources / "paper.yml"
    path.write_text(path.read_text() + "tags: [other]\n")
    run = paper.crawl_one("paper")
    assert site.conditions == [None, None]
    assert (run.counts.dropped, run.counts.skipped) == (1, 0)


def test_sitemaps_whose_date_an_index_repeats_are_not_asked_for(
    site: Site, newsroom: Newsroom, story
) -> None:
    site.html("/a", story("The first story of the town"))
    base = f"http://{site.host}"
    index = f"<sitemapindex><sitemap><loc>{base}/s.xml</loc><lastmod>2026-01-0%d</lastmod>"
    end = "</sitemap></sitemapindex>"
    urls = f"<urlset><url><loc>{base}/a</loc></url></urlset>"
    site.data("/index.xml", (index % 5 + end).encode())
    site.data("/s.xml", urls.encode())
    newsroom.source("quay", f"kind: sitemap\nlist: {{url: '{base}/index.xml'}}\n")
    assert newsroom.crawl_one("quay").counts.new == 1
    newsroom.crawl_one("quay")
    assert site.asked.count("/s.xml") == 1
    site.data("/index.xml", (index % 6 + end).encode())
    newsroom.crawl_one("quay")
    assert site.asked.count("/s.xml") == 2


def test_a_known_article_with_a_new_date_in_the_sitemap_is_read_again(
    site: Site, newsroom: Newsroom, story
) -> None:
    base = f"http://{site.host}"
    urls = (
        f"<urlset><url><loc>{base}/a</loc><lastmod>2026-01-0%dT08:00:00Z</lastmod></url></urlset>"
    )
    site.html("/a", story("The first story of the town"))
    site.data("/s.xml", (urls % 5).encode())
    newsroom.source("quay", f"kind: sitemap\nlist: {{url: '{base}/s.xml'}}\n")
    newsroom.crawl_one("quay")
    newsroom.crawl_one("quay")
    assert site.asked.count("/a") == 1
    site.html("/a", story("The first story of the town", number=2))
    site.data("/s.xml", (urls % 6).encode())
    run = newsroom.crawl_one("quay")
    assert (run.counts.new, run.counts.updated) == (0, 1)
    assert "Report 2." in newsroom.posts()[0].body
    newsroom.crawl_one("quay")
    assert site.asked.count("/a") == 2


# Articles


def test_an_article_that_failed_is_tried_again_when_its_list_is_gone(
    site: Site, paper: Newsroom
) -> None:
    write_news(site, "a", "b")
    site.html("/b", "busy", status=503)
    run = paper.crawl_one("paper")
    assert (run.counts.new, run.counts.failed, run.complete) == (1, 1, True)
    write_news(site, "a")
    site.article("/b", "The late story")
    run = paper.crawl_one("paper")
    assert run.counts.new == 1
    site.asked.clear()
    paper.crawl_one("paper")
    assert "/b" not in site.asked


def test_the_distance_between_attempts_grows(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", "b")
    site.html("/b", "busy", status=503)
    paper.crawl_one("paper")
    assert paper.crawl_one("paper").counts.failed == 1
    run = paper.crawl_one("paper")
    assert run.counts.reasons == {"skipped": {"HTTP 503": 1}}
    age(paper, minutes=15)
    assert paper.crawl_one("paper").counts.failed == 1
    age(paper, minutes=59)
    assert paper.crawl_one("paper").counts.failed == 0
    age(paper, minutes=1)
    assert paper.crawl_one("paper").counts.failed == 1


def test_an_article_that_never_comes_is_given_up() -> None:
    failure = Skip(reason="HTTP 503", attempts=0, until=NOW, mark="m", entry="{}")
    skip: Skip | None = None
    for _ in range(8):
        skip = failed(skip, failure, NOW)
    assert skip == refused("HTTP 503", "m", NOW)
    assert not skip.is_retry


def test_while_a_site_is_down_no_article_is_tried_again(site: Site, paper: Newsroom) -> None:
    write_news(site, "a")
    site.html("/a", "busy", status=503)
    paper.crawl_one("paper")
    site.html("/news", "busy", status=503)
    site.asked.clear()
    paper.crawl_one("paper")
    assert "/a" not in site.asked


@pytest.mark.parametrize("status", [200, 404])
def test_what_is_no_article_is_left_alone_for_thirty_days(
    site: Site, paper: Newsroom, status: int
) -> None:
    write_news(site, "a", "b")
    site.html("/b", "<p>", status=status)
    paper.crawl_one("paper")
    site.asked.clear()
    run = paper.crawl_one("paper")
    reason = "no title" if status == 200 else "HTTP 404"
    assert run.counts.reasons == {"skipped": {reason: 1}}
    assert "/b" not in site.asked
    age(paper, days=30)
    paper.crawl_one("paper")
    assert site.asked.count("/b") == 1


def test_another_address_of_a_known_article_is_asked_for_once(site: Site, paper: Newsroom) -> None:
    page = "<h1>The ferry to the island sails again</h1><time>2026-01-05 10:07</time><div>Text"
    site.html("/a", page)
    site.html("/copy", page)
    write_news(site, "a")
    assert paper.crawl_one("paper").counts.new == 1
    write_news(site, "a", "copy")
    assert paper.crawl_one("paper").counts.known == 2
    run = paper.crawl_one("paper")
    assert run.counts.reasons == {"skipped": {"known by another address": 1}}
    assert site.asked.count("/copy") + site.asked.count("/a") == 2


def test_what_is_no_article_is_tried_again_when_its_list_says_something_else(
    site: Site, newsroom: Newsroom
) -> None:
    newsroom.source(
        "wire",
        f"""
        kind: api
        list: {{url: 'http://{site.host}/api'}}
        detail: {{url: 'http://{site.host}/text/{{id}}', format: html}}
        fields: {{key: id, title: t, body: {{css: div}}}}
        fill: none
        """,
    )
    site.json("/api", [{"id": "1", "t": "Coming soon"}])
    site.html("/text/1", "<p>")
    assert newsroom.crawl_one("wire").counts.dropped == 1
    assert newsroom.crawl_one("wire").counts.skipped == 1
    site.json("/api", [{"id": "1", "t": "The ferry sails"}])
    site.html("/text/1", "<div><p>At last.</div>")
    assert newsroom.crawl_one("wire").counts.new == 1


def test_memories_of_sources_are_apart() -> None:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.executescript(SCHEMA)
    Memory(database, "a", "1").refuse("x", refused("no body", "", NOW))
    assert Memory(database, "b", "1").skip("x", "", NOW) is None
    assert Memory(database, "a", "1").skip("x", "", NOW) is not None
    database.close()
