"""A digest tells each post of a finished period once, whatever the clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
from lxml import html

from feeds.archive import Archive, Notice
from feeds.config import Config, Workspace
from feeds.digest import Periods, digests
from feeds.lint import lint
from feeds.post import Post
from feeds.public_folder import PublicFolder
from feeds.publish import Options, publish

CONFIG = Config(
    title="News", base_url="https://news.example/", timezone="Asia/Shanghai", digest="day"
)
DAYS = Periods(1, ZoneInfo("Asia/Shanghai"))
WEEKS = Periods(7, ZoneInfo("Asia/Shanghai"))


def notice(published: str, title: str = "A title", **values: object) -> Notice:
    moment = datetime.fromisoformat(published).replace(tzinfo=UTC)
    given: dict[str, object] = {"link": "https://x.example/1", "changed": moment, "category": ""}
    return Notice(title=title, published=moment, **given | values)  # type: ignore[arg-type]


def made(*notices: Notice, periods: Periods = DAYS) -> list[Post]:
    return list(digests(notices, periods, "tag:x"))


def test_a_day_is_that_of_the_workspace_and_told_when_a_later_post_is_there() -> None:
    late, early = notice("2026-03-01T16:00"), notice("2026-03-01T15:59")
    assert made(early) == []
    (only,) = made(late, early)
    assert (only.id, only.title) == ("tag:x/2026-03-01", "2026-03-01 (1)")
    assert only.published == datetime(2026, 3, 1, 16, tzinfo=UTC)


def test_a_title_of_megabytes_is_cut() -> None:
    (only,) = made(notice("2026-03-02T00:00"), notice("2026-03-01T00:00", "word " * 500_000))
    assert len(only.body) < 2000


def test_a_week_begins_on_monday() -> None:
    (only,) = made(
        notice("2026-03-09T00:00"), notice("2026-03-08T00:00"), notice("2026-03-02T00:00"),
        periods=WEEKS,
    )  # fmt: skip
    assert only.title == "2026-03-02 – 2026-03-08 (2)"


def test_posts_stand_under_their_category_the_largest_first() -> None:
    (only,) = made(
        notice("2026-03-05T00:00"),
        notice("2026-03-02T03:00", "No category"),
        notice("2026-03-02T02:00", "A & B", category="<b>"),
        notice("2026-03-02T01:00", "One", category="港口", link=None),
        notice("2026-03-02T00:00", "Two", category="港口", link="javascript:x"),
    )
    page = html.fromstring(f"<div>{only.body}</div>")
    texts = [each.text_content() for each in page.iter("h3", "li")]
    assert texts == ["No category", "港口", "One", "Two", "<b>", "A & B"]
    assert page.xpath("//a/@href") == ["https://x.example/1"] * 2


def test_a_digest_is_summed_up_by_its_titles() -> None:
    notices = [notice(f"2026-03-02T00:{n:02}", f"Story {n}") for n in range(59, -1, -1)]
    (only,) = made(notice("2026-03-05T00:00"), *notices)
    assert only.description is not None
    assert only.description.startswith("Story 59 · Story 58 · ")
    assert len(only.description) <= 280


def test_a_correction_after_the_period_changes_the_entry() -> None:
    changed = datetime(2026, 3, 9, tzinfo=UTC)
    (corrected,) = made(notice("2026-03-05T00:00"), notice("2026-03-02T03:00", changed=changed))
    assert corrected.updated == changed


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def publish_posts(workspace: Workspace, *hours: int) -> Path:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    posts = [
        Post(
            id=f"tag:x.example,2026:{hour}",
            key=f"story-{hour}",
            title=f"Story {hour}",
            published=start + timedelta(hours=hour),
            body="<p>Text.</p>",
            link=f"https://x.example/{hour}",
            categories=("Harbour",),
        )
        for hour in hours
    ]
    with Archive.open(workspace, CONFIG) as archive:
        archive.add(posts)
        publish(archive, CONFIG, PublicFolder(workspace.public), Options())
    return workspace.public


def test_it_is_a_channel_like_others(workspace: Workspace) -> None:
    public = publish_posts(workspace, *range(0, 24 * 40, 5))
    feed = feedparser.parse((public / "feeds/digest.atom").read_bytes())
    assert feed.feed.title == "Daily digest · News"
    assert len(feed.entries) == 30
    told = "".join(entry.content[0].value for entry in feed.entries)
    assert told.count("https://x.example/") == told.count("Story ")
    assert b"feeds/digest.atom" in (public / "opml.xml").read_bytes()
    assert "Daily digest" in (public / "digest.html").read_text()
    for suffix in ("atom", "rss", "json"):
        url = f"https://news.example/feeds/digest.{suffix}"
        assert lint((public / f"feeds/digest.{suffix}").read_bytes(), url) == []


def test_news_of_today_leave_it_alone_until_tomorrow(workspace: Workspace) -> None:
    before = (publish_posts(workspace, 0, 30) / "feeds/digest.rss").read_bytes()
    assert before.count(b"<item>") == 1
    assert (publish_posts(workspace, 31) / "feeds/digest.rss").read_bytes() == before
    after = (publish_posts(workspace, 60) / "feeds/digest.rss").read_bytes()
    assert after.count(b"<item>") == 2


def test_its_page_links_every_post_and_opens_the_newest_entry(workspace: Workspace) -> None:
    public = publish_posts(workspace, *range(0, 24 * 4, 5))
    page = html.fromstring((public / "digest.html").read_bytes())
    titles = page.xpath("//details/summary/text()")
    assert [title[:10] for title in titles] == [f"2026-03-0{day}" for day in (4, 3, 2, 1)]
    links = page.xpath("//details//li/a")
    assert sum(int(title[12:-1]) for title in titles) == len(links) == 18
    assert [each.get("open") is not None for each in page.iter("details")] == [True] + [False] * 3


def test_its_page_shows_summaries_where_feeds_carry_no_more(workspace: Workspace) -> None:
    config = CONFIG.model_copy(update={"content": {"digest": "summary"}})
    publish_posts(workspace, 0, 30)
    with Archive.open(workspace, config) as archive:
        publish(archive, config, PublicFolder(workspace.public), Options())
    page = html.fromstring((workspace.public / "digest.html").read_bytes())
    assert page.xpath("//details/p/text()") == ["Story 0"]
    assert not page.xpath("//details//a")


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_switched_off_it_tells_nothing_any_more(workspace: Workspace, suffix: str) -> None:
    public = publish_posts(workspace, 0, 30)
    config = CONFIG.model_copy(update={"digest": None})
    with Archive.open(workspace, config) as archive:
        publish(archive, config, PublicFolder(public), Options())
    feed = feedparser.parse((public / f"feeds/digest.{suffix}").read_bytes())
    assert (feed.bozo, feed.feed.title, feed.entries) == (False, "Daily digest · News", [])
    assert b"digest" not in (public / "opml.xml").read_bytes()
