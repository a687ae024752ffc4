from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jmespath
import pytest

from crawler.detect.json_list import json_list
from crawler.kinds.documents import json_of

if TYPE_CHECKING:
    from pathlib import Path

TITLES = ("Ferry returns to its old route", "Storm takes the roof", "Council votes for libraries")


def records(**more: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": n,
            "title": title,
            "url": f"https://paper.example/{n}",
            "time": f"2026-03-0{n} 08:00",
            **more,
        }
        for n, title in enumerate(TITLES, 1)
    ]


@pytest.mark.parametrize(
    ("answer", "items"),
    [
        (records(), "@"),
        ({"data": {"list": records()}}, "data.list"),
        ({"my-data": records()}, '"my-data"'),
        ({"menu": [{"title": "Politics today", "url": "/politics"}], "news": records()}, "news"),
    ],
)
def test_the_array_of_articles_is_found_wherever_it_stands(answer: Any, items: str) -> None:
    found = json_list(answer)

    assert found is not None
    assert found.items == items
    assert jmespath.search(found.items, answer) == records()
    assert dict(found.fields) == {
        "title": "title",
        "link": "url",
        "published": "time",
        "key": "id",
    }


def test_fields_are_told_apart_by_looks_as_well_as_by_names() -> None:
    more = {
        "image_url": "https://paper.example/a.jpg",
        "content": "<p>" + "A long text. " * 50 + "</p>",
        "digest": "What happened, in a sentence that is longer than a title.",
        "author": "Ann Pier",
        "updated_at": 1_772_438_400_000,
        "type": 3,
    }

    found = json_list({"items": records(**more)})

    assert found is not None
    assert dict(found.fields) == {
        "title": "title",
        "link": "url",
        "image": "image_url",
        "published": "time",
        "body": "content",
        "description": "digest",
        "authors": "author",
        "key": "id",
    }


def test_a_number_that_records_share_is_no_key() -> None:
    found = json_list([{**record, "id": 7} for record in records()])

    assert found is not None
    assert "key" not in found.fields


@pytest.mark.parametrize(
    "answer",
    [
        None,
        7,
        [],
        {},
        {"items": [1, 2, 3]},
        {"items": [{"id": 1, "price": 2.5}, {"id": 2, "price": 3.5}]},
        {"status": "error", "message": "This endpoint needs a key, ask us for one"},
    ],
)
def test_what_holds_no_articles_gives_nothing(answer: Any) -> None:
    assert json_list(answer) is None


def test_deep_and_wide_answers_are_not_searched_to_their_end() -> None:
    deep: Any = records()
    for _ in range(500):
        deep = {"a": deep}
    wide = {str(n): [{"a": n}] for n in range(20_000)}

    assert json_list(deep) is None
    assert json_list(wide) is None


def test_the_answers_of_the_corpus_are_understood(shared: Path) -> None:
    corpus = shared / "corpus" / "dev"
    for line in (corpus / "json_api.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        found = json_list(json_of((corpus / gold["file"]).read_text("utf-8"), gold["id"]))

        assert found is not None, gold["id"]
        assert len(found.records) == gold["expected"]["items"], gold["id"]
        assert "published" in found.fields, gold["id"]
