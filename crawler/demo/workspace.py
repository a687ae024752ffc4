"""The workspace that the demo fills: sources for the sample newspaper, ready to be crawled."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.starter import write_tool_files
from feeds.config import Workspace
from feeds.errors import ArchiveError

if TYPE_CHECKING:
    from crawler.demo.newspaper import Newspaper

_TEMPLATE = Path(__file__).parent / "workspace"
# Stands in the template's sources, which are valid as they are, for the host of the newspaper.
_NOWHERE = "127.0.0.1:0"


def make_workspace(folder: Path, paper: Newspaper) -> Workspace:
    """Writes a workspace whose sources read ``paper``.

    Args:
        folder: made if it is missing; may hold other things.
        paper: the newspaper while it is served; its port changes from one time to the next.

    Raises:
        ArchiveError: there is a workspace already.
    """
    workspace = Workspace(folder.resolve())
    if workspace.config_path.exists():
        raise ArchiveError(folder, "is a workspace already", "name an empty folder")
    shutil.copytree(_TEMPLATE, folder, dirs_exist_ok=True)
    write_tool_files(folder)
    host = urlsplit(paper.url).netloc
    for path in workspace.sources.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(_NOWHERE, host), encoding="utf-8")
    return workspace


def crawled(paper: Newspaper, workspace: Workspace) -> int:
    """How many articles the sources of ``workspace`` can find in ``paper``, each once."""
    return sum(len(paper.edition.section(path.stem)) for path in workspace.sources.glob("*.yml"))
