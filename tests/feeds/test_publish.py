"""Publishing through the front door: posts in, files of public/ out, read by other parsers."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import etree, html

from feeds.archive import Archive
from feeds.config import Config, Workspace
from feeds.formats import Origin
from feeds.post import Author, Post
from feeds.public_folder import PublicFolder
from feeds.publish import Options, Publication, publish

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
CONFIG = Config(title="Harbour News", base_url="https://news.example/", language="en")


def make_post(number: int = 1, **fields: object) -> Post:
    values: dict[str, object] = {
        "id": f"tag:x.example,2026:{number}",
        "key": f"story-{number}",
        "title": f'Story "{number}"',
        "published": START + timedelta(hours=number),
        "body": f"<p>Text of {number} &amp; more.</p>",
        "link": f"https://x.example/{number}",
        "categories": ("港口",),
        "tags": ("Ferry",),
        "source": "gazette",
        "authors": (Author("Mei Lin"),),
    }
    return Post(**values | fields)  # type: ignore[arg-type]


class Press:
    """A workspace that posts are added to and published from."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.public = self.workspace.public
        self.config = CONFIG

    def add(self, *posts: Post) -> None:
        with Archive.open(self.workspace, self.config) as archive:
            archive.add(posts)

    def publish(self, **options: object) -> Publication:
        with Archive.open(self.workspace, self.config) as archive:
            folder = PublicFolder(self.public)
            return publish(archive, self.config, folder, Options(**options))  # type: ignore[arg-type]

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.public)): path.read_bytes()
            for path in self.public.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path)


def test_every_channel_has_feeds_a_page_and_the_paths_jekyll_readers_know(press: Press) -> None:
    press.add(make_post())
    publication = press.publish()
    files = press.files()
    channels = ["all", "category/gangkou", "tag/ferry", "source/gazette"]
    expected = {f"feeds/{c}.{suffix}" for c in channels for suffix in ("atom", "rss", "json")}
    expected |= {f"{c}.html" for c in channels[1:]}
    expected |= {"feed.xml", "feed/gangkou.xml", "feed/by_tag/ferry.xml"}
    expected |= {"index.html", "channels.html", "opml.xml", "channels.json", "site.css", "site.js"}
    assert files.keys() == expected
    assert set(publication.written) == expected


def test_a_feed_at_its_old_path_is_the_same_but_for_its_own_address(press: Press) -> None:
    press.add(make_post())
    press.publish()
    for old, new in (("feed.xml", "all"), ("feed/gangkou.xml", "category/gangkou")):
        expected = press.files()[f"feeds/{new}.atom"]
        itself = f'href="https://news.example/feeds/{new}.atom" rel="self"'.encode()
        assert itself in expected
        there = itself.replace(f"feeds/{new}.atom".encode(), old.encode())
        assert press.files()[old] == expected.replace(itself, there)


def test_readers_see_what_the_posts_say(press: Press) -> None:
    press.add(*map(make_post, range(3)))
    press.publish()
    for suffix in ("atom", "rss"):
        feed = feedparser.parse((press.public / f"feeds/category/gangkou.{suffix}").read_bytes())
        assert not feed.bozo
        assert feed.feed.title == "港口 · Harbour News"
        assert [entry.title for entry in feed.entries] == [f'Story "{n}"' for n in (2, 1, 0)]
        assert feed.entries[0].link == "https://x.example/2"
    record = json.loads((press.public / "feeds/all.json").read_bytes())
    assert record["title"] == "Harbour News"
    assert len(record["items"]) == 3


def test_a_channel_of_a_source_bears_its_title(press: Press) -> None:
    press.add(make_post())
    press.publish(origins={"gazette": Origin("The Harbour Gazette", "")})
    feed = feedparser.parse((press.public / "feeds/source/gazette.rss").read_bytes())
    assert feed.feed.title == "The Harbour Gazette · Harbour News"


def test_publishing_twice_writes_nothing_and_gives_the_same_bytes(press: Press) -> None:
    press.add(*map(make_post, range(5)))
    press.publish()
    first = press.files()
    assert press.publish().written == ()
    again = press.publish(everything=True)
    assert (again.written, again.unchanged) == ((), len(first))
    assert press.files() == first


def test_a_rebuilt_catalog_publishes_the_same_bytes(press: Press) -> None:
    press.add(*map(make_post, range(5)))
    press.publish()
    first = press.files()
    press.workspace.catalog.unlink()
    shutil.rmtree(press.public)
    press.publish()
    assert press.files() == first


def test_only_channels_whose_posts_changed_are_looked_at(press: Press) -> None:
    press.add(make_post(1), make_post(2, categories=("Sport",), tags=()))
    press.publish()
    press.add(make_post(3, categories=("Sport",), tags=()))
    publication = press.publish()
    assert "feeds/category/sport.atom" in publication.written
    assert not any("gangkou" in path or "ferry" in path for path in publication.written)
    looked_at = len(publication.written) + publication.unchanged
    assert looked_at < len(press.files())


def test_a_change_of_configuration_reaches_every_feed(press: Press) -> None:
    press.add(make_post())
    press.publish()
    press.config = CONFIG.model_copy(update={"title": "Quay News"})
    written = press.publish().written
    assert {"feeds/all.atom", "feeds/tag/ferry.rss", "index.html", "opml.xml"} <= set(written)


def test_a_feed_that_lost_most_of_its_posts_is_not_replaced(press: Press) -> None:
    press.add(*map(make_post, range(10)))
    press.publish()
    before = press.files()
    for path in sorted(press.workspace.posts.rglob("*.md"))[:8]:
        path.unlink()
    publication = press.publish()
    assert len(publication.refused) == 4
    assert "--allow-shrink" in str(publication.refused[0])
    assert press.files()["feeds/all.atom"] == before["feeds/all.atom"]
    # It is refused until somebody decides, and then it is done.
    assert press.publish().refused
    assert press.publish(allow_shrink=True).refused == ()
    assert len(feedparser.parse((press.public / "feeds/all.rss").read_bytes()).entries) == 2


def test_nothing_is_taken_off_the_pages_while_the_feed_of_everything_is_refused(
    press: Press,
) -> None:
    press.add(*map(make_post, range(10)))
    press.publish()
    before = press.files()
    press.workspace.posts.rename(press.workspace.posts.with_name("not-mounted"))
    assert press.publish().refused
    assert press.publish(everything=True).refused
    assert press.files() == before


def test_nobody_takes_the_path_of_another_channel(press: Press) -> None:
    press.add(make_post(1, tags=("重庆", "chongqing", "chongqing 2059996c")))
    press.publish()
    names = {
        feedparser.parse(data).feed.title
        for path, data in press.files().items()
        if path.startswith("feeds/tag/") and path.endswith(".atom")
    }
    assert len(names) == 3
    assert press.publish(everything=True).written == ()


def test_files_of_others_in_public_are_let_be(press: Press) -> None:
    press.add(make_post())
    press.publish()
    stray = [press.public / "feeds/all/2026-03 (copy).atom", press.public / "feeds/all/x.atom"]
    record = json.loads((press.public / "channels.json").read_bytes())
    record["channels"].append({"kind": "tag", "folded": "ferry", "slug": "../../../outside"})
    (press.public / "channels.json").write_text(json.dumps(record))
    (press.public / "feeds/all").mkdir()
    for path in stray:
        path.write_text("mine")
    press.add(make_post(2))
    press.publish(everything=True)
    assert [path.read_text() for path in stray] == ["mine", "mine"]
    assert not (press.public.parent / "outside.atom").exists()
    assert (press.public / "feeds/tag/ferry.atom").exists()


def test_names_and_languages_of_imported_posts_are_clean_on_every_page(press: Press) -> None:
    names = ("a\x01b", "\u202ec", "\x07")
    press.add(make_post(tags=names, source="s\x02", lang="not a\x01 lang!", title="\u202et"))
    assert press.publish().refused == ()
    assert not any(path.startswith("feeds/language") for path in press.files())
    for path, data in press.files().items():
        assert not set(data.decode()) & set("\x01\x02\x07\u202e"), path


def test_a_channel_keeps_its_path_when_another_comes_to_have_the_same_slug(press: Press) -> None:
    press.add(make_post(1, categories=("重庆",)))
    press.publish()
    press.add(make_post(2, categories=("Chongqing",)))
    press.publish()
    old = feedparser.parse((press.public / "feeds/category/chongqing.atom").read_bytes())
    assert old.feed.title.startswith("重庆")
    new = [path for path in press.files() if path.startswith("feeds/category/chongqing-")]
    assert len(new) == 3


def test_spellings_of_one_name_are_one_channel(press: Press) -> None:
    press.add(make_post(1, tags=("TechWeb",)), make_post(2, tags=("Techweb",)))
    press.publish()
    feed = feedparser.parse((press.public / "feeds/tag/techweb.atom").read_bytes())
    assert len(feed.entries) == 2


def test_paths_stay_when_their_last_post_goes(press: Press) -> None:
    press.add(make_post(1), make_post(2, tags=("Rare",)))
    press.publish()
    with Archive.open(press.workspace, press.config) as archive:
        (rare,) = archive.newest(("tag", "rare"), 5)
        archive.remove(rare.path)
    assert press.publish().refused == ()
    for path in ("feeds/tag/rare.atom", "feeds/tag/rare.rss", "feed/by_tag/rare.xml"):
        feed = feedparser.parse((press.public / path).read_bytes())
        assert (feed.bozo, feed.entries) == (False, []), "what was removed is not told any more"
    assert "rare" not in press.files()["opml.xml"].decode()
    assert press.publish(everything=True).written == ()


def test_an_empty_archive_can_be_subscribed_to(press: Press) -> None:
    press.publish()
    feed = feedparser.parse((press.public / "feeds/all.atom").read_bytes())
    assert (feed.bozo, feed.entries) == (False, [])
    assert b"No posts yet" in press.files()["index.html"]


def test_pages_and_feeds_point_at_each_other(press: Press) -> None:
    press.add(make_post())
    press.publish()
    page = html.fromstring(press.files()["category/gangkou.html"])
    alternates = {link.get("href") for link in page.iterfind(".//link[@rel='alternate']")}
    base = "https://news.example/feeds/category/gangkou"
    assert alternates == {f"{base}.atom", f"{base}.rss", f"{base}.json"}
    feed = etree.fromstring(press.files()["feeds/category/gangkou.atom"])
    links = {link.get("href") for link in feed.iterfind("{http://www.w3.org/2005/Atom}link")}
    assert "https://news.example/category/gangkou.html" in links
    assert f"{base}.atom" in links


def test_opml_lists_every_channel(press: Press) -> None:
    press.add(make_post())
    press.publish()
    outlines = etree.fromstring(press.files()["opml.xml"]).iterfind(".//outline[@xmlUrl]")
    base = "https://news.example/feeds"
    assert [outline.get("xmlUrl") for outline in outlines] == [
        f"{base}/all.atom",
        f"{base}/source/gazette.atom",
        f"{base}/category/gangkou.atom",
        f"{base}/tag/ferry.atom",
    ]


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "{{ x }}"]
)
def test_scraped_names_stay_text_in_pages(press: Press, hostile: str) -> None:
    press.add(make_post(title=hostile, categories=(hostile,), authors=(Author(hostile),)))
    press.publish()
    page = html.fromstring(press.files()["index.html"])
    assert [script.get("src") for script in page.iter("script")] == ["site.js"]
    assert not page.xpath("//img")
    assert hostile in page.text_content()


def test_a_new_title_does_not_move_anything(press: Press) -> None:
    press.add(make_post(1))
    press.publish()
    paths = set(press.files())
    with Archive.open(press.workspace, press.config) as archive:
        (kept,) = archive.newest(("all", ""), 1)
        changed = replace(kept.post, title="Another title", body="<p>Another text.</p>")
        archive.replace(kept.path, changed, START + timedelta(days=1))
    publication = press.publish()
    assert set(press.files()) == paths
    assert "feeds/all.atom" in publication.written
    feed = feedparser.parse((press.public / "feeds/all.atom").read_bytes())
    assert (feed.entries[0].title, feed.entries[0].id) == ("Another title", "tag:x.example,2026:1")


def test_each_channel_carries_as_much_of_its_posts_as_is_configured(press: Press) -> None:
    content = {"*": "none", "tag/*": "full", "source/gazette": "summary"}
    press.config = CONFIG.model_copy(update={"content": content})
    press.add(make_post())
    press.publish()
    items = {
        channel: json.loads((press.public / f"feeds/{channel}.json").read_bytes())["items"][0]
        for channel in ("all", "tag/ferry", "source/gazette")
    }
    assert "Text of 1" in items["tag/ferry"]["content_html"]
    assert "content_html" not in items["source/gazette"]
    assert items["source/gazette"]["summary"] == "Text of 1 & more."
    assert items["all"]["content_text"] == 'Story "1"'
    assert b"Text of 1" not in press.files()["feeds/all.atom"]


def test_categories_have_slugs_for_machines_and_names_for_people(press: Press) -> None:
    press.add(make_post(tags=("港口", "Ferry")))
    press.publish()
    feed = feedparser.parse((press.public / "feeds/all.atom").read_bytes())
    assert [(tag.term, tag.label, tag.scheme) for tag in feed.entries[0].tags] == [
        ("gangkou", "港口", "https://news.example/category/"),
        ("gangkou", "港口", "https://news.example/tag/"),
        ("ferry", "Ferry", "https://news.example/tag/"),
    ]
    record = json.loads((press.public / "feeds/all.json").read_bytes())
    assert record["items"][0]["tags"] == ["港口", "Ferry"]


def test_an_entry_tells_where_it_comes_from(press: Press) -> None:
    origin = Origin("The Gazette", "https://gazette.example/", "https://gazette.example/rss")
    press.add(make_post(1), make_post(2, source="unknown"))
    press.publish(origins={"gazette": origin})
    newest, oldest = feedparser.parse((press.public / "feeds/all.atom").read_bytes()).entries
    assert oldest.source.title == "The Gazette"
    assert {link.href for link in oldest.source.links} == {origin.site_url, origin.feed_url}
    assert "source" not in newest


def test_readers_are_told_how_often_to_come(press: Press) -> None:
    press.add(*map(make_post, range(6)))
    press.publish()
    channel = etree.fromstring(press.files()["feeds/all.rss"])[0]
    assert channel.findtext("ttl") == "60"
    period = channel.findtext("{http://purl.org/rss/1.0/modules/syndication/}updatePeriod")
    assert period == "hourly"


def test_lists_of_channels_are_not_made_again_while_they_say_the_same(press: Press) -> None:
    press.add(make_post(1))
    press.publish()
    press.add(make_post(2))
    publication = press.publish()
    assert "index.html" in publication.written
    (press.public / "opml.xml").write_text("as it was")
    press.add(make_post(3))
    press.publish()
    assert press.files()["opml.xml"] == b"as it was"
    press.add(make_post(4, tags=("New",)))
    assert {"opml.xml", "channels.html", "channels.json"} <= set(press.publish().written)


@pytest.mark.parametrize("page", ["index.html", "channels.html", "category/gangkou.html"])
def test_every_page_leads_to_feeds(press: Press, page: str) -> None:
    press.add(make_post())
    press.publish()
    links = html.fromstring(press.files()[page]).iterfind(".//link[@rel='alternate']")
    addresses = [link.get("href", "").removeprefix(CONFIG.base_url) for link in links]
    assert len(addresses) == 3
    assert all((press.public / address).is_file() for address in addresses)
