from __future__ import annotations

import json
from typing import TYPE_CHECKING

from crawler.detect.robots import sitemaps

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://paper.example/robots.txt"


def test_sitemaps_are_found_in_any_spelling_and_any_group() -> None:
    robots = (
        "Sitemap: https://paper.example/a.xml\nUser-agent: *\nDisallow: /\n"
        "  SITEMAP:/b.xml # the news\r\nsite-map: https://cdn.example/c.xml.gz\n"
        "# Sitemap: https://paper.example/commented.xml\nSitemap:\nSitemap: ftp://paper.example/d.xml\n"
        "Sitemap: https://paper.example/a.xml\n"
    )

    assert sitemaps(robots, URL) == [
        "https://paper.example/a.xml",
        "https://paper.example/b.xml",
        "https://cdn.example/c.xml.gz",
    ]


def test_a_page_in_place_of_the_file_names_none() -> None:
    assert sitemaps("<html><body>Sitemap: <a href='/x'>here</a></body></html>", URL) == []


def test_the_files_of_the_corpus_name_what_they_name(shared: Path) -> None:
    corpus = shared / "corpus" / "dev"
    for line in (corpus / "robots.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        robots = (corpus / gold["file"]).read_text("utf-8", errors="replace")

        found = sitemaps(robots, f"https://{gold['host']}/robots.txt")

        assert found == list(dict.fromkeys(gold["sitemaps"]))
