"""Whatever is in a post, its feeds are good, and no program finds anything active in them."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
moments = st.integers(631152000, 4102444800).map(lambda second: datetime.fromtimestamp(second, UTC))


@st.composite
def posts(draw):
    number = draw(st.integers(0, 10**9))
    title = draw(texts)
    return Post(
        id=f"tag:news.example,2026:{number}",
        key=str(number),
        title=title,
        published=draw(moments),
        updated=draw(st.none() | moments),
        body=sanitise(draw(texts), "https://news.example/"),
        link=draw(st.none() | addresses),
        source="wire",
        categories=(draw(texts),),
        tags=(draw(texts),),
        lang=draw(st.sampled_from([None, "en", "zh-CN"])),
        authors=(Author(draw(texts), draw(st.none() | addresses)),),
        description=draw(st.none() | texts),
        image=Image(draw(addresses)),
        enclosures=(Enclosure(draw(addresses), "audio/mpeg"),),
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
