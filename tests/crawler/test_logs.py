from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler import logs

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


def write(folder: Path, name: str, size: int, age: int) -> Path:
    path = folder / name
    path.write_bytes(b"x" * size)
    os.utime(path, (NOW.timestamp() - age,) * 2)
    return path


def test_every_process_has_a_log_of_its_own(tmp_path: Path) -> None:
    path = logs.next_log(tmp_path, NOW)
    assert path.name == f"2026-01-05T080000Z-{os.getpid()}.log"


def test_the_oldest_logs_go_when_all_take_too_much_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_ROOM", 250)
    young, middle = write(tmp_path, "b.log", 100, 1), write(tmp_path, "a.log.1", 100, 2)
    write(tmp_path, "c.log", 100, 3)
    other = write(tmp_path, "runs.json", 1000, 9)
    logs.next_log(tmp_path, NOW)
    assert set(tmp_path.iterdir()) == {young, middle, other}


def test_the_oldest_logs_go_when_they_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_MOST", 2)
    kept = {write(tmp_path, f"{age}.log", 1, age) for age in (1, 2)}
    write(tmp_path, "3.log", 1, 3)
    logs.next_log(tmp_path, NOW)
    assert set(tmp_path.iterdir()) == kept


def test_one_log_is_bounded_and_keeps_its_latest_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 2000)
    handler = logs.log_handler(tmp_path / "logs" / "a.log")
    for number in range(500):
        handler.emit(logging.makeLogRecord({"msg": f"line {number}"}))
    handler.close()
    assert sum(path.stat().st_size for path in (tmp_path / "logs").iterdir()) <= 2000
    assert (tmp_path / "logs" / "a.log").read_text().endswith("line 499\n")


def test_a_log_on_a_full_disk_says_so_once_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device stands for a full disk here")
    path = tmp_path / "crawl.log"
    path.symlink_to("/dev/full")
    handler = logs.log_handler(path)
    for text in ("one", "two"):
        handler.handle(logging.makeLogRecord({"msg": text}))
    handler.close()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{path}: cannot be written: No space left on device: free some space")
