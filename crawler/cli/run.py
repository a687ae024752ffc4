"""Verbs that crawl: ``crawl``, and ``run``, which publishes as well."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.app import (
    ExitCode,
    Json,
    Verbose,
    app,
    current_workspace,
    echo_json,
    output,
)
from crawler.errors import SourceError
from feeds.yaml_model import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.backfill import Backfill
    from crawler.kinds.model import SourceModel
    from crawler.runs import Run
    from crawler.source import SourceFolder
    from crawler.watchdog import Note
    from feeds.config import Workspace

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]...", help="Names of sources; all enabled ones when absent."),
]
Vars = Annotated[
    list[str] | None,
    typer.Option("--var", "-a", metavar="NAME=VALUE", help="Overrides a var of the sources."),
]
_DAY = ["%Y-%m-%d"]
Since = Annotated[
    datetime | None,
    typer.Option(formats=_DAY, metavar="DATE", help="Only articles from this day on, 2026-01-31."),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=_DAY, metavar="DATE", help="Only articles up to this day."),
]
Most = Annotated[
    int | None,
    typer.Option("--max", min=1, metavar="N", help="Ask for at most so many articles a source."),
]
# What a first crawl of an API with ten thousand articles takes is the exception.
DEFAULT_MINUTES = 10.0
Minutes = Annotated[
    float, typer.Option("--time", metavar="MINUTES", min=0.01, help="How long a source may take.")
]


@dataclass(frozen=True, slots=True)
class Crawling:
    """What a crawl is told on the command line.

    Attributes:
        names: sources; all enabled ones when empty.
        given: vars by name.
        backfill: what part of the sources it is for; everything new when None.
        verbose: whether the log goes to the terminal, too.
        quiet: whether progress and summary are left out.
        minutes: how long a source may take.
        note: of the watchdog, where there is one.
    """

    names: Sequence[str] = ()
    given: Sequence[str] = ()
    backfill: Backfill | None = None
    verbose: bool = False
    quiet: bool = False
    minutes: float = DEFAULT_MINUTES
    note: Note | None = None


@app.command()
def crawl(
    context: typer.Context,
    names: Names = None,
    given: Vars = None,
    since: Since = None,
    until: Until = None,
    most: Most = None,
    minutes: Minutes = DEFAULT_MINUTES,
    *,
    verbose: Verbose = False,
    as_json: Json = False,
) -> None:
    """Crawl sources: fetch what they list and keep what is new as posts.

    With --since, all of a list is read back to that day; start it again if it was interrupted.
    """
    from crawler.backfill import Backfill
    from crawler.watchdog import crawl_watched

    if since and until and since > until:
        raise typer.BadParameter("is after --until", param_hint="--since")
    backfill = Backfill(since and since.date(), until and until.date(), most)
    workspace = current_workspace(context)
    note = crawl_watched(workspace.state)
    crawling = Crawling(names or (), given or (), backfill, verbose, as_json, minutes, note)
    code, runs = crawl_workspace(workspace, crawling)
    if as_json:
        echo_json({"runs": [record(run) for run in runs]})
    raise typer.Exit(code)


@app.command()
def run(
    context: typer.Context,
    names: Names = None,
    given: Vars = None,
    minutes: Minutes = DEFAULT_MINUTES,
    *,
    verbose: Verbose = False,
    as_json: Json = False,
) -> None:
    """Crawl sources and publish what is new: what a scheduler calls."""
    from crawler.cli.archive import publish_sources
    from crawler.watchdog import crawl_watched

    workspace = current_workspace(context)
    note = crawl_watched(workspace.state)
    crawling = Crawling(names or (), given or (), None, verbose, as_json, minutes, note)
    code, runs = crawl_workspace(workspace, crawling)
    published, publication = publish_sources(workspace, quiet=as_json)
    if as_json:
        echo_json({"runs": [record(run) for run in runs], "published": publication.record()})
    raise typer.Exit(max(code, published))


def crawl_workspace(workspace: Workspace, crawling: Crawling) -> tuple[ExitCode, list[Run]]:
    """Crawls, shows progress and outcome, and says how it went.

    Raises:
        FeedsError: the configuration or the command line is wrong; nothing was crawled.
    """
    from crawler.backfill import Backfill
    from crawler.cli.progress import Board, show_runs
    from crawler.crawl import CrawlOptions
    from crawler.crawl import crawl as crawl_sources
    from crawler.source import read_sources

    workspace.read_config()  # a mistake in it is told before anything is crawled
    found = read_sources(workspace.sources)
    sources = chosen(found, crawling.names)
    options = CrawlOptions(
        workspace=workspace,
        given=parse_vars(crawling.given),
        backfill=crawling.backfill or Backfill(),
        log_file=workspace.hidden / "logs" / "crawl.log",
        verbose=crawling.verbose,
        seconds=crawling.minutes * 60,
        note=crawling.note,
    )
    for error in found.broken.values():
        typer.echo(error, err=True)
    if not sources and not found.broken:
        typer.echo(f"{workspace.sources}: there is no enabled source yet", err=True)
    console = output(quiet=crawling.quiet)
    with Board(console) as board:
        runs = crawl_sources(sources, options, board.show) if sources else []
    show_runs(console, runs)
    return exit_code(runs, broken=bool(found.broken) and not crawling.names), runs


def exit_code(runs: Sequence[Run], *, broken: bool) -> ExitCode:
    """What the shell is told: a mistake in a file goes before a failed source."""
    from crawler.runs import Outcome

    if broken:
        return ExitCode.USAGE
    fine = all(run.outcome in {Outcome.FINE, Outcome.PARTIAL} for run in runs)
    return ExitCode.FINE if fine else ExitCode.SOURCE_FAILED


def record(run: Run) -> dict[str, Any]:
    """A run for scripts."""
    return asdict(run) | {"outcome": run.outcome and run.outcome.value}


def chosen(found: SourceFolder, names: Sequence[str]) -> list[SourceModel]:
    """The sources called ``names``, or all enabled ones.

    Raises:
        SourceError: there is none of that name, or its file has mistakes.
    """
    for name in names:
        if name in found.broken:
            raise found.broken[name]
        if name not in found.sources:
            near = suggestion(name, sorted(found.sources))
            raise SourceError(name, f"there is no such source{near}", "see: broadsheet list")
    if names:
        return [found.sources[name] for name in dict.fromkeys(names)]
    return [source for source in found.sources.values() if source.enabled]


def parse_vars(given: Sequence[str]) -> dict[str, str]:
    """The vars of the command line.

    Raises:
        BadParameter: one is not NAME=VALUE.
    """
    for text in given:
        if "=" not in text:
            raise typer.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--var")
    return dict(text.split("=", 1) for text in given)
