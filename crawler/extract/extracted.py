"""What goes into an extraction beside the page, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from crawler.extract.boilerplate import Boilerplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known beside the page.

    Attributes:
        now: aware UTC; relative dates count from it, dates after it are refused.
        timezone: the source's, for dates that name none; None when unknown.
        languages: BCP 47 tags of the source, likeliest first; empty when unknown.
        boilerplate: what stands on many pages of the same source, or None.
    """

    now: datetime
    timezone: ZoneInfo | None = None
    languages: tuple[str, ...] = ()
    boilerplate: Boilerplate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article as a page shows it. Whatever was not found is None or empty.

    Attributes:
        title: plain text, one line, without the name of the site.
        authors: names in page order.
        published: aware, in the zone by which the page shows it, UTC when it shows none.
        updated: likewise; None when the page names no later change.
        body: HTML fragment in page order, links and images absolute, not sanitised.
        summary: plain text, one paragraph.
        image: absolute URL of the lead image.
        language: BCP 47 tag.
        canonical_url: absolute http(s) URL.
        filled_by: field -> the rule that filled it, such as ``json-ld``; no key when empty.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    body: str | None = None
    summary: str | None = None
    image: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    filled_by: Mapping[str, str] = field(default_factory=dict)
