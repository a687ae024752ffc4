"""What readers and browsers get to see of the hostile corpus: our own feeds and pages."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import html as lxml_html

from feeds.config import Workspace
from feeds.lint import lint
from feeds.publish import publish_workspace
from tests.hostile.html5 import faults, misread, visible_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hostile.conftest import Once
    from tests.hostile.corpus import Vector

FEEDS = ("*.atom", "*.rss", "*.json", "*.xml")
# In bytes; larger ones hold the same entries as the feed of everything, and take a second each.
_SMALL = 200_000
_TAG_START = re.compile("<[A-Za-z/!?]")


@pytest.fixture(scope="module")
def public(hostile: Workspace, once: Once) -> Path:
    def publish(folder: Path) -> None:
        copy = Workspace(folder / "workspace")
        shutil.copytree(hostile.root, copy.root)
        assert not publish_workspace(copy).refused

    return Workspace(once("published", publish) / "workspace").public


@pytest.fixture(scope="module")
def feeds(public: Path) -> list[Path]:
    """Every feed there is, archived documents included."""
    found = {path for pattern in FEEDS for path in public.rglob(pattern)}
    return sorted(found - {public / "opml.xml", public / "channels.json"})


@pytest.fixture(scope="module")
def parsed(feeds: list[Path]) -> dict[Path, feedparser.FeedParserDict]:
    """As a reader without a sanitiser of its own sees them: those of everything, and the small."""
    return {
        path: feedparser.parse(path.read_bytes(), sanitize_html=False)
        for path in feeds
        if path.suffix != ".json" and (path.stem == "all" or path.stat().st_size < _SMALL)
    }


@pytest.mark.parametrize("name", ["all.atom", "all.rss"])
def test_a_reader_finds_every_post(
    name: str,
    public: Path,
    parsed: dict[Path, feedparser.FeedParserDict],
    vectors: list[Vector],
) -> None:
    entries = parsed[public / "feeds" / name].entries
    assert {_mark(entry) for entry in entries} == {vector.id for vector in vectors}
    assert len(entries) == len(vectors)


def test_every_feed_is_well_formed(parsed: dict[Path, feedparser.FeedParserDict]) -> None:
    assert len(parsed) > 100
    assert not [path for path, feed in parsed.items() if feed.bozo or not feed.entries]


def test_no_entry_has_active_content(parsed: dict[Path, feedparser.FeedParserDict]) -> None:
    entries = [entry for feed in parsed.values() for entry in feed.entries]
    bodies = {_body(entry) for entry in entries}
    titles = {e.title for e in entries if e.title_detail.type != "text/plain"}
    problems = {body: [*faults(body), misread(body)] for body in bodies}
    assert not {body: found for body, found in problems.items() if any(found)}
    assert not [title for title in titles if _TAG_START.search(title)]


def test_the_texts_are_there_to_read(
    public: Path, parsed: dict[Path, feedparser.FeedParserDict], vectors: list[Vector]
) -> None:
    entries = {_mark(entry): entry for entry in parsed[public / "feeds/all.atom"].entries}
    unreadable = []
    for vector in vectors:
        entry = entries[vector.id]
        seen = entry.title if vector.field == "title" else visible_text(_body(entry))
        if " ".join((vector.shows or "").split()) not in " ".join(seen.split()):
            unreadable.append((vector.id, vector.shows, seen))
    assert not unreadable


def test_no_feed_has_a_finding(feeds: list[Path]) -> None:
    assert not {str(path): found[:5] for path in feeds if (found := lint(path.read_bytes()))}


def test_no_page_has_active_content_of_an_article(public: Path) -> None:
    pages = [path for path in public.rglob("*.html") if path.is_file()]
    assert pages
    for path in pages:
        for element in lxml_html.fromstring(path.read_bytes()).iter("*"):
            assert element.tag not in ("iframe", "object", "embed", "svg", "math", "img", "base")
            assert element.tag not in ("script", "style") or not element.text
            for name, value in element.attrib.items():
                assert not name.startswith("on"), (path, value)
                assert not re.match(r"\s*(?:javascript|data|vbscript|file):", value), (path, value)


def test_nothing_is_published_elsewhere(public: Path) -> None:
    for path in public.rglob("*"):
        assert path.resolve().is_relative_to(public.resolve())
        assert path.name.isascii()
        assert path.name.lower() not in ("con", "nul", "..")


def _body(entry: feedparser.FeedParserDict) -> str:
    body: str = entry.content[0].value
    return body


def _mark(entry: feedparser.FeedParserDict) -> str:
    """The id of the vector that the entry was made from."""
    mark = re.search(r"before-([a-z0-9-]+)\.", _body(entry))
    assert mark, entry
    return mark[1]
