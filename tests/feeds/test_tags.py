from __future__ import annotations

import time

import pytest

from feeds.tags import ATTRIBUTE, MAX_ATTRIBUTES, TAG, has_crowded_tag, without_crowds

NUMBERS = range(20_000)
CROWDS = {
    "bare": " ".join(f"a{n}" for n in NUMBERS),
    "parted by slashes": "/".join(f"a{n}" for n in NUMBERS),
    "parted by quotation marks only": "".join(f'a{n}="1"' for n in NUMBERS),
    "values with brackets": " ".join(f"a{n} = '<i>'" for n in NUMBERS),
    "names that begin with an equals sign": " ".join(f"=a{n}" for n in NUMBERS),
    "a quotation mark that never ends": 'x="' + " ".join(f"a{n}" for n in NUMBERS),
}


@pytest.mark.parametrize("crowd", CROWDS.values(), ids=CROWDS.keys())
def test_a_crowd_of_attributes_is_found_however_it_is_written(crowd: str) -> None:
    html = f"<b>Ferry</b><p class=x {crowd}>sails"
    assert has_crowded_tag(html)
    assert without_crowds(html).startswith("<b>Ferry</b><p")
    assert len(without_crowds(html)) < 40


def test_tags_that_end_an_element_are_looked_at_too() -> None:
    assert without_crowds(f"<p>It sails.</p {CROWDS['bare']}>") == "<p>It sails.</p>"


def test_tags_with_attributes_as_pages_have_them_stay() -> None:
    tag = "<img" + "".join(f' data-a{n}="{n} > 0"' for n in range(60)) + "/>"
    assert not has_crowded_tag(tag * 1000)
    assert without_crowds(tag * 1000) == tag * 1000


def test_attributes_are_counted_for_each_tag() -> None:
    half = " x" * (MAX_ATTRIBUTES // 2)
    assert not has_crowded_tag(f"<p{half}>" * 1000)
    assert has_crowded_tag(f"<p{half}{half}>" * 1000)


@pytest.mark.parametrize("cover", ["<!-- <a b=' -->", "<!-- <a 1 2 3 4 5 6 7 8 9 10 11 b=' -->"])
def test_a_crowd_cannot_hide_behind_what_only_looks_like_a_tag(cover: str) -> None:
    html = f"{cover}<p {CROWDS['bare']} x='>sails"
    assert has_crowded_tag(html)
    assert len(without_crowds(html)) < 100


@pytest.mark.parametrize(
    "html",
    [
        "<a " * 400 + '="' + "x" * 900_000 + '">',
        ("<a " * 400 + '="' + "x" * 2000 + '">') * 300,
        "a<b;" * 250_000,
        "<a x='<b y=\"" * 80_000,
    ],
)
def test_brackets_inside_tags_are_not_each_searched_from(html: str) -> None:
    began = time.process_time()
    has_crowded_tag(html)
    assert time.process_time() - began < 1


def test_a_tag_in_a_quoted_value_is_no_tag() -> None:
    found = TAG.findall("<p title='<i>' lang=en>It <b>sails</b>")
    assert [(end, name) for end, name, _ in found] == [("", "p"), ("", "b"), ("/", "b")]
    assert len(ATTRIBUTE.findall(found[0][2])) == 2
