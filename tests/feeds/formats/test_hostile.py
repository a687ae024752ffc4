"""Whatever is in a post, its feeds are good, and no program finds anything active in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.config import FeedLimits
from feeds.formats import FORMATS, Category, Document, Origin, Rules, document, urls
from feeds.lint import lint
from feeds.markup import sanitise
from feeds.post import Author, Enclosure, Image, Post

STEM = "https://news.example/feeds/all"
TEXTS = [
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]>&lt;/content&gt;",
    "&#60;script&#62; &amp;lt;b&amp;gt; &copy &notit;",
    "a\x00b\x08c\x1bd\x7fe\x85f\ud800g\ufffdh\uffffi\U0010ffffj",
    "{{ site }} {% raw %} <%= x %>",
    "&" * 50,
    "<" * 50,
    '"><!--',
    "\u202eright to left\u202c",
    " \t\r\n ",
    "",
]
texts = st.sampled_from(TEXTS) | st.text(max_size=40)
addresses = st.sampled_from(
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "https://news.example/ü <x>", "", "::"]
) | st.builds("https://news.example/{}".format, texts)
# Sanitised ones, and those of a file that only looks like ours.
bodies = texts.map(lambda text: sanitise(text, "https://news.example/")) | st.sampled_from(
    ["<p>a</p><script>alert(1)</script>", '<p onclick="alert(1)">a</p>', "<P STYLE=x>a</P>",
     '<a href="javascript:alert(1)">a</a>', '<img src=x onerror="alert(1)">', "<p/onclick=x>",
     '<p title="" onclick="alert(1)">a</p>', "<p>a</p><svg/onload=alert(1)>", "<!--><script>",
     '<a href=" javascript:alert(1)">a</a>', "<p \nonclick=alert(1)>", "<b" + "<b" * 400_000]
)  # fmt: skip
types = st.sampled_from(["audio/mpeg", "\x01", 'a"<', "mp3", None, ""])
moments = st.integers(631152000, 4102444800).map(lambda second: datetime.fromtimestamp(second, UTC))


@st.composite
def posts(draw):
    number = draw(st.integers(0, 10**9))
    title = draw(texts)
    return Post(
        id=draw(st.sampled_from([f"tag:news.example,2026:{number}", f"{number}", f"\x01{number}"])),
        key=str(number),
        title=title,
        published=draw(moments),
        updated=draw(st.none() | moments),
        body=draw(bodies),
        link=draw(st.none() | addresses),
        source="wire",
        categories=(draw(texts),),
        tags=(draw(texts),),
        lang=draw(st.sampled_from([None, "en", "zh-CN", "not a lang!", "a\x01b"])),
        authors=(Author(draw(texts), draw(st.none() | addresses)),),
        description=draw(st.none() | texts),
        image=Image(draw(addresses), type=draw(types)),
        enclosures=(Enclosure(draw(addresses), draw(types) or ""),),
    )


def feed_of(members, content="full", title="News"):
    blank = Document(
        id="tag:news.example,2026:all",
        title=title,
        subtitle=title,
        author=title,
        site_url="https://news.example/",
        urls=urls(STEM),
    )
    rules = Rules(
        content=content,
        origins={"wire": Origin(title, "https://wire.example/")},
        categories=lambda post: tuple(
            Category(f"t{n}", label, "https://news.example/tag/")
            for n, label in enumerate(post.categories + post.tags)
        ),
    )
    return document(blank, members, rules)


@settings(max_examples=30)
@given(
    st.lists(posts(), max_size=4, unique_by=lambda post: post.id),
    st.sampled_from(["full", "summary", "none"]),
)
def test_the_lint_finds_nothing_whatever_the_posts_hold(members, content):
    made = feed_of(members, content)
    for form in FORMATS.values():
        assert lint(form.render(made), STEM + form.suffix) == []


@pytest.mark.parametrize("text", TEXTS[:-2])
def test_feedparser_finds_all_entries_and_nothing_active(text):
    members = [
        Post(
            id=f"tag:news.example,2026:{number}",
            key=str(number),
            title=text,
            published=datetime(2026, 8, 20, tzinfo=UTC),
            body=sanitise(text, "https://news.example/"),
            authors=(Author(text),),
            tags=(text,),
            description=text,
        )
        for number in range(3)
    ]
    made = feed_of(members, title=f"News {text}")
    for name in ("rss", "atom"):
        found = feedparser.parse(FORMATS[name].render(made), sanitize_html=False)
        assert not found.bozo
        assert len(found.entries) == 3
        for entry in found.entries:
            texts_shown = [part["value"] for part in entry.get("content", ())]
            shown = " ".join([entry.title, entry.get("summary", ""), *texts_shown])
            assert "<script" not in shown
            assert "<img src=x" not in shown


@pytest.mark.parametrize("limit", [20_000, 5_000_000])
def test_one_post_of_megabytes_pushes_no_other_out_and_needs_no_link(limit):
    huge = Post(
        id="tag:news.example,2026:1",
        key="1",
        title="word " * 400_000,
        published=datetime(2026, 8, 20, tzinfo=UTC),
        body="\n".join(["<p>text</p>"] * 200_000),
        description="x" * 3_000_000,
    )
    others = [replace(huge, id=f"tag:news.example,2026:{n}", title="t", description="d", body="")
              for n in range(2, 4)]  # fmt: skip
    made = document(
        Document(id=STEM, title="t", site_url="https://news.example/", urls=urls(STEM)),
        [huge, *others],
        Rules(limits=FeedLimits(bytes=limit)),
    )
    assert len(made.entries) == 3
    for form in FORMATS.values():
        rendered = form.render(made)
        assert len(rendered) <= limit * 1.1
        assert lint(rendered, STEM + form.suffix) == []
