"""Pages as bytes. Pure: what a page shows is in its value, what it looks like in its template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from feeds.dates import rfc3339
from feeds.site.words import is_rtl, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from feeds.formats import Entry


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed of a channel: what readers call the format, its absolute URL, its media type."""

    label: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class ChannelLink:
    """Another channel's page; ``href`` is relative to the root of ``public/``."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class ChannelGroup:
    """Channels of one kind, in the order they are shown."""

    kind: str
    channels: tuple[ChannelLink, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One post in a list.

    ``published`` is aware UTC, ``link`` None when there is no original, ``body`` sanitised HTML or
    empty.
    """

    title: str
    link: str | None
    published: datetime
    category: str = ""
    authors: str = ""
    summary: str = ""
    body: str = ""
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the publication.

    ``url`` is absolute, ``root`` the relative way from the page to the root of ``public/``
    ("" or "../"), ``timezone`` an IANA name, ``following`` the address of the next page,
    ``problem`` why a search cannot be answered, in English.
    """

    title: str
    publication: str
    lang: str
    timezone: str
    url: str
    root: str = ""
    description: str = ""
    feeds: tuple[FeedLink, ...] = ()
    entries: tuple[Headline, ...] = ()
    neighbours: tuple[ChannelGroup, ...] = ()
    following: str = ""
    problem: str = ""


def channel_page(page: Page) -> bytes:
    """The page of one channel: its feeds, how to subscribe, its newest posts."""
    return _render("channel.html", page)


def digest_page(page: Page) -> bytes:
    """The page of the digest: as that of a channel, but each entry in full, the newest open."""
    return _render("digest.html", page)


def channels_page(page: Page) -> bytes:
    """The page that lists all channels."""
    return _render("channels.html", page)


def search_page(page: Page) -> bytes:
    """The page of a search: its form, and what was found for ``page.title``."""
    return _render("search.html", page)


def headlines(entries: Iterable[Entry]) -> tuple[Headline, ...]:
    """The entries of a document as a page lists them."""
    return tuple(
        Headline(
            title=entry.title,
            link=entry.via,
            published=entry.published,
            category=entry.categories[0].label if entry.categories else "",
            authors=", ".join(author.name for author in entry.authors),
            summary=entry.summary,
            body=entry.content_html or "",
            lang=entry.lang,
        )
        for entry in entries
    )


def _render(template: str, page: Page) -> bytes:
    spoken = words(page.lang)
    environment = _environment(page.timezone, spoken["date"])
    return environment.get_template(template).render(page=page, words=spoken).encode()


# Templates are compiled once per zone and date form: a publication has one of each.
@cache
def _environment(timezone: str, date_form: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("feeds.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    zone = ZoneInfo(timezone)
    environment.filters["rfc3339"] = rfc3339
    environment.filters["is_rtl"] = is_rtl
    environment.filters["beside"] = _beside
    environment.filters["local_time"] = lambda moment: _local_time(moment, zone, date_form)
    return environment


def _beside(ours: Mapping[str, str], language: str) -> str:
    """Attributes of what we say ourselves amid text in ``language``, if that is another.

    >>> _beside({"spoken": "en"}, "fa"), _beside({"spoken": "zh-CN"}, "zh-Hant")
    (' lang="en" dir="ltr"', '')
    """
    tag = ours["spoken"]
    if tag.split("-")[0] == language.lower().split("-")[0]:
        return ""
    return f' lang="{tag}" dir="ltr"'


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _local_time(moment: datetime, zone: ZoneInfo, form: str) -> str:
    """``moment`` as people of ``zone`` read it.

    The month is named here because ``%b`` follows the locale of the process.
    """
    local = moment.astimezone(zone)
    return form.format(local, month=_MONTHS[local.month - 1])
