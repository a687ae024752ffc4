"""``broadsheet.yml``, the configuration of a workspace, and where a workspace keeps its things."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

from feeds.errors import ArchiveError
from feeds.yaml_model import StrictModel, read_yaml, suggestion

CONFIG_NAME = "broadsheet.yml"


def known_timezone(name: str) -> str:
    """``name`` if the IANA database has it.

    Raises:
        ValueError: it does not; the text suggests the nearest name.
    """
    if name not in available_timezones():
        near = suggestion(name, sorted(available_timezones()))
        raise ValueError(f"{name!r} is no IANA time zone such as Asia/Shanghai{near}")
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


TimezoneName = Annotated[str, AfterValidator(known_timezone)]
BaseUrl = Annotated[str, AfterValidator(base_url)]
LanguageTag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class FeedLimits(StrictModel):
    """How large a feed document may grow."""

    entries: int = Field(50, ge=1, le=1000)
    """Entries in the current document of a channel."""
    bytes: int = Field(1024 * 1024, ge=10_000)
    """Size of one document; 5 MiB is where some readers give up."""


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

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)


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
    def assets(self) -> Path:
        """Folder of downloaded images."""
        return self.root / "assets"

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
    def state(self) -> Path:
        """The SQLite file of what cannot be rebuilt from posts."""
        return self.hidden / "state.sqlite"

    def read_config(self) -> Config:
        """The configuration.

        Raises:
            ConfigError: ``broadsheet.yml`` is missing or has mistakes.
        """
        return read_yaml(self.config_path, Config)


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
