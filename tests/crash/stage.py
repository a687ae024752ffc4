"""A process that has imported the writers once and forks one for every disturbance.

strace is attached to the fork before it begins, so that it sees, counts and disturbs the system
calls of the writer and no others.
"""

from __future__ import annotations

import ctypes
import json
import logging
import mmap
import os
import signal
import subprocess
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from feeds.config import Workspace
from feeds.errors import FeedsError
from tests.crash.careless import CARELESS
from tests.crash.writers import WRITERS
from tests.warm import Warm, answer_questions

# Seconds after which a writer, which takes a tenth of one, counts as waiting for ever.
PATIENCE = 60
_MEMORY = 1 << 16
_PR_SET_PTRACER = 0x59616D61
_ANYBODY = ctypes.c_ulong(-1)


@dataclass(frozen=True)
class Ending:
    """How a writer ended.

    Attributes:
        code: exit code, negative for a signal; 1 is an error with a message, 3 any other.
        told: names of things it said are durable.
        message: of the error.
        mend: the part of it that says what to do.
    """

    code: int
    told: list[str]
    message: str
    mend: str


class Stage(Warm):
    """The process, seen from outside. Use as a context manager."""

    MODULE = "tests.crash.stage"
    PATIENCE = PATIENCE

    def play(self, writer: str, folder: Path, strace: Sequence[object] = ()) -> Ending:
        """Has a writer write, watched by strace with the arguments ``strace`` if there are any."""
        watched = [str(each) for each in strace]
        return Ending(**self.ask(writer=writer, folder=str(folder), strace=watched))


class _Memory:
    """What a writer says, in memory that outlives it and costs no system call."""

    def __init__(self) -> None:
        self._map = mmap.mmap(-1, _MEMORY)
        self._said: dict[str, Any] = {"told": [], "message": "", "mend": ""}
        self._write()

    def tell(self, name: str) -> None:
        self._said["told"].append(name)
        self._write()

    def complain(self, message: str, mend: str = "") -> None:
        self._said |= {"message": message, "mend": mend}
        self._write()

    def read(self) -> dict[str, Any]:
        length = int.from_bytes(self._map[:8], "big")
        said: dict[str, Any] = json.loads(self._map[8 : 8 + length])
        return said

    def _write(self) -> None:
        data = json.dumps(self._said).encode()
        self._map[8 : 8 + len(data)] = data
        self._map[:8] = len(data).to_bytes(8, "big")


def _play(writer: str, folder: str, strace: Sequence[str]) -> dict[str, Any]:
    memory = _Memory()
    child = os.fork()
    if not child:
        _write(writer, Workspace(Path(folder)), memory)
    os.waitpid(child, os.WUNTRACED)
    watcher = _attach(child, strace) if strace else None
    os.kill(child, signal.SIGCONT)
    code = _wait(child)
    if watcher:
        watcher.communicate(timeout=PATIENCE)
    return asdict(Ending(code, **memory.read()))


def _attach(child: int, strace: Sequence[str]) -> subprocess.Popen[str]:
    command = ["strace", "--follow-forks", f"--attach={child}", *strace]
    watcher = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert watcher.stderr
    if "attached" not in (said := watcher.stderr.readline()):
        os.kill(child, signal.SIGKILL)
        raise RuntimeError(said)
    return watcher


def _wait(child: int) -> int:
    until = time.monotonic() + PATIENCE
    while not (found := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.001)
    return os.waitstatus_to_exitcode(found[1])


def _write(writer: str, workspace: Workspace, memory: _Memory) -> NoReturn:
    # Some systems let a process be traced by its parents only, if it does not say otherwise.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANYBODY, 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    careless = {name: each.writer for name, each in CARELESS.items()}
    try:
        (WRITERS | careless)[writer].write(workspace, memory.tell)
    except FeedsError as error:
        memory.complain(str(error), error.mend)
        os._exit(1)
    except BaseException:
        memory.complain(traceback.format_exc())
        os._exit(3)
    os._exit(0)


def _import_all() -> None:
    """Everything that is imported only when it is used."""
    for writer in WRITERS.values():
        with TemporaryDirectory() as folder:
            workspace = Workspace(Path(folder))
            writer.prepare(workspace)
            writer.write(workspace, lambda _: None)
            writer.things(workspace)


if __name__ == "__main__":
    logging.getLogger().addHandler(logging.NullHandler())
    _import_all()
    answer_questions(_play)
