"""Connections that break, stall or speak something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crawler.ledger import CUT_SHORT
from tests.faults.fault import Fault
from tests.faults.server import FOREVER, Reset, Step, Visit, reply, story

WHOLE = story("Story 10").encode()
HALF = WHOLE[: len(WHOLE) // 2]
_HTML = b"Content-Type: text/html; charset=utf-8\r\n"
_OK = b"HTTP/1.1 200 OK\r\n" + _HTML


def steps(*given: Step) -> Callable[[Visit], Iterable[Step]]:
    """The same for every visit."""
    return lambda _: given


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def lengths(number: int, body: bytes = WHOLE) -> bytes:
    return _OK + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % number + body


def drip(_: Visit) -> Iterable[Step]:
    yield _OK + b"Content-Length: 100000\r\n\r\n"
    while True:
        yield b"x"
        yield 1.0


def drip_headers(_: Visit) -> Iterable[Step]:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-Slow: 1\r\n"
        yield 1.0


def endless(_: Visit) -> Iterable[Step]:
    yield _OK + b"Connection: close\r\n\r\n<html><body>"
    while True:
        yield b"<p>more and more</p>" * 4000


def status(text: str, *headers: str) -> Callable[[Visit], Iterable[Step]]:
    return steps(reply("no", *headers, status=text))


_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
_CUT = "answer cut off"
_BROKEN = "connection failed"

FAULTS = [
    Fault(name="reset at once", answer=steps(Reset()), reason=_BROKEN),
    Fault(name="closed without an answer", answer=steps(), reason=_BROKEN),
    Fault(name="reset in the headers", answer=steps(_OK, Reset()), reason=_BROKEN),
    Fault(name="closed in the headers", answer=steps(_OK), reason=_BROKEN),
    Fault(name="reset in the body", answer=steps(lengths(len(WHOLE), HALF), 0.2, Reset()),
          reason=_CUT),
    Fault(name="silence", answer=steps(FOREVER), reason="timeout"),
    Fault(name="headers drop by drop", answer=drip_headers, reason="timeout"),
    Fault(name="body drop by drop", answer=drip, reason="timeout"),
    Fault(name="body drop by drop when the time of the run is over", answer=drip, minutes=0.2,
          reason=CUT_SHORT, code=1),
    Fault(name="stalls in the body", answer=steps(lengths(len(WHOLE), HALF), FOREVER),
          reason="timeout"),
    Fault(name="body without end", answer=endless, reason="answer too large"),
    Fault(name="Content-Length too large", answer=steps(lengths(len(WHOLE) + 500)), reason=_CUT),
    Fault(name="Content-Length too small", answer=steps(lengths(len(HALF))), reason=_BROKEN),
    Fault(name="Content-Length of 11 MiB", answer=steps(lengths(11 << 20)),
          reason="answer too large"),
    Fault(name="Content-Length negative", answer=steps(
        _OK + b"Content-Length: -5\r\n\r\n" + WHOLE), reason=_BROKEN),
    Fault(name="Content-Length is no number", answer=steps(
        _OK + b"Content-Length: many\r\n\r\n" + WHOLE), reason=_BROKEN),
    Fault(name="two Content-Lengths", answer=steps(
        _OK + b"Content-Length: 9\r\nContent-Length: 5000\r\n\r\n" + WHOLE), reason=_BROKEN),
    Fault(name="no length, closed in the middle", answer=steps(
        _OK + b"Connection: close\r\n\r\n" + HALF), reason=_CUT),
    Fault(name="chunks without the last", answer=steps(_CHUNKED + chunk(WHOLE)), reason=_CUT),
    Fault(name="chunk cut short", answer=steps(_CHUNKED + chunk(WHOLE)[:-400]), reason=_CUT),
    Fault(name="chunk with a bad length", answer=steps(_CHUNKED + b"zz\r\n" + WHOLE),
          reason=_BROKEN),
    Fault(name="chunk with a huge length", answer=steps(_CHUNKED + b"f" * 40 + b"\r\n" + WHOLE),
          reason=_BROKEN),
    Fault(name="garbage for a status line", answer=steps(b"\x16\x03\x01 hello\r\n\r\n"),
          reason=_BROKEN),
    Fault(name="HTTP/0.9", answer=steps(WHOLE), reason=_BROKEN),
    Fault(name="status 999", answer=status("999 Go away"), reason="HTTP 999"),
    Fault(name="header of 200 KB", answer=steps(_OK + b"X-Long: " + b"x" * 200_000 + b"\r\n\r\n"),
          reason=_BROKEN),
    Fault(name="20,000 headers", answer=steps(_OK + b"X-A: 1\r\n" * 20_000 + b"\r\n" + WHOLE),
          reason=_BROKEN),
    Fault(name="100 Continue a thousand times", answer=steps(
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1000 + reply(WHOLE)), bucket="", new=1),
    Fault(name="103 Early Hints before the answer", answer=steps(
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + reply(WHOLE)), bucket="", new=1),
    Fault(name="100 Continue without end", answer=lambda _: iter(
        lambda: b"HTTP/1.1 100 Continue\r\n\r\n" * 50, b""), reason="timeout"),
    Fault(name="101 Switching Protocols", answer=status("101 Switching Protocols"),
          reason="HTTP 101"),
    Fault(name="204 No Content", answer=status("204 No Content"), reason=_BROKEN),
    Fault(name="404", answer=status("404 Not Found"), reason="HTTP 404"),
    Fault(name="410", answer=status("410 Gone"), reason="HTTP 410"),
    Fault(name="429 for a second", answer=status("429 Slow", "Retry-After: 1"),
          reason="HTTP 429"),
    Fault(name="451", answer=status("451 Unavailable"), reason="HTTP 451"),
    Fault(name="503", answer=status("503 Busy"), reason="HTTP 503"),
]  # fmt: skip
