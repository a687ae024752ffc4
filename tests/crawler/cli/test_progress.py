from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from rich.console import Console

from crawler.cli.progress import Board, show_runs
from crawler.ledger import Counts
from crawler.runs import Outcome, Run

LONG = "the-gazette-of-the-harbour-and-of-all-the-islands-that-can-be-seen-from-it"


def shown(*failures: str, width: int = 80) -> str:
    said = io.StringIO()
    run = Run(
        source=LONG,
        started=datetime(2026, 5, 4, tzinfo=UTC),
        outcome=Outcome.FAILED,
        counts=Counts(list_failures=dict.fromkeys(failures, 1)),
    )
    show_runs(Console(file=said, width=width, soft_wrap=True), [run])
    return said.getvalue()


@pytest.mark.parametrize("width", [20, 80])
def test_nothing_is_cut_off_however_narrow_it_is(width: int) -> None:
    head, row, *_ = shown(width=width).splitlines()
    assert head.split()[-3:] == ["dropped", "failed", "outcome"]
    assert row.split() == [LONG, *"000000", "failed"]


def test_what_can_be_done_about_a_list_is_told() -> None:
    told = shown("private address 10.0.0.7", "HTTP 500", "var host has no value")
    assert "var host has no value: give it with -a NAME=VALUE" in told
    assert "1 list failed: private address 10.0.0.7: name its host:port under allow_private" in told
    assert "1 list failed: HTTP 500\n" in told


def test_on_a_low_terminal_the_sources_that_are_crawled_now_are_seen() -> None:
    said = io.StringIO()
    console = Console(file=said, width=80, height=6, force_terminal=True, color_system=None)
    with Board(console) as board:
        for number in range(10):
            board.show(f"paper-{number}", Counts(fetched=1))
        board.show("paper-2", Counts(fetched=2))
        frame = said.getvalue().rpartition("source")[2]
    assert re.findall(r"paper-\d", frame) == ["paper-2", "paper-7", "paper-8", "paper-9"]
