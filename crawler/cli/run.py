"""Verbs that crawl: ``crawl``, and ``run``, which publishes as well."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
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
from crawler.cli.choice import (
    Names,
    Vars,
    check_vars,
    chosen,
    crawlable,
    parse_vars,
    tell_if_none,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from crawler.backfill import Backfill
    from crawler.crawl import CrawlOptions
    from crawler.kinds.model import SourceModel
    from crawler.runs import Run
    from crawler.watchdog import Note
    from feeds.config import Workspace


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007  # a day of no zone yet
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day such as 2026-01-31") from error


Since = Annotated[
    datetime | None,
    typer.Option(parser=_day, metavar="DATE", help="Only articles from this day on, 2026-01-31."),
]
Until = Annotated[
    datetime | None,
    typer.Option(parser=_day, metavar="DATE", help="Only articles up to this day."),
]
Most = Annotated[
    int | None,
    typer.Option("--max", min=1, metavar="N", help="Ask for at most so many articles a source."),
]
# What a first crawl of an API with ten thousand articles takes is the exception.
DEFAULT_MINUTES = 10.0
Minutes = Annotated[
    float,
    typer.Option(
        "--time",
        metavar="MINUTES",
        min=0.01,
        help="How long a source may take; what is left is for the next run.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawling:
    """What a crawl is told on the command line.

    Attributes:
        begun: when the command began, aware UTC. What is due is decided by it, so that a child of
            the watchdog goes on with the sources in which the one before it was ended.
        names: sources; all enabled ones when empty.
        given: vars by name.
        backfill: what part of the sources it is for; everything new when None.
        due_only: whether sources that are not due are left out.
        minutes: how long a source may take.
        verbose: whether the log goes to the terminal, too.
        quiet: whether progress and summary are left out.
        note: of the watchdog, where there is one.
    """

    begun: datetime
    names: Sequence[str] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    backfill: Backfill | None = None
    due_only: bool = False
    minutes: float = DEFAULT_MINUTES
    verbose: bool = False
    quiet: bool = False
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """What came of a crawl.

    Attributes:
        code: what the shell is told.
        runs: of the sources that were crawled.
        waiting: the sources that were not due, by name, with when they will be.
    """

    code: ExitCode
    runs: Sequence[Run]
    waiting: Mapping[str, datetime]


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
    """Crawl sources, due or not: fetch what they list and keep what is new as posts.

    With --since, all of a list is read back to that day; start it again if it was interrupted.
    """
    from crawler.backfill import Backfill

    if since and until and since > until:
        raise typer.BadParameter("is after --until", param_hint="--since")
    crawling = Crawling(
        begun=datetime.now(UTC),
        names=names or (),
        given=parse_vars(given or ()),
        backfill=Backfill(since and since.date(), until and until.date(), most),
        minutes=minutes,
        verbose=verbose,
        quiet=as_json,
    )
    crawled = _crawl_watched(current_workspace(context), crawling)
    if as_json:
        echo_json({"runs": [record(run) for run in crawled.runs]})
    raise typer.Exit(crawled.code)


@app.command()
def run(
    context: typer.Context,
    names: Names = None,
    given: Vars = None,
    minutes: Minutes = DEFAULT_MINUTES,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Crawl sources not due, too.")] = False,
    verbose: Verbose = False,
    as_json: Json = False,
) -> None:
    """Crawl the sources that are due, or those named, and publish: what a scheduler calls."""
    from crawler.cli.archive import publish_sources

    workspace = current_workspace(context)
    crawling = Crawling(
        begun=datetime.now(UTC),
        names=names or (),
        given=parse_vars(given or ()),
        due_only=not (names or everything),
        minutes=minutes,
        verbose=verbose,
        quiet=as_json,
    )
    crawled = _crawl_watched(workspace, crawling)
    code, publication = publish_sources(workspace, quiet=as_json)
    if as_json:
        runs = [record(run) for run in crawled.runs]
        published = publication.record()
        echo_json({"runs": runs, "not_due": crawled.waiting, "published": published})
    raise typer.Exit(max(crawled.code, code))


def _crawl_watched(workspace: Workspace, crawling: Crawling) -> Crawled:
    from crawler.watchdog import crawl_watched

    return crawl_workspace(workspace, replace(crawling, note=crawl_watched(workspace.state)))


def crawl_workspace(workspace: Workspace, crawling: Crawling) -> Crawled:
    """Crawls, shows progress and outcome, and says how it went.

    Raises:
        FeedsError: the configuration or the command line is wrong; nothing was crawled.
    """
    from crawler.cli.progress import show_runs, show_waiting
    from crawler.past import read_pasts
    from crawler.schedule import waiting

    zone = workspace.read_config().zone  # a mistake in it is told before anything is crawled
    found = crawlable(workspace, crawling.names)
    sources = chosen(found, crawling.names)
    for error in found.broken.values():
        typer.echo(error, err=True)
    tell_if_none(workspace, found)
    check_vars(sources, crawling.given)
    later: dict[str, datetime] = {}
    if crawling.due_only:
        later = waiting(sources, read_pasts(workspace, sources), crawling.begun)
    console = output(quiet=crawling.quiet)
    wanted = [source for source in sources if source.name not in later]
    runs = _crawl(wanted, _options(workspace, crawling), console) if wanted else []
    show_runs(console, runs)
    show_waiting(console, {name: moment.astimezone(zone) for name, moment in later.items()})
    code = exit_code(runs, broken=bool(found.broken) and not crawling.names)
    return Crawled(code=code, runs=runs, waiting=later)


def _options(workspace: Workspace, crawling: Crawling) -> CrawlOptions:
    from crawler.backfill import Backfill
    from crawler.crawl import CrawlOptions
    from crawler.logs import next_log

    return CrawlOptions(
        workspace=workspace,
        given=crawling.given,
        backfill=crawling.backfill or Backfill(),
        log_file=next_log(workspace.logs, crawling.begun),
        verbose=crawling.verbose,
        seconds=crawling.minutes * 60,
        note=crawling.note,
    )


def _crawl(sources: Sequence[SourceModel], options: CrawlOptions, console: Console) -> list[Run]:
    from crawler.cli.progress import Board
    from crawler.crawl import crawl as crawl_sources

    with Board(console) as board:
        return crawl_sources(sources, options, board.show)


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
