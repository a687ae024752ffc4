"""What a publish costs: it follows what changed, not what exists; history takes bounded memory.

    python benchmarks/publish.py [--channels 10000] [--rounds 3]
    python benchmarks/publish.py --history 100000

The first compares two workspaces, in turn, in processes of their own: one with all the channels,
50 entries each, and one with only 30 of them. Each round adds the same 100 new posts, all of them
in those 30 channels, and publishes. The ratio must stay at or below 1.5.

The second publishes one archive of so many posts with all its archived documents and tells the
highest memory of that process, which must stay below 200 MB.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from feeds.archive import Archive
from feeds.config import Workspace
from feeds.post import Post
from feeds.publish import publish_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES, TAGS, CHANGED, NEW = 50, 10, 30, 100
RATIO, MEMORY_MB = 1.5, 200
BATCH = 1000
START = datetime(2026, 1, 1, tzinfo=UTC)
BODY = (
    "<p>The port handled more containers than in any month, its operator said. 港口创下纪录。</p>\n"
)


def post(number: int, tags: tuple[str, ...], published: datetime) -> Post:
    """A post of 1 KB."""
    return Post(
        id=f"tag:news.example,2026:{number}",
        key=f"story-{number}",
        title=f"Port handles record number {number}",
        published=published,
        body=(BODY * 8).strip(),
        link=f"https://news.example/{number}",
        tags=tags,
        source="wire",
    )


def stock(channels: int) -> Iterator[Post]:
    """Posts that fill so many channels, a post every ten minutes, ten channels to a post."""
    for number in range(channels * ENTRIES // TAGS):
        first = number * TAGS % channels
        tags = tuple(f"channel {first + offset}" for offset in range(TAGS))
        yield post(number, tags, START + timedelta(minutes=10 * number))


def news(round_number: int, newest: datetime) -> list[Post]:
    """The posts of one round: each in one of the channels that change."""
    return [
        post(
            10**6 * (round_number + 1) + number,
            (f"channel {number % CHANGED}",),
            newest + timedelta(minutes=NEW * round_number + number + 1),
        )
        for number in range(NEW)
    ]


def fill(workspace: Workspace, posts: Iterator[Post]) -> None:
    """Makes the workspace, the posts a thousand at a time."""
    workspace.root.mkdir()
    workspace.config_path.write_text("title: News\nbase_url: https://news.example/\n")
    with Archive.open(workspace, workspace.read_config()) as archive:
        batch: list[Post] = []
        for each in posts:
            batch.append(each)
            if len(batch) == BATCH:
                archive.add(batch)
                batch = []
        archive.add(batch)


def published(root: Path) -> tuple[float, float]:
    """Seconds of CPU and highest memory, in MB, of a publish in a process of its own."""
    command = [sys.executable, __file__, "--publish", str(root)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, memory = output.split()
    return float(seconds), float(memory)


def compare(folder: Path, channels: int, rounds: int) -> int:
    """Prints both times and their ratio; 1 when it is too large."""
    sizes = {"few": CHANGED, "all": channels}
    newest = START + timedelta(minutes=channels * ENTRIES // TAGS * 10)
    for name, size in sizes.items():
        fill(Workspace(folder / name), stock(size))
        print(f"{name}: {size} channels, first publish {published(folder / name)[0]:.1f} s")
    times: dict[str, list[float]] = {name: [] for name in sizes}
    for number in range(rounds):
        for name in sizes:
            workspace = Workspace(folder / name)
            with Archive.open(workspace, workspace.read_config()) as archive:
                archive.add(news(number, newest))
            times[name].append(published(workspace.root)[0])
    few, every = (statistics.median(times[name]) for name in ("few", "all"))
    print(f"{NEW} new posts in {CHANGED} channels: {few:.2f} s of {CHANGED}, {every:.2f} s of all")
    print(f"ratio {every / few:.2f} (at most {RATIO})")
    return int(every / few > RATIO)


def measure_history(folder: Path, count: int) -> int:
    """Prints time and memory of publishing ``count`` posts; 1 when it takes too much."""
    posts = (post(n, (), START + timedelta(minutes=10 * n)) for n in range(count))
    fill(Workspace(folder / "history"), posts)
    seconds, memory = published(folder / "history")
    print(f"{count} posts: {seconds:.1f} s, peak {memory:.0f} MB (below {MEMORY_MB})")
    return int(memory >= MEMORY_MB)


def main() -> int:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--channels", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--history", type=int)
    parser.add_argument("--publish", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.publish:
        began = time.process_time()
        publish_workspace(Workspace(given.publish))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(time.process_time() - began, peak)
        return 0
    with TemporaryDirectory() as folder:
        if given.history:
            return measure_history(Path(folder), given.history)
        return compare(Path(folder), given.channels, given.rounds)


if __name__ == "__main__":
    sys.exit(main())
