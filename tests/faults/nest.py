"""A process that has imported the command once and forks for every crawl.

Starting the interpreter and importing take longer than crawling ten articles.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
# Seconds after which a crawl that should have ended counts as one that never ends: three attempts
# of 20 seconds each, and what a busy machine adds.
PATIENCE = 150


class Nest:
    """The process, seen from outside. Use as a context manager."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nest"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=PATIENCE)

    def crawl(self, workspace: Path) -> tuple[int, float]:
        """Crawls with the command in a process of its own; exit code, and its memory in MB.

        What it prints goes into ``output`` and ``errors`` in the workspace.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{workspace}\n")
        self._process.stdin.flush()
        code, peak = self._process.stdout.readline().split()
        return int(code), float(peak)


def _serve() -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _crawl(Path(line.strip()))
        until = time.monotonic() + PATIENCE
        while not (found := os.wait4(child, os.WNOHANG))[0]:
            if time.monotonic() > until:
                os.killpg(child, signal.SIGKILL)
            time.sleep(0.02)
        print(os.waitstatus_to_exitcode(found[1]), found[2].ru_maxrss / 1024, flush=True)


def _crawl(workspace: Path) -> None:
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for name, number in (("output", 1), ("errors", 2)):
        opened = os.open(workspace / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
    sys.argv = ["broadsheet", "--workspace", str(workspace), "crawl", "--json"]
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

    _serve()
