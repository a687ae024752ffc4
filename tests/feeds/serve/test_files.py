from __future__ import annotations

import asyncio
import os
from pathlib import Path

import httpx2 as httpx
import pytest

from feeds.serve.files import PublicFiles

TEXT = "<p>" + "news 新闻 " * 500 + "</p>"


@pytest.fixture
def public(tmp_path: Path) -> Path:
    public = tmp_path / "public"
    (public / "feeds").mkdir(parents=True)
    (public / "index.html").write_text(TEXT, encoding="utf-8")
    (public / "feeds" / "all.atom").write_text("<feed/>")
    (public / "opml.xml").write_text("<opml/>")
    (public / ".hidden").write_text("secret")
    (tmp_path / "broadsheet.yml").write_text("secret")
    (public / "leak").symlink_to(tmp_path / "broadsheet.yml")
    return public


class Browser:
    """An HTTP client that talks to the application without a socket."""

    def __init__(self, public: Path) -> None:
        self.transport = httpx.ASGITransport(PublicFiles(public))

    async def ask(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        base = "http://127.0.0.1"
        async with httpx.AsyncClient(transport=self.transport, base_url=base) as client:
            client.headers = httpx.Headers(headers)
            return await client.request(method, path)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.request("GET", path, **headers)

    def request(self, method: str, path: str, **headers: str) -> httpx.Response:
        named = {"accept-encoding": "identity"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(self.ask(method, path, named))


@pytest.fixture
def browser(public: Path) -> Browser:
    return Browser(public)


def test_the_root_is_the_index_page(browser: Browser) -> None:
    answer = browser.get("/")
    assert (answer.status_code, answer.text) == (200, TEXT)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-length"] == str(len(TEXT.encode()))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/feeds/all.atom", "application/atom+xml; charset=utf-8"),
        ("/opml.xml", "text/x-opml; charset=utf-8"),
    ],
)
def test_feeds_have_their_own_media_types(browser: Browser, path: str, expected: str) -> None:
    assert browser.get(path).headers["content-type"] == expected


def test_every_answer_forbids_active_content_and_sniffing(browser: Browser) -> None:
    for path in ("/", "/none", "/feeds/all.atom"):
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/.hidden",
        "/%2e%2e/broadsheet.yml",
        "/feeds/../../broadsheet.yml",
        "/leak",
        "/a%00b",
    ],
)
def test_nothing_outside_the_folder_and_nothing_hidden_is_served(
    browser: Browser, path: str
) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_an_entity_tag_brings_a_304_without_a_body(browser: Browser) -> None:
    tag = browser.get("/").headers["etag"]
    assert not tag.startswith("W/")
    answer = browser.get("/", if_none_match=f'"other", {tag}')
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert browser.get("/", if_none_match='"other"').status_code == 200


def test_a_date_brings_a_304_unless_an_entity_tag_says_otherwise(browser: Browser) -> None:
    date = browser.get("/").headers["last-modified"]
    assert browser.get("/", if_modified_since=date).status_code == 304
    answer = browser.get("/", if_modified_since=date, if_none_match='"other"')
    assert answer.status_code == 200
    assert browser.get("/", if_modified_since="yesterday").status_code == 200


def test_a_file_replaced_by_rename_is_seen_at_once(browser: Browser, public: Path) -> None:
    old = browser.get("/").headers["etag"]
    fresh = public / "fresh"
    fresh.write_text("fresh")
    stat = (public / "index.html").stat()
    os.utime(fresh, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    fresh.rename(public / "index.html")
    answer = browser.get("/", if_none_match=old)
    assert (answer.status_code, answer.text) == (200, "fresh")


def test_text_is_compressed_as_the_client_accepts(browser: Browser) -> None:
    plain = browser.get("/")
    gzipped = browser.get("/", accept_encoding="gzip")
    packed = browser.get("/", accept_encoding="gzip, br")
    assert [a.headers.get("content-encoding") for a in (plain, gzipped, packed)] == [
        None,
        "gzip",
        "br",
    ]
    assert plain.text == gzipped.text == packed.text == TEXT
    assert int(packed.headers["content-length"]) < len(TEXT.encode()) / 10
    assert len({answer.headers["etag"] for answer in (plain, gzipped, packed)}) == 3
    assert all(a.headers["vary"] == "accept-encoding" for a in (plain, gzipped, packed))


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-3", 206, b"<fee"),
        ("bytes=-2", 206, b"/>"),
        ("bytes=5-", 206, b"/>"),
        ("bytes=5-999", 206, b"/>"),
        ("bytes=7-", 416, None),
        ("bytes=0-1,3-4", 200, b"<feed/>"),
        ("lines=0-1", 200, b"<feed/>"),
        ("bytes=x-y", 200, b"<feed/>"),
    ],
)
def test_a_range_is_answered_in_part(
    browser: Browser, asked: str, status: int, body: bytes | None
) -> None:
    answer = browser.get("/feeds/all.atom", range=asked, accept_encoding="gzip")
    assert answer.status_code == status
    if body is not None:
        assert answer.content == body


@pytest.mark.parametrize("asked", ["bytes={}-", "bytes=-{}", "bytes=0-{}"])
def test_a_range_of_thousands_of_digits_gets_the_whole(browser: Browser, asked: str) -> None:
    answer = browser.get("/feeds/all.atom", range=asked.format("9" * 5000))
    assert answer.status_code == 200


def test_a_range_of_an_older_version_gets_the_whole(browser: Browser) -> None:
    tag = browser.get("/feeds/all.atom").headers["etag"]
    assert browser.get("/feeds/all.atom", range="bytes=0-1", if_range=tag).status_code == 206
    assert browser.get("/feeds/all.atom", range="bytes=0-1", if_range='"old"').status_code == 200


def test_head_has_the_headers_of_get_and_no_body(browser: Browser) -> None:
    head, get = browser.request("HEAD", "/"), browser.get("/")
    assert head.content == b""
    assert head.headers == get.headers


def test_other_methods_are_refused(browser: Browser) -> None:
    answer = browser.request("POST", "/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
