"""Lists, feeds, sitemaps and JSON that are none, or too much of one; robots.txt; state."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Any

from crawler.ledger import CUT_SHORT
from tests.faults.fault import Fault, healthy
from tests.faults.redirects import to
from tests.faults.server import FOREVER, Answer, Reset, Step, Visit, reply, story
from tests.faults.transport import drip, endless, lengths, status, steps

_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
)


def xml(text: str) -> Answer:
    return lambda _: [reply(text, "Content-Type: application/xml")]


def raw(text: str | bytes) -> Answer:
    return lambda _: [reply(text, "Content-Type: application/json")]


def rss(items: str, doctype: str = "") -> Answer:
    return xml(f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>{items}</channel></rss>")


LISTS = [
    Fault(name="a list without articles", place="list", bucket="list",
          reason="no items in the list", answer=lambda _: [reply("<p>Nothing today.</p>")]),
    Fault(name="a list with 500", place="list", bucket="list", reason="HTTP 500",
          answer=lambda _: [reply("", status="500 Oh")]),
    Fault(name="a list of 15,000 links to one article", place="list", bucket="note",
          reason="list longer than allowed",
          answer=lambda _: [reply("<ul>" + '<li><a href="/story/1">x</a></li>' * 15_000)]),
    Fault(name="a list of 6,000 articles", place="list", bucket="note",
          reason="list longer than allowed", answer=lambda _: [reply("<ul>" + "".join(
              f'<li><a href="/story/1?a={n}">x</a></li>' for n in range(6_000)))]),
    Fault(name="a list of broken links", place="list", bucket="dropped", reason="no link",
          answer=lambda _: [reply('<li><a href="http://[::1">x</a></li>')]),
    Fault(name="a list with links to scripts and files", place="list", bucket="dropped",
          reason="no link", answer=lambda _: [reply(
              '<li><a href="javascript:alert(1)">x</a></li>')]),
    Fault(name="a list with a link into a private network", place="list", bucket="refused",
          reason="private address 10.0.0.1",
          answer=lambda _: [reply('<li><a href="http://10.0.0.1/">x</a></li>')]),
    Fault(name="a list of 4,000 links into private networks", place="list", bucket="refused",
          reason="private address 10.0.0.0", answer=lambda _: [reply("".join(
              f'<li><a href="http://10.0.{n // 250}.{n % 250}/">x</a></li>'
              for n in range(4_000)))]),
    Fault(name="a list that is an image", place="list", bucket="list", reason="not a text",
          answer=lambda _: [reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)]),
]  # fmt: skip

XML = [
    Fault(name="billion laughs in a feed", place="feed", bucket="",
          answer=rss("<title>&l9;</title>", f"<!DOCTYPE rss [{_LAUGHS}]>")),
    Fault(name="a file as an entity in a feed", place="feed", bucket="", answer=rss(
        "<title>&f;</title>", '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>')),
    Fault(name="a feed cut in the middle", place="feed", bucket="dropped", reason="no body",
          answer=xml("<rss><channel><item><title>Story 1</title><link>/story/1")),
    Fault(name="HTML instead of a feed", place="feed", bucket="list", reason="not a feed",
          answer=lambda _: [reply(story("No feed"))]),
    Fault(name="nothing instead of a feed", place="feed", bucket="list", reason="not a feed",
          answer=lambda _: [reply("", "Content-Type: application/rss+xml")]),
    Fault(name="a feed nested 100,000 deep", place="feed", bucket="dropped",
          reason="no title", answer=rss("<item>" * 100_000)),
    Fault(name="a feed of 6,000 entries", place="feed", bucket="note",
          reason="feed longer than allowed",
          answer=rss("<item><title>Story 1</title><link>/story/1</link></item>" * 6_000)),
    Fault(name="a feed of 2 million elements", place="feed", bucket="list",
          reason="XML with too many elements", answer=rss("<a/>" * 2_000_000)),
    Fault(name="a feed whose entries stand in each other's texts", place="feed", bucket="dropped",
          reason="no title", answer=rss("<item><description>" * 120 + "<p>x</p>" * 240_000)),
    Fault(name="a feed with a base of 6 MB", place="feed", bucket="",
          answer=xml(f"<rss xml:base='http://news.example{'/a' * 3_000_000}'>"
                     + "<item><title>Story 1</title><link>/story/1</link></item>" * 4_000)),
    Fault(name="a feed with a text of 490,000 brackets", place="feed", bucket="dropped",
          reason="no title", answer=rss(
              f"<item><description><![CDATA[{'<' * 490_000}]]></description></item>")),
    Fault(name="a sitemap of empty lines", place="sitemap", bucket="list",
          reason="not a sitemap", answer=xml("\n" * 9_000_000)),
    Fault(name="a sitemap of 15 MB of ampersands", place="sitemap", bucket="list",
          reason="XML with too many ampersands", answer=lambda _: [reply(
              gzip.compress(b"<urlset>" + b"&" * 15_000_000), "Content-Type: application/gzip")]),
    Fault(name="an index of 50,000 sitemaps", place="sitemap", bucket="list", reason=CUT_SHORT,
          minutes=0.3, code=1, answer=lambda visit: [reply(gzip.compress(
              ("<sitemapindex>" + "".join(
                  f"<sitemap><loc>{visit.origin}/fault/{n}?{'a' * 250}</loc></sitemap>"
                  for n in range(50_000))).encode(), 1),
              "Content-Type: application/gzip")] if visit.path == "/fault" else [FOREVER]),
    Fault(name="a sitemap of 20,000 locations", place="sitemap", bucket="failed",
          reason=CUT_SHORT, minutes=0.5, code=1, answer=lambda visit: [reply(gzip.compress(
              ("<urlset>" + "".join(f"<url><loc>{visit.origin}/fault/{n}?{'a' * 250}</loc></url>"
                                    for n in range(20_000))).encode(), 1),
              "Content-Type: application/gzip")] if visit.path == "/fault" else [FOREVER]),
    Fault(name="a JSON Feed of another shape", place="feed", bucket="list", reason="not a feed",
          answer=raw('{"version": "https://jsonfeed.org/version/1.1", "items": 7}')),
    Fault(name="a sitemap with a DOCTYPE", place="sitemap", bucket="list",
          reason="has a DOCTYPE", answer=xml(
              f"<!DOCTYPE urlset [{_LAUGHS}]><urlset><url><loc>&l9;</loc></url></urlset>")),
    Fault(name="a sitemap that is a gzip bomb", place="sitemap", bucket="list",
          reason="too large when unpacked", answer=lambda _: [
              reply(gzip.compress(b"\0" * (60 << 20)), "Content-Type: application/x-gzip")]),
    Fault(name="a sitemap that names itself", place="sitemap", bucket="", answer=lambda visit: [
        reply(f"<sitemapindex><sitemap><loc>{visit.origin}/fault</loc></sitemap></sitemapindex>",
              "Content-Type: text/xml")]),
    Fault(name="a sitemap that names ever more sitemaps", place="sitemap", bucket="list",
          reason="lists nested too deep", answer=lambda visit: [reply(
              "<sitemapindex>" + "".join(
                  f"<sitemap><loc>{visit.origin}/fault/{visit.number}{n}"
                  f"{visit.path[6:]}</loc></sitemap>" for n in range(9)) + "</sitemapindex>",
              "Content-Type: text/xml")]),
]  # fmt: skip


def api(name: str, text: str | bytes, reason: str, bucket: str = "list") -> Fault:
    return Fault(name=name, place="api", answer=raw(text), bucket=bucket, reason=reason)


JSON = [
    api("JSON of 3 million objects", f"[{'{},' * 3_000_000}{{}}]", "JSON of too many values"),
    api(
        "a list of 6,000 records",
        json.dumps([{"id": "1", "a": n} for n in range(6_000)]),
        "list longer than allowed",
        "note",
    ),
    api("JSON nested 200,000 deep", "[" * 200_000 + "]" * 200_000, "JSON nested too deep"),
    api("JSON nested 900 deep", '[{"id": ' + "[" * 900 + "]" * 900 + "}]", "nested too deep"),
    api("a number of 10,000 digits", '[{"id": ' + "9" * 10_000 + "}]", "JSON number too long"),
    api("a number that is none", '[{"id": NaN, "title": "Story 1"}]', "HTTP 404", "failed"),
    api("a number beyond all numbers", '[{"id": 1e999}]', "HTTP 404", "failed"),
    api("the same key twice", '[{"id": "2", "id": "1"}]', "", ""),
    api("a lone surrogate", '[{"id": "\\ud800"}]', "characters that are none", "failed"),
    api("an id of 9 MB", f'[{{"id": "{"x" * 9_000_000}"}}]', "address too long", "dropped"),
    api("an object for a list", '{"items": []}', "no array at @"),
    api("null for a list", "null", "no array at @"),
    api("numbers for articles", "[1, 2, 3]", "no address of a detail", "dropped"),
    api("lists for articles", "[[[]]]", "no address of a detail", "dropped"),
    api("JSON cut in the middle", '[{"id": "1"}, {"id": "2', "not JSON"),
    api("HTML for JSON", "<html><body>Sorry</body></html>", "not JSON"),
    api("nothing for JSON", "", "not JSON"),
    api("an id that climbs up", '[{"id": "../../fault"}]', "no title", "dropped"),
]


def robots(name: str, answer: Answer, bucket: str = "", reason: str = "") -> Fault:
    return Fault(name=name, robots=answer, bucket=bucket, reason=reason, new=not bucket)


def rules(text: str | bytes) -> Answer:
    return lambda _: [reply(text, "Content-Type: text/plain")]


def away(
    name: str,
    robots_txt: Answer,
    bucket: str = "disallowed",
    reason: str = "robots.txt unreachable",
    **more: Any,
) -> Fault:
    """A robots.txt of another host, which is to be asked for nothing else."""
    return Fault(
        name=f"a robots.txt {name}",
        robots=robots_txt,
        place="host",
        bucket=bucket,
        reason=reason,
        new=not bucket,
        **more,
    )


_FORBIDS = "User-agent: *\nDisallow: /\n"

ROBOTS = [
    robots(
        "a robots.txt that forbids the article",
        rules("User-agent: *\nDisallow: /fault\n"),
        "disallowed",
        "robots.txt",
    ),
    robots("a robots.txt that is an image", rules(bytes(range(256)) * 400)),
    robots("a robots.txt of 2 MB", rules("Disallow: /nothing\n" * 100_000)),
    robots("a robots.txt that is HTML", lambda _: [reply("<html>Not here</html>")]),
    robots("a robots.txt with 403", lambda _: [reply("", status="403 Forbidden")]),
    robots("a robots.txt with 404, that forbids all",
           lambda _: [reply(_FORBIDS, status="404 Not Found")]),
    robots("a robots.txt with 14,000 rules for 14,000 others", rules(
        "".join(f"User-agent: bot{n}\n" for n in range(14_000))
        + "".join(f"Allow: /{n}\n" for n in range(14_000)))),
    robots("a robots.txt with 14,000 rules for 600 names of ours", rules(
        "".join(f"User-agent: {'broadsheet/'[:1 + n % 11]}{'*' * (n // 11)}\n" for n in range(600))
        + "".join(f"Disallow: /{n}\n" for n in range(14_000)) + "Disallow: /fault\n"),
        "disallowed", "robots.txt"),
    robots("a robots.txt of 9 MB of patterns", rules(
        "User-agent: *\n" + "Disallow: /nothing*x\n" * 450_000)),
    robots(
        "a robots.txt that wants a tenth of a second", rules("User-agent: *\nCrawl-delay: 0.1\n")
    ),
    robots("a robots.txt that wants less than no time", rules("User-agent: *\nCrawl-delay: -5\n")),
    robots("a robots.txt that wants no number", rules("User-agent: *\nCrawl-delay: nan\n")),
    away("that wants thirty years", rules("User-agent: *\nCrawl-delay: 1e9\n"), "", ""),
    away("that forbids all", rules(_FORBIDS), reason="robots.txt"),
    away("that forbids all after a byte order mark", rules("\ufeff" + _FORBIDS),
         reason="robots.txt"),
    away("that forbids all between garbage", rules(
        bytes(range(128, 256)) * 9 + b"\n" + _FORBIDS.encode() + bytes(range(14, 256)) * 9),
        reason="robots.txt"),
    away("with 500", status("500 Oh")),
    away("with 503", status("503 Busy")),
    away("with 429", status("429 Slow")),
    away("that never comes", steps(FOREVER)),
    away("that comes drop by drop", drip),
    away("without end", endless),
    away("cut off", steps(lengths(900, b"User-agent: *\nAllow: /\n"))),
    away("whose connection is reset", steps(Reset())),
    away("that is a gzip bomb", lambda _: [
        reply(gzip.compress(b"\0" * (60 << 20)), "Content-Encoding: gzip")]),
    away("that redirects to itself", to("/robots.txt")),
    away("that redirects without end", to("/fault-{number}"), answer=to("/fault-{number}")),
    away("that redirects to a file", to("file:///etc/passwd")),
    away("that redirects into a private network", to("http://10.0.0.1/robots.txt"), "refused",
         "private address 10.0.0.1"),
    away("that redirects to a host that is not", to("http://nowhere.invalid/robots.txt")),
]  # fmt: skip


def flaky(visit: Visit) -> Iterable[Step]:
    yield reply(story("Story 10")) if visit.number == 3 else reply("", status="500 Oh")


def changing(visit: Visit) -> Iterable[Step]:
    words = " ".join(f"word{visit.number}{n}" for n in range(80))
    yield reply(story("Story 10", f"<p>{words}</p>"))


def shrinking(visit: Visit) -> Iterable[Step]:
    yield reply(story("Story 10") if visit.number == 1 else story("Story 10", "<p>Gone.</p>"))


def poisoned(visit: Visit) -> Iterable[Step]:
    tag = 'ETag: "' + "\\" * 200 + "\u00e9" + '"'
    yield reply(story("Story 10"), tag, "Last-Modified: Tue, 99 Foo 2099 99:99:99 GMT")


STATE = [
    Fault(name="two errors, then the article", answer=flaky, bucket="", new=1),
    Fault(name="another text at each visit", answer=changing, bucket="", new=1, runs=2),
    Fault(name="a text that shrinks", answer=shrinking, bucket="", new=1, runs=2),
    Fault(name="304 to a question without conditions",
          answer=lambda _: [reply("", status="304 Not Modified")], reason="HTTP 304"),
    Fault(name="validators that are rubbish", answer=poisoned, bucket="", new=1, runs=2),
    Fault(name="silence, once", answer=lambda visit: (
        [FOREVER] if visit.number == 1 else healthy(visit)), bucket="", new=1),
]  # fmt: skip
