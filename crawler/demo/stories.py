"""The stories of the sample newspaper, as they are kept in YAML and as a crawl should find them.

Owns what is true about each story; how it is printed is up to ``press``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import yaml
from lxml.html import fragment_fromstring

from crawler.demo.blocks import html_of
from crawler.demo.pictures import HEIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONE = ZoneInfo("Asia/Shanghai")
"""Where Lantern Bay keeps its clocks."""

_FOLDER = Path(__file__).parent / "stories"
_AGO = re.compile(r"(\d+)(分钟|小时)前")


@dataclass(frozen=True)
class Section:
    """A part of the newspaper.

    Attributes:
        name: first part of its paths.
        title: as the navigation shows it.
        lang: BCP 47.
        form: how its stories can be found: list, json, old, sitemap or feed.
        marks: how its pages state their facts: jsonld, opengraph, microdata, time or text.
        folder: strftime pattern between the name and the key in a story's path.
    """

    name: str
    title: str
    lang: str
    form: str
    marks: str
    folder: str


@dataclass(frozen=True)
class Story:
    """One story: what a perfect crawl of it would keep.

    Attributes:
        key: the newspaper's own id.
        published: aware UTC, None for the stories that carry no date.
        date: as the newspaper's data has it, in ``ZONE``, perhaps relative.
        body: HTML fragment; image addresses start at the root of the site.
        image: path of the lead image, from the root of the site.
    """

    section: Section
    key: str
    title: str
    published: datetime | None
    updated: datetime | None
    date: str | None
    lang: str
    authors: tuple[str, ...]
    category: str
    tags: tuple[str, ...]
    summary: str
    body: str
    image: str | None

    @property
    def path(self) -> str:
        """Canonical address from the root of the site."""
        when = self.published and self.published.astimezone(ZONE)
        folder = when.strftime(self.section.folder) if when else ""
        return f"/{self.section.name}/{folder}{self.key}.html"

    @cached_property
    def text(self) -> str:
        """Text of the body with single spaces, captions and tables included."""
        texts = fragment_fromstring(self.body, create_parent="div").itertext()
        return " ".join(" ".join(texts).split())


@dataclass(frozen=True)
class Edition:
    """Everything that goes into print.

    Attributes:
        title: the newspaper's name by language, ``en`` and ``zh``.
        stories: section by section, each in the order of its list, newest first.
        labels: words of the furniture by language.
        remarks: readers' comments by language.
    """

    title: Mapping[str, str]
    sections: tuple[Section, ...]
    stories: tuple[Story, ...]
    labels: Mapping[str, Mapping[str, str]]
    remarks: Mapping[str, tuple[Mapping[str, str], ...]]

    def section(self, name: str) -> tuple[Story, ...]:
        """Stories of the section called ``name``, in the order of its list."""
        return tuple(story for story in self.stories if story.section.name == name)


def read_edition(now: datetime) -> Edition:
    """The newspaper as it ships.

    Args:
        now: aware; relative dates such as 3小时前 are counted from it.
    """
    paper = _read_yaml("paper")
    sections = tuple(Section(**section) for section in paper["sections"])
    return Edition(
        title=paper["title"],
        sections=sections,
        stories=tuple(
            _story(section, raw, now) for section in sections for raw in _read_yaml(section.name)
        ),
        labels=paper["labels"],
        remarks=paper["remarks"],
    )


def moment(date: str, now: datetime) -> datetime:
    """A date as the newspaper writes it, as aware UTC.

    >>> now = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
    >>> moment("2026-06-13 08:05", now).isoformat()
    '2026-06-13T00:05:00+00:00'
    >>> moment("25分钟前", now).isoformat()
    '2026-06-15T03:35:00+00:00'
    >>> moment("昨天 16:25", now).isoformat()
    '2026-06-14T08:25:00+00:00'
    """
    if ago := _AGO.fullmatch(date):
        step = timedelta(minutes=1) if ago[2] == "分钟" else timedelta(hours=1)
        return now.astimezone(UTC) - int(ago[1]) * step
    if date.startswith("昨天 "):
        yesterday = now.astimezone(ZONE) - timedelta(days=1)
        date = f"{yesterday:%Y-%m-%d} {date.removeprefix('昨天 ')}"
    local = datetime.strptime(date, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    return local.astimezone(UTC)


def _read_yaml(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def _story(section: Section, raw: dict[str, Any], now: datetime) -> Story:
    date, updated, image = raw.get("date"), raw.get("updated"), raw.get("image")
    return Story(
        section=section,
        key=raw["key"],
        title=raw["title"],
        published=moment(date, now) if date else None,
        updated=moment(updated, now) if updated else None,
        date=date,
        lang=raw.get("lang", section.lang),
        authors=tuple(raw["authors"]),
        category=raw["category"],
        tags=tuple(raw["tags"]),
        summary=raw["summary"],
        body="\n".join([*([_figure(image)] if image else []), html_of(raw["body"])]),
        image=f"/pictures/{image['name']}.png" if image else None,
    )


def _figure(image: dict[str, str]) -> str:
    picture = f'<img src="/pictures/{image["name"]}.png" alt="{escape(image["alt"])}"'
    caption = escape(image["caption"], quote=False)
    return (
        f'<figure>{picture} width="{WIDTH}" height="{HEIGHT}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )
