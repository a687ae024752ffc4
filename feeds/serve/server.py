"""The publication on a port, until somebody ends it."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import uvicorn

from feeds.archive import Archive
from feeds.errors import FeedsError
from feeds.serve.app import make_app
from feeds.serve.live import Desk

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from feeds.config import Workspace

# Connections waiting to be taken, as uvicorn itself has it.
_BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at ``host`` and ``port``; 0 is any free port.

    Raises:
        FeedsError: the port is taken, or not ours to take.
    """
    try:
        return socket.create_server((host, port), backlog=_BACKLOG)
    except OSError as error:
        # The rest repeats the address.
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise FeedsError(f"{host}:{port}", reason, _mend(error)) from error
    except OverflowError as error:
        raise FeedsError(f"{host}:{port}", "there is no such port", "name one to 65535") from error


def _mend(error: OSError) -> str:
    # Errors of the resolver are negative.
    if (error.errno or 0) < 0 or error.errno == errno.EADDRNOTAVAIL:
        return "name an address of this machine with --host"
    return "name another port with --port"


def serve(workspace: Workspace, listener: socket.socket) -> None:
    """Serves the publication of ``workspace`` on ``listener`` until SIGINT or SIGTERM.

    Raises:
        FeedsError: the configuration has mistakes, or the archive cannot be read.
    """
    config = workspace.read_config()
    with Archive.open(workspace, config) as archive:
        desk = Desk(workspace, config, archive)
        try:
            _run(make_app(workspace.public, desk), listener)
        finally:
            desk.close()


def _run(app: ASGIApp, listener: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[listener])
