"""Any spider's items as a feed: ``scrapy crawl NAME -O out.atom -O out.rss``.

Owns how the fields of an item of any type are read. Uses the writers of ``feeds.formats`` and
nothing else of the house: no archive, no pipelines. Items are kept until the spider closes, since
a feed begins with its newest entry.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, Self
from uuid import NAMESPACE_URL, uuid5

from scrapy.exporters import BaseItemExporter

from feeds.dates import parse_front_matter_date
from feeds.errors import MarkupError
from feeds.formats import FORMATS, Document, Rules, document
from feeds.formats.document import EMPTY_SINCE
from feeds.formats.text import uri
from feeds.links import absolute
from feeds.markup import sanitise
from feeds.post import Author, Image, Post
from feeds.text import clean_title, plain

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from feeds.formats import Format

# What spiders call our fields; the first that has a value counts.
_NAMES = {
    "id": ("id", "guid"),
    "link": ("link", "url"),
    "title": ("title", "headline", "name"),
    "published": ("published", "date", "pubdate", "datetime"),
    "updated": ("updated", "modified"),
    "body": ("body", "content", "html", "text"),
    "description": ("description", "summary"),
    "authors": ("authors", "author"),
    "tags": ("tags", "categories", "category"),
    "image": ("image", "image_url", "thumbnail"),
    "lang": ("lang", "language"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What the feed says of itself.

    Each comes from ``item_export_kwargs`` of the feed in ``FEEDS``, else from the spider.

    Attributes:
        title: plain text.
        site_url: HTML page that the feed is about.
        feed_url: where the file will be found, None when unknown.
        language: BCP 47 tag.
        started: aware, UTC; stands in for the date of items that have none.
    """

    title: str
    site_url: str
    feed_url: str | None = None
    language: str = "en"
    started: datetime = EMPTY_SINCE


class FeedItemExporter(BaseItemExporter):
    """Writes all items as one feed when the spider closes; a subclass names the ``format``."""

    format: Format

    def __init__(self, file: IO[bytes], *, channel: Channel, **options: Any) -> None:
        # Indentation and the like mean nothing to a feed.
        super().__init__(dont_fail=True, **options)
        self.file = file
        self.channel = channel
        self.posts: list[Post] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: IO[bytes], **options: Any) -> Self:
        """An exporter for the spider of ``crawler``."""
        told = {each.name: options.pop(each.name, None) for each in fields(Channel)}
        channel = _spider_channel(crawler) | {k: value for k, value in told.items() if value}
        return cls(file, channel=Channel(**channel), **options)

    def export_item(self, item: Any) -> None:
        """Keeps ``item``, whatever its type and however its fields are called."""
        if not isinstance(item, Post):
            item = read_post(dict(self.get_serialized_fields(item)), self.channel)
        self.posts.append(item)

    def finish_exporting(self) -> None:
        """Writes the feed."""
        channel = self.channel
        blank = Document(
            id=uri(channel.feed_url or channel.site_url),
            title=channel.title,
            site_url=uri(channel.site_url),
            urls={self.format.media_type: uri(channel.feed_url)} if channel.feed_url else {},
            language=channel.language,
        )
        # Who names a file wants everything in it.
        self.file.write(self.format.render(document(blank, self.posts, Rules(limits=None))))


class AtomItemExporter(FeedItemExporter):
    """``-O out.atom``."""

    format = FORMATS["atom"]


class RssItemExporter(FeedItemExporter):
    """``-O out.rss``."""

    format = FORMATS["rss"]


class JsonFeedItemExporter(FeedItemExporter):
    """``-O out.json`` as JSON Feed, where the settings say so."""

    format = FORMATS["json"]


def read_post(item: dict[str, Any], channel: Channel) -> Post:
    """An item's fields as a post; what cannot be read is left out.

    >>> channel = Channel(title="T", site_url="https://news.example/")
    >>> read_post({"url": "/a", "headline": ["Title"], "text": "Words"}, channel).body
    '<p>Words</p>'
    """
    link = _url(item, "link", channel.site_url)
    title = clean_title(_text(item, "title"))
    body = _body(_text(item, "body"), link or channel.site_url)
    key = str(uuid5(NAMESPACE_URL, _text(item, "id") or link or title + body))
    image = _url(item, "image", link or channel.site_url)
    published = _date(_value(item, "published"))
    return Post(
        id=link or f"urn:uuid:{key}",
        key=key,
        title=title,
        published=published or channel.started,
        updated=_date(_value(item, "updated")),
        body=body,
        link=link,
        tags=tuple(map(str, _list(_value(item, "tags")))),
        lang=_text(item, "lang") or None,
        authors=tuple(Author(str(author)) for author in _list(_value(item, "authors"))),
        description=plain(_text(item, "description")) or None,
        image=Image(image) if image else None,
    )


def _spider_channel(crawler: Crawler) -> dict[str, Any]:
    spider, stats = crawler.spider, crawler.stats
    domains = [f"https://{domain}/" for domain in getattr(spider, "allowed_domains", None) or ()]
    pages = [*(getattr(spider, "start_urls", None) or ()), *domains, "https://localhost/"]
    return {
        "title": getattr(spider, "title", None) or getattr(spider, "name", None) or "Feed",
        "site_url": pages[0],
        "language": getattr(spider, "language", None) or "en",
        "started": (stats and stats.get_value("start_time")) or EMPTY_SINCE,
    }


def _value(item: dict[str, Any], field: str) -> Any:
    return next((item[name] for name in _NAMES[field] if item.get(name)), None)


def _text(item: dict[str, Any], field: str) -> str:
    """The first value, since item loaders without output processors make lists."""
    return next((str(value) for value in _list(_value(item, field))), "")


def _url(item: dict[str, Any], field: str, base: str) -> str | None:
    text = _text(item, field)
    return absolute(text, base) if text else None


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _body(html: str, base: str) -> str:
    try:
        return sanitise(html, base)
    except MarkupError:
        return ""


def _date(value: Any) -> datetime | None:
    for each in _list(value)[:1]:
        if isinstance(each, datetime):
            return each.astimezone(UTC) if each.tzinfo else each.replace(tzinfo=UTC)
        with suppress(ValueError):
            return parse_front_matter_date(str(each))[0]
    return None
