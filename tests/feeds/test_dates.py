"""Dates of feeds and front matter, both ways."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dates import front_matter_date, parse_front_matter_date, rfc2822, rfc3339

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(MOMENTS, OFFSETS)
def test_front_matter_dates_round_trip(moment: datetime, offset: timedelta) -> None:
    assert parse_front_matter_date(front_matter_date(moment, offset)) == (moment, offset)


@given(MOMENTS)
def test_feed_dates_are_read_back_by_others(moment: datetime) -> None:
    assert parsedate_to_datetime(rfc2822(moment)) == moment
    assert datetime.fromisoformat(rfc3339(moment)) == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-12-08 10:46:18 +0800", "2021-12-08T02:46:18Z"),
        ("2021-12-08 10:46:18", "2021-12-08T02:46:18Z"),
        ("2021-12-08T10:46:18+08:00", "2021-12-08T02:46:18Z"),
        ("2021-12-08T10:46:18.123Z", "2021-12-08T10:46:18Z"),
        ("2021-12-08 10:46 UTC", "2021-12-08T10:46:00Z"),
        ("2021-12-08 10:46:18 -03", "2021-12-08T13:46:18Z"),
        ("2021-12-08", "2021-12-07T16:00:00Z"),
        ("2021/2/8 9:05", "2021-02-08T01:05:00Z"),
        ("Wed, 08 Dec 2021 10:46:18 +0100", "2021-12-08T09:46:18Z"),
    ],
)
def test_what_jekyll_accepts_is_read(text: str, expected: str) -> None:
    moment, _ = parse_front_matter_date(text, ZoneInfo("Asia/Shanghai"))
    assert rfc3339(moment) == expected


@pytest.mark.parametrize(
    "text",
    ["", "+0800", "yesterday", "2021-13-08", "2021-12-08 25:00", "0001-01-01 00:00 +0800",
     "0999-06-01", "1000-01-01 00:00 +0800", "9999-12-31 23:00 -0500"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_front_matter_date(text)
