"""Log lines about items that leave out the items: an article is a page of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure


class ShortLogFormatter(LogFormatter):
    """As Scrapy's, but an item is named by its URL."""

    def dropped(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """The reason, which names the article."""
        made = super().dropped(item, exception, response, spider)
        return made and made | {"msg": "Dropped: %(exception)s"}

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """The URL; Scrapy adds the traceback."""
        made = super().item_error(item, exception, response, spider)
        args = {"url": ItemAdapter(item).get("url")}
        return made and made | {"msg": "Defect in processing %(url)s", "args": args}
