"""The complete history of every channel, followed by a client written from RFC 5005 alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.archive import Archive
from feeds.config import Config, FeedLimits, Workspace
from feeds.post import Post
from feeds.public_folder import PublicFolder
from feeds.publish import Options, publish

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
BASE = "https://news.example/"
CONFIG = Config(title="News", base_url=BASE, limits=FeedLimits(entries=3))


def make_post(number: int, day: int) -> Post:
    return Post(
        id=f"tag:x,2026:{number}",
        key=f"k{number}",
        title=f"Title {number}",
        published=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day, minutes=number),
        body=f"<p>Body of {number}.</p>",
        link=f"https://x.example/{number}",
        categories=("even" if number % 2 == 0 else "odd",),
    )


class Site:
    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)

    def add(self, *posts: Post) -> None:
        with Archive.open(self.workspace, CONFIG) as archive:
            archive.add(posts)

    def remove(self, *numbers: int) -> None:
        with Archive.open(self.workspace, CONFIG) as archive:
            keys = {f"k{number}" for number in numbers}
            for path in [kept.path for kept in archive.walk() if kept.post.key in keys]:
                archive.remove(path)

    def publish(self, **options: bool) -> tuple[str, ...]:
        with Archive.open(self.workspace, CONFIG) as archive:
            folder = PublicFolder(self.workspace.public)
            return publish(archive, CONFIG, folder, Options(**options)).written

    def get(self, url: str) -> etree._Element:
        return etree.fromstring((self.workspace.public / url.removeprefix(BASE)).read_bytes())

    def documents(self, url: str) -> Iterator[etree._Element]:
        """A feed and, through ``prev-archive``, all that came before (RFC 5005 §4)."""
        while url:
            feed = self.get(url)
            yield feed
            links = feed.iter(f"{ATOM}link")
            found = [link.get("href") for link in links if link.get("rel") == "prev-archive"]
            url = found[0] if found else ""

    def ids(self, url: str) -> Counter[str]:
        """How often each post stands in the archived documents; the current one has them again.

        Where there are none, the current document is the whole history.
        """
        current, *history = self.documents(url)
        history = history or [current]
        ids = Counter(found for feed in history for found in entry_ids(feed))
        assert set(entry_ids(current)) <= ids.keys()
        return ids


def entry_ids(feed: etree._Element) -> list[str]:
    if feed.tag == "rss":
        return [item.findtext("guid") for item in feed.iter("item")]
    return [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def ids(*numbers: int) -> dict[str, int]:
    return {f"tag:x,2026:{number}": 1 for number in numbers}


def test_a_channel_that_fits_one_document_has_no_archived_ones(site: Site) -> None:
    site.add(*(make_post(n, day=n) for n in range(3)))
    site.publish()
    assert len(list(site.documents(f"{BASE}feeds/all.atom"))) == 1
    site.add(make_post(4, day=50))
    site.publish()
    assert site.ids(f"{BASE}feeds/all.atom") == ids(0, 1, 2, 4)


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_every_post_of_every_channel_is_reached_once(site: Site, suffix: str) -> None:
    site.add(*(make_post(n, day=n * 9) for n in range(20)))
    site.publish()
    assert site.ids(f"{BASE}feeds/all.{suffix}") == ids(*range(20))
    assert site.ids(f"{BASE}feeds/category/even.{suffix}") == ids(*range(0, 20, 2))
    assert site.ids(f"{BASE}feeds/category/odd.{suffix}") == ids(*range(1, 20, 2))


def test_archived_documents_say_what_they_are(site: Site) -> None:
    site.add(*(make_post(n, day=n * 9) for n in range(20)))
    site.publish()
    current, *history = site.documents(f"{BASE}feeds/all.atom")
    assert current.find(f"{HISTORY}archive") is None
    for feed in history:
        assert feed.find(f"{HISTORY}archive") is not None
        (link,) = [each for each in feed.iter(f"{ATOM}link") if each.get("rel") == "current"]
        assert link.get("href") == f"{BASE}feeds/all.atom"
    assert len(history) > 6


def test_a_new_post_touches_only_documents_of_its_month(site: Site) -> None:
    site.add(*(make_post(n, day=n * 9) for n in range(20)))
    site.publish()
    site.add(make_post(30, day=19 * 9 + 1))
    month = f"{make_post(30, day=19 * 9 + 1).published:%Y-%m}"
    archived = [path for path in site.publish() if "/20" in path]
    assert archived
    assert all(f"/{month}" in path for path in archived)


def test_incremental_publishing_ends_where_publishing_all_does(site: Site, tmp_path: Path) -> None:
    posts = [make_post(n, day=(n * 37) % 150) for n in range(24)]
    for start in range(0, 24, 5):
        site.add(*posts[start : start + 5])
        site.publish()
    assert site.publish(everything=True) == ()


def test_a_correction_is_found_in_its_archived_document(site: Site) -> None:
    site.add(*(make_post(n, day=n * 9) for n in range(20)))
    site.publish()
    with Archive.open(site.workspace, CONFIG) as archive:
        (old,) = [kept for kept in archive.walk() if kept.post.key == "k2"]
        archive.replace(old.path, replace(old.post, body="<p>Corrected.</p>"), old.post.published)
    written = [path for path in site.publish() if path.endswith(".atom")]
    assert len([path for path in written if path.startswith("feeds/all/")]) == 1
    assert site.ids(f"{BASE}feeds/all.atom") == ids(*range(20))


def test_a_document_whose_posts_are_gone_stays_in_its_place_and_is_empty(site: Site) -> None:
    site.add(*(make_post(n, day=n * 9) for n in range(20)))
    site.publish()
    february = [n for n in range(20) if make_post(n, day=n * 9).published.month == 2]
    site.remove(*february)
    site.publish()
    urls = [f"{BASE}feeds/all/2026-02.{suffix}" for suffix in ("atom", "rss")]
    assert [entry_ids(site.get(url)) for url in urls] == [[], []]
    assert site.publish(everything=True) == ()
    # Its neighbours change, and with them its links.
    site.add(*(make_post(n, day=20) for n in range(30, 40)))
    site.publish()
    left = {*range(20), *range(30, 40)} - {*february}
    assert site.ids(f"{BASE}feeds/all.atom") == ids(*left)
    assert site.publish(everything=True) == ()


def test_a_channel_that_fits_one_document_again_keeps_its_history(site: Site) -> None:
    site.add(*(make_post(n, day=n) for n in range(5)))
    site.publish()
    site.remove(0, 1, 2)
    site.publish(allow_shrink=True)
    assert site.ids(f"{BASE}feeds/all.atom") == ids(3, 4)
    assert not entry_ids(site.get(f"{BASE}feeds/all/2026-01-2.atom"))
    assert site.publish(everything=True) == ()


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 120), max_size=6),
            st.lists(st.integers(0, 20), max_size=4),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_comes_and_goes_in_whatever_order_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[list[int], list[int]]]
) -> None:
    site = Site(tmp_path_factory.mktemp("site"))
    number, gone = 0, set()
    for days, removed in changes:
        site.add(*(make_post(number + place, day) for place, day in enumerate(days)))
        number += len(days)
        site.remove(*removed)
        gone.update(n for n in removed if n < number)
        site.publish(allow_shrink=True)
    assert site.ids(f"{BASE}feeds/all.atom") == ids(*{*range(number)} - gone)
    assert site.publish(everything=True, allow_shrink=True) == ()
