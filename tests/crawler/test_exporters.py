"""Items of any type through Scrapy's own feed exports."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from textwrap import dedent

import attrs
import feedparser
import pytest
import scrapy
from itemadapter import ItemAdapter

from crawler.exporters import (
    AtomItemExporter,
    Channel,
    JsonFeedItemExporter,
    RssItemExporter,
    read_post,
)
from feeds.post import Post

STARTED = datetime(2026, 8, 20, 12, tzinfo=UTC)
CHANNEL = Channel(title="News", site_url="https://news.example/", started=STARTED)
VALUES = {"title": "One", "url": "https://news.example/1", "content": "<p>Text.</p>"}


class ScrapyItem(scrapy.Item):
    title = scrapy.Field()
    url = scrapy.Field()
    content = scrapy.Field()


@dataclass
class DataItem:
    title: str
    url: str
    content: str


@attrs.define
class AttrsItem:
    title: str
    url: str
    content: str


def export(items, exporter, channel=CHANNEL):
    file = BytesIO()
    made = exporter(file, channel=channel, indent=None, encoding=None)
    made.start_exporting()
    for item in items:
        made.export_item(item)
    made.finish_exporting()
    return file.getvalue()


@pytest.mark.parametrize("kind", [dict, ScrapyItem, DataItem, AttrsItem])
@pytest.mark.parametrize("exporter", [AtomItemExporter, RssItemExporter])
def test_items_of_every_type_become_entries(kind, exporter):
    found = feedparser.parse(export([kind(**VALUES)], exporter))
    assert not found.bozo
    (entry,) = found.entries
    assert (entry.title, entry.link) == ("One", "https://news.example/1")
    assert entry.content[0].value == "<p>Text.</p>"
    assert entry.published_parsed[:4] == (2026, 8, 20, 12)


def test_json_is_a_json_feed():
    feed = json.loads(export([VALUES], JsonFeedItemExporter))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["content_html"] == "<p>Text.</p>"


def test_no_item_is_left_out_however_many():
    items = [{**VALUES, "url": f"https://news.example/{n}"} for n in range(60)]
    assert len(feedparser.parse(export(items, AtomItemExporter)).entries) == 60


def test_posts_pass_as_they_are():
    post = Post(id="tag:x,2026:1", key="1", title="T", published=STARTED, body="<p>B</p>")
    (entry,) = feedparser.parse(export([post], AtomItemExporter)).entries
    assert entry.id == "tag:x,2026:1"


def test_lists_and_odd_names_are_read():
    item = {
        "headline": ["<b>Tom</b> &amp; Ann"],
        "link": ["/a"],
        "date": "2026-08-01 10:00 +0800",
        "author": "Ann",
        "categories": ["x", "y"],
        "image": "/a.png",
        "language": "en-GB",
        "summary": "<p>Short.</p>",
    }
    post = read_post(item, CHANNEL)
    assert (post.title, post.link) == ("Tom & Ann", "https://news.example/a")
    assert post.published == datetime(2026, 8, 1, 2, tzinfo=UTC)
    assert [author.name for author in post.authors] == ["Ann"]
    assert (post.tags, post.lang, post.description) == (("x", "y"), "en-GB", "Short.")
    assert post.image.url == "https://news.example/a.png"


def test_active_content_does_not_pass():
    item = {"title": "T", "url": "javascript:x()", "body": "<p onclick=x()>a<script>b</script></p>"}
    data = export([item], RssItemExporter).decode()
    assert "<script" not in data
    assert "javascript" not in data
    assert "onclick" not in data


def test_an_unreadable_date_is_the_start_of_the_crawl_and_not_now():
    assert read_post({**VALUES, "date": "yesterday-ish"}, CHANNEL).published == STARTED


def test_an_item_without_a_link_keeps_its_id_while_it_stays_the_same():
    first, second = (read_post({"title": "T", "body": "B"}, CHANNEL) for _ in range(2))
    assert first.id == second.id
    assert first.id.startswith("urn:uuid:")


def test_serializers_of_fields_are_used():
    class Shouting(scrapy.Item):
        title = scrapy.Field(serializer=str.upper)

    assert ItemAdapter.is_item(Shouting())
    (entry,) = feedparser.parse(export([Shouting(title="one")], AtomItemExporter)).entries
    assert entry.title == "ONE"


def test_scrapy_writes_several_feeds_in_one_crawl(tmp_path):
    script = tmp_path / "spider.py"
    script.write_text(
        dedent("""
        import sys
        import scrapy
        from scrapy.crawler import CrawlerProcess

        class Tiny(scrapy.Spider):
            name = "tiny"
            start_urls = ["https://news.example/"]

            async def start(self):
                yield {"title": "One", "url": "/1", "date": "2026-08-01"}
                yield {"title": "Two", "url": "/2", "date": "2026-08-02"}

        exporters = {
            "atom": "crawler.exporters.AtomItemExporter",
            "rss": "crawler.exporters.RssItemExporter",
        }
        feeds = {f"{sys.argv[1]}/out.{name}": {"format": name} for name in exporters}
        feeds[f"{sys.argv[1]}/out.atom"]["item_export_kwargs"] = {"title": "Told"}
        process = CrawlerProcess({
            "FEED_EXPORTERS": exporters, "FEEDS": feeds, "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
        })
        process.crawl(Tiny)
        process.start()
        """)
    )
    command = [sys.executable, str(script), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    for name, title in (("atom", "Told"), ("rss", "tiny")):
        found = feedparser.parse((tmp_path / f"out.{name}").read_bytes())
        assert found.feed.title == title, done.stderr
        assert [entry.title for entry in found.entries] == ["Two", "One"]
