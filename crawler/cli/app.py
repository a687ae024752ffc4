"""The root of the command line: options that every verb shares, exit codes, JSON output."""

from __future__ import annotations

import json
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from feeds import __version__
from feeds.config import Workspace, find_workspace

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    name="broadsheet",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class ExitCode(IntEnum):
    """What the shell and cron are told: 1 is a source that failed, or a system that refuses."""

    FINE = 0
    SOURCE_FAILED = 1
    USAGE = 2


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show the crawler's log on the terminal, too.")
]


def _show_version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it so
    if wanted:
        typer.echo(f"broadsheet {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    workspace: Annotated[
        str | None,
        typer.Option(
            "--workspace",
            "-w",
            envvar="BROADSHEET_WORKSPACE",
            metavar="DIR",
            help="The workspace; else the nearest parent folder with a broadsheet.yml.",
        ),
    ] = None,
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and stop.", is_eager=True, callback=_show_version
        ),
    ] = False,
) -> None:
    """Turn news sites without good feeds into an archive that lasts and feeds to subscribe to."""
    context.obj = workspace


def current_workspace(context: typer.Context) -> Workspace:
    """The workspace that the options, the environment or the current folder name.

    Raises:
        ArchiveError: there is none.
    """
    return find_workspace(Path.cwd(), named=context.obj)


def output(*, quiet: bool = False) -> Console:
    """Where progress and summaries go; nowhere when ``quiet``."""
    from rich.console import Console

    return Console(quiet=quiet, soft_wrap=True)


def echo_json(value: Any) -> None:
    """Prints ``value`` as JSON that people can read, too; moments as RFC 3339."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_written))


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
