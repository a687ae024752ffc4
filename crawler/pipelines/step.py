"""What every step shares: it looks at any item as an article, and drops one with a reason."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from crawler.errors import AlreadyKnown, Dropped
from crawler.extensions.workspace import OpenWorkspace
from crawler.facts import SourceFacts
from crawler.items import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Step(ABC):
    """One step of the way from an article to a post."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.workspace = OpenWorkspace.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for one crawl."""
        return cls(crawler)

    @cached_property
    def facts(self) -> SourceFacts:
        """What is known of the source; ``scrapy shell`` makes pipelines before there is one."""
        assert self.crawler.spider
        return SourceFacts.of(self.crawler.spider, self.workspace.config)

    @cached_property
    def allowed(self) -> frozenset[str]:
        """``host:port`` of the private places that the source may read."""
        return frozenset(getattr(self.crawler.spider, "allow_private", ()))

    def process_item(self, item: Any) -> Article:
        """``item`` as an article, after this step.

        Raises:
            DropItem: the step's reason not to keep it.
        """
        article = article_from(item)
        try:
            self.take(article)
        except AlreadyKnown as error:
            raise DropItem(str(error), log_level="DEBUG") from error
        except Dropped as error:
            raise DropItem(str(error)) from error
        return article

    @abstractmethod
    def take(self, article: Article) -> None:
        """Does the step's work on ``article``, in place.

        Raises:
            Dropped: it is not kept.
        """


def article_from(item: Any) -> Article:
    """Any item that itemadapter knows as an article; fields we do not know are left out.

    >>> article_from({"title": "Ferry sails", "shoe_size": 44}).title
    'Ferry sails'
    """
    if isinstance(item, Article):
        return item
    known = Article.__dataclass_fields__
    values = {name: value for name, value in ItemAdapter(item).items() if name in known}
    return Article(**values)
