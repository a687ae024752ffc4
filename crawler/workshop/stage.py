"""How spiders run in the workshop: as in every crawl, but nothing is kept."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy.crawler import Crawler
from scrapy.settings import Settings

from crawler.secrets import Credentials
from feeds import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Spider

    from feeds.config import Config

_KEEPS = "crawler.extensions.workspace.OpenWorkspace"
_SAVES = "crawler.pipelines.save.Save"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where spiders are tried out.

    Attributes:
        config: the workspace's.
        allow_private: ``host:port`` of private places that may be asked.
        credentials: what is asked for with those of a source.
    """

    config: Config
    allow_private: tuple[str, ...] = ()
    credentials: Credentials = field(default_factory=Credentials)

    def settings(self) -> Settings:
        """The project's settings, without what opens or writes a workspace."""
        settings = Settings()
        settings.setmodule("crawler.settings", priority="project")
        _without(settings, "EXTENSIONS", _KEEPS)
        _without(settings, "ITEM_PIPELINES", _SAVES)
        if self.config.contact:
            settings.set("USER_AGENT", f"broadsheet/{__version__} (+{self.config.contact})")
        if self.allow_private:
            # A dozen requests to the user's own server.
            settings.set("DOWNLOAD_DELAY", 0)
        return settings

    def scouting(self) -> Settings:
        """Settings for a spider that yields nothing but requests."""
        settings = self.settings()
        settings.set("ITEM_PIPELINES", {})
        return settings


def _without(settings: Settings, name: str, component: str) -> None:
    components = dict(settings.getdict(name))
    del components[component]
    settings.set(name, components, priority="cmdline")


def perform(spider: type[Spider], settings: Settings) -> Crawler:
    """Runs a spider to its end and returns its crawler."""
    crawler = Crawler(spider, settings)
    with _quiet():
        asyncio.run(crawler.crawl_async())
    return crawler


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps warnings about pages off the terminal: here they are results, and told as such."""
    handler = logging.NullHandler()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
