"""Reads a corpus folder: pages with what a perfect collector would get out of them.

The form of the folder is described by the README beside it; its ``score.py`` is used as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from crawler.errors import Dropped
from crawler.extract.charset import decode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from types import ModuleType


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a part of the corpus and the bytes it speaks of."""

    line: dict[str, Any]
    body: bytes

    @property
    def id(self) -> str:
        """Unique within its part."""
        return str(self.line["id"])

    @property
    def site(self) -> str:
        """Pages of one site share it."""
        return str(self.line["site"])

    @property
    def expected(self) -> dict[str, Any]:
        """What a perfect collector would find; only what is known."""
        return dict(self.line["expected"])

    @property
    def url(self) -> str:
        """Absolute; for some pages only the host is real."""
        return str(self.line["url"])

    def html(self) -> str:
        """The text as the project decodes it; no header survived, so none is given."""
        try:
            return decode(self.body).text
        except Dropped:
            return self.body.decode("utf-8", "replace")


def read_cases(folder: Path, part: str) -> Iterator[Case]:
    """The cases of ``articles``, ``legacy``, ``lists``, ``feeds`` or ``sitemaps``, if any."""
    index = folder / f"{part}.jsonl"
    if not index.exists():
        return
    for text in index.read_text("utf-8").splitlines():
        if text.strip():
            line = json.loads(text)
            body = (folder / line["file"]).read_bytes()
            yield Case(line, gzip.decompress(body) if line["file"].endswith(".gz") else body)


def digest(folder: Path) -> str:
    """Changes when any expected value or page listed does."""
    sums = [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.jsonl"))
    ]
    return hashlib.sha256("".join(sums).encode()).hexdigest()[:16]


def read_scorer(folder: Path) -> ModuleType:
    """The ``score.py`` beside or above the folder."""
    for place in (folder.resolve(), *folder.resolve().parents):
        if (path := place / "score.py").exists():
            spec = importlib.util.spec_from_file_location("score", path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    raise FileNotFoundError(f"{folder}: no score.py beside or above it")


def print_score(
    folder: Path, predictions: Path, only: Collection[str] | None = None
) -> dict[str, Any]:
    """Print the corpus's own table of a file of predictions.

    Args:
        folder: the corpus.
        predictions: one JSON object a line.
        only: the cases to score; None is all.

    Returns:
        Its figures, by part and group.
    """
    scorer = read_scorer(folder)
    with TemporaryDirectory() as temporary:
        gold = folder
        if only is not None:
            gold = Path(temporary)
            lines = [case.line for case in read_cases(folder, "articles") if case.id in only]
            (gold / "articles.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines))
        figures = Path(temporary) / "figures.json"
        sys.argv = [
            "score.py",
            str(gold),
            str(predictions),
            "--boot",
            "200",
            "--json",
            str(figures),
        ]
        scorer.main()
        return dict(json.loads(figures.read_text("utf-8")))
