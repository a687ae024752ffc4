from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

MANUAL = (Path(__file__).parents[3] / "docs/operating.md").read_text(encoding="utf-8")
SECTION = MANUAL.partition("## For scripts")[2].partition("\n## ")[0]
KEYS = {
    verb: re.findall(r"`(\w+)`", keys)
    for verb, keys in re.findall(r"^\| `(\w+)` \| (.+) \|$", SECTION, re.M)
}


@pytest.mark.parametrize("verb", KEYS)
def test_documents_have_the_keys_of_the_manual(broadsheet, verb: str) -> None:
    broadsheet("init", "news")
    done = broadsheet(verb, "--json", "-w", "news")
    assert list(json.loads(done.stdout)) == KEYS[verb]


def test_the_manual_tells_of_all_that_a_scheduler_calls() -> None:
    assert KEYS.keys() >= {"run", "crawl", "publish", "status", "list", "reindex"}
