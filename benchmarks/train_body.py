"""Trains the trees that judge blocks, and says how good they are on sites they have not seen.

    python benchmarks/train_body.py CORPUS_DIR [--write] [--splits 4]

Needs lightgbm, which the project itself does not. A block is labelled by how much of it stands in
the expected body, and weighs as much as its share of that; where a page has only fragments, the
blocks with a fragment are all there is to learn from. Every site stands wholly in one fold.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lightgbm
import numpy as np

from benchmarks.corpus import read_cases, read_scorer
from crawler.extract.blocks import Outline, read_outline
from crawler.extract.body import choose_blocks
from crawler.extract.clues import NAMES, Clues, read_clues
from crawler.extract.fragment import running_text, write_fragment
from crawler.extract.page import Page, parse_page

if TYPE_CHECKING:
    from types import ModuleType

    from benchmarks.corpus import Case

MODEL = Path(__file__).parent.parent / "crawler" / "extract" / "body_model.json"

# What is known beforehand: more of these never speaks against a block, or never for it.
FOR = frozenset((
    "stops", "articlebody", "ends_sentence", "own_score", "parent_score", "grand_score",
    "style_prose", "parent_prose", "grand_prose",
))  # fmt: skip
AGAINST = frozenset((
    "link_share", "own_link_share", "parent_link_share", "grand_link_share", "is_call", "aside",
    "hidden", "caption", "legend", "comments", "related", "chrome", "promotion",
))  # fmt: skip

# Small trees and few of them: twice as many gain less than the splits differ.
PARAMETERS = {
    "n_estimators": 100,
    "learning_rate": 0.12,
    "num_leaves": 8,
    "min_child_samples": 30,
    "subsample": 0.8,
    "subsample_freq": 1,
    "colsample_bytree": 0.3,
    "reg_lambda": 5,
    "monotone_constraints": [(name in FOR) - (name in AGAINST) for name in NAMES],
    "n_jobs": 2,
    "verbose": -1,
    "random_state": 1,
}

# What a block with a fragment weighs, where a whole page weighs about 1.
FRAGMENT_WEIGHT = 0.08
# Every labelled block weighs this in addition, so that short ones are not for nothing.
LEAST_WEIGHT = 0.003
FOLDS = 5

SHINGLE = 4  # tokens; the scorer's
SAME = 0.5  # share of a block's shingles that makes it part of the body
LEAST_PART = 20  # characters; a shorter block is part of a fragment by chance
LEAST_GROUP = 5  # pages with a body, for a line of their own


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with its clues and labels; a label is None where nothing is known."""

    case: Case
    page: Page
    outline: Outline
    clues: Clues
    labels: list[int | None]
    weights: list[float]


def read_samples(folder: Path, scorer: ModuleType) -> list[Sample]:
    """All article pages of a corpus."""
    samples = []
    for case in read_cases(folder, "articles"):
        page = parse_page(case.html(), case.url)
        outline = read_outline(page.tree)
        clues = read_clues(page, outline)
        texts = [outline.blocks[i].text for i in clues.blocks]
        if case.expected.get("body_text"):
            labels, weights = labels_by_body(case.expected["body_text"], texts, scorer)
        else:
            labels, weights = labels_by_fragments(case.expected, texts, scorer)
        samples.append(Sample(case, page, outline, clues, labels, weights))
    return samples


def labels_by_body(
    body: str, texts: list[str], scorer: ModuleType
) -> tuple[list[int | None], list[float]]:
    """Label each text by whether most of its 4-grams stand in the body."""
    wanted = set(scorer.shingles(body))
    tokens = scorer.tokens(body)
    running = " ".join(["", *tokens, ""])
    labels: list[int | None] = []
    weights = []
    for text in texts:
        own = scorer.tokens(text)
        weight = min(1.0, len(own) / len(tokens))
        if len(own) >= SHINGLE:
            found = [shingle in wanted for shingle in scorer.shingles(text)]
            labels.append(int(statistics.fmean(found) >= SAME))
        else:  # too short for a 4-gram, and likely to stand there by chance
            labels.append(int(" ".join(["", *own, ""]) in running) if own else None)
            weight *= 0.3 if labels[-1] else 1
        weights.append(weight + LEAST_WEIGHT)
    return labels, weights


def labels_by_fragments(
    expected: dict[str, Any], texts: list[str], scorer: ModuleType
) -> tuple[list[int | None], list[float]]:
    """Label the texts that have a fragment; nothing is known of the others."""
    wanted = [scorer.squash(text) for text in expected.get("with", ())]
    unwanted = [scorer.squash(text) for text in expected.get("without", ())]
    labels: list[int | None] = []
    for text in map(scorer.squash, texts):
        if any(fragment in text for fragment in unwanted):
            labels.append(0)
        elif any(f in text or (len(text) > LEAST_PART and text in f) for f in wanted):
            labels.append(1)
        else:
            labels.append(None)
    return labels, [FRAGMENT_WEIGHT] * len(texts)


def train(samples: list[Sample]) -> Any:
    """Fit the trees."""
    rows, labels, weights = [], [], []
    for sample in samples:
        for row, label, weight in zip(
            sample.clues.rows, sample.labels, sample.weights, strict=True
        ):
            if label is not None:
                rows.append(row)
                labels.append(label)
                weights.append(weight)
    model = lightgbm.LGBMClassifier(**PARAMETERS)
    return model.fit(
        np.array(rows, dtype=np.float32), labels, sample_weight=np.array(weights) / np.mean(weights)
    )


def predict(model: Any, sample: Sample) -> str:
    """The text of the body that the model gives."""
    likely = [0.0] * len(sample.outline.blocks)
    if sample.clues.rows:
        found = model.predict_proba(np.array(sample.clues.rows, dtype=np.float32))[:, 1]
        for i, p in zip(sample.clues.blocks, found, strict=True):
            likely[i] = float(p)
    chosen = choose_blocks(sample.outline, likely)
    return running_text(write_fragment(sample.page, chosen))


def validate(samples: list[Sample], scorer: ModuleType, seed: int) -> dict[str, Any]:
    """Score the samples, each by a model that has seen none of its site."""
    sites = sorted({sample.case.site for sample in samples})
    random.Random(seed).shuffle(sites)
    fold = {site: i % FOLDS for i, site in enumerate(sites)}
    predicted = {}
    for k in range(FOLDS):
        model = train([s for s in samples if fold[s.case.site] != k])
        for sample in samples:
            if fold[sample.case.site] == k:
                predicted[sample.case.id] = {"body_text": predict(model, sample)}
    rows = scorer.score_articles([sample.case.line for sample in samples], predicted)
    tables = {"all": scorer.table_articles(rows, 2, "all")}
    for key in ("corpus", "lang"):
        for value in sorted({row["g"][key] for row in rows}):
            group = [row for row in rows if row["g"][key] == value]
            if sum("body" in row for row in group) >= LEAST_GROUP:
                tables[value] = scorer.table_articles(group, 2, value)
    return tables


def model_json(model: Any) -> str:
    """The trees as JSON, one a line, clues by name."""
    trees = [node_from(tree["tree_structure"]) for tree in model.booster_.dump_model()["tree_info"]]
    lines = ",\n".join(json.dumps(tree) for tree in trees)
    return (
        '{"about": "Written by benchmarks/train_body.py. A node is [clue, threshold, tree when at'
        f' most that, tree otherwise], a leaf its weight.",\n"trees": [\n{lines}\n]}}\n'
    )


def node_from(node: dict[str, Any]) -> list[Any] | float:
    """One node of lightgbm's dump."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    return [
        NAMES[node["split_feature"]],
        float(f"{node['threshold']:.6g}"),
        node_from(node["left_child"]),
        node_from(node["right_child"]),
    ]


def main() -> None:
    """Validate, and write the model when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--splits", type=int, default=4, help="how often to divide the sites anew")
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name}")
    arguments = parser.parse_args()
    scorer = read_scorer(arguments.corpus)
    samples = read_samples(arguments.corpus, scorer)
    results = [validate(samples, scorer, seed) for seed in range(arguments.splits)]
    print_results(results)
    if arguments.write:
        MODEL.write_text(model_json(train(samples)), "utf-8")


def print_results(results: list[dict[str, Any]]) -> None:
    """Means over the splits, and how far the splits differ."""
    for group in results[0] if results else ():
        cells = []
        for key in ("body_p", "body_r", "body_f1", "frag_f1", "kept", "leak"):
            values = [result[group][key] for result in results if key in result[group]]
            if values:
                cells.append(
                    f"{key} {statistics.fmean(values):.3f} ±{statistics.pstdev(values):.3f}"
                )
        print(f"{group:12}", "  ".join(cells))


if __name__ == "__main__":
    main()
