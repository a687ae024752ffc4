"""Content encodings are undone while the watchdog looks on, and only so often."""

from __future__ import annotations

import gzip
import time

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.errors import UnreadableError
from crawler.guard.unpacking import OverpackedError, Unpack, unpack
from crawler.watchdog import Note

URL = "https://news.example/story"


def answered(body: bytes, encoding: str, note: Note) -> Response:
    response = Response(URL, body=body, headers={"Content-Encoding": encoding})
    return Unpack(1_000, note).process_response(Request(URL), response)


def test_the_watchdog_knows_what_is_being_unpacked() -> None:
    note = Note()
    assert answered(gzip.compress(b"ferry"), "gzip", note).body == b"ferry"
    assert note.read() == (2, URL)


def test_the_longest_address_is_noted_as_it_is() -> None:
    note, url = Note(), f"https://news.example/{'a' * 24_000}"
    with note.reading(url):
        assert note.read() == (1, url)


def test_a_hundred_parts_are_read_and_half_a_million_are_not() -> None:
    empty = gzip.compress(b"")
    assert unpack(empty * 99 + gzip.compress(b"ferry"), ["gzip"], 1_000) == b"ferry"
    began = time.process_time()
    with pytest.raises(OverpackedError):
        unpack(empty * 500_000, ["gzip"], 1_000)
    assert time.process_time() - began < 2


def test_what_is_packed_over_and_over_is_not_unpacked() -> None:
    with pytest.raises(UnreadableError) as unread:
        answered(gzip.compress(b"ferry"), "gzip, br, gzip, deflate", Note())
    assert unread.value.reason == "packed too often"
