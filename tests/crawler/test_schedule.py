"""The clock is an argument; none of these waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.ledger import Counts
from crawler.runs import Outcome, Run
from crawler.schedule import Past, due, interval

NOW = datetime(2026, 1, 9, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def run(before: timedelta, outcome: Outcome | None = Outcome.FINE, new: int = 0) -> Run:
    return Run(source="paper", started=NOW - before, outcome=outcome, counts=Counts(new=new))


def waits(every: str, *runs: Run) -> bool:
    return due(every, Past(runs=runs), NOW) is not None


def test_a_source_that_never_ran_is_due() -> None:
    assert not waits("365d")


def test_it_is_due_again_after_its_interval() -> None:
    assert waits("1h", run(50 * MINUTE))
    assert not waits("1h", run(60 * MINUTE))


def test_a_scheduler_that_comes_a_bit_early_need_not_come_twice() -> None:
    assert not waits("15m", run(timedelta(minutes=14, seconds=58)))


def test_what_was_written_anew_is_due() -> None:
    assert due("1d", Past(runs=[run(MINUTE)], is_rewritten=True), NOW) is None


def test_a_clock_that_was_wrong_keeps_no_source_waiting() -> None:
    assert not waits("1h", run(-400 * DAY))


def test_a_run_that_was_cut_short_while_it_had_news_goes_on_at_once() -> None:
    assert not waits("1d", run(MINUTE, Outcome.INTERRUPTED, new=3))


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.INTERRUPTED, None])
def test_a_run_that_came_to_nothing_is_repeated_soon_but_not_at_once(
    outcome: Outcome | None,
) -> None:
    assert waits("1d", run(5 * MINUTE, outcome))
    assert not waits("1d", run(15 * MINUTE, outcome))


def test_a_source_that_is_down_is_asked_less_and_less_but_every_day() -> None:
    failures = [run(number * HOUR, Outcome.FAILED) for number in range(3, 20)]
    assert waits("5m", *failures)
    assert not waits("5m", run(DAY, Outcome.FAILED), *failures)


def test_one_good_run_ends_the_waiting() -> None:
    failures = [run(DAY, Outcome.FAILED)] * 15
    assert not waits("5m", run(5 * MINUTE, Outcome.PARTIAL), *failures)


def test_auto_is_the_rhythm_of_the_posts() -> None:
    published = [NOW - number * 3 * HOUR for number in range(1, 21)]
    assert interval("auto", published, NOW) == 3 * HOUR


def test_auto_asks_a_source_that_fell_silent_less_and_less() -> None:
    published = [NOW - 10 * DAY - number * HOUR for number in range(20)]
    assert 12 * HOUR < interval("auto", published, NOW) < 14 * HOUR
    assert interval("auto", published, NOW + 400 * DAY) == DAY


def test_auto_is_an_hour_until_some_posts_tell() -> None:
    assert interval("auto", [], NOW) == HOUR


@given(
    every=st.sampled_from(["auto", "1s", "5m", "1d", "99999d"]),
    ages=st.lists(st.floats(0, 4000), max_size=20),
    outcomes=st.lists(st.sampled_from([*Outcome, None]), min_size=1, max_size=20),
)
def test_no_source_waits_for_longer_than_its_interval_or_a_day(
    every: str, ages: list[float], outcomes: list[Outcome | None]
) -> None:
    published = [NOW - timedelta(days=age) for age in sorted(ages)]
    runs = [run(number * HOUR, outcome) for number, outcome in enumerate(outcomes)]
    until = due(every, Past(runs=runs, published=published), NOW)
    assert until is None or NOW < until <= NOW + max(DAY, interval(every, published, NOW))
