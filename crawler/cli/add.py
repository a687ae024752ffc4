"""The verb ``add``: the address of a page becomes a source file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import ExitCode, Json, app, current_workspace, echo_json
from crawler.cli.findings import (
    FEW,
    AllowPrivate,
    Most,
    discovery_record,
    show_discovery,
    stage_at,
)
from crawler.errors import SourceError

if TYPE_CHECKING:
    from crawler.workshop.discovery import Candidate
    from feeds.config import Workspace


@app.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A home page, section, feed or API.")],
    name: Annotated[str | None, typer.Option(help="Name of the source.")] = None,
    most: Most = FEW,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write it without asking.")] = False,
    allow_private: AllowPrivate = False,
    as_json: Json = False,
) -> None:
    """Find the best source behind an address, show what it gives, and write it to sources/."""
    from crawler.workshop.discovery import discover
    from crawler.workshop.rehearsal import Script

    workspace = current_workspace(context)
    if name is not None:
        _new_path(workspace, name)
    url = url if "://" in url else f"https://{url}"
    script = Script(now=datetime.now(UTC), articles=most)
    found = discover(url, stage_at(url, workspace, allow_private=allow_private), script)
    if not as_json:
        show_discovery(found)
        for file in _readers(workspace, found.best) if found.best else ():
            typer.echo(f"{file}: reads this list already", err=True)
    # A script that wants to be asked would hang.
    wanted = yes or (not as_json and found.best is not None and _is_wanted())
    path = _write(workspace, name, found.best, url) if found.best and wanted else None
    if as_json:
        echo_json(discovery_record(found) | {"path": path})
    elif path:
        typer.echo(f"\nwrote {path}\nNext: broadsheet run {path.stem}")
    raise typer.Exit(ExitCode.FINE if found.best else ExitCode.SOURCE_FAILED)


def _is_wanted() -> bool:
    """Asks; where nobody can answer, says how to do without.

    Raises:
        Exit: there was no answer.
    """
    try:
        return typer.confirm("\nWrite it?")
    except typer.Abort as error:
        typer.echo("\nnothing is written: --yes writes it without asking", err=True)
        raise typer.Exit(ExitCode.SOURCE_FAILED) from error


def _readers(workspace: Workspace, best: Candidate) -> list[Path]:
    """The files of sources that read a list of ``best``."""
    from crawler.source import lists, read_sources

    found, wanted = read_sources(workspace.sources), set(lists(best.source))
    return [
        found.files[name]
        for name, source in found.sources.items()
        if wanted.intersection(lists(source))
    ]


def _write(workspace: Workspace, name: str | None, best: Candidate, url: str) -> Path:
    from crawler.workshop.discovery import free_name
    from feeds.files import write_if_changed

    taken = {path.stem for path in workspace.sources.glob("*.y*ml")}
    path = _new_path(workspace, name or free_name(best.source.name, taken))
    text = f"# Found by: broadsheet add {url}\n{best.text}"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_if_changed(path, text.encode())
    return path


def _new_path(workspace: Workspace, name: str) -> Path:
    """Where a source of that name will stand.

    Raises:
        BadParameter: sources cannot be called so.
        SourceError: there is one.
    """
    from crawler.workshop.discovery import plain_name

    if plain_name(name) != name:
        raise typer.BadParameter(f"try {plain_name(name)}", param_hint="--name")
    path = workspace.sources / f"{name}.yml"
    if path.exists():
        raise SourceError(path, "is there already", "choose another --name, or remove it first")
    return path
