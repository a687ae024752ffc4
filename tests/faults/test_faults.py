"""Whatever a server does, its other articles are kept and its misdeed is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.bench import Outcome, expected_new, outcomes
from tests.faults.fault import Fault
from tests.faults.server import HEALTHY
from tests.faults.table import FAULTS, markdown

TABLE = Path(__file__).parents[2] / "docs" / "faults.md"
MEGABYTES = 250
ATTEMPTS = 3
# Seconds that a run may take longer than it may, on a busy machine.
GRACE = 10


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What became of every fault, all of them tried once."""
    return outcomes(FAULTS, tmp_path_factory.mktemp("faults"))


# One test, so that it is one worker that tries them all.
def test_every_fault_is_counted_and_costs_nothing_else(found: dict[str, Outcome]) -> None:
    wrong = {fault.name: what for fault in FAULTS if (what := _wrong(fault, found[fault.name]))}
    assert wrong == {}


def _wrong(fault: Fault, outcome: Outcome) -> list[str]:
    """What is not as the fault and the promises say."""
    if not outcome.counts:
        return [outcome.errors]
    said = {
        f"ended as {_ended(fault, outcome)}": _ended(fault, outcome)
        == (fault.bucket, fault.reason),
        f"{outcome.posts} posts": outcome.posts == expected_new(fault),
        f"{outcome.counts['pending']} pending": not outcome.counts["pending"],
        f"accounts for {outcome.met}": _is_accounted(fault, outcome),
        f"{outcome.peak:.0f} MB": outcome.peak < MEGABYTES,
        f"{outcome.asked} attempts": outcome.asked <= ATTEMPTS,
        f"{outcome.seconds:.0f} seconds": outcome.seconds < fault.minutes * 60 + GRACE,
        f"exit code {outcome.code}": outcome.code == fault.code,
        "asked a closed host": not (fault.closes_host and outcome.asked_for_fault),
    }
    return [what for what, holds in said.items() if not holds]


def _is_accounted(fault: Fault, outcome: Outcome) -> bool:
    """Whether as many articles ended somewhere as the list has."""
    return fault.place not in {"article", "host"} or outcome.met == HEALTHY + 1


def _ended(fault: Fault, outcome: Outcome) -> tuple[str, str]:
    if fault.bucket == "note":
        return ("note", fault.reason if fault.reason in outcome.counts["notes"] else "")
    return outcome.ended


def test_there_are_ninety_faults_of_different_names() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 90


def test_the_table_in_the_docs_names_them_all() -> None:
    assert TABLE.read_text(encoding="utf-8") == markdown()
