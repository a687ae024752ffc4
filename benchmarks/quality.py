"""How right the extractors are on a folder of pages with known results, and what they cost.

    python benchmarks/quality.py CORPUS_DIR [--out PRED.jsonl] [--no-peers] [--check] [--pin]

Makes the predictions through the public API, prints the corpus's own score table for them, and
the same for trafilatura and newspaper4k on the same pages in the same run. ``--check`` fails when
a figure is below its floor; ``--pin`` writes the floors anew and refuses to lower one without
``--lower REASON``.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import read_cases, read_scorer
from benchmarks.peers import PEERS
from crawler.extract import Context, extract, parse_page, running_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.corpus import Case

ARTICLE_PARTS = ("articles", "legacy")

# Pages of the corpus are years old and newer ones will come; no date after this one is believed.
NOW = datetime(2027, 1, 1, tzinfo=UTC)

Prediction = dict[str, Any]


def predict_article(case: Case) -> Prediction:
    """What the project makes of an article page."""
    context = Context(now=NOW)
    found = extract(parse_page(case.html(), case.url), context)
    return {
        "title": found.title,
        "authors": list(found.authors),
        "published": found.published.isoformat() if found.published else None,
        "body_text": running_text(found.body) if found.body else None,
    }


def predict(
    cases: Iterable[Case], predictor: Callable[[Case], Prediction]
) -> tuple[list[Prediction], float]:
    """Predictions, and the processor time of one in milliseconds."""
    gc.collect()
    began = time.process_time()
    predictions = [{"id": case.id, **predictor(case)} for case in cases]
    spent = time.process_time() - began
    return predictions, spent / max(1, len(predictions)) * 1000


def score(corpus: Path, predictions: Path) -> str:
    """The corpus's own table of a file of predictions."""
    scorer = read_scorer(corpus)
    out = io.StringIO()
    arguments = sys.argv
    try:
        sys.argv = ["score.py", str(corpus), str(predictions), "--boot", "200"]
        with contextlib.redirect_stdout(out):
            scorer.main()
    finally:
        sys.argv = arguments
    return out.getvalue()


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """One JSON object a line."""
    lines = [json.dumps(p, ensure_ascii=False) + "\n" for p in predictions]
    path.write_text("".join(lines), "utf-8")


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("predictions.jsonl"))
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    runs = {"broadsheet": predict_article}
    if not arguments.no_peers:
        runs |= PEERS
    cases = [case for part in ARTICLE_PARTS for case in read_cases(arguments.corpus, part)]
    for name, predictor in runs.items():
        predictions, cost = predict(cases, predictor)
        out = arguments.out if name == "broadsheet" else arguments.out.with_suffix(f".{name}.jsonl")
        write_predictions(out, predictions)
        print(f"#### {name}: {cost:.1f} ms CPU a page")
        print(score(arguments.corpus, out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
