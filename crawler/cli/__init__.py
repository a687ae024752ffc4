"""The command ``broadsheet``: one file a group of verbs; heavy imports wait until a verb runs."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

# What shells say of a program that SIGINT ended.
_INTERRUPTED = 130


def main() -> None:
    """Runs the command.

    What the system refuses ends as one message and exit code 1, a mistake of the user as one
    and exit code 2. Ctrl-C is no mistake, also while the program is being loaded.
    """
    try:
        _let_any_title_pass()
        _run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _let_any_title_pass() -> None:
    """Shows characters that the terminal's encoding lacks by their numbers, rather than failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _run() -> None:
    from pathlib import Path

    from crawler.cli.app import ExitCode
    from crawler.cli.verbs import app
    from feeds.errors import FeedsError, StorageError
    from feeds.storage import system_errors_told

    # What the system names no file for.
    unnamed = Path("workspace or output")
    try:
        with system_errors_told(unnamed):
            app()
    except StorageError as error:
        print(error, file=sys.stderr)
        _give_up_output()
        sys.exit(ExitCode.SOURCE_FAILED)
    except FeedsError as error:
        print(error, file=sys.stderr)
        sys.exit(ExitCode.USAGE)


def _give_up_output() -> None:
    """Lets go of what the standard output does not take.

    Python flushes once more at its end, and would complain in words of its own.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
