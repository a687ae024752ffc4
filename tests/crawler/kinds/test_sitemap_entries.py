"""read_sitemap(): all forms in use, and no more than they say."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from crawler.errors import Dropped
from crawler.kinds.packed import TOO_LARGE, TOO_OFTEN, unpacked
from crawler.kinds.sitemap_entries import (
    HAS_DOCTYPE,
    MAX_LOCATIONS,
    NOT_A_SITEMAP,
    read_sitemap,
)

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://paper.example/sitemap.xml"

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<sm:url><sm:loc> https://paper.example/ferry?a=1&amp;b=2 </sm:loc>
<sm:lastmod>2026-03-03</sm:lastmod>
<n:news><n:publication><n:name>Harbour</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2026-03-02T08:00:00Z</n:publication_date><n:title>Ferry &amp; quay</n:title>
<n:keywords>sea, ships,</n:keywords></n:news>
<image:image><image:loc>/ferry.jpg</image:loc><image:title>Not this</image:title></image:image>
</sm:url>
<sm:url><image:image><image:loc>/only-a-picture.jpg</image:loc></image:image></sm:url>
<sm:url><sm:loc>/relative</sm:loc></sm:url>
</sm:urlset>"""


def test_a_news_sitemap_with_an_odd_prefix_gives_every_field() -> None:
    sitemap = read_sitemap(NEWS.encode(), URL)
    first, second = sitemap.locations

    assert not sitemap.is_index
    assert first.url == "https://paper.example/ferry?a=1&b=2"
    assert (first.lastmod, first.published) == ("2026-03-03", "2026-03-02T08:00:00Z")
    assert (first.title, first.language) == ("Ferry & quay", "en")
    assert first.keywords == ("sea", "ships")
    assert first.images == ("https://paper.example/ferry.jpg",)
    assert second.url == "https://paper.example/relative"
    assert sitemap.news == (first,)


def test_an_index_says_so() -> None:
    entry = "<sitemap><loc>/a.xml.gz</loc><lastmod>2026</lastmod></sitemap>"
    index = f"<sitemapindex>{entry}</sitemapindex>"

    sitemap = read_sitemap(index.encode(), URL)

    assert sitemap.is_index
    assert [(one.url, one.lastmod) for one in sitemap.locations] == [
        ("https://paper.example/a.xml.gz", "2026")
    ]


def test_text_with_a_url_on_each_line_is_a_sitemap() -> None:
    text = b"\xef\xbb\xbfhttps://paper.example/1\r\n\r\nhttps://paper.example/2\r\nnonsense\r\n"

    urls = [one.url for one in read_sitemap(text, URL).locations]

    assert urls == ["https://paper.example/1", "https://paper.example/2"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_obstacle(codec: str) -> None:
    text = NEWS.replace("UTF-8", codec)

    assert (
        read_sitemap(text.encode(codec), URL).locations
        == read_sitemap(NEWS.encode(), URL).locations
    )


def test_gzip_is_unpacked() -> None:
    assert read_sitemap(gzip.compress(NEWS.encode()), URL) == read_sitemap(NEWS.encode(), URL)


def test_all_members_of_a_gzip_file_are_unpacked() -> None:
    members = [gzip.compress(line.encode()) for line in NEWS.splitlines(keepends=True)]
    assert read_sitemap(b"".join(members), URL) == read_sitemap(NEWS.encode(), URL)
    assert unpacked(b"".join(members) + b"\0\0") == NEWS.encode()
    assert unpacked(members[0] + b"\x1f\x8bno gzip") == NEWS.splitlines(keepends=True)[0].encode()


def test_a_gzip_file_of_a_million_members_is_refused() -> None:
    began = time.process_time()
    with pytest.raises(Dropped, match=TOO_OFTEN):
        unpacked(gzip.compress(b"") * 500_000)
    assert time.process_time() - began < 5


def test_a_gzip_file_that_ends_early_gives_whole_addresses_only() -> None:
    entries = "".join(f"<url><loc>https://paper.example/{n:09}</loc></url>" for n in range(2_000))
    packed = gzip.compress(f"<urlset>{entries}</urlset>".encode())

    urls = [one.url for one in read_sitemap(packed[: len(packed) // 2], URL).locations]

    assert 100 < len(urls) < 2_000
    assert urls == [f"https://paper.example/{n:09}" for n in range(len(urls))]


def test_a_doctype_is_refused() -> None:
    body = '<!DOCTYPE urlset [<!ENTITY a "b">]>' + NEWS.partition("?>")[2]

    with pytest.raises(Dropped) as dropped:
        read_sitemap(body.encode(), URL)
    assert dropped.value.reason == HAS_DOCTYPE


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"<rss><item/></rss>",
        b"no address here",
        b"\x1f\x8b!",
    ],
)
def test_what_is_no_sitemap_is_dropped_with_that_reason(body: bytes) -> None:
    with pytest.raises(Dropped) as dropped:
        read_sitemap(body, URL)
    assert dropped.value.reason == NOT_A_SITEMAP


def test_a_gzip_bomb_is_refused_before_it_swells() -> None:
    with pytest.raises(Dropped) as dropped:
        unpacked(gzip.compress(b"\0" * (60 * 1024 * 1024), 1))
    assert dropped.value.reason == TOO_LARGE


@pytest.mark.parametrize(
    "body",
    [
        "\n" * 8_000_000,
        " \n" * 4_000_000 + "x",
        "https://a.example/" + "x " * 4_000_000,
        "<urlset>" + "<url><loc>/a</loc>" * 200 + "<x>a</x>" * 240_000,
        "<urlset>" + "<url><loc>" * 120 + "<x>a</x>" * 240_000,
    ],
    ids=["empty lines", "lines of spaces", "spaces in an address", "entries in entries",
         "entries in texts"],
)  # fmt: skip
def test_no_sitemap_burns_the_processor(body: str) -> None:
    start = time.process_time()
    with suppress(Dropped):
        read_sitemap(body.encode(), URL)
    assert time.process_time() - start < 5


def test_locations_in_entries_that_are_never_ended_are_read() -> None:
    body = "<urlset><url><loc>/a</loc><lastmod>2026</lastmod><url><loc>/b</loc></urlset>"
    found = [(one.url, one.lastmod) for one in read_sitemap(body.encode(), URL).locations]
    assert found == [("https://paper.example/a", "2026"), ("https://paper.example/b", None)]


def test_of_keywords_without_end_some_are_read() -> None:
    words = "a," * 1_000_000
    body = f"<urlset><url><loc>/a</loc><news><keywords>{words}</keywords></news></url></urlset>"
    assert len(read_sitemap(body.encode(), URL).locations[0].keywords) == 100


def test_locations_beyond_the_cap_are_counted_not_read() -> None:
    entries = "<url><loc>/x</loc></url>" * (MAX_LOCATIONS + 2)

    sitemap = read_sitemap(f"<urlset>{entries}</urlset>".encode(), URL)

    assert (len(sitemap.locations), sitemap.omitted) == (MAX_LOCATIONS, 2)


def test_every_sitemap_of_the_corpus_is_read_whole(shared: Path) -> None:
    corpus = shared / "corpus" / "dev"
    for line in (corpus / "sitemaps.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        expected = gold["expected"]
        sitemap = read_sitemap(gzip.decompress((corpus / gold["file"]).read_bytes()), gold["url"])
        first = sitemap.locations[0]

        assert sitemap.is_index == (gold["kind"] == "sitemapindex")
        assert (len(sitemap.locations), len(sitemap.news)) == (
            expected["count"],
            expected["news_count"],
        )
        assert (first.url, first.title) == (expected["first"]["loc"], expected["first"]["title"])
        assert sitemap.locations[-1].url == expected["last_loc"]
