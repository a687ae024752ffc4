"""What every format must do, read back with feedparser."""

from __future__ import annotations

import json
import locale
from dataclasses import replace
from datetime import UTC, timedelta

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.formats import FORMATS, Category, Origin, Rules, document, urls
from feeds.post import Author, Enclosure, Image

TITLES = [
    'A "quote" and a \\ back',
    "AT&T",
    "5 < 6",
    "a <b>bold</b> move",
    "&lt;tag&gt; &copy",
    "R&2D",
]


@pytest.fixture
def rich(blank, make_post):
    """A document with one of everything."""
    post = make_post(
        lang="zh-CN",
        authors=(Author("张三", "https://news.example/zhang"), Author("Ann & Bob")),
        categories=("Business",),
        tags=("港口",),
        description="Short & <plain>",
        source="wire",
        image=Image("https://news.example/a.jpg", type="image/jpeg", length=9, width=4, height=3),
        enclosures=(
            Enclosure("https://news.example/a.mp3", "audio/mpeg", 77),
            Enclosure("https://news.example/b.mp3", "audio/mpeg"),
        ),
    )
    rules = Rules(
        origins={"wire": Origin("The <Wire>", "https://wire.example/", "https://wire.example/f")},
        page=lambda each: f"https://mirror.example/{each.key}",
        categories=lambda each: tuple(
            Category(f"t{n}", label, "https://mirror.example/tag/")
            for n, label in enumerate(each.categories + each.tags)
        ),
    )
    whole = replace(
        blank,
        hubs=("https://hub.example/",),
        icon="https://news.example/icon.png",
        interval=timedelta(minutes=20),
        prev_archive=urls("https://news.example/feeds/all/2026-08"),
    )
    return document(whole, [post], rules)


def read(document, name):
    found = feedparser.parse(FORMATS[name].render(document))
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_feedparser_finds_everything(rich, name):
    found = read(rich, name)
    assert found.feed.title == "All news"
    assert found.feed.link == "https://news.example/"
    assert found.feed.language == "en"
    (entry,) = found.entries
    assert entry.id == "tag:news.example,2026:1"
    assert entry.link == "https://mirror.example/1"
    assert entry.published_parsed[:6] == (2026, 8, 20, 9, 0, 0)
    assert entry.content[0].value == "<p>Body of 1.</p>"
    assert entry.content[0].language == "zh-CN"
    assert [author.name for author in entry.authors] == ["张三", "Ann & Bob"]
    assert entry.media_thumbnail[0]["url"] == "https://news.example/a.jpg"
    assert {tag.label or tag.term for tag in entry.tags} == {"Business", "港口"}
    enclosure = entry.enclosures[0]
    assert (enclosure.href, enclosure.type) == ("https://news.example/a.mp3", "audio/mpeg")
    assert enclosure.length == "77"
    via = [link.href for link in entry.links if link.rel == "via"]
    assert via == ["https://news.example/1"]


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_the_feed_says_where_it_and_its_like_are(rich, name):
    links = {
        (link.rel, link.get("type")): link.href
        for link in read(rich, name).feed.links
        if "all" in link.href or "hub" in link.href
    }
    form = FORMATS[name]
    stem = "https://news.example/feeds/all"
    expected = {("alternate", f.media_type): stem + f.suffix for f in FORMATS.values() if f != form}
    expected["self", form.media_type] = stem + form.suffix
    expected["prev-archive", form.media_type] = f"{stem}/2026-08{form.suffix}"
    hub = [url for (rel, _), url in links.items() if rel == "hub"]
    assert hub == ["https://hub.example/"]
    assert expected.items() <= links.items()


def test_rss_carries_a_plain_summary_beside_the_full_text(rich):
    item = etree.fromstring(FORMATS["rss"].render(rich)).find("channel/item")
    assert item.find("description").text == "Short &amp; &lt;plain&gt;"
    assert item.find("{*}encoded").text == "<p>Body of 1.</p>"
    assert item.find("guid").get("isPermaLink") == "false"
    assert [creator.text for creator in item.findall("{*}creator")] == ["张三", "Ann & Bob"]
    assert len(item.findall("enclosure")) == 1
    assert item.find("source").get("url") == "https://wire.example/f"


def test_rss_tells_how_often_to_ask(rich):
    channel = etree.fromstring(FORMATS["rss"].render(rich)).find("channel")
    assert channel.find("ttl").text == "20"
    assert channel.find("{*}updatePeriod").text == "hourly"
    assert channel.find("{*}updateFrequency").text == "3"
    assert channel.find("lastBuildDate").text == "Thu, 20 Aug 2026 09:00:00 +0000"


def test_an_atom_source_keeps_what_rfc_4287_asks_for(rich):
    source = etree.fromstring(FORMATS["atom"].render(rich)).find("{*}entry/{*}source")
    names = [etree.QName(child).localname for child in source]
    assert names == ["id", "title", "updated", "link", "link"]
    assert source.find("{*}title").text == "The &lt;Wire&gt;"


def test_atom_entries_of_one_second_differ_in_updated(blank, make_post):
    posts = [make_post(n, published=make_post(1).published) for n in range(20)]
    root = etree.fromstring(FORMATS["atom"].render(document(blank, posts, Rules())))
    updated = [entry.text for entry in root.findall("{*}entry/{*}updated")]
    assert len(set(updated)) == 20
    assert root.find("{*}updated").text == max(updated)


def test_json_feed_has_the_same_entries(rich):
    feed = json.loads(FORMATS["json"].render(rich))
    assert feed["next_url"] == "https://news.example/feeds/all/2026-08.json"
    (item,) = feed["items"]
    assert item["id"] == "tag:news.example,2026:1"
    assert item["tags"] == ["Business", "港口"]
    assert item["attachments"][0]["size_in_bytes"] == 77
    assert item["external_url"] == "https://news.example/1"
    assert item["date_published"] == "2026-08-20T09:00:00Z"


def test_json_is_utf8_in_a_fixed_order(rich):
    text = FORMATS["json"].render(rich).decode()
    assert "港口" in text
    assert text.index('"version"') < text.index('"title"') < text.index('"items"')


def test_an_archived_document_says_so_and_names_the_current_one(rich):
    archived = replace(rich, archived=True, current=rich.urls, urls=urls("https://news.example/x"))
    for name in ("rss", "atom"):
        root = etree.fromstring(FORMATS[name].render(archived))
        assert root.find(".//{http://purl.org/syndication/history/1.0}archive") is not None
        current = root.xpath("//*[local-name()='link'][@rel='current']/@href")
        assert current == [rich.urls[FORMATS[name].media_type]]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("name", ["rss", "atom", "json"])
def test_titles_reach_html_readers_unharmed(blank, make_post, title, name):
    made = document(blank, [make_post(title=title)], Rules())
    data = FORMATS[name].render(made)
    if name == "json":
        assert json.loads(data)["items"][0]["title"] == title
        return
    entry = feedparser.parse(data).entries[0]
    assert etree.HTML(f"<p>{entry.title}</p>").xpath("string()") == title
    assert b"&#x26;" in data or "&" not in title or name == "atom"


@pytest.mark.parametrize("name", list(FORMATS))
def test_bytes_are_the_same_each_time(rich, name):
    assert FORMATS[name].render(rich) == FORMATS[name].render(rich)


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_writing_leaves_the_locale_of_the_process_alone(rich, name, monkeypatch):
    def refuse(*_args):
        raise AssertionError("the locale is shared by all threads")

    monkeypatch.setattr(locale, "setlocale", refuse)
    FORMATS[name].render(rich)


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("content", ["summary", "none"])
def test_a_feed_without_full_text_is_still_whole(blank, make_post, name, content):
    data = FORMATS[name].render(document(blank, [make_post()], Rules(content=content)))
    assert "Body" not in data.decode() or content == "summary"
    entry = feedparser.parse(data).entries[0] if name != "json" else json.loads(data)["items"][0]
    assert entry["title"] == "Title 1"
    assert entry["summary"]


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_empty_channel_is_a_feed(blank, name):
    data = FORMATS[name].render(document(blank, [], Rules()))
    assert b"1990" in data or name == "json"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=st.text(min_size=1), moment=st.datetimes(timezones=st.just(UTC)))
def test_no_text_and_no_date_breaks_a_feed(blank, make_post, text, moment):
    post = make_post(
        title=text,
        body=text,
        description=text,
        published=moment,
        authors=(Author(text),),
        tags=(text,),
        link=f"https://x.example/{text}",
    )
    made = document(replace(blank, title=f"T{text}"), [post], Rules(content="full"))
    for name in ("rss", "atom"):
        root = etree.fromstring(FORMATS[name].render(made))
        assert len(root.xpath("//item | //*[local-name()='entry']")) == 1
    assert len(json.loads(FORMATS["json"].render(made))["items"]) == 1
