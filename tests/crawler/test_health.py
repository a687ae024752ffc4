from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.health import Health, health
from crawler.runs import Outcome, Run
from crawler.schedule import Past

NOW = datetime(2026, 1, 9, 12, tzinfo=UTC)


def failed(*hours: int) -> list[Run]:
    """Runs that began so many hours ago and failed."""
    return [
        Run(source="paper", started=NOW - timedelta(hours=each), outcome=Outcome.FAILED)
        for each in hours
    ]


def test_a_source_that_never_ran_or_is_fine_is_no_cause_for_alarm() -> None:
    fine = Run(source="paper", started=NOW - timedelta(days=90), outcome=Outcome.PARTIAL)
    for past in (Past(), Past(runs=[fine])):
        assert health(past, NOW) == Health(setbacks=0, failing_since=None, is_alarming=False)


def test_one_that_has_failed_for_a_day_is() -> None:
    runs = failed(1, 9, 25)
    expected = Health(setbacks=3, failing_since=runs[-1].started, is_alarming=True)
    assert health(Past(runs=runs), NOW) == expected


def test_one_that_failed_just_now_or_was_hardly_tried_is_not() -> None:
    assert not health(Past(runs=failed(1, 2, 3, 4)), NOW).is_alarming
    assert not health(Past(runs=failed(1, 400)), NOW).is_alarming
