"""``broadsheet.yml``, the configuration of a workspace, and where a workspace keeps its things."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

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
from feeds.storage import reading_error
from feeds.text import fold
from feeds.values import (
    BaseUrl,
    ChannelPattern,
    Content,
    HubUrl,
    LanguageTag,
    Line,
    QueryText,
    Slug,
    TimezoneName,
)
from feeds.yaml_model import StrictModel, read_yaml

if TYPE_CHECKING:
    from feeds.query import Query

__all__ = [
    "CONFIG_NAME",
    "Config",
    "FeedLimits",
    "LanguageTag",
    "SavedSearch",
    "TimezoneName",
    "Workspace",
    "find_workspace",
    "queries",
]

CONFIG_NAME = "broadsheet.yml"
_MAKING = "make one with: broadsheet init DIR"


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
    contact: Line | None = None
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
    content: dict[ChannelPattern, Content] = Field(default_factory=dict)
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
        StorageError: nobody may look there.
    """
    candidates = [_folder(Path(named))] if named else [start, *start.parents]
    for folder in candidates:
        if _has_config(folder):
            return Workspace(folder.resolve())
    if named and not candidates[0].is_dir():
        raise ArchiveError(named, "there is no such folder", _MAKING)
    what = f"no workspace: there is no {CONFIG_NAME} here"
    raise ArchiveError(candidates[0], what if named else f"{what} or above", _MAKING)


def _folder(named: Path) -> Path:
    """The folder itself where its ``broadsheet.yml`` is named."""
    return named.parent if named.name == CONFIG_NAME else named


def _has_config(folder: Path) -> bool:
    try:
        return (folder / CONFIG_NAME).is_file()
    except OSError as error:  # a folder that may not be looked into
        raise reading_error(error, folder) from error
