"""Sources as spiders: ``scrapy list``, ``crawl``, ``check`` and ``shell`` see them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError
from scrapy.spiderloader import SpiderLoader

from crawler.errors import SourceConfigError
from crawler.kinds import KINDS
from crawler.source import CATALOGUE, read_sources
from crawler.workspace import workspace_in
from feeds import __version__
from feeds.errors import ConfigError
from feeds.yaml_model import suggestion

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.settings import BaseSettings

    from crawler.guard.turns import Turns
    from crawler.kinds.model import SourceModel
    from crawler.kinds.spider import SourceSpider
    from feeds.config import Workspace


class MistakenError(SourceConfigError, UsageError):
    """Mistakes of a source that is asked for by name, or of the workspace.

    Scrapy tells them as it tells those of its users.
    """


class UnknownSpiderError(UsageError, KeyError):
    """A spider that there is not; likewise."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError adds quotation marks


class SourceLoader(SpiderLoader):
    """Loads hand-written spiders, and the sources of the workspace (of the catalogue without one).

    A source with mistakes is warned about and hides no other; loading it raises its mistakes.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._broken: dict[str, SourceConfigError] = {}
        self._workspace = workspace_in(settings)
        super().__init__(settings)

    def _load_all_spiders(self) -> None:
        folder = self._workspace.sources if self._workspace else CATALOGUE
        found = read_sources(folder)
        contact = _contact(self._workspace) if self._workspace else None
        for name, source in found.sources.items():
            self._spiders[name] = spider_class(source, contact=contact)
            self._found[name].append((str(folder), type(source).__name__))
        self._broken = found.broken
        for error in self._broken.values():
            warnings.warn(str(error), stacklevel=2, category=UserWarning)
        super()._load_all_spiders()

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of that name.

        Raises:
            SourceConfigError: its source has mistakes.
            KeyError: there is none.
        """
        if spider_name in self._broken:
            raise MistakenError(self._broken[spider_name].problems)
        try:
            return super().load(spider_name)
        except KeyError as error:
            near = suggestion(spider_name, self.list())
            what = f"there is no spider {spider_name!r}{near}: see: scrapy list"
            raise UnknownSpiderError(what) from error


def _contact(workspace: Workspace) -> str | None:
    try:
        return workspace.read_config().contact
    except ConfigError as error:
        raise MistakenError(error.problems) from error


def spider_class(
    source: SourceModel, *, contact: str | None = None, turns: Turns | None = None
) -> type[SourceSpider]:
    """A class of its own for ``source`` (``scrapy check`` assigns to classes).

    Args:
        source: what the spider reads.
        contact: mail address or URL for the user agent.
        turns: shared by the crawls of a process.
    """
    base = KINDS[source.kind].spider
    attributes = {
        "name": source.name,
        "source": source,
        "custom_settings": politeness(source, contact),
        "turns": turns,
        "__doc__": source.title,
        "__module__": base.__module__,
    }
    return type(f"{base.__name__}_{source.name}", (base,), attributes)


def politeness(source: SourceModel, contact: str | None) -> dict[str, Any]:
    """The Scrapy settings in which ``source`` differs from all others."""
    chosen: dict[str, Any] = {}
    if source.delay is not None:
        chosen["DOWNLOAD_DELAY"] = source.delay
    if source.concurrency is not None:
        chosen["CONCURRENT_REQUESTS_PER_DOMAIN"] = source.concurrency
        chosen["CONCURRENT_REQUESTS"] = source.concurrency
    if not source.obey_robots:
        chosen["ROBOTSTXT_OBEY"] = False
    if source.cookies:
        chosen["COOKIES_ENABLED"] = True
    if contact:
        chosen["USER_AGENT"] = f"broadsheet/{__version__} (+{contact})"
    return chosen
