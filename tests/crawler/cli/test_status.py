from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from crawler.ledger import Counts
from crawler.runs import Outcome, Run
from crawler.source import read_source
from crawler.state import State
from tests.crawler.conftest import Newsroom

NOW = datetime.now(UTC)


def log(newsroom: Newsroom, *runs: Run) -> None:
    source = read_source(newsroom.workspace.sources / "paper.yml")
    with State(newsroom.workspace.state) as state:
        for run in runs:
            state.finish(state.begin(run), run)
        state.memory("paper", source.definition)


def failed(ago: timedelta) -> Run:
    return Run(
        source="paper",
        started=NOW - ago,
        finished=NOW - ago,
        outcome=Outcome.FAILED,
        counts=Counts(list_failures={"HTTP 500": 1}),
    )


@pytest.mark.parametrize("arguments", [[], ["paper"]])
def test_a_source_that_never_ran_is_due(paper: Newsroom, broadsheet, arguments) -> None:
    done = broadsheet("status", *arguments, cwd=paper.workspace.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].split() == ["paper", "never", "0", "now"]


def test_what_has_failed_for_long_is_told_and_ends_with_1(paper: Newsroom, broadsheet) -> None:
    log(paper, *(failed(timedelta(hours=hours)) for hours in (50, 40, 1)))
    done = broadsheet("status", cwd=paper.workspace.root)
    assert done.returncode == 1
    since = f"{NOW - timedelta(hours=50):%Y-%m-%d %H:%M}"
    assert done.stdout.splitlines()[-2:] == [
        f"paper: failing since {since}, 3 runs",
        "paper: 1 list failed: HTTP 500",
    ]


def test_scripts_are_told_the_same(paper: Newsroom, broadsheet) -> None:
    log(paper, failed(timedelta(minutes=1)))
    done = broadsheet("status", "--json", cwd=paper.workspace.root)
    assert done.returncode == 0, "it may pass by itself"
    (told,) = json.loads(done.stdout)["sources"]
    assert (told["source"], told["setbacks"], told["is_alarming"]) == ("paper", 1, False)
    assert datetime.fromisoformat(told["failing_since"]) == NOW - timedelta(minutes=1)
    assert NOW < datetime.fromisoformat(told["due"]) < NOW + timedelta(minutes=15)
    assert "T" in told["due"]  # RFC 3339, as other programs read it
    assert told["last_run"]["outcome"] == "failed"


def test_a_file_with_mistakes_is_told(paper: Newsroom, broadsheet) -> None:
    (paper.workspace.sources / "bad.yml").write_text("kind: pages\n")
    done = broadsheet("status", cwd=paper.workspace.root)
    assert done.returncode == 2
    assert "bad.yml:1" in done.stderr
    assert "paper" in done.stdout
