"""investigate(): the best source for a page, asked for in a conversation with a dictionary."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import yaml

from crawler.crawl import CrawlOptions, crawl
from crawler.demo.newspaper import Newspaper
from crawler.detect.investigation import Findings, investigate
from crawler.detect.proposal import Answer
from crawler.source import read_source
from feeds.archive import Archive
from feeds.config import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

HOME = "https://paper.example/"
TITLES = [f"What the harbour looked like on day {n} of the great repairs" for n in range(12)]
LINKS = "".join(f"<li><a href='/news/{n}4501'>{title}</a></li>" for n, title in enumerate(TITLES))
LIST = f"<html lang=en><title>Front | The Paper</title><ul>{LINKS}</ul></html>"


def ask(url: str, fetch: Callable[[str], Answer | None]) -> tuple[Findings, list[str]]:
    talk = investigate(url)
    asked = [next(talk)]
    while True:
        try:
            asked.append(talk.send(fetch(asked[-1])))
        except StopIteration as end:
            return end.value, asked


def web(pages: Mapping[str, str]) -> Callable[[str], Answer | None]:
    return lambda url: Answer(url, pages[url].encode()) if url in pages else None


def rss(*numbers: int) -> str:
    items = "".join(
        f"<item><title>{TITLES[n]}</title><link>/news/{n}4501</link>"
        f"<pubDate>Mon, 02 Mar 2026 0{n % 10}:00:00 +0100</pubDate>"
        f"<description>&lt;p&gt;It was a long day.</description></item>"
        for n in numbers
    )
    return (
        f"<rss><channel><title>The Paper</title><language>en-GB</language>{items}</channel></rss>"
    )


def urlset(*numbers: int, news: bool = True) -> str:
    extension = (
        "<n:news><n:publication_date>2026-03-02</n:publication_date></n:news>" if news else ""
    )
    urls = "".join(f"<url><loc>{HOME}news/{n}4501</loc>{extension}</url>" for n in numbers)
    return f"<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>"


def test_a_declared_feed_that_shows_what_the_page_shows_is_best() -> None:
    page = LIST.replace("<ul>", "<link rel=alternate type=application/rss+xml href=/all.rss><ul>")

    findings, _ = ask(HOME, web({HOME: page, f"{HOME}all.rss": rss(*range(5))}))

    best = findings.proposals[0]
    assert (best.name, best.source) == (
        "paper-all",
        {
            "kind": "feed",
            "title": "The Paper",
            "language": "en-GB",
            "list": {"url": f"{HOME}all.rss"},
        },
    )
    first = best.articles[0]
    assert (first.title, first.link) == (TITLES[0], f"{HOME}news/04501")
    assert (first.published, first.words) == (
        "Mon, 02 Mar 2026 00:00:00 +0100",
        "It was a long day.",
    )


def test_a_feed_about_something_else_does_not_replace_the_list() -> None:
    page = LIST.replace("<ul>", "<link rel=alternate type=application/rss+xml href=/jobs.rss><ul>")
    other = rss(*range(5)).replace("/news/", "/jobs/")

    findings, _ = ask(HOME, web({HOME: page, f"{HOME}jobs.rss": other}))

    assert [proposal.kind for proposal in findings.proposals] == ["page", "feed"]


def test_feeds_of_comments_are_not_asked_for() -> None:
    page = LIST.replace(
        "<ul>", "<link rel=alternate type=application/rss+xml href=/comments/feed/><ul>"
    )

    _, asked = ask(HOME, web({HOME: page}))

    assert f"{HOME}comments/feed/" not in asked


def test_a_page_with_nothing_else_is_its_own_list() -> None:
    findings, asked = ask(HOME, web({HOME: LIST}))

    (proposal,) = findings.proposals
    assert proposal.source == {
        "kind": "page",
        "title": "Front",
        "language": "en",
        "list": {"url": HOME},
    }
    assert [article.title for article in proposal.articles] == TITLES
    assert "12 articles" in findings.statement
    assert len(asked) < 15


def test_a_news_sitemap_is_found_through_robots_txt() -> None:
    pages = {
        HOME: LIST,
        f"{HOME}robots.txt": f"Sitemap: {HOME}images.xml\nSitemap: {HOME}news.xml",
        f"{HOME}news.xml": urlset(*range(12)),
    }

    findings, asked = ask(HOME, web(pages))

    assert findings.proposals[0].url == f"{HOME}news.xml"
    assert asked.index(f"{HOME}news.xml") < asked.index(f"{HOME}images.xml")


def test_the_whole_of_a_plain_sitemap_is_no_match_for_a_list() -> None:
    pages = {HOME: LIST, f"{HOME}sitemap.xml": urlset(*range(300), news=False)}

    findings, _ = ask(HOME, web(pages))

    assert findings.proposals[0].kind == "page"


def test_a_section_gets_its_own_part_of_an_index() -> None:
    section = f"{HOME}news/"
    index = "".join(
        f"<sitemap><loc>{HOME}{name}/map.xml</loc></sitemap>" for name in ("sport", "news")
    )
    pages = {
        section: "<p>There is no list of it.",
        f"{HOME}robots.txt": f"Sitemap: {HOME}sitemap.xml",
        f"{HOME}sitemap.xml": f"<sitemapindex>{index}</sitemapindex>",
        f"{HOME}news/map.xml": urlset(1, 2, 3),
        f"{HOME}sport/map.xml": urlset(4, 5, 6),
    }

    findings, _ = ask(section, web(pages))

    assert findings.proposals[0].url == f"{HOME}news/map.xml"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (rss(1, 2, 3), "feed"),
        (urlset(1, 2, 3), "sitemap"),
        (json.dumps([{"title": title, "url": f"/{n}"} for n, title in enumerate(TITLES)]), "api"),
    ],
)
def test_a_list_that_was_asked_for_itself_is_the_source(body: str, kind: str) -> None:
    findings, asked = ask(f"{HOME}list", web({f"{HOME}list": body}))

    assert [proposal.kind for proposal in findings.proposals] == [kind]
    assert len(asked) == 1


def test_an_interface_behind_a_script_is_read_with_its_pages(tmp_path: Path) -> None:
    records = [{"id": n, "title": title, "link": f"/{n}"} for n, title in enumerate(TITLES)]
    answer = {"data": {"pages": 3, "list": records}}
    pages = {
        HOME: '<div id="root"></div><script>load("\\/api\\/news?page=1")</script>',
        f"{HOME}api/news?page=1": json.dumps(answer),
    }

    findings, _ = ask(HOME, web(pages))

    source = findings.proposals[0].source
    assert source["list"] == {
        "url": f"{HOME}api/news?page={{page}}",
        "items": "data.list",
        "paging": {"first": 1, "last": 3},
    }
    assert source["detail"] == {"url": "https://paper.example{link}", "format": "html"}
    assert findings.proposals[0].articles[3].link == f"{HOME}3"
    path = tmp_path / "paper.yml"
    path.write_text(yaml.safe_dump(source, sort_keys=False))
    assert read_source(path).kind == "api"


def test_a_page_that_a_script_fills_is_said_to_be_one() -> None:
    findings, _ = ask(HOME, web({HOME: '<div id="root"></div><script src="/app.js"></script>'}))

    assert findings.proposals == ()
    assert findings.needs_browser
    assert "script" in findings.statement
    assert f"{HOME}robots.txt: no answer" in findings.tried


def test_a_page_that_does_not_answer_ends_the_conversation() -> None:
    findings, asked = ask(HOME, web({}))

    assert (findings.proposals, asked) == ((), [HOME])
    assert findings.tried == (f"{HOME}: no answer",)


def test_nothing_is_asked_for_twice() -> None:
    page = LIST.replace("<ul>", "<a href=/rss.xml>RSS</a><a href=/feed/>Feed</a><ul>")

    _, asked = ask(HOME, web({HOME: page}))

    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "sitemap"),
        ("/news/", "sitemap"),
        ("/kuaixun/", "api"),
        ("/outdoors/", "sitemap"),
        ("/clubs/", "feed"),
    ],
)
def test_the_source_found_for_the_demo_collects_all_its_articles(
    path: str, kind: str, tmp_path: Path
) -> None:
    with Newspaper.serve(now=datetime(2026, 6, 15, tzinfo=UTC)) as paper:

        def fetch(url: str) -> Answer | None:
            parts = urlsplit(url)
            answer = paper.answer(parts.path + (f"?{parts.query}" if parts.query else ""))
            return Answer(url, answer.body, answer.type) if answer.status == 200 else None

        findings, _ = ask(paper.url + path, fetch)
        best = findings.proposals[0]
        titles = crawl_titles(best.source, tmp_path)

    asked_for = [story for story in paper.articles if story.path.startswith(path)]
    listed = {story.title for story in asked_for if path != "/" or story.section.form == "list"}
    assert best.kind == kind
    assert titles >= listed
    assert len(listed) >= 4


def crawl_titles(source: dict[str, object], folder: Path) -> set[str]:
    (folder / "sources").mkdir()
    (folder / "broadsheet.yml").write_text("title: Test\ncontact: desk@paper.example\n")
    workspace = Workspace(folder)
    path = workspace.sources / "found.yml"
    path.write_text(yaml.safe_dump(source | {"delay": 0}, allow_unicode=True, sort_keys=False))
    options = CrawlOptions(workspace=workspace, log_file=folder / "crawl.log")
    crawl([read_source(path)], options, lambda *_: None)
    with Archive.open(workspace, workspace.read_config()) as archive:
        return {kept.post.title for kept in archive.walk()}


def test_a_proposed_page_is_a_source_that_can_be_read(tmp_path: Path) -> None:
    findings, _ = ask("http://127.0.0.1/", web({"http://127.0.0.1/": LIST}))
    path = tmp_path / "paper.yml"
    path.write_text(yaml.safe_dump(findings.proposals[0].source, sort_keys=False))

    source = read_source(path)

    assert source.kind == "page"
    assert source.allow_private == ("127.0.0.1:80",)


@pytest.mark.parametrize(
    "trap",
    ["<div>" * 5000, "<br>" * 200_000, "\ufffd渡轮" * 200, "\x89PNG"],
    ids=["depth", "elements", "mojibake", "picture"],
)
def test_a_page_that_no_parser_should_be_given_is_told_of(trap: str) -> None:
    body = trap.encode("latin-1") if trap.startswith("\x89") else trap.encode()
    findings, asked = ask(HOME, lambda url: Answer(url, body, "text/html"))
    assert asked == [HOME]
    assert findings.proposals == ()
    assert findings.tried[-1].startswith(HOME)


def test_what_a_record_looks_like_is_told_by_its_beginning() -> None:
    record = {"title": "a.html" * 500_000 + " x", "url": "/1", "summary": "<" * 1_000_000}
    began = time.process_time()
    ask(HOME, lambda url: Answer(url, json.dumps([record] * 3).encode(), "application/json"))
    assert time.process_time() - began < 5
