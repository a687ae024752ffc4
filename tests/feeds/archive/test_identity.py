"""One article is recognised however it comes; two articles are not taken for one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.archive.identity import Identity, content_digest, fingerprint, marks
from feeds.post import Post

NOON = datetime(2022, 4, 21, 10, 36, 14, tzinfo=UTC)
EAST = timedelta(hours=8)
TITLE = "长春发布若干政策措施支持市场主体纾困"


def _post(**values: object) -> Post:
    given = {"id": "x:1", "key": "1", "title": TITLE, "published": NOON, "body": "", "source": "a"}
    return Post(**given | values)  # type: ignore[arg-type]


def test_rolling_and_wire_items_of_one_article_share_a_mark() -> None:
    rolling = _post(key="202204212352230938", source="rolling", body="<p>a</p>")
    wire = _post(
        key="NW202204212352230938",
        source="wire",
        title=f" {TITLE[:4]}，{TITLE[4:]}！",
        published=NOON + timedelta(seconds=30),
        body="<p>b</p>",
    )
    shared = marks(Identity.of(rolling)).known() & marks(Identity.of(wire)).known()
    assert shared == {marks(Identity.of(rolling)).fingerprint}


@pytest.mark.parametrize(
    "other",
    [
        {"title": "长春发布若干政策措施支持市场主体复工"},
        {"published": NOON + timedelta(minutes=1)},
        {"first_seen": NOON},
    ],
)
def test_another_title_another_minute_or_no_date_is_another_article(
    other: dict[str, object],
) -> None:
    one, two = _post(source="", link=None), _post(source="", link=None, **other)
    assert not marks(Identity.of(one)).known() & marks(Identity.of(two)).known()


def test_what_recurs_has_no_fingerprint() -> None:
    assert fingerprint("午间公告", NOON, EAST) is None
    assert fingerprint("Market close", NOON, EAST) is None
    midnight = datetime(2022, 4, 20, 16, tzinfo=UTC)
    assert fingerprint(TITLE, midnight, EAST) is None
    assert fingerprint(TITLE, midnight, timedelta()) is not None
    assert fingerprint(TITLE, None, EAST) is None


def test_links_are_compared_without_scheme_www_and_tracking() -> None:
    spellings = [
        "http://news.example/a",
        "https://news.example/a",
        "https://www.news.example/a/?utm_source=x",
    ]
    assert len({marks(Identity(link=link)).link for link in spellings}) == 1
    assert marks(Identity(link="https://news.example/b")).link not in {
        marks(Identity(link=link)).link for link in spellings
    }


def test_a_key_counts_within_its_source_only() -> None:
    assert marks(Identity("a", "1")).key != marks(Identity("b", "1")).key
    assert marks(Identity("", "1")).known() == set()


def test_the_digest_is_of_title_and_body() -> None:
    assert content_digest(_post()) == content_digest(_post(tags=("a",), key="2"))
    assert content_digest(_post()) != content_digest(_post(body="<p>x</p>"))
    assert content_digest(_post()) != content_digest(_post(title="x"))
