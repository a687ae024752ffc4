"""Writers with a fault each, which the trial must find: without them it could find nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from feeds.config import Workspace
from feeds.files import NewFile, flush_folder, write_batch
from feeds.storage import system_errors_told
from tests.crash.writers import Tell, Things, Writer, files

_NEW = b"new" * 5000


@dataclass(frozen=True)
class Careless:
    """A writer, and what must be said of it."""

    writer: Writer
    fault: str


def _prepare(workspace: Workspace) -> None:
    workspace.public.mkdir()
    (workspace.public / "feed").write_bytes(b"old" * 5000)


def _in_place(path: Path, tell: Tell) -> None:
    path.write_bytes(_NEW)
    tell("feed")


def _too_early(path: Path, tell: Tell) -> None:
    tell("feed")
    write_batch([NewFile(path, _NEW)], replace=True)


def _deaf(path: Path, tell: Tell) -> None:
    write_batch([NewFile(path, _NEW)], replace=True, durable=False)
    with suppress(OSError):
        flush_folder(path.parent)
    tell("feed")


def _littering(path: Path, tell: Tell) -> None:
    draft = path.with_name(f".broadsheet-{os.getpid()}-0a-0.tmp")
    draft.write_bytes(_NEW)
    draft.replace(path)
    tell("feed")


def _things(workspace: Workspace) -> Things:
    return files(workspace.public)


def _careless(name: str, write: Callable[[Path, Tell], None], fault: str) -> Careless:
    def told(workspace: Workspace, tell: Tell) -> None:
        with system_errors_told(workspace.public):
            write(workspace.public / "feed", tell)

    return Careless(Writer(name, _prepare, told, _things), fault)


CARELESS = {
    careless.writer.name: careless
    for careless in (
        _careless("in place", _in_place, "feed is torn"),
        _careless("too early", _too_early, "feed is lost"),
        _careless("deaf", _deaf, "passes over it"),
        _careless("littering", _littering, "temporaries differs"),
    )
}
