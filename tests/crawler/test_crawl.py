from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.runs import Outcome
from crawler.state import State

if TYPE_CHECKING:
    import pytest

    from tests.crawler.conftest import Newsroom, Site


def write_news(site: Site, *names: str, next_page: str = "") -> None:
    links = "".join(f'<li><a href="/{name}">{name}</a>' for name in names)
    site.html("/news", f"<ul>{links}</ul>{next_page}")
    for name in names:
        site.article(f"/{name}", f"The story of {name}")


def test_a_list_leads_to_posts(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", "b", "c")
    run = paper.crawl_one("paper")
    assert (run.counts.new, run.outcome, run.complete) == (3, Outcome.FINE, True)
    assert {post.title for post in paper.posts()} == {f"The story of {x}" for x in "abc"}
    assert paper.posts()[0].published.isoformat() == "2026-01-05T02:00:00+00:00"


def test_a_second_crawl_asks_for_the_list_only(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", "b", next_page='<a class="next" href="/news2">')
    site.html("/news2", '<li><a href="/c">c</a>')
    site.article("/c", "The third story")
    paper.crawl_one("paper")
    site.asked.clear()
    run = paper.crawl_one("paper")
    assert site.asked == ["/robots.txt", "/news"]
    assert (run.counts.new, run.counts.known) == (0, 2)


def test_after_an_incomplete_run_all_pages_are_read_again(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", next_page='<a class="next" href="/news2">')
    site.html("/news2", "busy", status=503)
    run = paper.crawl_one("paper")
    assert not run.complete
    assert run.counts.list_failures == {"HTTP 503": 1}
    site.html("/news2", '<li><a href="/b">b</a>')
    site.article("/b", "The late story")
    assert paper.crawl_one("paper").counts.new == 1


def test_every_article_ends_in_one_bucket(site: Site, paper: Newsroom) -> None:
    write_news(site, "good", "untitled", "empty", "missing", "loop", "forbidden")
    site.html("/untitled", "<div>Text without a title.</div>")
    site.html("/empty", "<h1>Title without a text</h1><div> <p>&nbsp;</p></div>")
    site.html("/missing", "gone", status=404)
    site.html("/loop", "", status=302, headers={"Location": "/loop"})
    site.html("/robots.txt", "User-agent: *\nDisallow: /forbidden", content_type="text/plain")
    counts = paper.crawl_one("paper").counts
    assert counts.reasons == {
        "dropped": {"no title": 1, "no body": 1},
        "failed": {"HTTP 404": 1, "redirect loop": 1},
        "disallowed": {"robots.txt": 1},
    }
    assert (counts.new, counts.pending, counts.articles) == (1, 0, 6)


def test_a_list_without_items_fails_the_run(site: Site, paper: Newsroom) -> None:
    site.html("/news", "<p>We have moved.")
    run = paper.crawl_one("paper")
    assert run.outcome is Outcome.FAILED
    assert run.counts.list_failures == {"no items in the list": 1}


def test_one_broken_source_does_not_stop_the_others(site: Site, paper: Newsroom) -> None:
    write_news(site, "a")
    paper.source("bad", "kind: page\nvars: {host: }\nlist: {url: 'http://{host}/', items: a}\n")
    bad, good = paper.crawl("bad", "paper")
    assert (bad.outcome, good.outcome) == (Outcome.FAILED, Outcome.FINE)
    assert "give it with -a host=VALUE" in paper.log


def test_progress_is_told_by_source(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", "b")
    paper.crawl_one("paper")
    name, counts = paper.progress[-1]
    assert (name, counts.new, counts.fetched) == ("paper", 2, 3)


def test_the_run_is_logged_with_the_hits_of_each_selector(site: Site, paper: Newsroom) -> None:
    write_news(site, "a", "b")
    site.html("/b", "<h1>No date here</h1><div>Text")
    run = paper.crawl_one("paper")
    with State(paper.workspace.state) as state:
        logged = state.last_run("paper")
    assert logged == run
    assert run.hits["published: css time"] == (2, 1)
    assert run.counts.notes == {"undated": 1}


def test_an_article_without_a_date_keeps_its_first_sight(site: Site, paper: Newsroom) -> None:
    write_news(site, "a")
    site.html("/a", "<h1>No date here</h1><div>Text")
    paper.crawl_one("paper")
    (post,) = paper.posts()
    assert post.undated
    assert post.first_seen == post.published


def test_servers_are_told_whom_to_write_to(site: Site, paper: Newsroom) -> None:
    write_news(site, "a")
    paper.crawl_one("paper")
    (agent,) = site.agents
    assert agent.startswith("broadsheet/")
    assert agent.endswith("(+desk@news.example)")


def test_a_defect_in_one_article_is_the_end_of_that_article_only(
    site: Site, paper: Newsroom
) -> None:
    write_news(site, "a", "b")
    site.html("/a", "\x00" * 50, content_type="text/html; charset=utf-7")
    counts = paper.crawl_one("paper").counts
    assert (counts.new, counts.articles) == (1, 2)


SENTENCES = "".join(
    f"<p>The ferry left the harbour on day {day} with a hundred passengers, and came back late.</p>"
    for day in range(8)
)
STORY = f"""<html lang="en"><head><title>Ferry sails again - Harbour News</title>
<meta property="article:published_time" content="2026-01-05T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ferry sails again</h1><div class="text">{SENTENCES}</div></article></body></html>"""


def test_what_selectors_leave_empty_is_found_in_the_page(site: Site, paper: Newsroom) -> None:
    write_news(site, "a")
    site.html("/a", STORY)
    run = paper.crawl_one("paper")
    (post,) = paper.posts()
    assert post.published.isoformat() == "2026-01-05T08:00:00+00:00"
    assert run.hits["published: meta article:published_time"] == (1, 1)


def test_selectors_win_over_what_the_page_says(site: Site, newsroom: Newsroom) -> None:
    newsroom.source(
        "paper",
        f"""
        kind: page
        list: {{url: "http://{site.host}/news", items: li a}}
        fields: {{title: title}}
        """,
    )
    write_news(site, "a")
    site.html("/a", STORY)
    newsroom.crawl_one("paper")
    (post,) = newsroom.posts()
    assert post.title == "Ferry sails again - Harbour News"
    assert "came back late" in post.body
    assert "Sport" not in post.body


def test_a_source_can_do_without_guesses(site: Site, newsroom: Newsroom) -> None:
    newsroom.source(
        "paper",
        f"""
        kind: page
        fill: none
        list: {{url: "http://{site.host}/news", items: li a}}
        """,
    )
    write_news(site, "a")
    site.html("/a", STORY)
    assert newsroom.crawl_one("paper").counts.reasons == {"dropped": {"no title": 1}}


def test_without_rules_articles_and_next_pages_are_found_by_structure(
    site: Site, paper: Newsroom
) -> None:
    stories = [
        f"harbour-bridge-closes-for-repairs-{n}" if n % 2 else f"council-votes-for-libraries-{n}"
        for n in range(6)
    ]
    for page, names, tail in (("/news", stories[:3], '<a href="/news/2">Older stories</a>'),
                              ("/news/2", stories[3:], "")):  # fmt: skip
        links = "".join(f'<li><a href="/{n}">{n.replace("-", " ")}</a></li>' for n in names)
        site.html(page, f"<nav><a href='/about'>About</a></nav><ul>{links}</ul>{tail}")
    for name in stories:
        site.article(f"/{name}", f"The story of {name}")
    paper.source(
        "bare",
        f"""
        kind: page
        timezone: Europe/Paris
        allow_private: ["{site.host}"]
        list: {{url: "http://{site.host}/news"}}
        fields: {{title: h1, published: time, body: div}}
    """,
    )
    run = paper.crawl_one("bare")
    assert (run.counts.new, run.counts.articles) == (6, 6)


def test_a_defect_in_a_step_is_counted_and_named_in_the_log(
    site: Site, paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_: str) -> str:
        raise ZeroDivisionError

    write_news(site, "a", "b")
    monkeypatch.setattr("crawler.pipelines.clean.clean_title", stumble)
    counts = paper.crawl_one("paper").counts
    assert counts.reasons == {"failed": {"ZeroDivisionError": 2}}
    assert f"Defect in processing http://{site.host}/a" in paper.log


def test_the_log_names_what_is_dropped_without_its_text(site: Site, paper: Newsroom) -> None:
    write_news(site, "a")
    site.html("/a", "<h1> </h1><div>A text that need not be in any log.</div>")
    paper.crawl_one("paper")
    assert f"Dropped: no title: http://{site.host}/a" in paper.log
    assert "need not be in any log" not in paper.log


def test_a_link_in_a_list_counts_from_the_list(site: Site, newsroom: Newsroom) -> None:
    newsroom.source(
        "paper",
        f"""
        kind: page
        list: {{url: "http://{site.host}/news/", items: li}}
        fields: {{title: h1, body: div, link: {{css: "a::attr(href)", from: list}}}}
        """,
    )
    site.html("/news/", '<li><a href="a">a</a>')
    site.html("/news/a", "", status=301, headers={"Location": "/moved/elsewhere/a"})
    site.article("/moved/elsewhere/a", "The story of a")
    newsroom.crawl_one("paper")
    (post,) = newsroom.posts()
    assert post.link == f"http://{site.host}/news/a"


def test_a_defect_in_reading_a_list_fails_the_run(
    site: Site, paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    write_news(site, "a")
    monkeypatch.setattr("crawler.kinds.spider.SourceSpider.entry", stumble)
    run = paper.crawl_one("paper")
    assert run.outcome is Outcome.FAILED
    assert run.counts.list_failures == {"ZeroDivisionError": 1}
