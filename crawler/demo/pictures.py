"""The newspaper's photographs: seascapes painted from their names.

Owns a painter of rows and a writer of PNG (ISO/IEC 15948), so that the project carries no image
files.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

WIDTH, HEIGHT = 480, 270
_SUN_RADIUS = 28

# 8 bits a sample, truecolour, deflate, adaptive filtering, not interlaced.
_HEADER = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)


class _Scene(NamedTuple):
    """What differs between two pictures; colours are RGB, lengths pixels."""

    sky: tuple[int, int, int]
    sea: tuple[int, int, int]
    horizon: int
    sun: int


def png(name: str) -> bytes:
    r"""A picture of ``WIDTH`` x ``HEIGHT`` pixels; the same name gives the same bytes.

    >>> png("harbour")[:8]
    b'\x89PNG\r\n\x1a\n'
    >>> png("harbour") == png("harbour") != png("mole")
    True
    """
    scene = _scene(zlib.crc32(name.encode()))
    rows = b"".join(b"\0" + _row(scene, y) for y in range(HEIGHT))
    chunks = (_chunk(b"IHDR", _HEADER), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _scene(seed: int) -> _Scene:
    sky = (120 + seed % 110, 130 + (seed >> 4) % 90, 160 + (seed >> 8) % 90)
    sea = (10 + (seed >> 12) % 50, 60 + (seed >> 16) % 60, 90 + (seed >> 20) % 80)
    return _Scene(sky, sea, HEIGHT // 2 + (seed >> 6) % 60, 60 + (seed >> 10) % (WIDTH - 120))


def _row(scene: _Scene, y: int) -> bytes:
    if y >= scene.horizon:
        light = 255 if y % 9 == 0 else 160 + 95 * (y - scene.horizon) // HEIGHT
        return _pixel(scene.sea, light) * WIDTH
    sky = _pixel(scene.sky, 255 - 110 * y // HEIGHT)
    rise = y - (scene.horizon - _SUN_RADIUS)
    if rise < 0:
        return sky * WIDTH
    half = int((_SUN_RADIUS**2 - (_SUN_RADIUS - rise) ** 2) ** 0.5)
    disc = bytes((255, 214, 120)) * (2 * half)
    return sky * (scene.sun - half) + disc + sky * (WIDTH - scene.sun - half)


def _pixel(colour: tuple[int, int, int], light: int) -> bytes:
    return bytes(part * light // 255 for part in colour)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
