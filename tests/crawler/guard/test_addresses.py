from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.guard.addresses import is_public, literal, refusal

LOOPBACK_FORMS = [
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.255.255.254:8080/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://2130706433/",
    "http://%31%32%37.0.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://localhost/",
    "http://LOCALHOST:80/",
    "http://sub.localhost/",
]
PRIVATE_FORMS = [
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://192.0.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[fec0::1]/",
    "http://[4000::1]/",
    "http://192.0.0.8/",
    "http://router/",
    "http://printer.local/",
    "http://metadata.google.internal/",
]
NOT_HTTP = [
    "file:///etc/passwd",
    "ftp://news.example/",
    "gopher://news.example/",
    "data:text/html,x",
    "javascript:alert(1)",
    "//news.example/",
    "http:///path",
    "http://user:pass@news.example/",
    "http://news.example@127.0.0.1/",
    "http://news.example:99999/",
    "http://[::1/",
    "",
]


@pytest.mark.parametrize("url", LOOPBACK_FORMS + PRIVATE_FORMS + NOT_HTTP)
def test_private_places_are_refused_in_every_spelling(url: str) -> None:
    assert refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/",
        "http://93.184.215.14/",
        "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
        "https://新闻.example/",
        "https://news.example:8443/a?b#c",
    ],
)
def test_public_places_pass(url: str) -> None:
    assert refusal(url) is None


def test_only_the_named_port_of_a_private_host_is_allowed() -> None:
    allowed = frozenset({"127.0.0.1:8000", "[::1]:8000", "intranet:80"})
    assert refusal("http://127.0.0.1:8000/a", allowed) is None
    assert refusal("http://[::1]:8000/a", allowed) is None
    assert refusal("http://intranet/", allowed) is None
    assert refusal("http://127.0.0.1:8001/a", allowed)
    assert refusal("http://127.0.0.2:8000/a", allowed)
    assert refusal("ftp://127.0.0.1:8000/a", allowed)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_the_same_in_all_its_spellings(address: ipaddress.IPv4Address) -> None:
    verdict = is_public(address)
    number = int(address)
    for spelling in (str(number), hex(number), str(address), f"[::ffff:{address}]"):
        found = literal(spelling)
        assert found is not None
        assert is_public(found) is verdict


def test_a_host_that_no_resolver_reads_is_no_error() -> None:
    assert literal("127.0.0.1%00.news.example") is None
    assert literal("1\0") is None
