"""robots.txt read for one crawler says the same as read for all."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st
from scrapy.robotstxt import ProtegoRobotParser

from crawler.guard.rules import OwnRules, rules_for

AGENT = "broadsheet/0.1 (+mailto:desk@news-room.example)"
LINES = st.sampled_from(
    [
        "User-agent: *",
        "User-agent: broadsheet",
        "user agent broadsheet/0.1",
        "Useragent: BROAD* # us",
        "User-agent: other",
        "User-agent: sheet",
        "User-agent:",
        "User-agent: room",
        "Disallow: /a",
        "Disallow: /",
        "Allow: /a/b",
        "Crawl-delay: 3",
        "Sitemap: https://news.example/map",
        "",
        "# Nothing",
        "nonsense",
    ]
)


@given(st.lists(LINES, max_size=14))
def test_what_is_said_to_us_is_what_protego_reads(lines: list[str]) -> None:
    text = "\n".join(lines)
    rules, whole = (kind(text.encode(), None) for kind in (OwnRules, ProtegoRobotParser))
    for path in ("/", "/a", "/a/b", "/b"):
        url = f"https://news.example{path}"
        assert rules.allowed(url, AGENT) == whole.allowed(url, AGENT)
    assert rules.crawl_delay(AGENT) == whole.crawl_delay(AGENT)


def test_rules_for_thousands_of_others_cost_nothing() -> None:
    agents = "".join(f"User-agent: bot{n}\n" for n in range(14_000))
    rules = "".join(f"Disallow: /{n}\n" for n in range(14_000))
    began = time.process_time()
    assert OwnRules((agents + rules).encode(), None).allowed("https://news.example/1", AGENT)
    assert time.process_time() - began < 3


def test_of_the_names_that_mean_us_one_is_kept() -> None:
    text = "User-agent: b\nUser-agent: broad\nUser-agent: *\nDisallow: /"
    assert rules_for(text, AGENT).count("(other)") == 2
