"""Content encodings that lie, end early or swell."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

import brotli

from tests.faults.fault import Fault
from tests.faults.server import Answer, reply, story

PAGE = story("Story 10").encode()
_MEGABYTE = b"<p>more</p>" * 95_000
_SWOLLEN = "answer too large when unpacked"
_BROKEN = "broken compression"


def packed(body: bytes, encoding: str) -> Answer:
    return lambda _: [reply(body, f"Content-Encoding: {encoding}")]


@cache
def bomb(codec: str) -> bytes:
    """A gigabyte of zeros, or 100 MB of markup."""
    if codec == "gzip":
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    elif codec == "deflate":
        packer = zlib.compressobj(9)
    else:
        return brotli.compress(b"\0" * (100 << 20), quality=1)
    block = b"\0" * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(300)) + packer.flush()


def bombing(codec: str, encoding: str) -> Answer:
    return lambda _: [reply(bomb(codec), f"Content-Encoding: {encoding}")]


def nested(_: object) -> list[bytes]:
    return [reply(gzip.compress(bomb("gzip")), "Content-Encoding: gzip, gzip")]


FAULTS = [
    Fault(name="gzip bomb", answer=bombing("gzip", "gzip"), reason=_SWOLLEN),
    Fault(name="deflate bomb", answer=bombing("deflate", "deflate"), reason=_SWOLLEN),
    Fault(name="brotli bomb", answer=bombing("br", "br"), reason=_SWOLLEN),
    Fault(name="gzip bomb in gzip", answer=nested, reason=_SWOLLEN),
    Fault(name="gzip of half a million empty parts", reason="packed too often",
          answer=packed(gzip.compress(b"") * (10_000_000 // 20), "gzip")),
    Fault(name="packed a hundred times", reason="packed too often",
          answer=packed(gzip.compress(PAGE), ", ".join(["gzip"] * 100))),
    Fault(name="gzip cut short", answer=packed(gzip.compress(PAGE)[:-60], "gzip"),
          reason="answer cut off"),
    Fault(name="gzip without its last byte", answer=packed(gzip.compress(PAGE)[:-1], "gzip"),
          reason="answer cut off"),
    Fault(name="gzip with a wrong checksum",
          answer=packed(gzip.compress(PAGE)[:-8] + b"\0" * 8, "gzip"), reason=_BROKEN),
    Fault(name="deflate cut short", answer=packed(zlib.compress(PAGE)[:-60], "deflate"),
          reason="answer cut off"),
    Fault(name="brotli cut short", answer=packed(brotli.compress(PAGE)[:-60], "br"),
          reason="answer cut off"),
    Fault(name="gzip that is none", answer=packed(PAGE, "gzip"), reason=_BROKEN),
    Fault(name="brotli that is none", answer=packed(PAGE, "br"), reason=_BROKEN),
    Fault(name="deflate that is none", answer=packed(PAGE, "deflate"), reason=_BROKEN),
    Fault(name="gzip that is empty", answer=packed(b"", "gzip"), reason="answer cut off"),
    Fault(name="gzip of a fault of one bit", answer=packed(
        (data := bytearray(gzip.compress(PAGE))).__setitem__(60, data[60] ^ 255) or bytes(data),
        "gzip"), reason=_BROKEN),
    Fault(name="an encoding nobody knows", answer=packed(PAGE, "secret"),
          reason="unknown content encoding"),
    Fault(name="gzip twice, said twice",
          answer=packed(gzip.compress(gzip.compress(PAGE)), "gzip, gzip"), bucket="", new=1),
    Fault(name="raw deflate", answer=packed(zlib.compress(PAGE, wbits=-15), "deflate"),
          bucket="", new=1),
    Fault(name="rubbish after gzip", answer=packed(gzip.compress(PAGE) + b"rubbish", "gzip"),
          bucket="", new=1),
]  # fmt: skip
