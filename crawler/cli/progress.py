"""What a crawl shows while it runs and when it has ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

import typer
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawler.cli.app import print_table
from crawler.cli.mending import with_mending
from crawler.runs import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rich.console import Console

    from crawler.ledger import Counts
    from crawler.runs import Run

_STYLES = {
    Outcome.FINE: "green",
    Outcome.PARTIAL: "yellow",
    Outcome.FAILED: "red",
    Outcome.INTERRUPTED: "yellow",
}
# Of a minute, all but its first.
_LAST_SECONDS = timedelta(seconds=59)
# The head of the table, and the line that the cursor is on.
_LINES_BESIDE = 2
_COLUMNS = ("fetched", "new", "updated", "known", "dropped", "failed")


class Board:
    """A table on the terminal with a row a source, rewritten as the counts grow.

    Where there are more sources than lines, those whose counts changed last are shown. On anything
    but a terminal it shows nothing: cron mails what is printed.
    """

    def __init__(self, console: Console) -> None:
        self._rows: dict[str, Counts] = {}
        self._changed: dict[str, None] = {}  # the newest change last
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._shown = console.is_terminal

    def __enter__(self) -> Self:
        if self._shown:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._live.stop()

    def show(self, source: str, counts: Counts) -> None:
        """Shows the newest ``counts`` of ``source``."""
        if self._rows.get(source) != counts:
            self._changed.pop(source, None)
            self._changed[source] = None
        self._rows[source] = counts
        if self._shown:
            room = max(1, self._console.height - _LINES_BESIDE)
            visible = set(list(self._changed)[-room:])
            rows = [(name, row) for name, row in self._rows.items() if name in visible]
            self._live.update(_table(rows), refresh=True)


def show_runs(console: Console, runs: Sequence[Run]) -> None:
    """Prints the outcome of each run, a row each, and why articles were not kept.

    Why a run failed as a whole goes to the standard error, also where ``console`` is quiet.
    """
    if not runs:
        return
    table = _empty_table("outcome")
    for run in runs:
        outcome = run.outcome or Outcome.INTERRUPTED
        table.add_row(*_row(run.source, run.counts), Text(outcome, style=_STYLES[outcome]))
    print_table(console, table)
    for line in reasons(runs):
        console.print(line, highlight=False, markup=False)
    for run in runs:
        if run.message and run.outcome == Outcome.FAILED:
            typer.echo(f"{run.source}: {run.message}", err=True)


def show_waiting(console: Console, waiting: Mapping[str, datetime]) -> None:
    """Prints until when each source that was not due waits.

    Args:
        console: where it goes.
        waiting: by name of the source, in the time zone of the reader.
    """
    if waiting:
        told = [f"{name} until {minute_after(moment)}" for name, moment in waiting.items()]
        console.print(f"not due: {', '.join(told)}", highlight=False, markup=False)


def minute(moment: datetime) -> str:
    """The minute of ``moment``, in its own time zone."""
    return f"{moment:%Y-%m-%d %H:%M}"


def minute_after(moment: datetime) -> str:
    """The first minute at whose beginning ``moment`` has come.

    >>> from datetime import datetime
    >>> minute_after(datetime(2026, 1, 5, 8, 59, 1))
    '2026-01-05 09:00'
    """
    return minute(moment + _LAST_SECONDS)


def reasons(runs: Sequence[Run]) -> list[str]:
    """Why articles were not kept, a line a reason; the most frequent first."""
    lines: list[str] = []
    for run in runs:
        found = [
            (count, bucket, reason)
            for bucket, counts in run.counts.reasons.items()
            for reason, count in counts.items()
        ]
        found += [
            (n, "list failed", with_mending(reason))
            for reason, n in run.counts.list_failures.items()
        ]
        found += [(n, "note", reason) for reason, n in run.counts.notes.items()]
        lines += [
            f"{run.source}: {n} {bucket}: {reason}" for n, bucket, reason in sorted(found)[::-1]
        ]
        if run.message and run.outcome != Outcome.FAILED:
            lines.append(f"{run.source}: {run.message}")
    return lines


def _table(rows: Sequence[tuple[str, Counts]]) -> Table:
    table = _empty_table()
    for source, counts in rows:
        table.add_row(*_row(source, counts))
    return table


def _empty_table(*further: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("source", no_wrap=True)
    for name in _COLUMNS:
        table.add_column(name, justify="right")
    for name in further:
        table.add_column(name)
    return table


def _row(source: str, counts: Counts) -> list[str]:
    shown = {name: getattr(counts, name) for name in _COLUMNS}
    # To a reader of this table an article kept away by robots.txt, by the guard or by what an
    # earlier run found is dropped, too.
    shown["dropped"] += counts.disallowed + counts.refused + counts.skipped
    shown["known"] += counts.unmodified
    return [source, *map(str, shown.values())]
