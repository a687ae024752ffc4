from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.templates import parse_template

VALUES = {"media": "央行网站", "digest": "【快讯】油价上涨", "empty": "", "mark": "a'b"}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{media}新闻", "央行网站新闻"),
        ("{media|pinyin}", "yanghangwangzhan"),
        ("{digest|after('】')}", "油价上涨"),
        ('{digest | before("】") | after("【")}', "快讯"),
        ("{empty|default('none')}", "none"),
        (r"{mark|replace('\'', '-')}", "a-b"),
        ("{{literal}} {media|strip}", "{literal} 央行网站"),
        ("{mark|escape}", "a&#x27;b"),
    ],
)
def test_a_template_renders(template: str, expected: str) -> None:
    assert parse_template(template).render(VALUES.__getitem__) == expected


@pytest.mark.parametrize(
    ("template", "mistake"),
    [
        ("{media", "character 7"),
        ("a } b", "character 3 of the template: a lone }"),
        ("{}", "character 1 of the template: a name must follow"),
        ("{media|nope}", "character 8 of the template: there is no filter 'nope'"),
        ("{media|after}", "after takes 1 argument(s), not 0"),
        ("{media|after(x)}", "an argument must be in quotes"),
        ("{media|replace('a')}", "replace takes 2 argument(s), not 1"),
    ],
)
def test_a_mistake_is_told_with_its_place(template: str, mistake: str) -> None:
    with pytest.raises(ValueError, match="character") as caught:
        parse_template(template)
    assert mistake in str(caught.value)


@given(st.text())
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        template = parse_template(text)
    except ValueError as error:
        assert "character" in str(error)  # noqa: PT017  # either way is right
    else:
        assert isinstance(template.render(lambda name: name), str)
