"""A process that has imported what it needs once and forks for every piece of work.

Starting the interpreter and importing take longer than most pieces.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Self

ROOT = Path(__file__).parents[1]


class Warm:
    """The process, seen from outside. Use as a context manager.

    Attributes:
        MODULE: what it runs, which ends with `answer_questions`.
        PATIENCE: seconds that it may take to end.
    """

    MODULE: ClassVar[str]
    PATIENCE: ClassVar[float]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.MODULE],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=self.PATIENCE)

    def ask(self, **question: Any) -> dict[str, Any]:
        """Hands over a piece of work and waits for its answer; both are JSON."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(question), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def answer_questions(answer: Callable[..., dict[str, Any]]) -> None:
    """Inside the process: answers until nobody asks any more."""
    for line in sys.stdin:
        print(json.dumps(answer(**json.loads(line))), flush=True)
