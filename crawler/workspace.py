"""Which workspace a crawl works for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.config import find_workspace
from feeds.errors import ArchiveError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from feeds.config import Workspace

SETTING = "BROADSHEET_WORKSPACE"


def workspace_in(settings: BaseSettings) -> Workspace | None:
    """The workspace that setting or environment name, else the one around the current folder.

    None when nothing is named and there is none: then spiders run, and nothing is kept.

    Raises:
        ArchiveError: what is named is no workspace.
    """
    named = settings.get(SETTING) or os.environ.get(SETTING)
    try:
        return find_workspace(Path.cwd(), named)
    except ArchiveError:
        if named:
            raise
        return None
