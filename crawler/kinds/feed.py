"""Kind ``feed``: RSS, Atom or JSON Feed names the articles, with all of their text or a summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import Field
from scrapy import Request

from crawler.kinds.documents import content_type_of
from crawler.kinds.entries import Entry, ListPage
from crawler.kinds.feed_entries import read_feed
from crawler.kinds.html import HtmlSource, HtmlSpider, LinkFilter
from crawler.kinds.model import Urls, several
from feeds.links import canonical
from feeds.tags import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

    from crawler.kinds.feed_document import FeedDocument, FeedEntry
    from crawler.kinds.model import Keys

FullText: TypeAlias = Literal["auto", "always", "never"]

# Ends of texts that go on elsewhere.
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.|&#8230;|&hellip;)\])\s*$")
# A hundred English words, or 300 Chinese characters: teasers are shorter, hardly any article is.
_LEAST_CONTENT = 600
# What calls itself a summary has to be longer to be taken for the whole.
_LEAST_SUMMARY = 1500
_WIDE = "\u2e80"
"""CJK characters begin here; each says as much as two letters."""


class FeedList(LinkFilter):
    """The feeds that name the articles."""

    url: Urls
    """Address of a feed, or several."""
    pages: int = Field(100, ge=1)
    """How many documents of a feed that goes on in others (RFC 5005) are read at most."""


class FeedSource(HtmlSource):
    """A source that has a feed of its own."""

    kind: Literal["feed"]
    list: FeedList
    """Where the feed is."""
    full_text: FullText = "auto"
    """Whether articles are fetched from their pages: when the feed has but summaries, or there
    are fields to select (auto), always, or never."""

    @property
    def max_pages(self) -> int:
        """As the list says."""
        return self.list.pages

    def var_templates(self) -> dict[Keys, tuple[str, ...]]:
        """As ``SourceModel``, and the addresses of the feeds."""
        return super().var_templates() | {("list", "url"): several(self.list.url)}


class FeedSpider(HtmlSpider):
    """Reads a ``FeedSource``."""

    source: FeedSource

    @property
    def lists_are_whole(self) -> bool:
        """If the source says so."""
        return self.source.full_text == "never"

    def list_requests(self, page: int = 1) -> Iterator[Request]:
        """One request for each address and combination of vars."""
        return map(Request, self.source.filled(several(self.source.list.url), page))

    def read_list(self, response: Response) -> ListPage:
        """The entries of the feed, in its order."""
        feed = read_feed(response.body, response.url, content_type_of(response))
        if feed.omitted:
            self.ledger.notes["feed longer than allowed"] += 1
        found = [self._entry(entry, feed) for entry in feed.entries]
        entries = [entry for entry in found if self.source.list.admits(entry.link)]
        return ListPage(entries, feed.older)

    def _entry(self, given: FeedEntry, feed: FeedDocument) -> Entry:
        link = given.original or given.link
        entry = self.entry(None, link, records=[])
        entry.link = entry.link or canonical(link)
        if entry.link is None:
            entry.state("key", given.id)
        entry.stamp = given.updated or given.published or ""
        entry.state("title", given.title)
        entry.state("published", given.published or given.updated)
        entry.state("updated", given.updated)
        entry.state("description", given.summary)
        entry.state("authors", *given.authors)
        entry.state("tags", *given.tags)
        entry.state("image", given.image)
        entry.state("lang", feed.language)
        entry.listed_body = given.content or given.summary
        entry.is_whole = has_full_text(given)
        return entry

    def detail_url(self, entry: Entry) -> str | None:
        """The article's page, where the feed does not do."""
        selects = any(name not in self.source.values for name in self.source.all_rules())
        whole = entry.is_whole and not selects
        choice = self.source.full_text
        if choice == "never" or entry.link is None or (choice == "auto" and whole):
            entry.state("body", entry.listed_body)
            return None
        return entry.link

    def read_detail(self, response: Response, entry: Entry) -> None:
        """Reads the article's page; a page without an article leaves what the feed has."""
        super().read_detail(response, entry)
        entry.state("body", entry.listed_body)


def has_full_text(entry: FeedEntry) -> bool:
    """Whether a feed's entry holds the article and not a part of it.

    >>> from crawler.kinds.feed_document import FeedEntry
    >>> has_full_text(FeedEntry(content="<p>Ferry sails.</p>" * 50))
    True
    >>> has_full_text(FeedEntry(summary="<p>Ferry sails.</p>" * 50))
    False
    """
    return _is_long(entry.content, _LEAST_CONTENT) or _is_long(entry.summary, _LEAST_SUMMARY)


def _is_long(markup: str | None, least: int) -> bool:
    text = spaced(markup or "").strip()
    width = len(text) + sum(character >= _WIDE for character in text)
    return width >= least and not _CUT_OFF.search(text)
