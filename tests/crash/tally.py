"""What was done to the writers, as a table for the summary of the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass
class Tally:
    """What was done to a writer, and what came of it.

    Attributes:
        calls: system calls it makes.
        killed: how often it was killed, each time before another call.
        eio: how often a call failed with EIO.
        enospc: how often a call failed with ENOSPC.
        torn: how often something was found that must not be.
    """

    writer: str
    calls: int = 0
    killed: int = 0
    eio: int = 0
    enospc: int = 0
    torn: int = 0


def table(tallies: Sequence[Tally]) -> list[str]:
    """Lines with a tally each, their names above and their sums below."""
    names = [field.name for field in fields(Tally)][1:]
    rows = [[getattr(tally, name) for name in names] for tally in tallies]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    written = [(tally.writer, row) for tally, row in zip(tallies, rows, strict=True)]
    return [
        f"{writer:<18}" + "".join(f"{cell:>8}" for cell in row)
        for writer, row in (("writer", names), *written, ("in all", sums))
    ]
