"""The command ``broadsheet``: one file a group of verbs; heavy imports wait until a verb runs."""

from __future__ import annotations

import sys

# Each registers its verbs.
from crawler.cli import add, archive, check, demo, lint, preview, run, serve, workspace  # noqa: F401
from crawler.cli.app import app
from feeds.errors import FeedsError


def main() -> None:
    """Runs the command; a mistake of the user ends as one message and exit code 2."""
    try:
        app()
    except FeedsError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
