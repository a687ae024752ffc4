"""Answers as text and as JSON, for every kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crawler.errors import UnreadableError
from crawler.extract.charset import decode
from crawler.guard.caps import check_bytes, check_json

if TYPE_CHECKING:
    from scrapy.http import Response


def content_type_of(response: Response) -> str | None:
    """The Content-Type header, None when there is none."""
    content_type = response.headers.get("Content-Type")
    return content_type.decode("latin-1") if content_type else None


def text_of(response: Response, encoding: str | None) -> str:
    """The decoded text of an answer; ``encoding`` is the source's.

    Raises:
        Dropped: the text cannot be told from its bytes, or they are no text.
    """
    check_bytes(response.body)
    return decode(response.body, content_type_of(response), encoding).text


def json_of(text: str, url: str) -> Any:
    """The JSON value in an answer, which may be wrapped in a callback or an assignment.

    >>> json_of('callback({"records": []});', "https://news.example/api")
    {'records': []}

    Raises:
        UnreadableError: there is none.
        Dropped: it is more than a parser should be given.
    """
    check_json(text)
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnreadableError(url, "JSON nested too deep") from error
    except ValueError as error:
        if "int_max_str_digits" in str(error):
            raise UnreadableError(url, "JSON number too long") from error
        return _wrapped_json(text, url)


def _wrapped_json(text: str, url: str) -> Any:
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    try:
        return json.JSONDecoder().raw_decode(text, min(starts))[0] if starts else _no_json(url)
    except RecursionError as error:
        raise UnreadableError(url, "JSON nested too deep") from error
    except ValueError as error:
        raise UnreadableError(url, "not JSON") from error


def _no_json(url: str) -> Any:
    raise UnreadableError(url, "not JSON")
