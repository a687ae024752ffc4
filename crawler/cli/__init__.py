"""The command ``broadsheet``: one file a group of verbs; heavy imports wait until a verb runs."""

from __future__ import annotations

import sys
from pathlib import Path

# Each registers its verbs.
from crawler.cli import (  # noqa: F401
    add,
    archive,
    check,
    demo,
    lint,
    preview,
    run,
    serve,
    status,
    workspace,
)
from crawler.cli.app import ExitCode, app
from feeds.errors import FeedsError, StorageError
from feeds.storage import system_errors_told


def main() -> None:
    """Runs the command.

    What the system refuses ends as one message and exit code 1, a mistake of the user as one
    and exit code 2.
    """
    try:
        with system_errors_told(Path.cwd()):
            app()
    except StorageError as error:
        print(error, file=sys.stderr)
        sys.exit(ExitCode.SOURCE_FAILED)
    except FeedsError as error:
        print(error, file=sys.stderr)
        sys.exit(ExitCode.USAGE)
