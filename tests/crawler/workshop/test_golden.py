from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.errors import SourceError
from crawler.workshop.golden import Golden, differences, read_golden, write_golden
from crawler.workshop.rehearsal import Script
from crawler.workshop.tape import Recorded

ANSWERS = (
    Recorded("GET https://a.example/", "https://a.example/", b"<p>\xff list", "text/html"),
    Recorded("POST https://a.example/q {}", "https://a.example/q?x=../../etc", b"{}", None),
    Recorded("GET https://a.example/f.xml.gz", "https://a.example/f.xml.gz", b"\x1f\x8b", None),
)
GOLDEN = Golden(
    Script(now=datetime(2026, 3, 9, tzinfo=UTC), articles=2, answers=ANSWERS),
    {"host": "a.example"},
    [{"read_from": "https://a.example/1", "title": "渡轮"}],
    {"title: css h1": (2, 1)},
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_golden(tmp_path, GOLDEN)
    assert read_golden(tmp_path) == GOLDEN
    assert "渡轮" in (tmp_path / "expected.json").read_text(encoding="utf-8")


def test_a_new_recording_leaves_nothing_of_the_old(tmp_path: Path) -> None:
    write_golden(tmp_path, GOLDEN)
    script = Script(now=GOLDEN.script.now, answers=ANSWERS[:1])
    write_golden(tmp_path, Golden(script, {}, []))
    assert [path.name for path in (tmp_path / "answers").iterdir()] == ["01-index.html"]


def test_no_folder_is_no_recording_and_a_broken_one_is_told(tmp_path: Path) -> None:
    assert read_golden(tmp_path / "none") is None
    write_golden(tmp_path, GOLDEN)
    case = tmp_path / "case.yml"
    case.write_text(case.read_text().replace("answers/01-index.html", "../../secret"))
    with pytest.raises(SourceError, match=r"outside the folder.*--refresh"):
        read_golden(tmp_path)


def test_differences_name_article_and_field() -> None:
    before = [{"read_from": "/a", "title": "Ferry"}, {"read_from": "/b", "title": "Seals"}]
    after = [{"read_from": "/a", "title": "Boat", "lang": "en"}, {"read_from": "/c"}]
    assert differences(before, before) == []
    assert differences(before, after) == [
        "/b: the article is missing",
        "/a: title: 'Boat', recorded was 'Ferry'",
        "/a: lang: 'en' was not recorded",
        "/c: an article that was not recorded",
    ]
