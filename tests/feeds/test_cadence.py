from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.cadence import cadence

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(seconds=5), timedelta(minutes=15)),
        (timedelta(0), timedelta(minutes=15)),
        (timedelta(days=90), timedelta(days=7)),
    ],
)
def test_it_is_the_mean_gap_within_bounds(gap: timedelta, expected: timedelta) -> None:
    assert cadence([NOW - number * gap for number in range(50)]) == expected


def test_old_posts_say_nothing_about_today() -> None:
    recent = [NOW - timedelta(hours=number) for number in range(21)]
    assert cadence([*recent, NOW - timedelta(days=900)]) == timedelta(hours=1)


def test_a_few_posts_make_no_cadence() -> None:
    assert cadence([NOW, NOW, NOW]) is None
