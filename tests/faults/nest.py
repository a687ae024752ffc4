"""A process that has imported the command once and forks for every crawl."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from tests.warm import Warm, answer_questions

# Seconds after which a crawl that should have ended counts as one that never ends.
PATIENCE = 150


class Crawled(NamedTuple):
    """How a crawl ended: exit code, most memory in MB, seconds."""

    code: int
    peak: float
    seconds: float


class Nest(Warm):
    """The process, seen from outside. Use as a context manager."""

    MODULE = "tests.faults.nest"
    PATIENCE = PATIENCE

    def crawl(self, workspace: Path, minutes: float) -> Crawled:
        """Crawls with the command, told to take ``minutes`` at most, in a process of its own.

        What it prints goes into ``output`` and ``errors`` in the workspace.
        """
        return Crawled(**self.ask(workspace=str(workspace), minutes=str(minutes)))


def _watch(workspace: str, minutes: str) -> dict[str, Any]:
    child = os.fork()
    if not child:
        _crawl(Path(workspace), minutes)
    started = time.monotonic()
    while not (found := os.wait4(child, os.WNOHANG))[0]:
        if time.monotonic() > started + PATIENCE:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)
    code, peak = os.waitstatus_to_exitcode(found[1]), found[2].ru_maxrss / 1024
    return Crawled(code, peak, time.monotonic() - started)._asdict()


def _crawl(workspace: Path, minutes: str) -> None:
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for name, number in (("output", 1), ("errors", 2)):
        opened = os.open(workspace / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
    sys.argv = ["broadsheet", "--workspace", str(workspace), "crawl", "--json", "--time", minutes]
    main()


if __name__ == "__main__":
    # All that a crawl imports sooner or later.
    import crawler.cli.progress
    import crawler.crawl
    import crawler.pipelines.clean
    import crawler.pipelines.dates
    import crawler.pipelines.save
    import crawler.source  # noqa: F401
    from crawler.cli import main

    answer_questions(_watch)
