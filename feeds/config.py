"""``broadsheet.yml``, the configuration of a workspace, and where a workspace keeps its things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, Field

from feeds.errors import ArchiveError
from feeds.query import (
    CATEGORY,
    LANGUAGE,
    SOURCE,
    TAG,
    All,
    AnyOf,
    Named,
    Not,
    Words,
    parse_query,
    words,
)
from feeds.text import fold
from feeds.yaml_model import StrictModel, read_yaml, suggestion

if TYPE_CHECKING:
    from feeds.query import Query

CONFIG_NAME = "broadsheet.yml"

# Copies of the database in it, on some systems; `available_timezones` leaves them out.
_NO_ZONES = ("posix/", "right/", "posixrules")


def known_timezone(name: str) -> str:
    """``name`` if the IANA database has it.

    Raises:
        ValueError: it does not; the text suggests the nearest name.
    """
    try:  # listing them all reads six hundred files
        ZoneInfo(name)
        if name.startswith(_NO_ZONES):
            raise ZoneInfoNotFoundError(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        near = suggestion(name, sorted(available_timezones()))
        what = f"{name!r} is no IANA time zone such as Asia/Shanghai{near}"
        raise ValueError(what) from error
    return name


def base_url(url: str) -> str:
    """An http(s) URL of a folder, ending in a slash.

    >>> base_url("https://news.example/mirror")
    'https://news.example/mirror/'

    Raises:
        ValueError: another scheme, or no host.
    """
    scheme, _, rest = url.partition("://")
    if scheme not in {"http", "https"} or not rest.strip("/") or "?" in rest or "#" in rest:
        raise ValueError(f"{url!r} must be the http(s) address of a folder, without ? and #")
    return url.rstrip("/") + "/"


def hub_url(url: str) -> str:
    """The http(s) URL of a WebSub hub.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch(r"https?://[^/\s]+/?\S*", url):
        raise ValueError(f"{url!r} must be the http(s) address of a WebSub hub")
    return url


def query_text(text: str) -> str:
    """``text`` if it is a search.

    Raises:
        ValueError: it is none; the text says why.
    """
    parse_query(text)
    return text


TimezoneName = Annotated[str, AfterValidator(known_timezone)]
BaseUrl = Annotated[str, AfterValidator(base_url)]
LanguageTag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


HubUrl = Annotated[str, AfterValidator(hub_url)]
QueryText = Annotated[str, AfterValidator(query_text)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Content: TypeAlias = Literal["full", "summary", "none"]
"""How much of a post an entry carries."""


class FeedLimits(StrictModel):
    """How large a feed document may grow."""

    entries: int = Field(50, ge=1, le=1000)
    """Entries in the current document of a channel."""
    bytes: int = Field(1024 * 1024, ge=10_000)
    """Size of one document; 5 MiB is where some readers give up."""


class SavedSearch(StrictModel):
    """A channel of the posts that a search finds; all that is given must hold."""

    title: str | None = None
    """What people call it; its name when absent."""
    query: QueryText = ""
    """Words, phrases and fields to find, such as '半导体 OR "chip war"'."""
    exclude: QueryText = ""
    """What must not be found."""
    sources: tuple[str, ...] = ()
    """Names of sources; one of them must be the post's."""
    categories: tuple[str, ...] = ()
    """Names of categories, of which the post must have one."""
    tags: tuple[str, ...] = ()
    """Names of tags, of which the post must have one."""
    languages: tuple[LanguageTag, ...] = ()
    """Languages, of which one must be the post's; zh holds for zh-CN as well."""

    def compiled(self) -> Query:
        """The search as `feeds.matching` takes it."""
        names = {SOURCE: self.sources, CATEGORY: self.categories, TAG: self.tags}
        parts: list[Query] = [
            Named(field, tuple(map(fold, given))) for field, given in names.items() if given
        ]
        if self.languages:
            ranges = (Words(LANGUAGE, tuple(words(tag))) for tag in self.languages)
            parts.append(AnyOf(tuple(ranges)))
        parts.append(parse_query(self.query))
        if self.exclude.strip():
            parts.append(Not(parse_query(self.exclude)))
        return All(tuple(parts))


class Config(StrictModel):
    """A workspace as its owner describes it."""

    title: str = Field(min_length=1)
    """Name of the publication; title of the feed of everything."""
    base_url: BaseUrl = "http://127.0.0.1:8000/"
    """Where ``public/`` will be found, for the absolute links in feeds."""
    language: LanguageTag = "en"
    """Language of the publication (BCP 47); each source may have its own."""
    timezone: TimezoneName = "UTC"
    """Time zone of pages and of sources that name none."""
    contact: str | None = None
    """Mail address or URL told to crawled sites in the user agent."""
    author: str | None = None
    """Who publishes the feeds; the title when absent."""
    description: str | None = None
    """One sentence about the publication."""
    footer: str = ""
    """Markdown below each .md post, with {link}, {title}, {category}, {tags}; never in feeds."""
    suffix: Literal[".md", ".html"] = ".md"
    """Ending of post files."""
    limits: FeedLimits = FeedLimits()
    """Limits of feed documents."""
    feeds: dict[Slug, SavedSearch] = Field(default_factory=dict)
    """Saved searches: channels of your own, by the name that makes their paths."""
    content: dict[str, Content] = Field(default_factory=dict)
    """How much of each post feeds carry, by channel, such as source/gazette or tag/*; the last
    that fits counts, and "*" fits all."""
    digest: Literal["day", "week"] | None = None
    """Adds a channel with one entry a day or a week; none when absent."""
    hubs: tuple[HubUrl, ...] = ()
    """WebSub hubs that are told which feeds have news, so that subscribers need not poll."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)

    def content_of(self, channel: str) -> Content:
        """How much of each post the feeds of a channel carry; ``channel`` is its path."""
        found: list[Content] = [
            content for pattern, content in self.content.items() if fnmatchcase(channel, pattern)
        ]
        return found[-1] if found else "full"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A user's folder and the places in it."""

    root: Path

    @property
    def config_path(self) -> Path:
        """``broadsheet.yml``."""
        return self.root / CONFIG_NAME

    @property
    def sources(self) -> Path:
        """Folder of source files."""
        return self.root / "sources"

    @property
    def posts(self) -> Path:
        """Folder of post files, the archive."""
        return self.root / "_posts"

    @property
    def public(self) -> Path:
        """Folder of published files."""
        return self.root / "public"

    @property
    def hidden(self) -> Path:
        """``.broadsheet/``: catalog, state and logs; nothing in it is truth."""
        return self.root / ".broadsheet"

    @property
    def catalog(self) -> Path:
        """The SQLite index of the archive."""
        return self.hidden / "catalog.sqlite"

    @property
    def search(self) -> Path:
        """The SQLite index of all words in the archive."""
        return self.hidden / "search.sqlite"

    @property
    def logs(self) -> Path:
        """Folder of the logs of crawls."""
        return self.hidden / "logs"

    @property
    def pings(self) -> Path:
        """Pings that no hub has taken yet."""
        return self.hidden / "pings.json"

    @property
    def state(self) -> Path:
        """The SQLite file of what cannot be rebuilt from posts."""
        return self.hidden / "state.sqlite"

    def read_config(self) -> Config:
        """The configuration.

        Raises:
            ConfigError: ``broadsheet.yml`` is missing or has mistakes.
        """
        return read_yaml(self.config_path, Config)


def queries(config: Config) -> dict[str, Query]:
    """The saved searches of ``config`` by their slugs."""
    return {slug: search.compiled() for slug, search in config.feeds.items()}


def find_workspace(start: Path, named: str | None = None) -> Workspace:
    """The workspace ``named`` (an option or ``BROADSHEET_WORKSPACE``), else around ``start``.

    Raises:
        ArchiveError: no ``broadsheet.yml`` there, nor in any folder above ``start``.
    """
    candidates = [Path(named)] if named else [start, *start.parents]
    for folder in candidates:
        if (folder / CONFIG_NAME).is_file():
            return Workspace(folder.resolve())
    raise ArchiveError(
        candidates[0],
        f"no workspace: there is no {CONFIG_NAME} here" + ("" if named else " or above"),
        "make one with: broadsheet init DIR",
    )
