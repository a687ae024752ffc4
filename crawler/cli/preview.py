"""The verb ``preview``: what a source, or the page behind an address, would give."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.app import ExitCode, Json, app, current_workspace, echo_json
from crawler.cli.findings import (
    FEW,
    AllowPrivate,
    Most,
    discovery_record,
    rehearsal_record,
    show_discovery,
    show_rehearsal,
    stage_at,
    stage_for,
)
from crawler.cli.run import Vars, chosen, crawlable, parse_vars


@app.command()
def preview(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="SOURCE|URL")],
    given: Vars = None,
    most: Most = FEW,
    *,
    allow_private: AllowPrivate = False,
    as_json: Json = False,
) -> None:
    """Show what would be collected; nothing is written."""
    from crawler.workshop.discovery import discover
    from crawler.workshop.rehearsal import Script, rehearse

    workspace = current_workspace(context)
    script = Script(now=datetime.now(UTC), articles=most)
    if "://" in what:
        found = discover(what, stage_at(what, workspace, allow_private=allow_private), script)
        echo_json(discovery_record(found)) if as_json else show_discovery(found)
        raise typer.Exit(ExitCode.FINE if found.best else ExitCode.SOURCE_FAILED)
    (source,) = chosen(crawlable(workspace, [what]), [what])
    source = source.with_vars(parse_vars(given or ()))
    rehearsed = rehearse(source, stage_for(workspace), script)
    echo_json(rehearsal_record(rehearsed)) if as_json else show_rehearsal(rehearsed)
    raise typer.Exit(ExitCode.FINE if rehearsed.posts else ExitCode.SOURCE_FAILED)
