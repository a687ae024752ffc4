"""Dates as people write them: dates.txt holds what must be read and what must not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.dates import DateContext, DateRefusedError, ReadDate, read_date

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
CONTEXT = DateContext(NOW)


def _rows() -> list[tuple[str, str, str]]:
    lines = Path(__file__).with_name("dates.txt").read_text("utf-8").splitlines()
    rows = [line.rsplit("|", 2) for line in lines if line and not line.startswith("#")]
    return [(text.strip(), given.strip(), expected.strip()) for text, given, expected in rows]


def _context(given: str) -> DateContext:
    context = CONTEXT
    for part in filter(None, (part.strip() for part in given.split(";"))):
        key, _, value = part.rpartition("=")
        if key == "tz":
            context = replace(context, timezone=ZoneInfo(value))
        elif key == "day_first":
            context = replace(context, day_first=value == "yes")
        else:
            context = replace(context, languages=(value,))
    return context


def _shown(date: ReadDate | None) -> str:
    if date is None:
        return "-"
    local = (date.moment + date.offset).replace(tzinfo=None)
    if not date.has_time:
        return f"{local:%Y-%m-%d}"
    text = local.replace(microsecond=0).isoformat().removesuffix(":00")
    if not date.has_zone:
        return text
    minutes = int(date.offset.total_seconds()) // 60
    return f"{text}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@pytest.mark.parametrize(("text", "given", "expected"), _rows())
def test_a_date_is_read_as_it_was_written(text: str, given: str, expected: str) -> None:
    try:
        shown = _shown(read_date(text, _context(given)))
    except DateRefusedError as refusal:
        shown = f"! {refusal.reason}"
    assert shown == expected


def test_the_data_file_covers_many_languages() -> None:
    rows = _rows()
    assert len(rows) >= 150
    assert len({given.split(";")[0][:2] for _, given, _ in rows}) >= 15


def test_a_date_without_zone_is_in_the_sources_zone() -> None:
    context = replace(CONTEXT, timezone=ZoneInfo("Asia/Shanghai"))
    date = read_date("2020-03-12 08:30", context)
    assert date == ReadDate(
        datetime(2020, 3, 12, 0, 30, tzinfo=UTC), timedelta(hours=8), has_time=True, has_zone=False
    )


def test_a_day_without_time_begins_at_midnight_in_the_sources_zone() -> None:
    date = read_date("12. Juli 2020", replace(CONTEXT, timezone=ZoneInfo("Europe/Berlin")))
    assert date is not None
    assert date.moment == datetime(2020, 7, 11, 22, tzinfo=UTC)
    assert date.offset == timedelta(hours=2)


def test_today_is_the_day_in_the_sources_zone_not_in_ours() -> None:
    late = replace(
        CONTEXT, now=datetime(2026, 3, 10, 20, tzinfo=UTC), timezone=ZoneInfo("Asia/Shanghai")
    )
    date = read_date("今天 00:25", late)
    assert date is not None
    assert date.moment == datetime(2026, 3, 10, 16, 25, tzinfo=UTC)


def test_a_29_february_without_year_is_in_the_last_leap_year() -> None:
    date = read_date("2月29日", CONTEXT)
    assert date is not None
    assert date.moment == datetime(2024, 2, 29, tzinfo=UTC)


@pytest.mark.parametrize("text", ["12.03.2020", "12 მარტი 2020"])
def test_a_language_outside_the_tables_is_read_too(text: str) -> None:
    date = read_date(text, replace(CONTEXT, languages=("ka",)))
    assert date is not None
    assert date.moment == datetime(2020, 3, 12, tzinfo=UTC)


@given(st.text(max_size=80))
def test_any_text_gives_a_plausible_date_or_none_or_is_refused(text: str) -> None:
    with suppress(DateRefusedError):
        date = read_date(text, CONTEXT)
        assert date is None or date.moment <= NOW + timedelta(days=1)


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2026, 3, 10), timezones=st.timezones())  # noqa: DTZ001
)
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    date = read_date(moment.isoformat(), CONTEXT)
    assert date is not None
    assert date.moment == moment.astimezone(UTC)
