"""The publication on a port, until somebody ends it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

from feeds.errors import FeedsError
from feeds.serve.files import PublicFiles

if TYPE_CHECKING:
    from pathlib import Path

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
        reason = error.strerror or str(error)
        raise FeedsError(f"{host}:{port}", reason, "name another port with --port") from error


def serve(public: Path, listener: socket.socket) -> None:
    """Serves the files below ``public`` on ``listener`` until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        PublicFiles(public),
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[listener])
