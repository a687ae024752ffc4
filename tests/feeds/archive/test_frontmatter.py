"""Our own post files: exact in form, read back equal, read alike by YAML parsers."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.archive.foreign import load_foreign
from feeds.archive.frontmatter import as_written, dump, load
from feeds.post import Author, Enclosure, Image, Post

if TYPE_CHECKING:
    from pathlib import Path

NAME = "2022/01/09/2022-01-09-key.md"
# What YAML 1.1, Psych or Go would misread, or would end a line, a quotation or the front matter.
TRAPS = [
    "1e3", "0o17", "0x1F", "1_000", "12:30", "2022-01-09", "yes", "No", "null", "~", "=", "<<",
    ".inf", "NaN", "a: b", "a #b", "- a", "? a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a",
    "\x85", "\u2028", "\ufeff", "\x00", "\x7f", "\uffff", '"', "\\", "'", "---", "a\nb", "{{ a }}",
    "{% raw %}", "\n---\n", "render_with_liquid: false", "\U0001f4f0", "TRUE", "on", "y", "e\u0301",
]  # fmt: skip

texts = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(codec="utf-8"), max_size=30))
optional_texts = st.none() | texts.filter(bool)
names = st.lists(texts.filter(lambda name: bool(name.strip())), max_size=3).map(tuple)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
sizes = st.none() | st.integers(1, 10**9)
# A sanitised body: blocks, one a line.
bodies = st.lists(texts.map(lambda t: f"<p>{' '.join(t.split())}</p>"), max_size=3).map("\n".join)
footers = st.lists(texts.filter(bool), max_size=3).map("\n\n".join).map(lambda t: t.strip("\n"))

posts = st.builds(
    Post,
    id=texts,
    key=st.just("key"),
    title=texts,
    published=moments,
    body=bodies,
    link=optional_texts,
    source=texts,
    categories=names,
    tags=names,
    lang=optional_texts,
    authors=st.lists(
        st.builds(Author, texts.filter(lambda t: t == " ".join(t.split()) != ""), st.none()),
        max_size=2,
    ).map(tuple),
    description=optional_texts,
    image=st.none()
    | st.builds(Image, st.just("https://e.org/a.png"), st.sampled_from(["", "alt"]), width=sizes),
    enclosures=st.lists(
        st.builds(Enclosure, st.just("https://e.org/a.mp3"), st.just("audio/mpeg")), max_size=2
    ).map(tuple),
    updated=st.none() | moments,
    first_seen=st.none() | moments,
    revision=st.integers(1, 99),
    utc_offset=st.integers(-720, 840).map(lambda minutes: timedelta(minutes=minutes)),
    footer=footers,
)


@given(posts)
def test_a_post_comes_back_as_it_was(post: Post) -> None:
    assert load(dump(post), NAME) == post


@given(
    posts,
    st.fixed_dictionaries(
        {},
        optional={
            "published": moments.map(lambda moment: moment.replace(microsecond=7)),
            "first_seen": moments.map(lambda moment: moment.replace(microsecond=7)),
            "utc_offset": st.just(timedelta(hours=8, seconds=17)),
            "body": st.sampled_from(
                ["", "\n", "<p>a\n\n b</p>", "\n<p>a</p>", "<p>a</p>\n", "\ud800"]
            ),
            "footer": st.sampled_from(["a\n", "\na", "\n", "\ufffd"]),
            "title": st.just("\udfff"),
            "key": st.just("other"),
        },
    ),
)
def test_what_will_be_read_is_known_without_reading(post: Post, odd: dict[str, Any]) -> None:
    given_ = replace(post, **odd)
    text = dump(given_)
    assert as_written(given_, text, NAME) == load(text, NAME)


@given(posts)
def test_other_yaml_readers_see_the_same_text(post: Post) -> None:
    head = dump(post).split("---\n")[1]
    values = yaml.safe_load(head.partition("\nrender_with_liquid")[0])
    assert values["title"] == post.title
    assert values["id"] == post.id
    for key in ("categories", "tags"):
        value = values.get(key, [])
        assert (value if isinstance(value, list) else [value]) == list(getattr(post, key))
    assert values.get("description") == post.description


@pytest.mark.parametrize("trap", TRAPS)
def test_a_single_name_is_a_string_for_every_yaml_reader(trap: str) -> None:
    post = _post(tags=(trap,))
    value = yaml.safe_load(dump(post).split("---\n")[1])["tags"]
    assert value in (trap, [trap])


def test_the_first_lines_are_the_origins() -> None:
    post = _post(
        title='新华"社"',
        categories=("taizhouribao",),
        tags=("泰州日报新闻",),
        footer="<https://e.org/1>\n\n[返回](//e.org/)",
    )
    assert dump(post) == (
        "---\n"
        "layout: post\n"
        'title: "新华\\"社\\""\n'
        "date: 2022-01-09 08:36:53 +0800\n"
        "categories: taizhouribao\n"
        "tags: 泰州日报新闻\n"
        'id: "tag:e.org,2022:1"\n'
        "render_with_liquid: false\n"
        "---\n"
        "<p>a</p>\n"
        "\n"
        "<https://e.org/1>\n"
        "\n"
        "[返回](//e.org/)\n"
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("21Tech", "21Tech"),
        ("安信国际证券(香港)", "安信国际证券(香港)"),
        ("Career In投行PEVC", '["Career In投行PEVC"]'),
        ("1e3", '"1e3"'),
        ("no", '"no"'),
    ],
)
def test_a_name_is_quoted_only_where_it_must_be(name: str, written: str) -> None:
    assert f"\ncategories: {written}\n" in dump(_post(categories=(name,)))


@example("a\n\nb")
@given(st.text(st.characters(codec="utf-8")))
def test_no_body_runs_into_the_footer(body: str) -> None:
    post = load(dump(_post(body=body, footer="[footer](//e.org/)")), NAME)
    assert post.footer == "[footer](//e.org/)"
    assert "\n\n" not in post.body


def test_unpaired_surrogates_are_replaced() -> None:
    assert load(dump(_post(title="a\ud800b", tags=("\udfff",))), NAME).title == "a\ufffdb"


@pytest.mark.parametrize(
    ("line", "forged"),
    [
        ('title: "a"', 'title: "\\ud800"'),
        ('title: "a"', 'title: "\\uD83D \\u0061"'),
        ('title: "a"', f'title: "a"\ntags: {"[" * 100_000}'),
        ('title: "a"', 'title: "a"\nrevision: 99999999999999999999'),
        ('title: "a"', 'title: "a"\nrevision: -1'),
    ],
)
def test_what_only_looks_like_ours_is_read_as_foreign(line: str, forged: str) -> None:
    text = dump(_post(title="a"))
    assert line in text
    post = load(text.replace(line, forged), NAME)
    assert post.id == _post().id
    post.title.encode()
    assert 0 < post.revision < 2**63


def test_a_title_with_what_looks_like_a_surrogate_is_ours() -> None:
    post = _post(title="C:\\ud800 \\uD83D", footer="f")
    assert load(dump(post), NAME) == post


def test_a_file_of_ours_edited_by_hand_is_still_ours() -> None:
    post = _post(tags=("a", "b"), description="c", footer="[footer](//e.org/)\n\nmore")
    edited = dump(post).replace('tags: ["a", "b"]', "tags:\n  - a\n  - b")
    assert edited != dump(post)
    assert load(edited, NAME) == post


@given(posts.filter(lambda post: post.title and post.id))
def test_the_reader_of_foreign_files_agrees_where_both_can(post: Post) -> None:
    own, foreign = load(dump(post), NAME), load_foreign(dump(post), NAME, UTC)
    assert (foreign.key, foreign.published, foreign.utc_offset, foreign.revision) == (
        own.key,
        own.published,
        own.utc_offset,
        own.revision,
    )
    assert (foreign.updated, foreign.first_seen) == (own.updated, own.first_seen)


def _post(**values: object) -> Post:
    given = {
        "id": "tag:e.org,2022:1",
        "key": "key",
        "title": "t",
        "published": datetime(2022, 1, 9, 0, 36, 53, tzinfo=UTC),
        "body": "<p>a</p>",
        "utc_offset": timedelta(hours=8),
    }
    return Post(**given | values)  # type: ignore[arg-type]


@pytest.mark.skipif(shutil.which("ruby") is None, reason="Ruby, and so Jekyll, is not installed")
def test_jekylls_yaml_reader_sees_the_same_text(tmp_path: Path) -> None:
    kept = [_post(title=trap, tags=(trap,), categories=(trap, "b"), source=trap) for trap in TRAPS]
    for number, post in enumerate(kept):
        (tmp_path / f"{number:03}").write_bytes(dump(post).encode())
    script = """
        require "yaml"; require "date"; require "json"
        puts JSON.generate(Dir[ARGV[0] + "/*"].sort.map { |path|
          YAML.safe_load(File.read(path, encoding: "bom|utf-8")[/\\A---\\n(.*?\\n)---\\n/m, 1],
                         permitted_classes: [Date, Time])
            .slice("title", "tags", "categories", "source") })
    """
    done = subprocess.run(["ruby", "-e", script, tmp_path], capture_output=True, check=True)
    for post, seen in zip(kept, json.loads(done.stdout), strict=True):
        assert seen["title"] == post.title
        assert seen.get("source", "") == post.source
        assert seen["categories"] == list(post.categories)
        assert seen["tags"] in (post.tags[0], list(post.tags))
