"""A source tried out: crawled by all the rules, for a few articles, and nothing is kept.

Owns what differs from a crawl: the clock may be an old one, a few articles are enough, and they
are shown instead of saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from crawler.extensions.workspace import OpenWorkspace
from crawler.items import Article
from crawler.ledger import Bucket
from crawler.pipelines.step import Step
from crawler.posts import post_of
from crawler.secrets import Credentials
from crawler.spiderloader import spider_class
from crawler.workshop.stage import perform
from crawler.workshop.tape import NOT_NEEDED, Tape, is_list

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import Settings

    from crawler.kinds.model import SourceModel
    from crawler.runs import Run
    from crawler.workshop.stage import Stage
    from crawler.workshop.tape import Recorded
    from feeds.config import Config
    from feeds.post import Post

_COMPONENTS = (
    ("EXTENSIONS", f"{__name__}.OpenRehearsal", 0),
    ("ITEM_PIPELINES", f"{__name__}.Collect", 900),
    ("SPIDER_MIDDLEWARES", f"{__name__}.Few", 50),
    # Before robots.txt is asked for, and after redirects have been followed.
    ("DOWNLOADER_MIDDLEWARES", "crawler.workshop.tape.PlayTape", 50),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """How a source is rehearsed.

    Attributes:
        now: aware UTC; the clock by which articles are read.
        articles: how many are asked for at most.
        answers: what is read in place of the site, None for the site itself.
    """

    now: datetime
    articles: int = 5
    answers: Sequence[Recorded] | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """A post, and the address that its article was read from."""

    post: Post
    read_from: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal showed.

    Attributes:
        collected: what would be kept, newest first.
        answers: all that was read for it.
        run: the run as it would be logged.
        now: the clock by which it was read.
    """

    collected: tuple[Collected, ...]
    answers: tuple[Recorded, ...]
    run: Run
    now: datetime

    @property
    def posts(self) -> list[Post]:
        """The posts alone."""
        return [each.post for each in self.collected]

    @property
    def silent(self) -> list[str]:
        """Selectors that were asked and found nothing, as hit rates name them."""
        return [rule for rule, (asked, found) in self.run.hits.items() if asked and not found]

    @property
    def troubles(self) -> list[str]:
        """Why lists could not be read and articles would not be kept, in words."""
        counts = self.run.counts
        lists = [f"list failed: {why}" for why in counts.list_failures if why != NOT_NEEDED]
        articles = [
            f"{count} {bucket}: {why}"
            for bucket, reasons in counts.reasons.items()
            for why, count in reasons.items()
        ]
        return [*lists, *articles, *([self.run.message] if self.run.message else [])]


def rehearse(source: SourceModel, stage: Stage, script: Script) -> Rehearsed:
    """Tries ``source`` out."""
    spider = spider_class(source, contact=stage.config.contact)
    tape = Tape(script.answers)
    attributes: dict[str, Any] = {"script": script, "config": stage.config, "tape": tape}
    if script.answers is not None:
        attributes["credentials"] = Credentials()  # nobody is asked
    crawler = perform(type(spider.__name__, (spider,), attributes), _settings(stage, script))
    opened = OpenWorkspace.of(crawler)
    assert isinstance(opened, OpenRehearsal)
    assert opened.run
    collected = sorted(opened.collected, key=_newness, reverse=True)
    return Rehearsed(tuple(collected), tuple(tape.heard), opened.run, script.now)


def _newness(collected: Collected) -> tuple[datetime, str]:
    return collected.post.published, collected.post.key


def _settings(stage: Stage, script: Script) -> Settings:
    settings = stage.settings()
    for name, component, place in _COMPONENTS:
        components = settings.getdict(name) | {component: place}
        settings.set(name, components, priority="cmdline")
    if script.answers is not None:
        replaying = {"ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0}
        settings.setdict(replaying, priority="cmdline")
    return settings


class OpenRehearsal(OpenWorkspace):
    """Stands in for the open workspace; there is no archive in it."""

    def __init__(self, config: Config, now: datetime) -> None:
        super().__init__(None)
        self.config = config
        self.collected: list[Collected] = []
        self._now = now

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The stand-in for one rehearsal."""
        spider: Any = crawler.spidercls
        opened = cls(spider.config, spider.script.now)
        opened._listen(crawler)
        return opened

    def now(self) -> datetime:
        """The time of the script."""
        return self._now


class Collect(Step):
    """Takes the place of saving."""

    def take(self, article: Article) -> None:
        """Keeps the post for whoever looks on."""
        assert isinstance(self.workspace, OpenRehearsal)
        post = post_of(article, self.facts, self.workspace.config)
        self.workspace.collected.append(Collected(post, article.url or ""))
        self.workspace.ledger.leave_pipelines(Bucket.NEW)


class Few:
    """Lets the first articles through, and lists only until they are found."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._passed = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For one rehearsal."""
        return cls(crawler)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Request | Article]
    ) -> AsyncIterator[Request | Article]:
        """Holds back what is too much; to the ledger it is known."""
        spider: Any = self._crawler.spider
        async for each in result:
            if is_list(each, spider):
                if self._passed < spider.script.articles:
                    yield each
            elif isinstance(each, Article) and not is_list(response.request, spider):
                yield each
            elif self._passed < spider.script.articles:
                self._passed += 1
                spider.tape.is_full = self._passed == spider.script.articles
                yield each
            elif isinstance(each, Article):
                spider.ledger.leave_pipelines(Bucket.KNOWN)
            else:
                spider.ledger.settle(Bucket.KNOWN, url=each.url)
