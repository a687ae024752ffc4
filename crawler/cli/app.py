"""The root of the command line: options that every verb shares, exit codes, JSON output."""

from __future__ import annotations

import json
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from feeds import __version__
from feeds.config import Workspace, find_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

# As somebody meets them, who begins with the first.
_VERBS = (
    "init",
    "demo",
    "add",
    "preview",
    "list",
    "crawl",
    "check",
    "record",
    "publish",
    "run",
    "status",
    "serve",
    "lint",
    "reindex",
    "schema",
)
_WORKSPACE = ("--workspace", "-w")


class Verbs(TyperGroup):
    """The verbs in a useful order; ``--workspace`` may stand behind them as well."""

    # Its class is private to Typer, hence ``Any``.
    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, as the help shows them."""
        return sorted(super().list_commands(ctx), key=_VERBS.index)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads the options of the root, wherever they stand."""
        return super().parse_args(ctx, workspace_first(args))


def workspace_first(arguments: Sequence[str]) -> list[str]:
    """``arguments`` with ``--workspace`` before the verb.

    >>> workspace_first(["run", "harbour", "-w", "news", "--all"])
    ['-w', 'news', 'run', 'harbour', '--all']
    >>> workspace_first(["list", "--workspace=news"]), workspace_first(["list", "--", "-w"])
    (['--workspace=news', 'list'], ['list', '--', '-w'])
    >>> workspace_first(["list", "-w"])
    ['-w']
    """
    before: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            rest += [argument, *left]
        elif argument in _WORKSPACE:
            value = next(left, None)
            if value is None:  # the root says so, rather than take the verb for it
                return [argument]
            before += [argument, value]
        elif argument.startswith("--workspace="):
            before.append(argument)
        else:
            rest.append(argument)
    return before + rest


app = typer.Typer(
    name="broadsheet",
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


# No table is as wide.
_UNBOUNDED = 10_000


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


def print_table(console: Console, table: Table) -> None:
    """Prints a table as wide as it is: what is cut off is of no use, in a mail say."""
    from rich.measure import Measurement

    unbounded = console.options.update(max_width=_UNBOUNDED)
    console.width = max(console.width, Measurement.get(console, unbounded, table).maximum)
    console.print(table)


def counted(number: int, noun: str) -> str:
    """So many of something.

    >>> counted(1, "feed"), counted(0, "feed")
    ('1 feed', '0 feeds')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def echo_json(value: Any) -> None:
    """Prints ``value`` as JSON that people can read, too; moments as RFC 3339."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_written))


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
