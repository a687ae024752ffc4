from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Broadsheet = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def broadsheet(tmp_path: Path) -> Broadsheet:
    """The command as a process of its own, in ``tmp_path`` unless ``cwd`` says otherwise."""

    def run(*arguments: object, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if k != "BROADSHEET_WORKSPACE"}
        return subprocess.run(
            [sys.executable, "-m", "crawler.cli", *map(str, arguments)],
            cwd=cwd,
            env=environment | {"COLUMNS": "120", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    return run
