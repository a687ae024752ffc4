"""The verb ``serve``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import app, current_workspace
from feeds.errors import FeedsError

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from feeds.config import Workspace

DEFAULT_PORT = 8000
# Addresses of a listener that no browser can go to.
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # compared, not bound
# A base_url that was never set, or for a try; another one may well be that of a proxy.
_AT_HOME = re.compile(r"http://(127\.|localhost[:/])")


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="Address to listen at; other machines reach 0.0.0.0.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 is any free one.")] = DEFAULT_PORT,
) -> None:
    """Serve pages, feeds and searches over HTTP, to this machine only unless --host differs."""
    workspace = current_workspace(context)
    serve_workspace(workspace, open_port(host, port))


def open_port(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        FeedsError: the extra is missing, or the port is taken.
    """
    try:
        from feeds.serve.server import listen
    except ModuleNotFoundError as error:
        what = f"needs {error.name}, which is not installed"
        raise FeedsError("serve", what, "pip install 'broadsheet[serve]'") from error
    return listen(host, port)


def serve_workspace(workspace: Workspace, listener: socket.socket) -> None:
    """Serves the publication until it is ended, and says where."""
    from feeds.serve.server import serve as serve_files

    host, port = listener.getsockname()[:2]
    here = f"http://{_in_address(host)}:{port}/"
    for doubt in _doubts(workspace, here):
        typer.echo(doubt, err=True)
    typer.echo(f"serving {workspace.public} at {here} (Ctrl-C ends it), search at {here}search")
    serve_files(workspace, listener)


def _in_address(host: str) -> str:
    """A host as it stands in an address.

    >>> _in_address("::1"), _in_address("0.0.0.0")
    ('[::1]', '127.0.0.1')
    """
    if host in _EVERYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _doubts(workspace: Workspace, here: str) -> Iterator[str]:
    """What makes the pages useless to who looks at ``here``."""
    told = workspace.read_config().base_url
    if not (workspace.public / "index.html").exists():
        yield f"{workspace.public}: nothing is published yet: broadsheet publish"
    if _AT_HOME.match(told) and told != here:
        mend = "name in it where readers find them, and run: broadsheet publish"
        yield f"{workspace.config_path}: base_url: feeds say that they stand at {told}: {mend}"
