"""The verb ``status``: how each source fares, and when it is due."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli.app import (
    ExitCode,
    Json,
    app,
    current_workspace,
    echo_json,
    output,
    print_table,
)
from crawler.cli.choice import Names, chosen, tell_if_none
from crawler.cli.run import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from crawler.health import Health
    from crawler.kinds.model import SourceModel
    from crawler.runs import Run
    from feeds.config import Workspace

_COLUMNS = ("source", "last run", "outcome", "new", "posts", "due")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is told of a source.

    Attributes:
        source: its name.
        last_run: None when it never ran.
        health: how it fares.
        due: aware UTC; None when it is due now.
        posts: of it in the archive.
    """

    source: str
    last_run: Run | None
    health: Health
    due: datetime | None
    posts: int


@app.command()
def status(context: typer.Context, names: Names = None, *, as_json: Json = False) -> None:
    """Tell the last run of each source, when it is due, and what has failed for long.

    Ends with 1 when the runs of a source have come to nothing for a day or more.
    """
    from crawler.source import read_sources

    workspace = current_workspace(context)
    found = read_sources(workspace.sources)
    sources = chosen(found, names or ())
    broken = {} if names else found.broken
    for error in broken.values():
        typer.echo(error, err=True)
    tell_if_none(workspace, found)
    standings = _standings(workspace, sources, datetime.now(UTC))
    if as_json:
        echo_json({"sources": [_record(each) for each in standings]})
    else:
        _show(standings, workspace.read_config().zone)
    alarming = any(each.health.is_alarming for each in standings)
    code = ExitCode.SOURCE_FAILED if alarming else ExitCode.FINE
    raise typer.Exit(ExitCode.USAGE if broken else code)


def _standings(
    workspace: Workspace, sources: Sequence[SourceModel], now: datetime
) -> list[Standing]:
    from crawler.health import health
    from crawler.past import read_pasts
    from crawler.schedule import due

    pasts, posts = read_pasts(workspace, sources), _posts(workspace)
    return [
        Standing(
            source=source.name,
            last_run=next(iter(past.runs), None),
            health=health(past, now),
            due=due(source.every, past, now),
            posts=posts.get(source.name, 0),
        )
        for source in sources
        for past in [pasts[source.name]]
    ]


def _posts(workspace: Workspace) -> dict[str, int]:
    """How many posts of each source there are."""
    from feeds.archive import Archive
    from feeds.channels import SOURCE

    with Archive.open(workspace, workspace.read_config()) as archive:
        return {each.name: each.count for each in archive.channels() if each.kind == SOURCE}


def _show(standings: Sequence[Standing], zone: ZoneInfo) -> None:
    from rich.table import Table

    table = Table(*_COLUMNS, box=None, pad_edge=False, header_style="bold")
    for each in standings:
        table.add_row(*_cells(each, zone))
    console = output()
    print_table(console, table)
    for line in (line for each in standings for line in _complaints(each, zone)):
        console.print(line, highlight=False, markup=False)


def _cells(standing: Standing, zone: ZoneInfo) -> Iterator[str]:
    from crawler.cli.progress import minute, minute_after

    run = standing.last_run
    yield standing.source
    yield minute(run.started.astimezone(zone)) if run else "never"
    yield (run.outcome or "unfinished") if run else ""
    yield str(run.counts.new) if run else ""
    yield str(standing.posts)
    yield minute_after(standing.due.astimezone(zone)) if standing.due else "now"


def _complaints(standing: Standing, zone: ZoneInfo) -> Iterator[str]:
    """Since when a source has been failing, and what its last run met with."""
    from crawler.cli.progress import minute, reasons

    since, run = standing.health.failing_since, standing.last_run
    if since is None or run is None:
        return
    runs = "1 run" if standing.health.setbacks == 1 else f"{standing.health.setbacks} runs"
    yield f"{standing.source}: failing since {minute(since.astimezone(zone))}, {runs}"
    yield from reasons([run])


def _record(standing: Standing) -> dict[str, Any]:
    run = standing.last_run
    return {
        "source": standing.source,
        "due": standing.due,
        **asdict(standing.health),
        "posts": standing.posts,
        "last_run": record(run) if run else None,
    }
