"""Shows how far the judgement of links depends on its weights, which were set by hand.

Changes all of them at once by up to a share, many times, and prints the spread of the macro F1 over
list pages (optional links count as wrong). A narrow spread says that no weight sits on a knife's
edge, which with thirty pages a fitted figure could not say.

    python -m benchmarks.link_weights CORPUS_DIR [--share 0.4] [--times 25]
"""

from __future__ import annotations

import argparse
import random
import statistics
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.corpus import read_cases, read_scorer
from crawler.detect.link_weights import Weights
from crawler.detect.links import article_links

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from benchmarks.corpus import Case


def macro_f1(cases: Sequence[tuple[Case, str]], weights: Weights, scorer: ModuleType) -> float:
    """Mean F1 over the pages that have articles."""
    scores = []
    for case, html in cases:
        want = {scorer.norm_url(article["url"]) for article in case.expected["articles"]}
        got = {scorer.norm_url(link.url) for link in article_links(html, case.url, weights)}
        if want:
            scores.append(2 * len(got & want) / (len(got) + len(want)))
    return statistics.fmean(scores)


def changed(weights: Weights, share: float, chance: random.Random) -> Weights:
    """The weights, each multiplied by something between ``1 - share`` and ``1 + share``."""

    def about(value: float) -> float:
        return value * chance.uniform(1 - share, 1 + share)

    values: dict[str, Any] = {
        field.name: about(getattr(weights, field.name))
        for field in fields(weights)
        if field.name != "widths"
    }
    return replace(
        weights, **values, widths=tuple((bound, about(value)) for bound, value in weights.widths)
    )


def main() -> None:
    """Print the macro F1 as it is and its spread under change."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--share", type=float, default=0.4)
    parser.add_argument("--times", type=int, default=25)
    given = parser.parse_args()
    scorer = read_scorer(given.corpus)
    cases = [(case, case.html()) for case in read_cases(given.corpus, "lists")]
    chance = random.Random(1)
    spread = sorted(
        macro_f1(cases, changed(Weights(), given.share, chance), scorer) for _ in range(given.times)
    )
    print(f"as they are {macro_f1(cases, Weights(), scorer):.3f}")
    print(f"changed by up to {given.share:.0%}, {given.times} times:", end=" ")
    print(f"least {spread[0]:.3f}, mean {statistics.fmean(spread):.3f}, most {spread[-1]:.3f}")


if __name__ == "__main__":
    main()
