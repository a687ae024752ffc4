from __future__ import annotations

from typing import Any

import pytest

from crawler.extract.page import parse_page
from crawler.loaders import Values, article_of, compile_loader, lookup_in
from crawler.rules import Rule

PAGE = """<article data-id="7"><h1> Ferry <em>sails</em></h1><p class="by">By <b>Ana</b></p>
<ul><li>sea</li><li> </li><li>port</li></ul><div><p>One</p></div><div><p>Two</p></div></article>"""


def read(fields: dict[str, list[Rule]], text: str = PAGE) -> Values:
    loader = compile_loader(fields, "detail")
    values: Values = {}
    loader.read("detail", parse_page(text, "https://news.example/").tree, values)
    loader.read("page text", text, values)
    loader.read("late", lookup_in((), values, {"city": "Riga"}), values)
    return values


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(css="h1"), [" Ferry sails"]),
        (Rule(css="h1::text"), [" Ferry "]),
        (Rule(css="article::attr(data-id)"), ["7"]),
        (Rule(xpath="count(//li)"), ["3.0"]),
        (Rule(css="li"), ["sea", "port"]),
        (Rule(css="p.by", regex=r"By (\w+)"), ["Ana"]),
        (Rule(regex=r'data-id="(\d+)"'), ["7"]),
        (Rule(template="{city} news"), ["Riga news"]),
        (Rule(template="{media} news"), None),
        (Rule(css="h2"), None),
    ],
)
def test_a_rule_finds_texts_that_are_not_blank(rule: Rule, expected: list[str] | None) -> None:
    found = read({"title": [rule]}).get("title")
    assert (found and found[1]) == expected


def test_the_first_rule_that_finds_something_counts_wherever_it_looks() -> None:
    rules = [
        Rule.model_validate({"jmespath": "head", "from": "list"}),
        Rule(css="h2"),
        Rule(css="h1"),
    ]
    loader = compile_loader({"title": rules}, "detail")
    values: Values = {}
    loader.read("detail", parse_page(PAGE, "").tree, values)
    assert values["title"][0] == 2
    loader.read("list", {"head": "From the list"}, values)
    assert values["title"] == (0, ["From the list"])


def test_a_body_keeps_its_tags_and_joins_its_elements() -> None:
    article = article_of(read({"body": [Rule(css="div")]}))
    assert article.body == "<div><p>One</p></div>\n<div><p>Two</p></div>"


def test_lists_keep_every_match_and_other_fields_the_first() -> None:
    article = article_of(read({"tags": [Rule(css="li")], "title": [Rule(css="li")]}))
    assert (article.tags, article.title) == (["sea", "port"], "sea")


def test_hits_count_every_rule_that_was_asked() -> None:
    loader = compile_loader({"title": [Rule(css="h2"), Rule(css="h1")]}, "detail")
    loader.read("detail", parse_page(PAGE, "").tree, {})
    assert dict(loader.hits.asked) == {"title: css h2": 1, "title: css h1": 1}
    assert dict(loader.hits.found) == {"title: css h1": 1}


@pytest.mark.parametrize(
    ("name", "expected"), [("a.b", "1"), ("c", "x"), ("title", "T"), ("city", "Riga"), ("no", "")]
)
def test_names_are_looked_up_in_records_then_fields_then_vars(name: str, expected: str) -> None:
    records: list[Any] = [{"a": {"b": 1}}, {"c": ["x", "y"]}, "no record"]
    lookup = lookup_in(records, {"title": (0, ["T"])}, {"city": "Riga"})
    assert lookup(name) == expected


def test_a_record_of_another_shape_has_no_value() -> None:
    loader = compile_loader({"title": [Rule(jmespath="join(' ', words)")]}, "list")
    values: Values = {}
    for record in ({"words": 3}, {}, "text", None):
        loader.read("list", record, values)
    assert values == {}
