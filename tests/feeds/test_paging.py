"""Archived documents: each post once, numbered so that old ones stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.config import FeedLimits
from feeds.formats import FORMATS, Document, Rules, document, urls
from feeds.paging import archived, month_of, ordered, pages, stale, touched
from feeds.post import Post

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = FeedLimits(entries=5, bytes=20_000)
STEM = "https://x.example/feeds/all/"


@dataclass(frozen=True)
class Row:
    path: str
    published: datetime
    size: int


moments = st.integers(0, 200 * 24).map(lambda hours: JANUARY + timedelta(hours=hours))
rows = st.lists(
    st.builds(Row, path=st.uuids().map(str), published=moments, size=st.integers(0, 9000)),
    unique_by=lambda row: row.path,
    max_size=40,
)


def row(number, hours, size=100):
    return Row(str(number), JANUARY + timedelta(hours=hours), size)


@pytest.fixture
def current():
    return Document(
        id="tag:x.example,2026:all",
        title="All",
        site_url="https://x.example/",
        urls=urls("https://x.example/feeds/all"),
        hubs=("https://hub.example/",),
    )


@given(rows)
def test_each_post_is_in_exactly_one_archived_document(index):
    found = pages(index, LIMITS)
    assert sorted(each.path for page in found for each in page.rows) == sorted(
        each.path for each in index
    )
    assert [page.name for page in found] == ordered({page.name for page in found})
    assert all(len(page.rows) <= LIMITS.entries for page in found)


@given(rows)
def test_documents_and_their_posts_run_from_old_to_new(index):
    order = [(each.published, each.path) for page in pages(index, LIMITS) for each in page.rows]
    assert order == sorted(order)


@given(rows)
def test_the_rows_of_a_month_are_enough_for_its_pages(index):
    found = pages(index, LIMITS)
    for month in {month_of(page.name) for page in found}:
        members = [each for each in index if f"{each.published:%Y-%m}" == month]
        assert pages(members, LIMITS) == [page for page in found if month_of(page.name) == month]


@given(rows, st.integers(1, 900))
def test_a_newer_post_changes_no_document_but_the_last(index, hours):
    before = pages(index, LIMITS)
    newest = max((each.published for each in index), default=JANUARY)
    after = pages([*index, Row("~new", newest + timedelta(hours=hours), 500)], LIMITS)
    assert after[: len(before) - 1] == before[:-1]


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


def test_archived_documents_link_back_to_the_oldest(current):
    names = ["2026-01", "2026-01-2", "2026-02"]
    found = [archived(current, STEM, names, number) for number in range(3)]
    atom = "application/atom+xml"
    assert [each.urls[atom] for each in found] == [f"{STEM}{name}.atom" for name in names]
    previous = [each.prev_archive.get(atom) for each in found]
    assert previous == [None, f"{STEM}2026-01.atom", f"{STEM}2026-01-2.atom"]
    assert all(each.current == current.urls and each.archived for each in found)
    assert all(each.id == current.id and not each.hubs for each in found)


@given(rows, rows, st.integers(0, 2))
def test_documents_that_are_not_stale_have_not_changed(index, new, gone):
    known = {each.path for each in index}
    new = [each for each in new[:2] if each.path not in known]
    now = index[gone:] + new
    since = {}
    for each in index[:gone] + new:
        month = f"{each.published:%Y-%m}"
        since[month] = min(each.published, since.get(month, each.published))
    before, after = _blanks(index), _blanks(now)
    changed = touched([page for page in pages(now, LIMITS) if month_of(page.name) in since], since)
    written = stale(list(before), list(after), changed)
    assert {name for name in after if after[name] != before.get(name)} <= set(written)


def _blanks(index):
    """Rows and links of every page by its name."""
    found = pages(index, LIMITS)
    names = [page.name for page in found]
    blank = Document(id="tag:x.example,2026:a", title="A", site_url="https://x.example/", urls={})
    return {
        page.name: (page.rows, archived(blank, STEM, names, number))
        for number, page in enumerate(found)
    }


def test_a_new_month_makes_no_older_document_stale():
    names = ["2026-01", "2026-01-2", "2026-02", "2026-03"]
    assert stale(names[:3], names, {"2026-03"}) == ["2026-03"]


def test_a_new_post_leaves_the_full_documents_of_its_month_alone():
    index = [row(number, number) for number in range(23)]
    newest = row(23, 23)
    since = {"2026-01": newest.published}
    assert touched(pages([*index, newest], LIMITS), since) == {"2026-01-5"}
    oldest = {"2026-01": index[0].published}
    assert len(touched(pages(index, LIMITS), oldest)) == 5


def test_a_longer_month_makes_the_next_document_stale():
    before = ["2026-01", "2026-02", "2026-03"]
    after = ["2026-01", "2026-01-2", "2026-02", "2026-03"]
    assert stale(before, after, {"2026-01-2"}) == ["2026-01", "2026-01-2", "2026-02"]


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_client_that_follows_the_links_finds_every_post(current, name):
    """The client is written from RFC 5005 §4: poll, then follow prev-archive to the end."""
    posts = {
        str(number): Post(
            id=f"tag:x.example,2026:{number}",
            key=str(number),
            title=f"Title {number}",
            published=JANUARY + timedelta(hours=9 * number),
            body=f"<p>{number}</p>",
        )
        for number in range(120)
    }
    served = _serve(current, posts, FORMATS[name])
    url, seen, fetched = current.urls[FORMATS[name].media_type], set(), []
    while url:
        root = etree.fromstring(served[url])
        fetched.append(url)
        ids = root.xpath("//item/guid | //*[local-name()='entry']/*[local-name()='id']")
        archive = [each.text for each in ids] if len(fetched) > 1 else []
        assert not seen & set(archive), "a post stands in two archived documents"
        seen |= set(archive)
        links = root.xpath("//*[local-name()='link'][@rel='prev-archive']/@href")
        url = links[0] if links else None
    assert seen == {post.id for post in posts.values()}
    assert len(fetched) == len(served)


def _serve(current, posts, form):
    """Every document of a channel by its URL."""
    rules = Rules(limits=LIMITS)
    found = pages([Row(path, post.published, 100) for path, post in posts.items()], LIMITS)
    names = [page.name for page in found]
    newest = document(current, posts.values(), rules)
    made = [document(_with_archive(newest, names), posts.values(), rules)]
    for number, page in enumerate(found):
        blank = archived(newest, STEM, names, number)
        made.append(document(blank, [posts[each.path] for each in page.rows], rules))
    return {each.urls[form.media_type]: form.render(each) for each in made}


def _with_archive(newest, names):
    fields = {name: getattr(newest, name) for name in Document.__slots__}
    return Document(**fields | {"prev_archive": urls(STEM + names[-1])})
