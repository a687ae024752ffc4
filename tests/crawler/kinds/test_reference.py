"""docs/sources.md says what the program does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from crawler.kinds import KINDS
from crawler.pipelines.step import article_from
from crawler.source import Source
from feeds.yaml_model import parse_yaml
from tests.crawler.kinds.reference import PAGE, with_reference

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL)


def test_the_reference_is_that_of_the_program() -> None:
    assert with_reference(TEXT) == TEXT, "run: python -m tests.crawler.kinds.reference"


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_source(example: str) -> None:
    source = parse_yaml(example, Source, name="example", defaults={"name": "example"})
    assert source.kind in KINDS


def test_there_is_an_example_of_every_kind() -> None:
    assert {re.search("kind: (.*)", text)[1] for text in EXAMPLES} == set(KINDS)


def test_the_spider_yields_articles() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    head = '<th><a href="/tide/1">High water</a></th>'
    row = f'<tr id="x">{head}<td><time>5 January 2026</time> 14:07</td></tr>'
    page = HtmlResponse("https://quay.example/tides", body=f"<table>{row}</table>".encode())
    (found,) = names["Tides"]().parse(page)
    article = article_from(found)
    assert (article.title, article.key) == ("High water", "x")
    assert article.published == "5 January 2026"
    assert article.link == "https://quay.example/tide/1"
