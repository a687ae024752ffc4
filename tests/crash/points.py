"""Every system call of a writer, and what is found after it was disturbed there."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Queue

from feeds.config import Workspace
from tests.crash.stage import Ending, Stage
from tests.crash.tally import Tally
from tests.crash.writers import Things, Writer

# Of these the state of the disk is made; between two of them nothing changes, so that a process
# need not be killed elsewhere.
_CHANGING = re.compile(
    r"openat\(.*O_CREAT|p?write|ftruncate|fallocate|fsync|fdatasync|link|unlink|rename|mkdir"
)
# These take no space.
_TAKING_NOTHING = re.compile(r"unlink")
# No disk has a part in these.
_OFF_DISK = re.compile(r"lseek|ioctl|mmap|getcwd|fcntl\(.*(F_UNLCK|F_[GS]ETFD|F_DUPFD|F_GETLK)")
# What fails while SQLite looks after its own files is its to judge; it may be tried again later.
_SQLITE = re.compile(r"\.sqlite|fdatasync")
_CALL = re.compile(r"(?m)^(\d+) +((\w+)\(.*)$")
_KILL, _EIO, _ENOSPC = "signal=KILL", "error=EIO", "error=ENOSPC"
_KILLED = -9


@dataclass(frozen=True)
class Point:
    """A system call of a writer.

    Attributes:
        name: of the call.
        number: counts the calls of this name in one thread from 1. Threads that do the same at
            the same time are disturbed together.
        text: the call as strace shows it.
    """

    name: str
    number: int
    text: str

    @property
    def is_changing(self) -> bool:
        """Whether it makes the state of the disk another one."""
        return _CHANGING.match(self.text) is not None and " = -1 E" not in self.text

    @property
    def disturbances(self) -> Iterator[str]:
        """What is done to it, as strace is told."""
        if not _OFF_DISK.match(self.text):
            yield _EIO
        if self.is_changing:
            yield _KILL
            if not _TAKING_NOTHING.match(self.text):
                yield _ENOSPC


class Trial:
    """A writer that is disturbed at every point.

    Attributes:
        wrong: what was found that must not be.
    """

    def __init__(self, writer: Writer, stages: Sequence[Stage], folder: Path) -> None:
        """Prepares the writer in ``folder``; as many run at once as there are ``stages``."""
        self.wrong: list[str] = []
        self._writer = writer
        self._stages: Queue[Stage] = Queue()
        for stage in stages:
            self._stages.put(stage)
        self._at_once = len(stages)
        self._before = Workspace(folder / "before")
        self._before.root.mkdir()
        writer.prepare(self._before)
        self._numbers = count()
        self._was = writer.things(self._before)
        after = self._copy()
        self._points = self._trace(after)
        self._will_be = writer.things(after)
        self._settled = writer.settled(after)

    def run(self) -> Tally:
        """Disturbs it everywhere."""
        points = {(point.name, point.number): point for point in self._points}.values()
        tries = [(point, done) for point in points for done in point.disturbances]
        with ThreadPoolExecutor(self._at_once) as pool:
            found = list(pool.map(self._try, tries))
        done = Counter(disturbance for _, disturbance in tries)
        self.wrong += [each for wrong in found for each in wrong]
        counts = (done[_KILL], done[_EIO], done[_ENOSPC])
        return Tally(self._writer.name, len(self._points), *counts, sum(map(bool, found)))

    def _try(self, tried: tuple[Point, str]) -> list[str]:
        point, disturbance = tried
        stage = self._stages.get()
        try:
            found = list(self._disturb(stage, point, disturbance))
        finally:
            self._stages.put(stage)
        return [f"{disturbance} at {point.text}: {each}" for each in found]

    def _copy(self) -> Workspace:
        """The workspace as it is before, times of change included."""
        folder = self._before.root.with_name(str(next(self._numbers)))
        return Workspace(shutil.copytree(self._before.root, folder))

    def _trace(self, workspace: Workspace) -> list[Point]:
        stage = self._stages.get()
        ending, log = self._play(stage, workspace, "--trace=%file,%desc")
        self._stages.put(stage)
        assert ending.code == 0, ending.message
        numbers: Counter[tuple[str, str]] = Counter()
        points = []
        for thread, text, name in _CALL.findall(log):
            numbers[thread, name] += 1
            points.append(Point(name, numbers[thread, name], text))
        return points

    def _play(self, stage: Stage, workspace: Workspace, *strace: str) -> tuple[Ending, str]:
        """How the writer ended, and what strace wrote down."""
        log = workspace.root.with_suffix(".log")
        given = ["--decode-fds=path", f"--output={log}", *strace]
        ending = stage.play(self._writer.name, workspace.root, given)
        return ending, log.read_text()

    def _disturb(self, stage: Stage, point: Point, disturbance: str) -> Iterator[str]:
        """What is wrong after a disturbance, and after the clean run that follows it."""
        workspace = self._copy()
        inject = f"--inject={point.name}:{disturbance}:when={point.number}"
        ending, log = self._play(stage, workspace, f"--trace={point.name}", inject)
        yield from _killed(ending) if disturbance == _KILL else _failed(ending, point, log)
        yield from self._torn(ending, self._writer.things(workspace))
        clean = stage.play(self._writer.name, workspace.root)
        if clean.code:
            yield f"the next run fails: {clean.message}"
        for name in _different(self._writer.settled(workspace), self._settled):
            yield f"{name} differs after the next run"
        shutil.rmtree(workspace.root)

    def _torn(self, ending: Ending, found: Things) -> Iterator[str]:
        """Things that are neither as they were nor as they will be; the latter if told of."""
        told = self._will_be if ending.code == 0 else ending.told
        for name in _different(found, self._will_be):
            if name in told:
                yield f"{name} is lost"
            elif found.get(name) != self._was.get(name):
                yield f"{name} is torn"


def _killed(ending: Ending) -> Iterator[str]:
    if ending.code != _KILLED:
        yield "was not killed"


def _failed(ending: Ending, point: Point, log: str) -> Iterator[str]:
    """What is wrong with how it ended when a call failed."""
    injected = [line for line in log.splitlines() if "(INJECTED)" in line]
    if not injected:
        yield "was not disturbed"
    elif ending.code == 1:
        if not ending.message.startswith("/") or not ending.mend:
            yield f"unclear: {ending.message}"
    elif ending.code:
        yield f"fails with {ending.message}"
    elif point.is_changing and not _SQLITE.search(injected[0]):
        yield "passes over it"


def _different(some: Things, others: Things) -> list[str]:
    names = sorted({*some, *others})
    return [name for name in names if some.get(name) != others.get(name)]
