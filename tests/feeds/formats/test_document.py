"""Posts become a document: order, caps, cleaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config import FeedLimits
from feeds.formats import FORMATS, Document, Rules, document
from feeds.formats.document import EMPTY_SINCE
from feeds.formats.text import clean, uri
from feeds.post import Author, Enclosure, Image, Post


def test_entries_are_newest_first_however_posts_come(blank, make_post):
    made = document(blank, [make_post(2), make_post(3), make_post(1)], Rules())
    assert [entry.title for entry in made.entries] == ["Title 3", "Title 2", "Title 1"]


def test_updated_is_the_newest_change_not_the_clock(blank, make_post):
    changed = datetime(2026, 9, 1, tzinfo=UTC)
    made = document(blank, [make_post(1, updated=changed), make_post(2)], Rules())
    assert made.updated == changed


def test_a_channel_without_posts_has_a_fixed_date(blank):
    assert document(blank, [], Rules()).updated == EMPTY_SINCE


def test_a_current_document_keeps_the_newest_within_the_count(blank, make_post):
    rules = Rules(limits=FeedLimits(entries=2))
    made = document(blank, map(make_post, range(5)), rules)
    assert [entry.title for entry in made.entries] == ["Title 4", "Title 3"]


def test_a_current_document_stays_within_the_bytes(blank, make_post):
    rules = Rules(limits=FeedLimits(bytes=20_000))
    body = "\n".join(["<p>&lt;&amp;&gt; a<b>b</b>c</p>"] * 100)
    made = document(blank, [make_post(n, body=body) for n in range(40)], rules)
    assert 1 < len(made.entries) < 40
    for form in FORMATS.values():
        assert len(form.render(made)) <= 20_000


def test_without_limits_a_document_keeps_every_post(blank, make_post):
    made = document(blank, map(make_post, range(80)), Rules(limits=None))
    assert len(made.entries) == 80


def test_a_summary_of_a_long_body_tears_no_tag(blank, make_post):
    body = "".join(f'<p><a href="https://x.example/{n}">{n}</a></p>\n' for n in range(200))
    entry = document(blank, [make_post(body=body)], Rules()).entries[0]
    assert "<" not in entry.summary
    assert "https" not in entry.summary


def test_an_archived_document_loses_no_post(blank, make_post):
    rules = Rules(limits=FeedLimits(entries=1, bytes=10_000))
    made = document(replace(blank, archived=True), map(make_post, range(30)), rules)
    assert len(made.entries) == 30


def test_a_huge_entry_is_cut_between_elements_and_ends_in_a_link(blank, make_post):
    rules = Rules(limits=FeedLimits(bytes=12_000))
    body = "\n".join(f"<p>Paragraph {n} &amp; more.</p>" for n in range(500))
    entry = document(blank, [make_post(body=body)], rules).entries[0]
    assert entry.weight <= 4_000
    lines = entry.content_html.split("\n")
    assert lines[:-1] == body.split("\n")[: len(lines) - 1]
    assert lines[-1] == '<p><a href="https://news.example/1">Title 1 …</a></p>'


def test_a_huge_element_gives_way_to_the_summary(blank, make_post):
    rules = Rules(limits=FeedLimits(bytes=12_000))
    entry = document(blank, [make_post(body=f"<p>{'x &lt; ' * 5000}</p>")], rules).entries[0]
    assert entry.content_html.startswith("<p>x &lt; x")
    assert entry.weight <= 4_000


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("full", ("<p>Body of 1.</p>", "Body of 1.")),
        ("summary", (None, "Body of 1.")),
        ("none", (None, "Title 1")),
    ],
)
def test_content_says_how_much_text_a_document_carries(blank, make_post, content, expected):
    entry = document(blank, [make_post()], Rules(content=content)).entries[0]
    assert (entry.content_html, entry.summary) == expected


def test_the_description_is_the_summary(blank, make_post):
    entry = document(blank, [make_post(description="Short\nand plain")], Rules()).entries[0]
    assert entry.summary == "Short and plain"


def test_a_long_body_is_summed_up_by_its_start(blank, make_post):
    entry = document(blank, [make_post(body=f"<p>{'word ' * 200}</p>")], Rules()).entries[0]
    assert len(entry.summary) <= 280
    assert entry.summary.endswith("word…")


def test_entries_open_our_page_when_there_is_one_and_name_the_original(blank, make_post):
    rules = Rules(page=lambda post: f"https://mirror.example/{post.key}/")
    entry = document(blank, [make_post()], rules).entries[0]
    assert (entry.link, entry.via) == ("https://mirror.example/1/", "https://news.example/1")


def test_a_post_without_link_opens_the_channel(blank, make_post):
    entry = document(blank, [make_post(link=None)], Rules()).entries[0]
    assert (entry.link, entry.via) == (blank.site_url, None)


def test_only_another_language_is_named(blank, make_post):
    posts = [make_post(1, lang="en"), make_post(2, lang="zh-CN")]
    assert [e.lang for e in document(blank, posts, Rules()).entries] == ["zh-CN", None]


def test_control_characters_and_raw_urls_do_not_pass(blank, make_post):
    post = make_post(
        title="a\x00b",
        body="<p>\x1b[0m\ud800c</p>",
        link="https://news.example/泰州 日报",
        authors=(Author("<i>Ann</i>\x07"), Author("\x00")),
        image=Image("https://news.example/图.png"),
        tags=("x\x01", "x", " "),
    )
    entry = document(blank, [post], Rules()).entries[0]
    assert entry.title == "ab"
    assert entry.content_html == "<p>[0mc</p>"
    assert entry.link == "https://news.example/%E6%B3%B0%E5%B7%9E%20%E6%97%A5%E6%8A%A5"
    assert entry.authors == (Author("Ann"),)
    assert entry.image.url.isascii()
    assert [category.label for category in entry.categories] == ["x"]


def test_only_http_addresses_pass(blank, make_post):
    post = make_post(
        link="javascript:alert(1)",
        authors=(Author("Ann", "javascript:alert(1)"),),
        image=Image("data:image/png;base64,xx"),
        enclosures=(Enclosure("file:///etc/passwd", "text/plain"),),
    )
    entry = document(blank, [post], Rules()).entries[0]
    assert (entry.link, entry.via, entry.image) == (blank.site_url, None, None)
    assert (entry.authors, entry.enclosures) == ((Author("Ann"),), ())


@given(st.text())
def test_cleaning_and_encoding_are_idempotent(text):
    assert clean(clean(text)) == clean(text)
    assert uri(uri(text)) == uri(text)
    assert uri(text).isascii()


@given(st.lists(st.integers(0, 5000), max_size=30), st.integers(10_000, 60_000))
def test_whatever_the_sizes_the_newest_fit(sizes, limit):
    posts = [_post_of_size(number, size) for number, size in enumerate(sizes)]
    blank = Document(id="tag:x.example,2026:a", title="A", site_url="https://x.example/", urls={})
    made = document(blank, posts, Rules(limits=FeedLimits(bytes=limit)))
    ids = [post.id for post in reversed(posts)]
    assert [entry.id for entry in made.entries] == ids[: len(made.entries)]
    assert made.entries or not posts
    assert sum(entry.weight for entry in made.entries) <= limit


def _post_of_size(number, size):
    return Post(
        id=f"tag:x.example,2026:{number}",
        key=str(number),
        title="T",
        published=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
        body="\n".join(["<p>x</p>"] * (size // 8)),
    )
