"""The verb ``preview``: what a source, or the page behind an address, would give."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.cli.app import ExitCode, Json, app, current_workspace, echo_json
from crawler.cli.choice import Vars, chosen, crawlable, parse_vars
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
from crawler.errors import SourceError

# A host with a dot or a port, and no file of a source.
_ADDRESS = re.compile(r"^[\w-]+(\.[\w-]+)*(\.[a-z]{2,}|:\d+)(/|$)(?<!\.yml)(?<!\.yaml)")


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
        discovery = discover(what, stage_at(what, workspace, allow_private=allow_private), script)
        echo_json(discovery_record(discovery)) if as_json else show_discovery(discovery)
        raise typer.Exit(ExitCode.FINE if discovery.best else ExitCode.SOURCE_FAILED)
    found = crawlable(workspace, [what])
    if what not in (*found.sources, *found.broken) and _ADDRESS.search(what):
        mend = f"an address begins with its scheme: https://{what}"
        raise SourceError(what, "there is no such source", mend)
    (source,) = chosen(found, [what])
    source = source.with_vars(parse_vars(given or ()))
    rehearsed = rehearse(source, stage_for(workspace), script)
    echo_json(rehearsal_record(rehearsed)) if as_json else show_rehearsal(rehearsed)
    raise typer.Exit(ExitCode.FINE if rehearsed.posts else ExitCode.SOURCE_FAILED)
