"""read_feed(): every dialect, however broken, and nothing that a hostile feed could do."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import Dropped
from crawler.kinds.entries import MAX_ENTRIES
from crawler.kinds.feed_document import NOT_A_FEED, FeedDocument
from crawler.kinds.feed_entries import read_feed

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://paper.example/feeds/all.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>The Harbour</title><link>https://paper.example</link><language>en-GB</language>
<atom:link rel="self" href="https://paper.example/feeds/all.xml"/>
<atom:link rel="next" href="?page=2"/>
<image><title>Logo</title><link>https://paper.example/logo</link></image>
<item><title>Ferry &amp; quay</title><link>/ferry</link><guid isPermaLink="false">f-1</guid>
<pubDate>Mon, 02 Mar 2026 08:00:00 +0100</pubDate><author>ann@paper.example (Ann Pier)</author>
<dc:creator>Bo Mole</dc:creator><category>Sea</category><category>Ships</category>
<description>Short &lt;b&gt;text&lt;/b&gt;</description>
<content:encoded><![CDATA[<p>Long & <i>whole</i></p>]]></content:encoded>
<media:content url="/ferry.jpg" medium="image"/>
<enclosure url="/ferry.mp3" type="audio/mpeg" length="123"/>
<fb:origLink>https://paper.example/original</fb:origLink></item>
<item><title>Second</title><guid>https://paper.example/second</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pl"
 xml:base="https://paper.example/base/">
<title>Port</title><link rel="self" href="self"/><link href="/"/>
<link rel="prev-archive" href="2025-12.atom"/>
<entry><id>tag:paper.example,2026:1</id><title type="html">A &lt;em&gt;b&lt;/em&gt;</title>
<link rel="enclosure" href="a.mp3" type="audio/mpeg" length="x"/><link href="a.html"/>
<published>2026-03-02T08:00:00Z</published><updated>2026-03-03T08:00:00Z</updated>
<author><name>Ann Pier</name><email>a@paper.example</email></author>
<category term="sea" label="Sea"/>
<summary>1 &lt; 2</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>One <b>two</b></p></div></content>
</entry></feed>"""


def test_rss_2_gives_every_field() -> None:
    feed = read_feed(RSS.encode(), URL)
    first = feed.entries[0]

    assert (feed.format, feed.title, feed.link) == ("rss", "The Harbour", "https://paper.example/")
    assert (feed.language, feed.older) == ("en-GB", f"{URL}?page=2")
    assert (first.id, first.link) == ("f-1", "https://paper.example/ferry")
    assert first.original == "https://paper.example/original"
    assert first.title == "Ferry & quay"
    assert first.published == "Mon, 02 Mar 2026 08:00:00 +0100"
    assert first.authors == ("Ann Pier", "Bo Mole")
    assert first.tags == ("Sea", "Ships")
    assert first.summary == "Short <b>text</b>"
    assert first.content == "<p>Long & <i>whole</i></p>"
    assert first.image == "https://paper.example/ferry.jpg"
    assert [(e.url, e.type, e.length) for e in first.enclosures] == [
        ("https://paper.example/ferry.mp3", "audio/mpeg", 123)
    ]


def test_a_permanent_guid_stands_in_for_a_missing_link() -> None:
    assert read_feed(RSS.encode(), URL).entries[1].link == "https://paper.example/second"


def test_atom_gives_every_field() -> None:
    feed = read_feed(ATOM.encode(), URL)
    entry = feed.entries[0]

    assert (feed.format, feed.title, feed.link) == ("atom", "Port", "https://paper.example/")
    assert (feed.language, feed.older) == ("pl", "https://paper.example/base/2025-12.atom")
    assert entry.link == "https://paper.example/base/a.html"
    assert entry.title == "A <em>b</em>"
    assert (entry.published, entry.updated) == ("2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z")
    assert entry.authors == ("Ann Pier",)
    assert entry.tags == ("Sea",)
    assert entry.summary == "1 &lt; 2"
    assert entry.content == "<div>\n<p>One <b>two</b></p></div>"
    assert [e.length for e in entry.enclosures] == [0]


def test_atom_03_and_rdf_are_read() -> None:
    atom = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>A</title>
    <link rel="alternate" type="text/html" href="http://a.example/1"/><issued>2005-10-21</issued>
    <content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>"""
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
    <title>R</title></channel><item rdf:about="x"><title>B</title><link>http://a.example/2</link>
    <dc:date>2005-10-22</dc:date></item></rdf:RDF>"""

    first, second = read_feed(atom.encode(), URL), read_feed(rdf.encode(), URL)

    assert first.entries[0].published == "2005-10-21"
    assert first.entries[0].content == "<p>x</p>"
    assert (second.title, second.entries[0].link) == ("R", "http://a.example/2")
    assert second.entries[0].published == "2005-10-22"


def test_a_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "home_page_url": "/",
        "next_url": "?page=2",
        "items": [
            {
                "id": 7,
                "url": "/seven",
                "title": "Seven",
                "content_text": "1 < 2",
                "date_published": "2026-03-02T08:00:00Z",
                "authors": [{"name": "Ann Pier"}, {}, "x"],
                "tags": ["sea", 3],
                "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}],
            },
            "not an item",
        ],
    }

    read = read_feed(json.dumps(feed).encode(), "https://paper.example/feed.json")

    assert (read.format, read.link) == ("json", "https://paper.example/")
    assert read.older == "https://paper.example/feed.json?page=2"
    (entry,) = read.entries
    assert (entry.id, entry.link, entry.content) == ("7", "https://paper.example/seven", "1 &lt; 2")
    assert (entry.authors, entry.tags) == (("Ann Pier",), ("sea",))
    assert entry.enclosures[0].length == 9


@pytest.mark.parametrize(
    "broken",
    [
        RSS.replace("&amp;", "&"),
        RSS.replace("Ferry", "Ferry &nbsp;&unknown; \x0b"),
        RSS.replace('xmlns:dc="http://purl.org/dc/elements/1.1/"', ""),
        RSS.replace("</item>", "", 1),
        "<br />\n<b>Warning</b>: header already sent\n" + RSS,
        "\ufeff\n\n" + RSS,
        RSS.replace("</channel></rss>", ""),
        RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss'),
    ],
    ids=["ampersand", "entity", "namespace", "unclosed", "warning", "mark", "end", "doctype"],
)
def test_broken_xml_gives_its_entries_all_the_same(broken: str) -> None:
    feed = read_feed(broken.encode(), URL)

    assert [entry.link for entry in feed.entries] == [
        "https://paper.example/ferry",
        "https://paper.example/second",
    ]
    assert feed.entries[0].content == "<p>Long & <i>whole</i></p>"


def test_an_undeclared_prefix_is_understood() -> None:
    bare = "<rss><channel><item><dc:creator>Ann</dc:creator></item></channel></rss>"

    assert read_feed(bare.encode(), URL).entries[0].authors == ("Ann",)


def test_an_element_that_ends_in_the_middle_is_left_out() -> None:
    cut = RSS[: RSS.index("https://paper.example/second") + len("https://paper.example/sec")]
    in_content = RSS[: RSS.index("whole</i>") + len("whole</i>")]

    assert [entry.link for entry in read_feed(cut.encode(), URL).entries] == [
        "https://paper.example/ferry",
        "",
    ]
    assert read_feed(in_content.encode(), URL).entries[0].content is None


def test_legacy_bytes_are_read_by_what_they_are() -> None:
    feed = RSS.replace("Second", "Открыта новая библиотека города").replace("utf-8", "iso-8859-1")

    assert (
        read_feed(feed.encode("koi8-r"), URL).entries[1].title == "Открыта новая библиотека города"
    )


def test_a_gzip_file_is_unpacked() -> None:
    assert read_feed(gzip.compress(RSS.encode()), URL) == read_feed(RSS.encode(), URL)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body>Not here</body></html>",
        b'{"items": []}',
        b'{"version": "https://jsonfeed.org/version/1"}',
        b"{" * 100_000,
        b'{"version": ' + b"9" * 10_000 + b"}",
        b"<urlset><url><loc>http://a.example/</loc></url></urlset>",
    ],
)
def test_what_is_no_feed_is_dropped_with_that_reason(body: bytes) -> None:
    with pytest.raises(Dropped) as dropped:
        read_feed(body, URL)
    assert dropped.value.reason == NOT_A_FEED


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    item = "<rss><channel><item><title>a&l11;&f;b</title></item></channel></rss>"

    assert read_feed((doctype + item).encode(), URL).entries[0].title == "a&l11;&f;b"


def test_entries_beyond_the_cap_are_counted_not_read() -> None:
    items = "<item><title>x</title></item>" * (MAX_ENTRIES + 3)

    feed = read_feed(f"<rss><channel>{items}</channel></rss>".encode(), URL)

    assert (len(feed.entries), feed.omitted) == (MAX_ENTRIES, 3)


@given(st.text(max_size=200))
def test_any_text_in_a_title_comes_back(text: str) -> None:
    clean = "".join(c for c in text if c.isprintable()).strip()
    escaped = clean.replace("&", "&amp;").replace("<", "&lt;")

    feed = read_feed(f"<rss><item><title>{escaped}</title></item></rss>".encode(), URL)

    assert feed.entries[0].title == clean


@given(st.binary(max_size=200))
def test_any_bytes_give_a_feed_or_a_counted_reason(tail: bytes) -> None:
    try:
        feed = read_feed(b"<rss><channel><item>" + tail, URL)
    except Dropped:
        return
    assert isinstance(feed, FeedDocument)


def test_every_feed_of_the_corpus_has_the_right_number_of_entries(shared: Path) -> None:
    corpus = shared / "corpus" / "dev"
    wrong = []
    for line in (corpus / "feeds.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        body = gzip.decompress((corpus / gold["file"]).read_bytes())
        try:
            count = len(read_feed(body, URL).entries)
        except Dropped:
            count = 0
        if count != gold["expected"]["entries"]:
            wrong.append(gold["id"])

    assert wrong == []
