"""Killed, or refused by the disk, at every system call: nothing is torn and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.crash.careless import CARELESS
from tests.crash.points import Trial
from tests.crash.stage import Stage
from tests.crash.writers import WRITERS

# Files in memory spare the disk some ten thousand folders; the system calls are the same.
_MEMORY = Path("/dev/shm")


# Half of the time of a disturbance is waiting for strace.
_AT_ONCE = 2


@pytest.fixture(scope="module")
def stages() -> Iterator[list[Stage]]:
    if shutil.which("strace") is None:
        pytest.skip("strace is missing")
    tried = subprocess.run(
        ["strace", f"--output={os.devnull}", "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode:
        pytest.skip(f"strace may not watch processes here: {tried.stderr}")
    with ExitStack() as stack:
        yield [stack.enter_context(Stage()) for _ in range(_AT_ONCE)]


@pytest.fixture
def folder() -> Iterator[Path]:
    where = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with TemporaryDirectory(dir=where) as name:
        yield Path(name)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_writer_that_is_disturbed_anywhere_tears_and_loses_nothing(
    writer: str, stages: list[Stage], folder: Path, record_property: Callable[[str, object], None]
) -> None:
    trial = Trial(WRITERS[writer], stages, folder)
    tally = trial.run()
    record_property("tally", asdict(tally))
    assert trial.wrong == []
    assert tally.killed > 20
    assert tally.enospc > 20


@pytest.mark.parametrize("writer", CARELESS)
def test_a_careless_writer_is_found_out(writer: str, stages: list[Stage], folder: Path) -> None:
    careless = CARELESS[writer]
    trial = Trial(careless.writer, stages, folder)
    assert trial.run().torn
    assert any(careless.fault in wrong for wrong in trial.wrong)
