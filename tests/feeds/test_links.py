from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.links import MAX_LENGTH, absolute, canonical, identity

SCHEMES = ("http://", "https://", "HTTP://", "//", "", "javascript:", "ftp://", "https:\\\\")
HOSTS = (
    "example.org",
    "EXAMPLE.org.",
    "bücher.example",
    "新闻.中国",
    "[::1]",
    "a.b:443",
    "u:p@h.org",
)
PARTS = st.lists(
    st.sampled_from(
        ["/", "a", ".", "..", "%2e", "%7E", "%", "%zz", "%d6%d0", "新", " ", "{", "<", '"', "'",
         "\\", "(", "|", "&", "=", "?", "#", "utm_source=x", "&id=1", "spm", "[", "\t", "\x00"]
    ),
    max_size=8,
).map("".join)  # fmt: skip
URLS = st.one_of(
    st.builds(lambda *p: "".join(p), st.sampled_from(SCHEMES), st.sampled_from(HOSTS), PARTS),
    st.text(max_size=40),
)
URI = re.compile(r"https?://(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d+)?/[!$-;=?-Z_a-z~]*")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org", "http://example.org/"),
        ("https://Example.ORG:443/A", "https://example.org/A"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("http://example.org./a", "http://example.org/a"),
        ("http://user:secret@example.org/a", "http://example.org/a"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://☃.example/", "https://xn--n3h.example/"),
        ("https://XN--N3H.example", "https://xn--n3h.example/"),
        ("https://一。中国/", "https://xn--4gq.xn--fiqs8s/"),
        ("http://新闻.中国/首页", "http://xn--efvy88h.xn--fiqs8s/%E9%A6%96%E9%A1%B5"),
        ("http://[0:0::1]:80/", "http://[::1]/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://010.0.0.1:80/", "http://8.0.0.1/"),
        ("http://e.org/%7Ea/%e4%b8%ad", "http://e.org/~a/%E4%B8%AD"),
        ("http://e.org/a/%2e%2E/b/./c/..", "http://e.org/b/"),
        ("http://e.org/../../a", "http://e.org/a"),
        ("http://e.org/100%", "http://e.org/100%25"),
        ("http://e.org/%d6%d0", "http://e.org/%D6%D0"),  # GBK stays what it is
        ('http://e.org/a b"<>{}', "http://e.org/a%20b%22%3C%3E%7B%7D"),
        ("http://e.org/a?q={{x}}|[1]", "http://e.org/a?q=%7B%7Bx%7D%7D%7C%5B1%5D"),
        ("http://e.org/a?b=2&a=1&b=1", "http://e.org/a?b=2&a=1&b=1"),
        ("http://e.org/a#top", "http://e.org/a"),
        ("http://e.org/a?", "http://e.org/a"),
        ("  http://e.org/a\nb \t", "http://e.org/ab"),
        (r"https:\\e.org\a?b=\c", "https://e.org/a?b=%5Cc"),
        ("http://e.org/a?a=1,2", "http://e.org/a?a=1,2"),
    ],
)
def test_canonical_spelling(url: str, expected: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "url",
    ["", "/a", "//e.org/a", "a.html", "javascript:alert(1)", "JaVa\nscript:alert(1)", "data:,x",
     "ftp://e.org/", "file:///etc/passwd", "mailto:a@e.org", "http://", "http:///a", "http://[::1",
     "http://e.org:99999/", "http://1.2.3.999/", "http://m.0x/",
     "http://news.8/", "http://xn--a/", "http://xn--/", "http://a.\u0338/", "http://xn--5ta.e/",
     "http://[fe80::1%25eth0]/", "http://a b/", "http://a<b/", "http://..../",
     "http://e.org/" + "a" * MAX_LENGTH, "http://e.org/" + "中" * (MAX_LENGTH // 4)],
)  # fmt: skip
def test_what_is_no_web_address_has_no_canonical_spelling(url: str) -> None:
    assert canonical(url) is None


@pytest.mark.parametrize(
    "query",
    ["utm_source=x", "UTM_Campaign=x", "fbclid=1", "gclid=1", "spm=a.b", "mc_cid=1", "_ga=1",
     "at_custom1=x", "ns_mchannel=x", "pk_campaign=x", "isappinstalled=0", "utm_x"],
)  # fmt: skip
def test_tracking_parameters_are_removed(query: str) -> None:
    assert canonical(f"https://e.org/a?{query}") == "https://e.org/a"
    assert canonical(f"https://e.org/a?id=1&{query}&p=2") == "https://e.org/a?id=1&p=2"


@pytest.mark.parametrize("query", ["from=home", "source=3", "ref=12", "id=7", "utm=1", "cid=2"])
def test_parameters_that_may_name_an_article_stay(query: str) -> None:
    assert canonical(f"https://e.org/a?{query}") == f"https://e.org/a?{query}"


def test_relative_addresses_are_resolved_against_the_base() -> None:
    base = "https://e.org/news/list.html?page=2"
    assert canonical("../a.html#x", base) == "https://e.org/a.html"
    assert canonical("//other.org/b", base) == "https://other.org/b"
    assert canonical("/c", "https://e.org") == "https://e.org/c"
    assert canonical("?page=3", base) == "https://e.org/news/list.html?page=3"


def test_links_in_bodies_keep_parameters_and_fragment() -> None:
    assert absolute("/a?utm_source=x#注", "https://e.org/") == (
        "https://e.org/a?utm_source=x#%E6%B3%A8"
    )
    assert absolute("java\tscript:alert(1)", "https://e.org/") is None


@given(URLS)
def test_canonical_is_idempotent_and_a_plain_uri(url: str) -> None:
    once = canonical(url, "https://base.example/x/y")
    if once is not None:
        assert URI.fullmatch(once), once
        assert canonical(once) == once
        assert urlsplit(once).geturl() == once


@given(URLS)
def test_absolute_is_idempotent(url: str) -> None:
    once = absolute(url, "https://base.example/x/y")
    if once is not None:
        assert absolute(once, "https://other.example/") == once


SIMPLE = r"https?://[a-z0-9.-]{1,12}(:[0-9]{1,6})?/[A-Za-z0-9._~/=&?-]{0,20}"


@given(st.from_regex(SIMPLE, fullmatch=True))
def test_the_short_way_for_clean_addresses_gives_what_the_long_way_gives(url: str) -> None:
    assert canonical(url) == canonical(" " + url)
    assert absolute(url, "https://e.org/") == absolute(" " + url, "https://e.org/")
    path = url[url.index("/", 8) :]
    base = "https://e.org/x/y"
    assert canonical(path, base) == canonical(" " + path, base)


@pytest.mark.parametrize(
    "variant",
    ["http://example.org/a/b", "https://www.example.org/a/b/", "https://m.example.org/a/b",
     "https://example.org/a/b/index.html", "https://example.org/amp/a/b",
     "https://example.org/a/b/amp/", "https://example.org/a/b?amp=1#c",
     "https://example.org/a/b?utm_source=x", "https://amp.example.org/a/b.amp"],
)  # fmt: skip
def test_variants_of_an_address_have_one_identity(variant: str) -> None:
    assert identity(variant) == "example.org/a/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://news.example.org/a", "https://sport.example.org/a"),
        ("https://example.org/camp", "https://example.org/c"),
        ("https://m.cn/a", "https://cn/a"),
    ],
)
def test_different_articles_have_different_identities(one: str, other: str) -> None:
    assert identity(one) != identity(other)


def test_parameters_in_another_order_have_the_same_identity() -> None:
    assert identity("https://e.org/a?x=1&y=2") == identity("https://e.org/a?y=2&x=1")
    assert identity("https://e.org/a.amp.html") == identity("https://e.org/a.html")


def test_what_is_longer_than_an_address_costs_nothing() -> None:
    began = time.process_time()
    for _ in range(500):
        assert absolute("a", f"https://example.org{'/a' * 500_000}") is None
        assert canonical(f"https://{'é' * 2000}.example/") is None
        assert canonical(f"https://example.org/{'a/' * 50_000}") is None
    assert time.process_time() - began < 2
