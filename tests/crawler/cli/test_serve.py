from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest


def served(workspace: Path, *arguments: str) -> tuple[str, str]:
    """What the command says until it serves, and when it is ended."""
    command = [sys.executable, "-m", "crawler.cli", "serve", "-w", str(workspace), *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.terminate()
        _, complaints = process.communicate(timeout=30)
    return line, complaints


@pytest.fixture
def news(broadsheet, tmp_path: Path) -> Path:
    broadsheet("init", "news")
    return tmp_path / "news"


def test_it_says_where_pages_and_search_are_and_what_readers_would_miss(news: Path) -> None:
    line, complaints = served(news, "--port", "0")
    assert re.search(r" at (http://127\.0\.0\.1:\d+/) .*, search at \1search$", line)
    assert f"{news}/public: nothing is published yet: broadsheet publish" in complaints
    assert "base_url: feeds say that they stand at http://127.0.0.1:8000/" in complaints


def test_a_base_url_on_the_web_may_be_that_of_a_proxy(broadsheet, news: Path) -> None:
    config = news / "broadsheet.yml"
    config.write_text(config.read_text().replace("http://127.0.0.1:8000", "https://news.example"))
    broadsheet("publish", cwd=news)
    assert served(news, "--port", "0")[1] == ""
