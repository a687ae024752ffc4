"""How right the extractors are on a folder of pages with known results, and what they cost.

    python benchmarks/quality.py CORPUS_DIR [--out PRED.jsonl] [--no-peers] [--site-knowledge]
                                            [--check | --pin [--lower REASON]]

Makes the predictions through the public API and prints the corpus's own score table for them,
and the same for trafilatura and newspaper4k on the same pages in the same run. ``--check`` fails
when a figure is worse than the pinned one; ``--pin`` pins the figures of this run, and refuses to
pin a worse one without a reason, which belongs in the changelog as well.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import ours, peers  # noqa: E402  (run as a script, the root is not on the path)
from benchmarks.corpus import digest, print_score, read_cases  # noqa: E402
from benchmarks.floors import FLOORS, check, pin  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.corpus import Case
    from benchmarks.ours import Extractor


@dataclass(frozen=True, slots=True)
class Answers:
    """What an extractor made of the pages, and what one cost it: milliseconds of CPU."""

    predictions: list[dict[str, Any]]
    cost: float


def answer(cases: Sequence[Case], extractor: Extractor) -> Answers:
    """Run an extractor; what makes a prediction of its result is not on its bill."""
    predictions = []
    spent = 0.0
    gc.collect()
    for case in cases:
        began = time.process_time()
        found = extractor.extract(case)
        spent += time.process_time() - began
        predictions.append({"id": case.id, **extractor.prediction(found)})
    return Answers(predictions, spent / max(1, len(cases)) * 1000)


def write_predictions(path: Path, predictions: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    lines = [json.dumps(p, ensure_ascii=False) + "\n" for p in predictions]
    path.write_text("".join(lines), "utf-8")


def measure(corpus: Path, extractor: Extractor, out: Path) -> dict[str, Any]:
    """Print what one extractor is worth.

    Returns:
        The figures of the corpus's own scorer, by part and group.
    """
    predictions = []
    for part, parts in (("pages", ("articles", "legacy")), ("lists", ("lists",))):
        runner = extractor if part == "pages" else ours.LISTS
        if part == "lists" and extractor is not ours.ARTICLES:
            continue
        answers = answer([case for name in parts for case in read_cases(corpus, name)], runner)
        predictions += answers.predictions
        print(f"#### {extractor.name}, {part}: {answers.cost:.1f} ms CPU a page")
    write_predictions(out, predictions)
    return print_score(corpus, out)


def measure_documents(corpus: Path) -> dict[str, Any]:
    """Print and return how many feeds and sitemaps are counted right."""
    right: dict[str, Any] = {}
    for part, count in (("feeds", ours.feed_counts_right), ("sitemaps", ours.sitemap_counts_right)):
        cases = list(read_cases(corpus, part))
        wrong = [case.id for case in cases if not count(case)]
        if cases:
            right[part] = {"right": len(cases) - len(wrong)}
            print(f"{part}: {len(cases) - len(wrong)} of {len(cases)} counted right", *wrong)
    return right


def show_site_knowledge(corpus: Path, out: Path) -> None:
    """Print the score of sites with several pages, without and with what the pages share."""
    groups = ours.sites_with_several(list(read_cases(corpus, "articles")))
    cases = [case for group in groups for case in group]
    for extractor in (ours.ARTICLES, ours.knowing(groups)):
        print(f"#### {extractor.name}: {len(cases)} pages of {len(groups)} sites")
        write_predictions(out, answer(cases, extractor).predictions)
        print_score(corpus, out, only=[case.id for case in cases])


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("predictions.jsonl"))
    parser.add_argument("--no-peers", action="store_true", help="only our own figures")
    parser.add_argument("--site-knowledge", action="store_true", help="show what it adds")
    parser.add_argument("--check", action="store_true", help="fail below the pinned figures")
    parser.add_argument("--pin", action="store_true", help="pin the figures of this run")
    parser.add_argument("--lower", metavar="REASON", help="why a pinned figure may get worse")
    arguments = parser.parse_args()
    figures = measure(arguments.corpus, ours.ARTICLES, arguments.out)
    figures |= measure_documents(arguments.corpus)
    for peer in () if arguments.no_peers else peers.PEERS:
        measure(arguments.corpus, peer, arguments.out.with_suffix(f".{peer.name}.jsonl"))
    if arguments.site_knowledge:
        show_site_knowledge(arguments.corpus, arguments.out.with_suffix(".known.jsonl"))
    problems: list[str] = []
    if arguments.pin:
        problems = pin(FLOORS, digest(arguments.corpus), figures, arguments.lower)
    elif arguments.check:
        problems = check(FLOORS, digest(arguments.corpus), figures)
    print(*problems, sep="\n", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
