"""Whatever comes in, what goes out holds its promises, however it is parsed again."""

from __future__ import annotations

import re
from unicodedata import is_normalized

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html

from feeds.attributes import PARSED_ATTRIBUTES
from feeds.elements import BLANK, CONTAINERS, INLINES, LEAVES
from feeds.markup import sanitise
from feeds.tags import without_raw_text

BASE = "https://news.example/a/b?c=1"
WRITTEN = LEAVES | CONTAINERS.keys() | INLINES | {"br", "hr", "img"}
TOP = "p|pre|h[1-6]|blockquote|figure|ul|ol|dl|table"
LINE = re.compile(rf"<({TOP})(?: [^<>]*)?>.*</\1>|<hr>")
# Reads anything that can do harm as what it is, and changes nothing else.
PERMISSIVE = nh3.Cleaner(
    tags=set(WRITTEN) | {"script", "style", "svg", "math", "iframe", "form", "input", "textarea"},
    clean_content_tags=set(),
    attributes={
        "*": {"lang", "dir", "style", "onclick", "onerror", "class", "id"},
        "a": {"href"},
        "abbr": {"title"},
        "img": {"src", "alt", "width", "height", "loading", "referrerpolicy"},
        **{tag: names for tag, names in PARSED_ATTRIBUTES.items() if tag in ("li", "ol", "td")},
        "th": PARSED_ATTRIBUTES["th"],
        "time": PARSED_ATTRIBUTES["time"],
    },
    link_rel=None,
    url_schemes={"http", "https", "mailto", "javascript", "data", "vbscript"},
    strip_comments=False,
)

NAMES = [
    *sorted(WRITTEN), "div", "section", "span", "font", "center", "svg", "math", "mtext",
    "mglyph", "style", "script", "noscript", "template", "select", "option", "title",
    "foreignObject", "desc", "annotation-xml", "form", "button", "iframe", "textarea", "xmp",
    "plaintext", "table", "colgroup", "frameset", "body", "html", "marquee", "object", "nobr",
    "picture", "x-y", "video", "audio", "source", "amp-img", "noscript", "iframe"
]  # fmt: skip
ATTRIBUTES = [
    "", " href=/x", ' href="javascript:x"', " src=a.jpg", " onclick=x", ' style="display:none"',
    " hidden", ' alt="--><script>x"', " dir=rtl", " lang=zh", ' title="</b><img src onerror=x>"',
    " colspan=2", ' style="width:1px"', ' alt="{{x}}"', " xmlns=http://x",
    ' encoding="text/html"', ' class="language-x"', ' href="&#x6a;avascript:x"',
    ' href="mailto:a@b.c?{x}"', " a=`'\"", ' allowfullscreen src="//v.example/{{x}}?a&b"',
    ' src="/v.mp4" title="</a><script>x</script>"', ' allow=autoplay src="javascript:x" title=t',
    ' data-src=/b.png alt="</noscript><img src onerror=x>"'
]  # fmt: skip
TEXTS = [
    "a", " ", "\n", "\n\n", "&nbsp;", "\u3000", "&#12288;", "&lt;", "&", "<", ">", "{{", "{%",
    "}}", "\u0338", "e\u0301", "\u037e", "\x00", "\x85", "\u2028", "\u202e", "\ufeff", "\ud800",
    "&#xfffe;", "&#8;", "新闻", "<!--", "-->", "]]>", "<![CDATA[", "*b*", "[a](b)",
    "{: onclick=x}", "# h", "    code", "---", "\t", "\u200b", "&#10;&#10;", "<?x", "<!x", "```",
    "\U0001f600"
]  # fmt: skip
OPENS = st.builds("<{}{}>".format, st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES))
CLOSES = st.builds("</{}>".format, st.sampled_from(NAMES))
FRAGMENTS = st.lists(st.one_of(OPENS, st.sampled_from(TEXTS), CLOSES), max_size=24).map("".join)


# In drawings, elements of raw text are not such; of the others, links and pictures are kept.
FOREIGN = re.compile("<(?:svg|math|iframe|noscript|video|audio|amp-)")


@given(FRAGMENTS)
def test_sanitising_twice_changes_nothing(fragment: str) -> None:
    once = sanitise(fragment, BASE)
    assert sanitise(once, BASE) == once


@given(FRAGMENTS.filter(lambda fragment: not FOREIGN.search(fragment)))
def test_comments_and_raw_text_are_told_as_a_parser_tells_them(fragment: str) -> None:
    assert sanitise(without_raw_text(fragment), BASE) == sanitise(fragment, BASE)


@given(FRAGMENTS)
def test_no_parser_of_markdown_or_templates_finds_anything(fragment: str) -> None:
    body = sanitise(fragment, BASE)
    assert all(LINE.fullmatch(line) for line in body.split("\n") if body)
    assert not set(body) & set("{}\r\x00\x0b\x0c\x85\u2028\u2029\u202e\ufeff")
    body.encode()
    assert is_normalized("NFC", body)


@given(FRAGMENTS)
def test_a_browser_sees_the_tree_that_was_written(fragment: str) -> None:
    body = sanitise(fragment, BASE)
    again = PERMISSIVE.clean(body).replace("&nbsp;", "\u00a0")
    again = re.sub(
        r"(<pre[^>]*>.*?</pre>)", lambda m: m[0].replace("\n", "&#10;"), again, flags=re.S
    )
    again = again.replace("{", "&#123;").replace("}", "&#125;").replace(">\u0338", ">&#824;")
    assert again == body


@given(FRAGMENTS)
def test_an_old_parser_finds_only_what_is_allowed(fragment: str) -> None:
    body = sanitise(fragment, BASE)
    for element in lxml_html.fragment_fromstring(body, create_parent="div").iterdescendants():
        assert element.tag in WRITTEN
        for name, value in element.attrib.items():
            assert name not in ("style", "id", "hidden")
            assert not name.startswith("on")
            if name in ("href", "src"):
                assert value.startswith(("https://", "http://", "mailto:"))


@given(FRAGMENTS)
def test_nothing_empty_is_left(fragment: str) -> None:
    body = sanitise(fragment, BASE)
    assert not re.search(rf"<([a-z0-9]+)[^<>]*>[{BLANK}]*</(?!td|th)\1>", body)


PARTS = st.sampled_from(
    ["x", " x", "x ", " ", "\n", "  ", "\u00a0", "\u200b", "\u3000", "&amp;", "{{", "<em>", "<b>",
     '<a href="/x?a=1&amp;b=2">', '<a href="javascript:x">', '<a href="a  b">', "</em>", "</b>",
     "</a>", "<span>", "</span>", "<br>", "</p>", "</p>\n", "</p><p>", "<li>", "<pre>", "</pre>"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=24).map("".join))
@example('It <a href="a  b">sails</a>.')
def test_paragraphs_that_come_at_once_are_as_if_they_came_in_parts(inner: str) -> None:
    fragment = f"<p>{inner}"
    in_parts = fragment.replace("<p>", "<p dir=nowhere>")
    assert sanitise(fragment, BASE) == sanitise(in_parts, BASE)


@pytest.mark.parametrize("name", sorted(LEAVES | CONTAINERS.keys()))
def test_every_block_may_stand_in_every_other(name: str) -> None:
    for other in sorted(LEAVES | CONTAINERS.keys()):
        body = sanitise(f"<{other}>a<{name}>b<{other}>c</{name}>d</{other}>e", BASE)
        assert sorted(re.sub(r"<[^>]*>|&#10;|\s", "", body)) == list("abcde")
        assert sanitise(body, BASE) == body
