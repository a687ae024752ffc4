"""What readers are told of a source."""

from __future__ import annotations

import pytest

from crawler.origin import origin
from crawler.source import Source
from feeds.formats import Origin
from feeds.yaml_model import parse_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{kind: feed, title: Gazette, list: {url: 'https://g.example/rss.xml'}}",
            Origin("Gazette", "https://g.example/", "https://g.example/rss.xml"),
        ),
        (
            "{kind: sitemap, list: {url: ['http://g.example/map.xml', 'http://h.example/b']}}",
            Origin("gazette", "http://g.example/"),
        ),
        (
            "{kind: feed, vars: {host: null}, list: {url: 'https://{host}/rss'}}",
            Origin("gazette", ""),
        ),
        (
            "{kind: feed, vars: {host: a.example}, list: {url: 'https://{host}/rss'}}",
            Origin("gazette", "https://a.example/", "https://a.example/rss"),
        ),
    ],
)
def test_an_origin_has_what_the_source_knows(text: str, expected: Origin) -> None:
    source = parse_yaml(text, Source, name="gazette.yml", defaults={"name": "gazette"})
    assert origin(source) == expected
