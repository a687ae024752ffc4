"""A disk in memory, as small or as stubborn as a test wants it; it goes with its process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 120
_AS_ROOT = os.geteuid() == 0


@dataclass(frozen=True)
class Disk:
    """A tmpfs that only processes in one namespace see.

    Attributes:
        process: has the namespace.
        place: where it is mounted there.
    """

    process: int
    place: Path

    @property
    def root(self) -> Path:
        """The same place, seen from outside."""
        return Path(f"/proc/{self.process}/root{self.place}")

    def change(self, options: str) -> None:
        """Mounts it with other options: ``ro``, ``size=1m``, ``nr_inodes=50``."""
        # The options it has name an owner, which a namespace of users may not repeat.
        command = ["mount", "--options-mode=ignore", "-o", f"remount,{options}", str(self.place)]
        self._run(*command).check_returncode()

    def used(self, what: str) -> int:
        """How many 1K blocks (``used``) or files (``iused``) are taken."""
        return int(self._run("df", f"--output={what}", str(self.place)).stdout.split()[-1])

    def broadsheet(
        self, workspace: Path, verb: str, limits: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Runs the command, with ``limits`` as prlimit takes them."""
        command = [sys.executable, "-m", "crawler.cli", "--workspace", str(workspace), verb]
        return self._run(*(["prlimit", *limits] if limits else []), *command)

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        user = [] if _AS_ROOT else ["--user", "--preserve-credentials"]
        return subprocess.run(
            ["nsenter", f"--target={self.process}", "--mount", *user, *command],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


@contextmanager
def mounted(place: Path, options: str) -> Iterator[Disk]:
    """A disk at ``place``, an empty folder; skips the test where nobody may mount."""
    place.mkdir()
    user = [] if _AS_ROOT else ["--map-root-user"]
    script = f"mount -t tmpfs -o {options} tmpfs '{place}' && echo mounted && cat"
    with subprocess.Popen(
        ["unshare", "--mount", *user, "sh", "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        if process.stdout.readline() != "mounted\n":
            pytest.skip("file systems cannot be mounted here")
        yield Disk(process.pid, place)
