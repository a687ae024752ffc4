"""Verbs over the archive: ``publish``, ``reindex``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import (
    ExitCode,
    Json,
    app,
    counted,
    current_workspace,
    echo_json,
    output,
)

if TYPE_CHECKING:
    from feeds.config import Workspace
    from feeds.publish import Publication


@app.command()
def publish(
    context: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Look at every file, also of channels without news.")
    ] = False,
    allow_shrink: Annotated[
        bool, typer.Option(help="Publish feeds that lost most of their entries, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the feeds and pages of what changed to public/."""
    workspace = current_workspace(context)
    code, publication = publish_sources(
        workspace, everything=everything, allow_shrink=allow_shrink, quiet=as_json
    )
    if as_json:
        echo_json(publication.record())
    raise typer.Exit(code)


@app.command()
def reindex(context: typer.Context, *, as_json: Json = False) -> None:
    """Make the catalog again from the post files."""
    from feeds.archive import Archive

    workspace = current_workspace(context)
    with Archive.open(workspace, workspace.read_config()) as archive:
        count = archive.reindex()
    if as_json:
        echo_json({"posts": count})
    else:
        typer.echo(f"{counted(count, 'post')} in the catalog")


def publish_sources(
    workspace: Workspace,
    *,
    everything: bool = False,
    allow_shrink: bool = False,
    quiet: bool = False,
) -> tuple[ExitCode, Publication]:
    """Publishes, with sources called by their titles, and says how it went.

    Raises:
        FeedsError: the configuration has mistakes, or the system refused.
    """
    from crawler.origin import origin
    from crawler.source import read_sources
    from feeds.publish import Options, publish_workspace

    sources = read_sources(workspace.sources).sources
    origins = {name: origin(source) for name, source in sources.items()}
    options = Options(origins, everything=everything, allow_shrink=allow_shrink)
    publication = publish_workspace(workspace, options)
    for problem in (*publication.refused, *publication.unannounced):
        typer.echo(problem, err=True)
    output(quiet=quiet).print(
        f"published: {counted(publication.posts, 'post')}, "
        f"{counted(publication.channels, 'channel')}, "
        f"{counted(len(publication.written), 'file')} written, {publication.unchanged} unchanged",
        highlight=False,
    )
    return ExitCode.SOURCE_FAILED if publication.refused else ExitCode.FINE, publication
