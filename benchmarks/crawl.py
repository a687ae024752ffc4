"""What a crawl costs: ``broadsheet crawl`` against a bare Scrapy spider, on the same machine.

Both read the same generated site (``site.py``, a process of its own), one after the other and in
turns, each as a process of its own whose CPU time and peak memory the kernel counts. The bare
spider keeps nothing; Broadsheet has every post on disk, durably, and in its catalog.

    python benchmarks/crawl.py --articles 10000 --rounds 3 [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parents[1]
# What memory is compared with to call it flat.
FEW = 1000
# Processes at once, as in Scrapy's CONCURRENT_REQUESTS_PER_DOMAIN.
CONCURRENCY = 8

CONFIG = "title: Benchmark\n"
SOURCE = """\
kind: page
language: en
timezone: UTC
allow_private: ["{host}"]
delay: 0
concurrency: %(concurrency)d
vars: {host: "%(host)s"}
list:
  url: http://{host}/list/1
  items: article.teaser h2 a
  next: a.older
  pages: 100000
fields:
  title: h1.title
  published: time::attr(datetime)
  authors: .byline .author
  tags: a[rel=tag]
  body: div.body
"""


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds of wall clock and of CPU, peak resident megabytes."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Round:
    """Both crawls of the same articles, and the second crawl of Broadsheet with nothing new."""

    bare: Cost
    ours: Cost
    again: Cost
    asked_again: dict[str, int]


@contextmanager
def served(articles: int) -> Iterator[str]:
    """The URL of a site with so many articles."""
    command = [sys.executable, str(ROOT / "benchmarks/site.py"), "--articles", str(articles)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        # Leaving the block closes the standard input, which ends the site.
        yield process.stdout.readline().strip()


def asked(url: str) -> dict[str, int]:
    """How many requests the site has answered, by the first part of their path."""
    with urlopen(f"{url}/asked") as answer:
        counts: dict[str, int] = json.load(answer)
    return counts


def cost_of(command: Sequence[str], log: Path) -> Cost:
    """Runs a process to its end.

    Raises:
        RuntimeError: it failed; the text has the end of its output.
    """
    start = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{log.read_text()[-3000:]}")
    # ru_maxrss is in KiB on Linux.
    return Cost(time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def make_workspace(folder: Path, url: str) -> None:
    """Writes a workspace with one source that reads the site at ``url``."""
    values = {"host": url.removeprefix("http://"), "concurrency": CONCURRENCY}
    (folder / "sources").mkdir(parents=True)
    (folder / "broadsheet.yml").write_text(CONFIG)
    (folder / "sources/generated.yml").write_text(SOURCE % values)


def crawl_bare(url: str, folder: Path) -> Cost:
    """The bare spider's crawl of the site at ``url``."""
    command = [sys.executable, str(ROOT / "benchmarks/bare_spider.py"), url]
    return cost_of(command, folder / "bare.log")


def crawl_ours(folder: Path) -> Cost:
    """Broadsheet's crawl of the workspace in ``folder``."""
    command = [sys.executable, "-m", "crawler.cli", "--workspace", str(folder), "crawl"]
    return cost_of(command, folder / "ours.log")


def run_round(articles: int, parent: Path, *, ours_first: bool) -> Round:
    """Crawls a site of so many articles with both, then once more with nothing new.

    The workspace stays in ``parent``: making files takes ext4 longer for a while after others
    have been deleted.

    Raises:
        RuntimeError: articles are missing, so that the figures would mean nothing.
    """
    with served(articles) as url:
        folder = Path(tempfile.mkdtemp(dir=parent))
        make_workspace(folder, url)
        costs: dict[str, Cost] = {}
        crawls: list[tuple[str, Callable[[], Cost]]] = [
            ("bare", lambda: crawl_bare(url, folder)),
            ("ours", lambda: crawl_ours(folder)),
        ]
        for who, crawl in reversed(crawls) if ours_first else crawls:
            costs[who] = crawl()
        kept = sum(1 for _ in folder.glob("_posts/**/*.md"))
        if (kept, asked(url)["article"]) != (articles, 2 * articles):
            raise RuntimeError(f"{kept} posts of {articles} articles, {asked(url)} requests")
        before = asked(url)
        again = crawl_ours(folder)
        extra = {part: count - before.get(part, 0) for part, count in asked(url).items()}
        return Round(costs["bare"], costs["ours"], again, extra)


def table(articles: int, rounds: Sequence[Round], few: Round, start: Round) -> str:
    """The figures as Markdown: medians over ``rounds``.

    Args:
        articles: how many each round had.
        rounds: what was measured.
        few: a round with ``FEW`` articles, for the memory.
        start: a round with one article: what starting the processes costs.
    """
    per = 1000 / articles
    rows: tuple[tuple[str, Callable[[Cost, Cost], float]], ...] = (
        ("CPU ms an article", lambda cost, _: cost.cpu * per),
        ("the same without process start", lambda cost, idle: (cost.cpu - idle.cpu) * per),
        ("articles a second", lambda cost, _: articles / cost.wall),
        ("peak memory, MB", lambda cost, _: cost.peak),
    )
    head = f"| {articles} articles, median of {len(rounds)} | bare spider | broadsheet | ratio |"
    lines = [head, "|---|---|---|---|"]
    for name, value in rows:
        bare = [value(one.bare, start.bare) for one in rounds]
        ours = [value(one.ours, start.ours) for one in rounds]
        ratio = median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
        lines.append(f"| {name} | {median(bare):.2f} | {median(ours):.2f} | {ratio:.2f} |")
    return "\n".join([*lines, "", flatness(articles, rounds, few), second_crawl(rounds, start)])


def flatness(articles: int, rounds: Sequence[Round], few: Round) -> str:
    """How much more memory many articles take than ``FEW``."""
    peak = median(one.ours.peak for one in rounds)
    ratio = peak / few.ours.peak
    return (
        f"Peak memory: {few.ours.peak:.0f} MB at {FEW} articles, {peak:.0f} MB at {articles}, "
        f"{ratio:.2f} times that."
    )


def second_crawl(rounds: Sequence[Round], start: Round) -> str:
    """What the second crawl took of what the first had taken, as it is and without the start."""
    first, again = median(r.ours.cpu for r in rounds), median(r.again.cpu for r in rounds)
    net = (again - start.again.cpu) / (first - start.ours.cpu)
    requests = ", ".join(f"{count} {part}" for part, count in rounds[-1].asked_again.items())
    return (
        f"Second crawl, nothing new: requests {requests}; CPU {again:.2f} s of {first:.2f} s, "
        f"{100 * again / first:.1f} % ({100 * net:.2f} % without process start)."
    )


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, help="write the table here as well")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        parent = Path(name)
        start, few = (run_round(number, parent, ours_first=False) for number in (1, FEW))
        rounds = [
            run_round(given.articles, parent, ours_first=bool(n % 2)) for n in range(given.rounds)
        ]
    text = table(given.articles, rounds, few, start)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
