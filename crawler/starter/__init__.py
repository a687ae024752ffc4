"""The workspace that ``broadsheet init`` writes, as files with ``$names`` to fill in."""

from __future__ import annotations

import json
import string
from dataclasses import asdict, dataclass
from importlib import resources
from typing import TYPE_CHECKING

from feeds.config import CONFIG_NAME, Config
from feeds.errors import ArchiveError
from feeds.yaml_model import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

# Files of this folder, and what each is called in a workspace.
_TOOLS = {"scrapy.cfg": "scrapy.cfg", "gitignore": ".gitignore"}
_FILES = {"broadsheet.yml": CONFIG_NAME, "example.yml": "sources/example.yml"} | _TOOLS


@dataclass(frozen=True, slots=True)
class Starter:
    """What a new workspace is told; the fields are those of ``feeds.config.Config``."""

    title: str
    language: str
    timezone: str
    base_url: str
    contact: str


def write_workspace(folder: Path, starter: Starter) -> list[Path]:
    """Writes a new workspace and returns the paths written.

    Raises:
        ArchiveError: one of the files is there already; nothing has been written.
        ConfigError: a value of ``starter`` is not valid.
    """
    texts = {folder / name: _filled(file, starter) for file, name in _FILES.items()}
    parse_yaml(texts[folder / CONFIG_NAME], Config, name=CONFIG_NAME)
    taken = [path for path in texts if path.exists()]
    if taken:
        raise ArchiveError(taken[0], "is there already", "name another folder, or remove it first")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def write_tool_files(folder: Path) -> None:
    """Writes what Scrapy and git look for in a workspace, unless they have it."""
    for file, name in _TOOLS.items():
        path = folder / name
        if not path.exists():
            path.write_text(_text(file), encoding="utf-8")


def _text(file: str) -> str:
    return resources.files(__package__).joinpath(file).read_text(encoding="utf-8")


def _filled(file: str, starter: Starter) -> str:
    text = _text(file)
    # JSON strings are YAML strings, so no title can break the file.
    values = {
        name: json.dumps(value, ensure_ascii=False) for name, value in asdict(starter).items()
    }
    return string.Template(text).substitute(values)
