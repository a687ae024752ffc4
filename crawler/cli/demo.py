"""The verb ``demo``: the whole job against a sample newspaper on loopback."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import ExitCode, Verbose, app
from crawler.cli.archive import publish_sources
from crawler.cli.run import Crawling, crawl_workspace
from crawler.cli.serve import DEFAULT_PORT, open_port, serve_workspace

if TYPE_CHECKING:
    import socket

    from feeds.config import Workspace

# Feeds that the demo names; the page of all channels has the others.
_NAMED = 6


@app.command()
def demo(
    keep: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the workspace goes; else a new folder."),
    ] = None,
    port: Annotated[int, typer.Option(help="Port for --serve; 0 is any free one.")] = DEFAULT_PORT,
    *,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve the result to browsers and feed readers.")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Crawl a sample newspaper on this machine, publish its feeds, and crawl it again."""
    listener = open_port("127.0.0.1", port) if serve else None
    folder = keep or Path(tempfile.mkdtemp(prefix="broadsheet-demo-"))
    code, workspace = _make(folder, listener, verbose=verbose)
    _show_feeds(workspace)
    if listener is not None:
        serve_workspace(workspace, listener)
    raise typer.Exit(code)


def _make(
    folder: Path, listener: socket.socket | None, *, verbose: bool
) -> tuple[ExitCode, Workspace]:
    """Crawls, publishes and crawls again; fine when nothing was missed and nothing came twice."""
    from crawler.demo.newspaper import Newspaper
    from crawler.demo.workspace import crawled, make_workspace

    now = datetime.now(UTC)
    crawling = Crawling(begun=now, verbose=verbose)
    with Newspaper.serve(now=now) as paper:
        workspace = make_workspace(folder, paper)
        if listener is not None:
            _set_base_url(workspace, listener)
        expected = crawled(paper, workspace)
        typer.echo(f"A newspaper of {expected} articles is served at {paper.url}\n")
        first = crawl_workspace(workspace, crawling)
        typer.echo("")
        published, _ = publish_sources(workspace)
        typer.echo("\nThe same once more:\n")
        asked = len(paper.requests)
        second = crawl_workspace(workspace, crawling)
        asked = len(paper.requests) - asked
    new, again = (sum(run.counts.new for run in each.runs) for each in (first, second))
    typer.echo(f"\n{new} of {expected} articles became posts.")
    typer.echo(f"The second crawl found {again} new, with {asked} requests.")
    whole = (new, again) == (expected, 0) and published is ExitCode.FINE
    return ExitCode.FINE if whole else ExitCode.SOURCE_FAILED, workspace


def _set_base_url(workspace: Workspace, listener: socket.socket) -> None:
    """Has the feeds say where they are served."""
    host, port = listener.getsockname()[:2]
    text = workspace.config_path.read_text(encoding="utf-8")
    told = workspace.read_config().base_url
    workspace.config_path.write_text(
        text.replace(f"base_url: {told}", f"base_url: http://{host}:{port}/"), encoding="utf-8"
    )


def _show_feeds(workspace: Workspace) -> None:
    from feeds.archive import Archive

    config = workspace.read_config()
    with Archive.open(workspace, config) as archive:
        channels = sorted(archive.channels(), key=lambda channel: -channel.count)
    typer.echo(f"\nThe workspace is {workspace.root}\n")
    typer.echo("Subscribe to any of its feeds in your reader, or open public/index.html:\n")
    for channel in channels[:_NAMED]:
        path = workspace.public / f"feeds/{channel.path}.atom"
        typer.echo(f"  {channel.count:3} posts  {path}")
    typer.echo(f"\nThese and {len(channels) - _NAMED} more are in {workspace.public / 'opml.xml'}")
