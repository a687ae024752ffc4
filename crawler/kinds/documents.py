"""Answers as text, for every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.charset import decode

if TYPE_CHECKING:
    from scrapy.http import Response


def text_of(response: Response, encoding: str | None) -> str:
    """The decoded text of an answer; ``encoding`` is the source's.

    Raises:
        Dropped: the text cannot be told from its bytes.
    """
    content_type = response.headers.get("Content-Type")
    declared = content_type.decode("latin-1") if content_type else None
    return decode(response.body, declared, encoding).text
