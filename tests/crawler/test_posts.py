"""Articles become posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.crawler.conftest import Newsroom, Site


def test_an_article_has_fifty_tags_at_most(site: Site, newsroom: Newsroom) -> None:
    item = {
        "title": "The story of today",
        "body": "<p>text</p>",
        "link": f"http://{site.host}/1",
        "tags": [f"tag {number}" for number in range(5000)],
    }
    site.json("/list.json", [item])
    newsroom.source(
        "wire",
        f"""
        kind: api
        timezone: UTC
        allow_private: ["{site.host}"]
        list:
          url: http://{site.host}/list.json
        fields:
          title: title
          body: body
          link: link
          tags: tags
        """,
    )
    assert newsroom.crawl_one("wire").counts.new == 1
    [post] = newsroom.posts()
    assert post.tags == tuple(f"tag {number}" for number in range(50))
