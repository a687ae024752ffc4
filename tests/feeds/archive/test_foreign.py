"""Files of others are read whatever form of Jekyll's they have, and nothing active comes in."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.archive.frontmatter import dump, load
from feeds.dates import front_matter_date, rfc3339
from feeds.errors import PostError
from feeds.post import Author
from feeds.text import MAX_TITLE, plain

if TYPE_CHECKING:
    from pathlib import Path

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAME = "2021-12-08-the-key.md"


def _load(head: str, body: str = "text", name: str = NAME) -> Any:
    return load(f"---\n{head}---\n{body}", name, SHANGHAI)


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        ("tags: a b\n", ("a", "b")),
        ("tags: [a b, c]\n", ("a b", "c")),
        ("tags:\n- 1e3\n- yes\n- 2022\n", ("1e3", "yes", "2022")),
        ("tag: one\n", ("one",)),
        ("tags:\n", ()),
        ("tags: ~\n", ()),
        ("layout: post\n", ()),
        ("tags: [a, a, '', null, {b: c}]\n", ("a",)),
    ],
)
def test_tags_are_lists_or_strings(head: str, tags: tuple[str, ...]) -> None:
    assert _load(head).tags == tags


def test_missing_keys_come_from_the_file_name() -> None:
    post = _load("layout: post\n")
    assert (post.title, post.key) == ("the key", "the-key")
    assert post.published == datetime(2021, 12, 7, 16, tzinfo=UTC)
    assert post.id.startswith("urn:uuid:")
    assert post.id == _load("title: x\n").id != _load("", name="2021-12-08-other.md").id


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff---\ntitle: x\n---\ntext",
        "---\r\ntitle: x\r\n---\r\ntext\r\n",
        "\n\n---\ntitle: x\n---\ntext",
        "---  \ntitle: x\n...\ntext",
        '---\ntitle: "x\n---\ntext',
    ],
)
def test_odd_frames_are_read(text: str) -> None:
    post = load(text, NAME)
    assert (post.title, post.body) == ("x", "<p>text</p>")


def test_the_origins_unescaped_quotes_are_read() -> None:
    post = _load('title: "He said "no\\" twice"\ndate: 2022-01-09 08:36:53 +0800\n')
    assert post.title == 'He said "no\\" twice'
    assert rfc3339(post.published) == "2022-01-09T00:36:53Z"


def test_authors_of_every_form_are_read() -> None:
    assert _load("author: A B\n").authors == (Author("A B"),)
    assert _load("author: {name: A, url: 'https://e.org/'}\n").authors == (
        Author("A", "https://e.org/"),
    )
    assert _load("authors: [A, {name: B}]\n").authors == (Author("A"), Author("B"))


@pytest.mark.parametrize("text", ["", "text", "---\ntitle: x\n", "---\n- a\n---\n"])
def test_a_file_that_is_no_post_is_an_error(text: str) -> None:
    with pytest.raises(PostError):
        load(text, NAME)


def test_a_post_without_any_date_is_an_error() -> None:
    with pytest.raises(PostError, match="no date"):
        _load("title: x\n", name="x.md")


def test_bodies_of_others_are_sanitised() -> None:
    body = _load("", "<p onclick=x>a</p><script>b</script>\n\n> q <b>\n\n{{ c }} <https://e.org/>")
    assert body.body == (
        "<p>a</p>\n"
        "<blockquote><p>q &lt;b&gt;</p></blockquote>\n"
        '<p>&#123;&#123; c &#125;&#125; <a href="https://e.org/">https://e.org/</a></p>'
    )


@pytest.mark.parametrize("id_", ["5", "a b", '"\\x01"', "post-5", "''"])
def test_an_id_that_is_no_uri_is_another_programs(id_: str) -> None:
    post = _load(f"id: {id_}\n", "one\n\ntwo\n\nthree")
    assert post.id == _load("").id
    assert (post.body, post.footer) == ("<p>one</p>\n<p>two</p>\n<p>three</p>", "")


def test_a_foreign_id_that_is_a_uri_stays_and_cuts_no_body() -> None:
    post = _load("id: https://blog.example/?p=5\n", "one\n\ntwo")
    assert (post.id, post.body) == ("https://blog.example/?p=5", "<p>one</p>\n<p>two</p>")


def test_titles_have_an_end() -> None:
    assert len(_load(f"title: {'word ' * 100_000}\n").title) <= MAX_TITLE


@pytest.mark.parametrize(
    "value",
    ['!!timestamp "x"', '!!bool "x"', '!!int ""', '!!float "x"', "!!omap x", "!!merge {a: b}",
     "- " * 60_000, "[" * 60_000, "[" * 3000 + "]" * 3000, "{a: " * 60_000, "? " * 60_000],
)  # fmt: skip
def test_yaml_that_pyyaml_cannot_bear_is_read_by_line(value: str) -> None:
    assert _load(f"title: x\nodd:\n  {value}\n").title == "x"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("x: [\ny: a" + " " * 200_000 + "b\n", "text"),
        ("", "x " + "<http://a" * 60_000),
        ("", "x\n\n[返回](y)" + " " * 200_000 + "x"),
        ("", "x\n\n" + "[返回" * 100_000),
        ("", "\n" * 200_000 + "x"),
        ("", ("\n" + " " * 500) * 1000 + "x"),
    ],
)
def test_no_file_takes_long_to_read(head: str, body: str) -> None:
    started = time.process_time()
    _load(head, body)
    assert time.process_time() - started < 2


@given(st.text(st.sampled_from("abc: \n-[]{}!&*#|>\"'\\,?~<0123456789/é中\x00\x85")), st.text())
@example("[" * 3000, "")
@example("a: &a [*a]\nb: !!int x\n? [c]\n: d\n<<: e", "")
@example("title: !!binary AA==\ntags: !!set {a}\nimage: [1]\nenclosures: [{url: 1}]", "<x")
def test_nothing_in_a_file_is_worse_than_an_error(head: str, body: str) -> None:
    try:
        post = load(f"---\n{head}\n---\n{body}", NAME, SHANGHAI)
    except PostError:
        return
    assert load(dump(post), NAME) == post


def test_every_variant_of_the_origin_is_read(shared: Path) -> None:
    folder = shared / "corpus" / "dev"
    records = [
        json.loads(line) for line in (folder / "posts.jsonl").read_text("utf-8").splitlines()
    ]
    read = 0
    for record in records:
        name = record["origin_path"].rpartition("/")[2]
        text = (folder / record["file"]).read_bytes().decode()
        if record["front_matter"]["date"] is None:
            with pytest.raises(PostError):
                load(text, name, SHANGHAI)
            continue
        post = load(text, name, SHANGHAI)
        expected = record["front_matter"]
        assert post.title == expected["title"]
        assert post.categories == (expected["categories"],)
        assert post.tags == (expected["tags"],)
        date = front_matter_date(post.published, post.utc_offset)
        assert date == f"{expected['date'].removesuffix(' +0800')} +0800"
        assert post.link == record["source_url"]
        assert post.description == record["digest"]
        assert (record["footer"] or "") in post.footer
        assert "返回" not in post.body
        if record["variant"] in {"V0", "V1", "V2"}:
            assert plain(post.body) == record["body"]
        assert post.body
        read += 1
    assert read == len(records) - 1 > 10


def test_the_seed_is_read(shared: Path) -> None:
    [seed] = (shared / "seed").glob("*.txt")
    post = load(seed.read_text("utf-8"), "2022-01-09-NW202201092240971182.md")
    assert post.key == "NW202201092240971182"
    assert post.link is not None
    assert post.link.endswith("NW202201092240971182")
    assert post.footer.startswith("<http")
    assert "返回" not in post.body
