"""A watched crawl ends as it is told to, and when nobody is left to watch it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crawler.ledger import CUT_SHORT
from tests.faults.server import FOREVER, HEALTHY, Origin, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
# Seconds after which a process that should have ended counts as going on.
PATIENCE = 60
# Seconds in which a crawl that had been told to end would have ended.
MOMENT = 1.5

SOURCE = """
kind: page
timezone: UTC
delay: 0
concurrency: 4
allow_private: ["{host}"]
list: {{url: "http://{host}/list-with-fault", items: li a}}
fields: {{title: h1, published: time, body: div.body}}
"""


@dataclass
class Watched:
    """A crawl that waits for its last answer, and the process that watches it."""

    parent: subprocess.Popen[str]
    folder: Path

    def tell(self, number: signal.Signals) -> None:
        self.parent.send_signal(number)

    def posts(self) -> int:
        return len(list(self.folder.rglob("_posts/**/*.md")))

    def is_going_on(self) -> bool:
        time.sleep(MOMENT)
        return self.parent.poll() is None

    def ended(self) -> dict[str, Any]:
        """The run as it was told when the crawling process had ended."""
        # The output ends with the last process that may write to it.
        output, errors = self.parent.communicate(timeout=PATIENCE)
        assert output, errors
        (run,) = json.loads(output)["runs"]
        assert run["counts"]["new"] == HEALTHY == self.posts()
        assert run["counts"]["reasons"] == {"failed": {CUT_SHORT: 1}}
        assert run["outcome"] == "interrupted"
        return dict(run)


@pytest.fixture
def origin() -> Iterator[Origin]:
    origin = Origin(lambda _: [FOREVER])
    with serving([origin]):
        yield origin


@pytest.fixture
def folder(tmp_path: Path, origin: Origin) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "broadsheet.yml").write_text("title: Watched\n")
    source = SOURCE.format(host=origin.url.removeprefix("http://"))
    (tmp_path / "sources/paper.yml").write_text(source)
    return tmp_path


def start(folder: Path, origin: Origin, *before: str) -> Watched:
    """Starts a crawl and waits until it waits for one answer only; ``before`` is what starts it."""
    crawl = [sys.executable, "-m", "crawler.cli", "--workspace", str(folder), "crawl", "--json"]
    parent = subprocess.Popen(
        [*before, *crawl], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + PATIENCE
    crawl = Watched(parent, folder)
    while crawl.posts() < HEALTHY or not origin.asked["/fault"]:
        assert time.monotonic() < until
        time.sleep(0.01)
    return crawl


@pytest.fixture(autouse=True)
def children_heed_signals() -> Iterator[None]:
    """Children inherit what the tests were told to ignore, by nohup or a shell's ``&``."""
    ours = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: lambda *_: None}
    before = {number: signal.signal(number, handler) for number, handler in ours.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_the_watchdog_ends_the_crawl_in_order(
    origin: Origin, folder: Path, number: signal.Signals
) -> None:
    crawl = start(folder, origin)
    crawl.tell(number)
    message = "stopped by a signal; 1 address was left for the next run"
    assert crawl.ended()["message"] == message
    assert crawl.parent.returncode == 1


def test_a_crawl_whose_watchdog_was_killed_ends_in_order(origin: Origin, folder: Path) -> None:
    crawl = start(folder, origin)
    crawl.tell(signal.SIGKILL)
    message = "stopped: its watchdog is gone; 1 address was left for the next run"
    assert crawl.ended()["message"] == message


def test_under_nohup_a_hangup_is_nothing(origin: Origin, folder: Path) -> None:
    crawl = start(folder, origin, "sh", "-c", 'trap "" HUP; exec "$@"', "sh")
    crawl.tell(signal.SIGHUP)
    assert crawl.is_going_on()
    crawl.tell(signal.SIGTERM)
    crawl.ended()


def test_a_time_on_the_command_line_is_kept(origin: Origin, folder: Path) -> None:
    crawl = [sys.executable, "-m", "crawler.cli", "--workspace", str(folder), "crawl"]
    process = subprocess.Popen(
        [*crawl, "--time", "0.06"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    message = "paper: stopped after 0.06 minutes (--time); 1 address was left for the next run"
    assert message in output
    assert f"paper: 1 failed: {CUT_SHORT}" in output
