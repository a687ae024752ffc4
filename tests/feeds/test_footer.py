from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from feeds.footer import escape_markdown, render_footer

if TYPE_CHECKING:
    from pathlib import Path

WIRE = (
    "<{link}>\n\n[返回{tags}](//finews.withounder.com/category/{category}.html)"
    "｜[返回首页](//finews.withounder.com/)"
)
ROLLING = (
    "<{link}>\n\n[返回{tags}](//finews.withounder.com/emnews/)"
    "｜[返回首页](//finews.withounder.com/)"
)
LINK = "http://finews.example/html_News/NewsShare.html?infoCode=NW202201092240971182"


def test_ordinary_values_stand_as_they_are() -> None:
    values = {"link": LINK, "tags": "泰州日报新闻", "category": "taizhouribao"}
    assert render_footer(WIRE, values) == (
        f"<{LINK}>\n\n[返回泰州日报新闻](//finews.withounder.com/category/taizhouribao.html)"
        "｜[返回首页](//finews.withounder.com/)"
    )


def test_footers_of_the_origin_come_out_byte_for_byte(shared: Path) -> None:
    posts = map(json.loads, (shared / "corpus/dev/posts.jsonl").read_text("utf-8").splitlines())
    seen = {"V2": 0, "V3-NW": 0, "V3-emnews": 0}
    for post in posts:
        if post["variant"] in seen and post["source_url"].startswith("http"):
            matter = post["front_matter"]
            values = {"tags": matter["tags"], "category": matter["categories"]}
            template = WIRE if post["variant"] == "V3-NW" else ROLLING
            raw = (shared / "corpus/dev" / post["file"]).read_text("utf-8")
            footer = render_footer(template, {"link": post["source_url"], **values})
            assert raw.endswith("\n" + footer)
            seen[post["variant"]] += 1
    assert all(seen.values())


@pytest.mark.parametrize(
    "value",
    ["{{ site.x }}", "{% include x %}", "{{< x >}}", "{{% x %}}", "[a](javascript:x)", "![a](b)",
     "<script>x</script>", "a\n\n# b", "`x`", "**b**", "_b_", "{: onclick=x}", "{::options x/}",
     "a|b", "# h", "- a", "1. a", "+ a", ": a", "=", "$$x$$", "\\", "[^1]", "~~a~~", "<b>"],
)  # fmt: skip
def test_hostile_values_lose_their_meaning(value: str) -> None:
    for field in ("title", "tags", "category"):
        footer = render_footer(f"{{{field}}}", {field: value})
        assert "\n" not in footer
        assert not set(footer) & set("{}[]<>`*_|$~\\")
        assert not footer.startswith(("#-", "- ", "+", ":", "=", "1."))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "", "data:,x", "/relative", "https://e.org/>{{x}}\n# h"]
)
def test_a_line_without_its_link_is_left_out(link: str) -> None:
    footer = render_footer("<{link}>\n\n[home](/)", {"link": link})
    assert footer in ("[home](/)", "<https://e.org/%3E%7B%7Bx%7D%7D#%20h>\n\n[home](/)",
                      "<https://e.org/%3E%7B%7Bx%7D%7D>\n\n[home](/)")  # fmt: skip


@pytest.mark.parametrize("path", ["onclick=x//", "?a/onclick=x//", "a'onclick='x", '"onclick="x'])
def test_a_link_has_no_attributes_where_it_is_read_as_html(path: str) -> None:
    footer = render_footer("<{link}>", {"link": f"https://news.example/{path}"})
    assert not re.search(r"""[/\s"']onclick=""", footer)


def test_a_value_in_an_address_is_percent_encoded() -> None:
    values = {"category": "a) [x](javascript:y) {{z}}"}
    assert render_footer("[c](/c/{category}/)", values) == (
        "[c](/c/a%29%20%5Bx%5D%28javascript%3Ay%29%20%7B%7Bz%7D%7D/)"
    )


def test_the_template_of_the_user_is_not_touched() -> None:
    template = "[home]({{ site.url }}) {% include footer.html %} *{unknown}*"
    assert render_footer(template, {}) == template


def test_text_with_ampersand_and_quotes_is_ordinary() -> None:
    assert escape_markdown('AT&T says "yes" (really) - it\'s 5.0!') == (
        'AT&T says "yes" (really) - it\'s 5.0!'
    )
