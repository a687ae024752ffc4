"""The lint finds what is planted, and nothing in our own feeds."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import feeds.formats
from feeds.formats import FORMATS, Document, Origin, Rules, document, urls
from feeds.lint import Finding, lint
from feeds.post import Author, Enclosure, Image, Post

STEM = "https://news.example/feeds/all"
SCHEMA = Path(feeds.formats.__file__).parent / "schemas" / "atom.rng"


def good(name, *, archived=False):
    posts = [
        Post(
            id=f"tag:news.example,2026:{number}",
            key=str(number),
            title=title,
            published=datetime(2026, 8, 20, number, tzinfo=UTC),
            body='<p>Text &amp; <a href="https://news.example/x">more</a>.</p>',
            link=f"https://news.example/{number}",
            source="wire",
            lang="zh-CN",
            authors=(Author("张三", "https://news.example/zhang"),),
            tags=("港口",),
            description="Short",
            image=Image("https://news.example/a.jpg", type="image/jpeg"),
            enclosures=(Enclosure("https://news.example/a.mp3", "audio/mpeg", 7),),
        )
        for number, title in enumerate(["One", "AT&T <b> &lt;"])
    ]
    blank = Document(
        id="tag:news.example,2026:all",
        title="All news",
        site_url="https://news.example/",
        urls=urls(STEM),
        hubs=("https://hub.example/",),
        icon="https://news.example/icon.png",
        interval=timedelta(minutes=20),
        prev_archive=urls(f"{STEM}/2026-07"),
    )
    rules = Rules(origins={"wire": Origin("Wire", "https://wire.example/")})
    if archived:
        blank = replace(blank, archived=True, current=urls(f"{STEM}-current"))
    return FORMATS[name].render(document(blank, posts, rules))


def rules_of(data, url=None):
    return {finding.rule for finding in lint(data, url)}


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("archived", [False, True])
def test_our_own_feeds_have_no_findings(name, archived):
    assert lint(good(name, archived=archived), STEM + FORMATS[name].suffix) == []


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_feed_found_elsewhere_than_it_says_is_found_out(name):
    assert rules_of(good(name), "https://other.example/feed") == {"self"}


ATOM_FAULTS = [
    ("<id>tag:news.example,2026:1</id>", "<id>1</id>", "uri"),
    ("<id>tag:news.example,2026:1</id>", "<id>tag:news.example,2026:0</id>", "duplicate"),
    ("<id>tag:news.example,2026:1</id>", "", "grammar"),
    ("<title>One</title>", "<title>A &lt;b&gt;</title>", "markup-in-text"),
    ("<title>One</title>", "<title> </title>", "blank"),
    ("<title>One</title>", "<title>a\x85b</title>", "character"),
    ("<title>One</title>", "<title>a\ufffdb</title>", "character"),
    ("<title>One</title>", "<title>One</title><title>Two</title>", "grammar"),
    ("2026-08-20T00:00", "2026-08-32T00:00", "date"),
    ("2026-08-20T00:00", "1970-01-01T00:00", "date"),
    ("2026-08-20T00:00:00", "2026-08-20 00:00:00", "date"),
    ('href="https://news.example/1"', 'href="/1"', "uri"),
    ('href="https://news.example/1"', 'href="https://news.example/ 1"', "uri"),
    ('rel="self"', 'rel="related"', "self"),
    ("<p>Text", "<p onclick='x()'>Text", "active-content"),
    ("<p>Text", "<script>x</script><p>Text", "active-content"),
    ('<a href="https://news.example/x">', '<a href="JAVAscript:x">', "active-content"),
    ('<a href="https://news.example/x">', '<a href="/x">', "relative-url"),
    ('xml:lang="zh-CN"', 'xml:lang="zh_CN"', "language"),
    ('length="7"', 'length="7 MB"', "number"),
    ('type="audio/mpeg" length', "length", "enclosure"),
    ('type="audio/mpeg"', 'type="mp3"', "media-type"),
    ("<icon>https", "<icon>ftp", "scheme"),
    ("<feed ", "<!DOCTYPE feed><feed ", "doctype"),
    ("<name>张三</name>", "", "grammar"),
    ("<fh:archive/>", "<fh:archive/><fh:complete/>", None),
    ('rel="current"', 'rel="related"', "history"),
    ('rel="prev-archive"', 'rel="related"', "history"),
]

RSS_FAULTS = [
    ('version="2.0"', 'version="0.91"', "version"),
    ("<language>en</language>", "", "language"),
    ("<description>Short</description>", "", "description"),
    ("<title>One</title>", "<title>One</title><title>Two</title>", "duplicate"),
    ("<title>One</title>", "<title>One</title><body>x</body>", "unknown"),
    ("Thu, 20 Aug 2026 00:00", "Fri, 20 Aug 2026 00:00", "date"),
    ("Thu, 20 Aug 2026 00:00", "2026-08-20", "date"),
    ("Thu, 20 Aug 2026 00:00", "Thu, 20 Aug 26 00:00", "date"),
    ("2026:1</guid>", "2026:0</guid>", "duplicate"),
    ('isPermaLink="false"', 'isPermaLink="no"', "guid"),
    (' isPermaLink="false"', "", "scheme"),
    ('length="7"', "", "number"),
    ("<enclosure ", '<enclosure url="https://x.example/" length="0" type="a/b"/><enclosure ',
     "enclosure"),
    ("<dc:creator>张三</dc:creator>", "<author>张三</author>", "author"),
    ("<ttl>20</ttl>", "<ttl>soon</ttl>", "number"),
    ('rel="self"', 'rel="related"', "self"),
    ('rel="current"', 'rel="related"', "history"),
    ("<p>Text", "<iframe></iframe><p>Text", "active-content"),
    ("<link>https://news.example/1</link>", "<link>/1</link>", "uri"),
    ("<channel>", "<channel></channel><channel>", "channel"),
    ("<title>All news</title>", "", "required"),
    ("<url>https", "<url>data", "scheme"),
    ("UTF-8", "ISO-8859-1", "encoding"),
]  # fmt: skip

JSON_FAULTS = [
    ('"version": "https://jsonfeed.org/version/1.1"', '"version": "1"', "version"),
    ('"id": "tag:news.example,2026:1"', '"id": 1', "type"),
    ('"id": "tag:news.example,2026:1"', '"id": "tag:news.example,2026:0"', "duplicate"),
    ('"id": "tag:news.example,2026:1"', '"guid": "x"', "required"),
    ('"title": "One"', '"title": "One", "headline": "x"', "unknown"),
    ('"content_html"', '"_html"', "content"),
    ("<p>Text", "<p onload=x>Text", "active-content"),
    ("2026-08-20T00:00:00Z", "20 Aug 2026", "date"),
    ('"mime_type": "audio/mpeg"', '"mime_type": "audio"', "media-type"),
    ('"url": "https://news.example/1"', '"url": "/1"', "uri"),
    ('"feed_url"', '"_feed_url"', "self"),
    ('"language": "zh-CN"', '"language": "zh_CN"', "language"),
    ('"size_in_bytes": 7', '"size_in_bytes": "7"', "type"),
    ('"name": "张三"', '"_name": "张三"', None),
    ("/2026-07.json", ".json", "history"),
    ('"tags": [', '"tags": [1, ', "type"),
    ('"items": [', '"items": ', "well-formed"),
]


@pytest.mark.parametrize(
    ("name", "fault"),
    [("atom", fault) for fault in ATOM_FAULTS]
    + [("rss", fault) for fault in RSS_FAULTS]
    + [("json", fault) for fault in JSON_FAULTS],
)
def test_a_planted_fault_is_found(name, fault):
    before, after, rule = fault
    archived = "rel=" in before or "archive" in before
    text = good(name, archived=archived).decode()
    assert rule is None or before in text
    found = rules_of(text.replace(before, after).encode())
    assert (rule in found) if rule else not found


def test_findings_name_the_line():
    text = good("rss").decode()
    number = next(n for n, line in enumerate(text.split("\n"), 1) if "<title>One" in line)
    (finding,) = lint(text.replace("<title>One</title>", "<title></title>").encode())
    assert (finding.line, finding.rule) == (number, "blank")
    assert str(finding).startswith(f"{number}: blank: title is empty: ")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "well-formed"),
        (b"<rss>&nbsp;</rss>", "well-formed"),
        (b"<html/>", "format"),
        (b"{", "well-formed"),
        (b'{"a": "\xff"}', "encoding"),
        (b"[" * 100_000, "well-formed"),
        (b'{"a":' * 100_000, "well-formed"),
        (b"<rss version='2.0'>" + b" " * 6_000_000 + b"</rss>", "size"),
    ],
)
def test_what_is_no_feed_is_told_and_not_raised(data, rule):
    assert rule in rules_of(data)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_break_the_lint(data):
    assert all(isinstance(finding, Finding) for finding in lint(data))


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists))
def test_no_json_breaks_the_lint(value):
    keys = ("version", "items", "authors", "hubs", "feed_url", "next_url")
    for feed in (dict.fromkeys(keys, value), {"items": [{"id": value, "tags": value}]}):
        lint(json.dumps(feed).encode())


def test_real_feeds_of_all_kinds_are_read_to_the_end(shared):
    for path in sorted((shared / "corpus/dev/feeds").glob("*.xml.gz"))[::4]:
        lint(gzip.decompress(path.read_bytes()))


@pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed")
def test_jing_and_lxml_agree_on_the_grammar(tmp_path):
    grammar = etree.RelaxNG(etree.parse(SCHEMA))
    verdicts = {}
    for number, (before, after, _) in enumerate([("", "", None), *ATOM_FAULTS]):
        text = good("atom", archived=True).decode()
        text = text.replace(before, after) if before else text
        path = tmp_path / f"{number}.atom"
        path.write_text(text)
        verdicts[path] = grammar.validate(etree.fromstring(text.encode()))
    command = ["jing", str(SCHEMA), *map(str, verdicts)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
    assert verdicts == {path: f"{path}:" not in told for path in verdicts}
