"""Crawls one fault in a process of its own and tells what became of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

from crawler.ledger import Bucket
from tests.faults.fault import Fault
from tests.faults.nest import Nest
from tests.faults.server import HEALTHY, Origin, serving

# Most of a crawl of a fault is waiting for it.
AT_ONCE = 8

_FIELDS = "fields: {title: h1, published: 'time::attr(datetime)', body: div.body}\n"
_KINDS = {
    "article": "kind: page\nlist: {url: '{origin}/list-with-fault', items: li a}\n" + _FIELDS,
    "list": "kind: page\nlist: {url: ['{origin}/list', '{origin}/fault'], items: li a}\n" + _FIELDS,
    "feed": "kind: feed\nlist: {url: ['{origin}/feed', '{origin}/fault']}\nfull_text: never\n",
    "sitemap": "kind: sitemap\nlist: {url: ['{origin}/sitemap', '{origin}/fault']}\n" + _FIELDS,
    "api": "kind: api\nlist: {url: ['{origin}/list.json', '{origin}/fault']}\n"
    "detail: {url: '{origin}/story/{id}', format: html}\n"
    "fields: {key: id, body: {css: div.body}}\n",
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a fault.

    Attributes:
        code: exit code of the command.
        counts: of the last run.
        posts: files in the archive.
        peak: most memory that a process of the crawl held, in MB.
        seconds: how long the longest run took.
        asked: most requests for one address in one run, as the servers counted them.
        asked_for_fault: whether the fault itself was ever asked for.
        errors: what stood on the terminal.
    """

    code: int
    counts: dict[str, Any]
    posts: int
    peak: float
    seconds: float
    asked: int
    asked_for_fault: bool
    errors: str

    @property
    def met(self) -> int:
        """Articles that the run accounts for."""
        return sum(self.counts[bucket] for bucket in Bucket)

    @property
    def ended(self) -> tuple[str, str]:
        """Where the fault ended: bucket and reason, both empty when it harmed nothing."""
        found = [(b, r) for b, reasons in self.counts["reasons"].items() for r in reasons]
        found += [("list", reason) for reason in self.counts["list_failures"]]
        return found[0] if found else ("", "")


def outcomes(faults: Sequence[Fault], folder: Path) -> dict[str, Outcome]:
    """What becomes of each of ``faults``, by name; workspaces go into ``folder``."""
    origins = [_origin(fault) for fault in faults]
    away = [origin.away for origin in origins if origin.away]
    nests: Queue[Nest] = Queue()
    with serving([*origins, *away]), ThreadPoolExecutor(AT_ONCE) as pool, ExitStack() as stack:
        for _ in range(AT_ONCE):
            nests.put(stack.enter_context(Nest()))

        def try_one(fault: Fault, origin: Origin) -> Outcome:
            nest = nests.get()
            try:
                return _outcome(fault, origin, folder, nest)
            finally:
                nests.put(nest)

        found = pool.map(try_one, faults, origins)
        return {fault.name: outcome for fault, outcome in zip(faults, found, strict=True)}


def _origin(fault: Fault) -> Origin:
    faulty = Origin(fault.answer, fault.robots)
    return Origin(fault.answer, away=faulty) if fault.place == "host" else faulty


def _outcome(fault: Fault, origin: Origin, folder: Path, nest: Nest) -> Outcome:
    workspace = folder / origin.url.rpartition(":")[2]
    (workspace / "sources").mkdir(parents=True)
    (workspace / "broadsheet.yml").write_text("title: Faults\n")
    (workspace / "sources/paper.yml").write_text(_source(fault, origin))
    faulty = origin.away or origin
    runs, asked = [], [0]
    for _ in range(fault.runs):
        before = [origin.asked.copy(), faulty.asked.copy()]
        runs.append(nest.crawl(workspace, fault.minutes))
        asked += [*(origin.asked - before[0]).values(), *(faulty.asked - before[1]).values()]
    output = (workspace / "output").read_text()
    counts = json.loads(output)["runs"][0]["counts"] if output else {}
    return Outcome(
        code=runs[-1].code,
        counts=counts,
        posts=len(list(workspace.rglob("_posts/**/*.md"))),
        peak=max(run.peak for run in runs),
        seconds=max(run.seconds for run in runs),
        asked=max(asked),
        asked_for_fault="/fault" in faulty.asked,
        errors=(workspace / "errors").read_text(),
    )


def _source(fault: Fault, origin: Origin) -> str:
    place = _KINDS[fault.place if fault.place in _KINDS else "article"]
    if fault.pattern:
        place = place.replace("title: h1", f"title: {{regex: '{fault.pattern}'}}")
    if fault.by_structure:
        place = place.replace(_FIELDS, "")
    hosts = [each.url.removeprefix("http://") for each in (origin, origin.away) if each]
    head = f"timezone: UTC\nlanguage: en\ndelay: 0\nconcurrency: 4\nallow_private: {hosts}\n"
    return head + place.replace("{origin}", origin.url)


def expected_new(fault: Fault) -> int:
    """Posts that a workspace has after ``fault``."""
    return HEALTHY + fault.new
