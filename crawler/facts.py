"""What the pipelines know of the source an article comes from, whoever wrote the spider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from crawler.extract import Context

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy import Spider

    from crawler.kinds.model import SourceModel
    from feeds.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """Facts about a source that its articles share.

    Attributes:
        zone: for dates that carry none.
        zone_is_own: whether the source names it, rather than the workspace.
        remove: CSS selectors of what is deleted from bodies.
        unwrap: CSS selectors of tags whose text stays.
        footer: template of post files, vars filled in.
    """

    name: str
    zone: ZoneInfo
    zone_is_own: bool = False
    language: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    unwrap: tuple[str, ...] = ()
    footer: str = ""

    @classmethod
    def of(cls, spider: Spider, config: Config) -> Self:
        """Facts from the spider's source; a hand-written spider may have attributes of the names.

        ``timezone``, ``language``, ``category``, ``tags``, ``remove``, ``unwrap`` and ``footer``
        count; what is missing comes from the workspace.
        """
        source: SourceModel | Any = getattr(spider, "source", spider)
        zone: str | None = getattr(source, "timezone", None)
        footer: str | None = getattr(source, "footer", None)
        return cls(
            name=spider.name,
            zone=ZoneInfo(zone or config.timezone),
            zone_is_own=zone is not None,
            language=getattr(source, "language", None) or config.language,
            category=getattr(source, "category", None),
            tags=tuple(getattr(source, "tags", ())),
            remove=tuple(getattr(source, "remove", ())),
            unwrap=tuple(getattr(source, "unwrap", ())),
            footer=_filled(footer or config.footer, getattr(spider, "variables", {})),
        )

    def context(self, now: datetime) -> Context:
        """What an extraction is told beside the page; ``now`` is aware UTC."""
        languages = (self.language,) if self.language else ()
        return Context(now=now, timezone=self.zone, languages=languages)


def _filled(footer: str, variables: dict[str, str]) -> str:
    """The footer with vars in place; the names of the article stay for ``render_footer``."""
    for name, value in variables.items():
        footer = footer.replace(f"{{{name}}}", value)
    return footer
