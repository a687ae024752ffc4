"""What readers of our feeds are told of a source: its title, its site, its own feed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.errors import SourceError
from crawler.source import lists
from feeds.formats import Origin

if TYPE_CHECKING:
    from crawler.kinds.model import SourceModel

_SITE = re.compile(r"https?://[^/?#]+")


def origin(source: SourceModel) -> Origin:
    """The origin of the posts of ``source``; addresses that ask for vars not given stay out."""
    url = next(iter(lists(source)), "")
    site = _SITE.match(url)
    return Origin(
        title=source.title or source.name,
        site_url=_filled(source, f"{site[0]}/") if site else "",
        feed_url=_filled(source, url) or None if source.kind == "feed" else None,
    )


def _filled(source: SourceModel, template: str) -> str:
    try:
        return source.filled([template])[0]
    except SourceError:
        return ""
