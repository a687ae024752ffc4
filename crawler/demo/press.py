"""The stories as web pages: each address of the newspaper and what it answers.

Owns the printing: which lists there are, and the difficulties that real sites have. A story under
two addresses, a list that names a page which is gone, a page whose charset only a meta element
tells, an answer wrapped in a callback, a date that says "yesterday". Serves nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cached_property
from hashlib import sha256
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.demo.pictures import png
from crawler.demo.stories import ZONE, Edition, Section, Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

LOST = "/404.html"
"""What an unknown address answers, with status 404."""
WITHDRAWN = "/news/2026/05/ferry-sinks-at-quay.html"
"""Stands in a list and answers 404."""
PICK = "kittiwake-summer-timetable"
"""Key of the story that a list names again, at an address of its own with ``rel=canonical``."""
CAMPAIGN = "c1058"
"""Key of the story that a list names twice, once with tracking parameters."""
CALLBACK = "lantern"
"""The function that the wire wraps its texts in when asked to."""

_PER_PAGE = 20
# Less than the wire has, so that whoever reads only its first page is found out.
_PER_ANSWER = 5
_HTML = "text/html; charset=utf-8"
_XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What an address answers. ``modified`` is aware UTC; ``type`` the Content-Type."""

    body: bytes
    type: str
    modified: datetime
    status: int = HTTPStatus.OK

    @cached_property
    def etag(self) -> str:
        """A strong validator, quoted (RFC 9110 §8.8.3)."""
        return f'"{sha256(self.body).hexdigest()[:16]}"'


T = TypeVar("T")
Printed: TypeAlias = "Iterator[tuple[str, Answer]]"


@dataclass(frozen=True)
class Entry:
    """A line of a list: a story, and the address that the list has for it."""

    path: str
    title: str
    story: Story | None = None


def print_pages(edition: Edition, url: str) -> dict[str, Answer]:
    """Every address from the root of the site, queries included, with its answer.

    Args:
        edition: what to print.
        url: root of the site without a slash at the end, for absolute links.
    """
    press = _Press(edition, url)
    parts = (press.front(), press.stories(), press.sections(), press.furniture())
    return dict(chain.from_iterable(parts))


def shown(story: Story) -> str:
    """The date of a story as its page has it; empty when it has none."""
    if story.published is None or story.date is None or not story.date[0:4].isdigit():
        return story.date or ""
    return _written(story.published, story.lang)


def _written(moment: datetime, lang: str) -> str:
    local = moment.astimezone(ZONE)
    if lang.startswith("zh"):
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {local:%B %Y, %H:%M}"


def entries(edition: Edition, section: Section) -> list[Entry]:
    """The lines of a section's list, newest first, odd ones included."""
    stories = edition.section(section.name)
    lines = [Entry(story.path, story.title, story) for story in stories]
    if section.name == "news":
        pick = next(story for story in stories if story.key == PICK)
        lines.append(Entry(f"/pick/{PICK}.html", pick.title, pick))
        lines.append(Entry(WITHDRAWN, "Ferry sinks at the quay, an eyewitness believes"))
    if section.name == "xinwen":
        place = next(n for n, line in enumerate(lines) if line.story and line.story.key == CAMPAIGN)
        plain = lines[place]
        lines[place] = Entry(f"{plain.path}?utm_source=list&spm=a1.b2", plain.title, plain.story)
        lines.append(plain)
    return lines


def _batches(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


class _Press:
    """The templates, set up for one edition at one address."""

    def __init__(self, edition: Edition, url: str) -> None:
        self.edition = edition
        self.url = url
        dates = [story.published for story in edition.stories if story.published]
        self.printed = max(dates)
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(edition=edition, url=url)
        self._templates.filters.update(
            shown=shown,
            written=_written,
            iso=lambda moment: moment.astimezone(ZONE).isoformat(),
            rfc2822=format_datetime,
        )

    def front(self) -> Printed:
        """The home page and the older ones behind it: both languages, newest first."""
        lists = [s for s in self.edition.sections if s.form == "list"]
        stories = chain.from_iterable(self.edition.section(s.name) for s in lists)
        newest = sorted(
            stories, key=lambda s: s.published.timestamp() if s.published else 0, reverse=True
        )
        lines = [Entry(story.path, story.title, story) for story in newest]
        yield from self._paged("/", lines, lists[0])

    def stories(self) -> Printed:
        """Each story at its own address, and the copy of one."""
        for story in self.edition.stories:
            answer = self._story(story)
            yield story.path, answer
            if story.key == PICK:
                yield f"/pick/{PICK}.html", answer

    def sections(self) -> Printed:
        """The ways into each section, according to its form."""
        forms = {
            "list": lambda s: self._paged(f"/{s.name}/", entries(self.edition, s), s),
            "old": lambda s: self._paged(f"/{s.name}/", entries(self.edition, s), s),
            "json": self._wire,
            "sitemap": self._only_sitemap,
            "feed": self._only_feed,
        }
        for section in self.edition.sections:
            yield from forms[section.form](section)

    def furniture(self) -> Printed:
        """What a site has besides its stories."""
        mapped = [s for s in self.edition.sections if s.form in {"list", "old", "sitemap"}]
        yield "/robots.txt", self._data("robots.txt", "text/plain; charset=utf-8")
        yield "/style.css", self._data("style.css", "text/css; charset=utf-8")
        yield "/sitemap.xml", self._data("sitemapindex.xml", _XML, sections=mapped)
        for section in mapped:
            yield f"/{section.name}/sitemap.xml", self._data("sitemap.xml", _XML, section=section)
        for path in sorted({story.image for story in self.edition.stories if story.image}):
            yield path, Answer(png(path), "image/png", self.printed)
        lost = self._page("lost.html", self.edition.sections[0])
        yield LOST, Answer(lost.body, lost.type, lost.modified, HTTPStatus.NOT_FOUND)

    def _paged(self, root: str, lines: Sequence[Entry], section: Section) -> Printed:
        pages = _batches(lines, _PER_PAGE)
        paths = [root, *(f"{root}page/{number}/" for number in range(2, len(pages) + 1))]
        template = "old_list.html" if section.form == "old" else "list.html"
        for number, (path, page) in enumerate(zip(paths, pages, strict=True)):
            around = {
                "newer": paths[number - 1] if number else None,
                "older": paths[number + 1] if number + 1 < len(paths) else None,
            }
            yield path, self._page(template, section, lines=page, path=path, **around)

    def _story(self, story: Story) -> Answer:
        others = self.edition.section(story.section.name)
        place = others.index(story)
        around = {
            "related": [others[(place + step) % len(others)] for step in (1, 2, 3)],
            "remarks": self._remarks(place, story.lang),
        }
        template = "old_story.html" if story.section.form == "old" else "story.html"
        answer = self._page(template, story.section, story=story, **around)
        modified = story.updated or story.published or self.printed
        return Answer(answer.body, answer.type, modified.replace(microsecond=0))

    def _remarks(self, place: int, lang: str) -> list[Any]:
        remarks = self.edition.remarks[lang[:2]]
        return [remarks[(place + step) % len(remarks)] for step in range(2)]

    def _wire(self, section: Section) -> Printed:
        yield f"/{section.name}/", self._page("wire.html", section)
        stories = self.edition.section(section.name)
        pages = _batches(stories, _PER_ANSWER)
        for number, page in enumerate(pages, 1):
            listed = {
                "code": 200,
                "data": {
                    "paging": {"page": number, "pages": len(pages), "total": len(stories)},
                    "list": [self._wire_item(story) for story in page],
                },
            }
            answer = self._json(listed)
            yield f"/api/{section.name}?page={number}", answer
            if number == 1:
                yield f"/api/{section.name}", answer
        for story in stories:
            path = f"/api/{section.name}/text?id={story.key}"
            text = {"code": 200, "data": {"article": {"id": story.key, "html": story.body}}}
            yield path, self._json(text)
            yield f"{path}&callback={CALLBACK}", self._json(text, CALLBACK)

    def _wire_item(self, story: Story) -> dict[str, Any]:
        return {
            "id": story.key,
            "head": {"title": story.title, "digest": f"【{story.title}】{story.summary}"},
            "media": {"name": story.authors[0]},
            "showtime": story.date,
            "tags": list(story.tags),
            "url": self.url + story.path,
        }

    def _json(self, value: Any, callback: str | None = None) -> Answer:
        text = json.dumps(value, ensure_ascii=False)
        if callback:
            body = f"{callback}({text});".encode()
            return Answer(body, "application/javascript; charset=utf-8", self.printed)
        return Answer(text.encode(), "application/json; charset=utf-8", self.printed)

    def _only_sitemap(self, section: Section) -> Printed:
        yield f"/{section.name}/", self._page("listless.html", section, feed=None)

    def _only_feed(self, section: Section) -> Printed:
        feed = f"/{section.name}/feed.xml"
        yield f"/{section.name}/", self._page("listless.html", section, feed=feed)
        yield feed, self._data("feed.xml", "application/rss+xml; charset=utf-8", section=section)

    def _page(self, template: str, section: Section, **values: object) -> Answer:
        stories = self.edition.section(section.name)
        lang = section.lang[:2]
        text = self._templates.get_template(template).render(
            section=section, lang=lang, w=self.edition.labels[lang], popular=stories[2:7], **values
        )
        if section.form == "old":
            # Without a charset in the header: only the meta element inside tells.
            return Answer(text.encode("gb18030"), "text/html", self.printed)
        return Answer(text.encode(), _HTML, self.printed)

    def _data(self, template: str, media_type: str, **values: object) -> Answer:
        text = self._templates.get_template(template).render(**values)
        return Answer(text.encode(), media_type, self.printed)
