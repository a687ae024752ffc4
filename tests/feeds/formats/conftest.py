"""Posts and documents that format tests share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from feeds.formats import Document, urls
from feeds.post import Post

if TYPE_CHECKING:
    from collections.abc import Callable

START = datetime(2026, 8, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def make_post() -> Callable[..., Post]:
    """A post by number; later numbers are newer; keywords replace its fields."""

    def make(number: int = 1, **fields: Any) -> Post:
        values: dict[str, Any] = {
            "id": f"tag:news.example,2026:{number}",
            "key": str(number),
            "title": f"Title {number}",
            "published": START + timedelta(hours=number),
            "body": f"<p>Body of {number}.</p>",
            "link": f"https://news.example/{number}",
        }
        return Post(**values | fields)

    return make


@pytest.fixture
def blank() -> Document:
    return Document(
        id="tag:news.example,2026:all",
        title="All news",
        site_url="https://news.example/",
        urls=urls("https://news.example/feeds/all"),
    )
