"""The verb ``serve``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.app import app, current_workspace
from feeds.errors import FeedsError

if TYPE_CHECKING:
    import socket

    from feeds.config import Workspace

DEFAULT_PORT = 8000


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
    typer.echo(f"serving {workspace.public} at http://{host}:{port}/ (Ctrl-C ends it)")
    serve_files(workspace, listener)
