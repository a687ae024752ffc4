"""Verbs about a workspace itself: ``init``, ``list``, ``schema``."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import ExitCode, Json, app, current_workspace, echo_json
from crawler.cli.choice import tell_if_none
from feeds.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.source import SourceFolder
    from feeds.config import Workspace
    from feeds.errors import Problem


class Schema(StrEnum):
    """Which files have a JSON Schema."""

    SOURCE = "source"
    WORKSPACE = "workspace"


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    title: Annotated[str, typer.Option(help="Name of the publication.")] = "",
    language: Annotated[str, typer.Option(help="Its language, such as en or zh-CN.")] = "en",
    timezone: Annotated[str, typer.Option(help="Its time zone, such as Asia/Shanghai.")] = "UTC",
    base_url: Annotated[
        str, typer.Option(help="Where public/ will be found.")
    ] = "http://127.0.0.1:8000/",
    contact: Annotated[str, typer.Option(help="Mail address or URL told to crawled sites.")] = "",
) -> None:
    """Make a workspace: configuration, an example source, scrapy.cfg, .gitignore."""
    from crawler.starter import Starter, write_workspace

    values = Starter(
        title=title or folder.resolve().name,
        language=language,
        timezone=timezone,
        base_url=base_url,
        contact=contact,
    )
    written = write_workspace(folder, values)
    for path in written:
        typer.echo(f"wrote {path}")
    typer.echo(
        f"\nNext:\n  cd {shlex.quote(str(folder))}\n"
        "  broadsheet add URL    # or describe a site in sources/ yourself\n  broadsheet run"
    )


@app.command("list")
def list_sources(context: typer.Context, *, as_json: Json = False) -> None:
    """List the sources of the workspace, and what is wrong with its files."""
    from crawler.source import read_sources

    workspace = current_workspace(context)
    found = read_sources(workspace.sources)
    problems = [
        *_config_problems(workspace),
        *(problem for error in found.broken.values() for problem in error.problems),
    ]
    if as_json:
        sources = [source.model_dump(mode="json") for source in found.sources.values()]
        echo_json({"sources": sources, "problems": [str(problem) for problem in problems]})
    else:
        _show_sources(found)
        for problem in problems:
            typer.echo(problem, err=True)
        tell_if_none(workspace, found)
    raise typer.Exit(ExitCode.USAGE if problems else ExitCode.FINE)


def _config_problems(workspace: Workspace) -> Sequence[Problem]:
    """What is wrong with ``broadsheet.yml``."""
    try:
        workspace.read_config()
    except ConfigError as error:
        return error.problems
    return ()


def _show_sources(found: SourceFolder) -> None:
    for source in found.sources.values():
        note = "" if source.enabled else "  (switched off)"
        typer.echo(f"{source.name:24} {source.kind:8} {source.title or ''}{note}")


@app.command()
def schema(which: Annotated[Schema, typer.Argument()] = Schema.SOURCE) -> None:
    """Print the JSON Schema of source files or of broadsheet.yml, for editors."""
    from pydantic import TypeAdapter

    from crawler.source import Source
    from feeds.config import Config

    model = Source if which is Schema.SOURCE else Config
    echo_json(
        {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        | TypeAdapter(model).json_schema()
    )
