"""Archived documents: each post once, numbered so that old ones stay as they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config import FeedLimits
from feeds.formats import Document, urls
from feeds.paging import Row, archived, pages

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = FeedLimits(entries=5, bytes=20_000)

moments = st.integers(0, 200 * 24).map(lambda hours: JANUARY + timedelta(hours=hours))
rows = st.lists(
    st.builds(Row, path=st.uuids().map(str), published=moments, size=st.integers(0, 9000)),
    unique_by=lambda row: row.path,
    max_size=60,
)


def row(number, hours, size=100):
    return Row(str(number), JANUARY + timedelta(hours=hours), size)


@given(rows)
def test_each_post_is_in_exactly_one_archived_document(index):
    found = pages(index, LIMITS)
    assert sorted(each.path for page in found for each in page.rows) == sorted(
        each.path for each in index
    )
    assert len({page.name for page in found}) == len(found)
    assert all(len(page.rows) <= LIMITS.entries for page in found)


@given(rows)
def test_documents_and_their_posts_run_from_old_to_new(index):
    order = [(each.published, each.path) for page in pages(index, LIMITS) for each in page.rows]
    assert order == sorted(order)


@given(rows, st.integers(1, 900))
def test_a_newer_post_changes_no_document_but_the_last(index, hours):
    before = pages(index, LIMITS)
    newest = max((each.published for each in index), default=JANUARY)
    after = pages([*index, Row("~new", newest + timedelta(hours=hours), 500)], LIMITS)
    assert after[: len(before) - 1] == before[:-1]


@given(rows, rows)
def test_an_older_post_changes_only_its_month(index, late):
    known = {each.path for each in index}
    new = [each for each in late if each.path not in known][:1]
    months = {f"{each.published:%Y-%m}" for each in new}
    before = [page for page in pages(index, LIMITS) if page.name[:7] not in months]
    after = [page for page in pages(index + new, LIMITS) if page.name[:7] not in months]
    assert before == after


def test_a_month_is_divided_by_count():
    found = pages([row(n, n) for n in range(12)], LIMITS)
    assert [(page.name, len(page.rows)) for page in found] == [
        ("2026-01", 5),
        ("2026-01-2", 5),
        ("2026-01-3", 2),
    ]


def test_a_month_is_divided_by_bytes():
    found = pages([row(n, n, size=5000) for n in range(4)], LIMITS)
    assert [len(page.rows) for page in found] == [3, 1]


def test_months_are_those_of_utc():
    found = pages([row(1, 31 * 24 - 1), row(2, 31 * 24)], LIMITS)
    assert [page.name for page in found] == ["2026-01", "2026-02"]


@pytest.fixture
def current():
    return Document(
        id="tag:x.example,2026:all",
        title="All",
        site_url="https://x.example/",
        urls=urls("https://x.example/feeds/all"),
        hubs=("https://hub.example/",),
    )


def test_archived_documents_link_back_to_the_oldest(current):
    stem = "https://x.example/feeds/all/"
    names = ["2026-01", "2026-01-2", "2026-02"]
    found = list(archived(current, stem, names))
    atom = "application/atom+xml"
    assert [each.urls[atom] for each in found] == [f"{stem}{name}.atom" for name in names]
    previous = [each.prev_archive.get(atom) for each in found]
    assert previous == [None, f"{stem}2026-01.atom", f"{stem}2026-01-2.atom"]
    assert all(each.current == current.urls and each.archived for each in found)
    assert all(each.id == current.id and not each.hubs for each in found)


def test_a_new_document_leaves_the_links_of_older_ones_alone(current):
    names = ["2026-01", "2026-02", "2026-03"]
    before = list(archived(current, "https://x.example/", names[:2]))
    after = list(archived(current, "https://x.example/", names))
    assert after[:2] == before
