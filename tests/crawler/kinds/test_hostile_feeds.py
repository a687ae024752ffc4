"""read_feed(): feeds that are made to burn the processor, or to fill the memory."""

from __future__ import annotations

import time
from urllib.parse import urljoin

import pytest

from crawler.errors import Dropped
from crawler.kinds.feed_entries import read_feed

URL = "https://paper.example/feeds/all.xml"


@pytest.mark.parametrize(
    "bomb",
    [
        "<rss><channel><item " + "".join(f'a{n}="" ' for n in range(60_000)) + "/></channel></rss>",
        "<rss>" + "<a>" * 300_000,
        "<rss>" + "<item>" * 100_000,
        "<rss>" + "&" * 190_000,
        "<rss>" + "<![CDATA[" * 100_000,
        f"<rss><item><description><a href='{' ' * 200_000}'/></description></item></rss>",
        "<rss><item><title>" + "<?xml " * 200_000,
        "<rss>" + "<item><description>" * 120 + "<p>text</p>" * 240_000,
        f"<rss xml:base='http://a.example{'/a' * 3_000_000}'>" + "<item><link>b</link>" * 5000,
        f"<rss><item>{'<media:group/>' * 490_000}",
        "<rss>" + f"<item><link>http://{'é' * 900}</link></item>" * 4000,
    ],
    ids=["attributes", "depth", "unclosed", "ampersands", "cdata", "spaces", "declarations",
         "text in text", "base", "groups", "hosts"],
)  # fmt: skip
def test_bombs_do_not_burn_the_processor(bomb: str) -> None:
    start = time.process_time()

    read_feed(bomb.encode(), URL)

    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ("<rss>" + "<a/>" * 600_000, "XML with too many elements"),
        ("<rss><a " + "b='' " * 300_000, "XML with too many elements"),
        ("<rss>" + "&" * 300_000, "XML with too many ampersands"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [' + "{}," * 300_000 + "{}]}",
         "JSON of too many values"),
    ],
)  # fmt: skip
def test_what_would_fill_the_memory_is_not_parsed(feed: str, reason: str) -> None:
    with pytest.raises(Dropped) as dropped:
        read_feed(feed.encode(), URL)
    assert dropped.value.reason == reason


def test_a_base_that_is_no_address_is_passed_over() -> None:
    feed = read_feed(b"<rss xml:base='http://['><item><link>/a</link></item></rss>", URL)

    assert feed.entries[0].link == urljoin(URL, "/a")


def test_entries_that_others_never_end_are_read_but_not_what_stands_in_their_texts() -> None:
    items = "<item><title>A</title><item><title>B</title><description><item><title>C</title>"

    feed = read_feed(f"<rss>{items}</rss>".encode(), URL)

    assert [entry.title for entry in feed.entries] == ["A", "B"]
