"""The figures that ``quality.py`` must reach, pinned to the corpus they were measured on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")

# Figures by part; less is better of those that begin with a minus.
_PINNED = {
    "articles": ("body_f1", "frag_f1", "-leak", "title", "title~", "date", "-date_wrong", "author",
                 "authorF1"),
    "legacy": ("body_f1",),
    "lists": ("strict_macro_f1",),
    "feeds": ("right",),
    "sitemaps": ("right",),
}  # fmt: skip

# What another version of Python or libxml2 may change without anybody's fault.
_SLACK = 0.001


def pinned_figures(figures: dict[str, Any]) -> dict[str, float]:
    """The figures that are pinned, by ``part.figure``; those of missing parts are left out."""
    pinned = {}
    for part, names in _PINNED.items():
        values = figures.get(part, {})
        values = values.get("all", values)
        for name in names:
            if (value := values.get(name.lstrip("-"))) is not None:
                pinned[f"{part}.{name}"] = round(float(value), 4)
    return pinned


def worse(name: str, new: float, old: float) -> bool:
    """Whether a figure is worse than the pinned one by more than chance explains."""
    return old - new < -_SLACK if ".-" in name else new - old < -_SLACK


def check(path: Path, corpus: str, figures: dict[str, Any]) -> list[str]:
    """Say which figures are worse than pinned; the corpus must be the one they are pinned to."""
    floors = json.loads(path.read_text("utf-8"))
    if floors["corpus"] != corpus:
        return [f"{path}: pinned to corpus {floors['corpus']}, not {corpus}: run with --pin"]
    found = pinned_figures(figures)
    return [
        f"{path}: {name}: {found.get(name)} is worse than {old}"
        for name, old in floors["figures"].items()
        if name not in found or worse(name, found[name], old)
    ]


def pin(path: Path, corpus: str, figures: dict[str, Any], reason: str | None) -> list[str]:
    """Write the floors anew, or say why not."""
    old = json.loads(path.read_text("utf-8")) if path.exists() else {"corpus": corpus}
    if old["corpus"] == corpus and reason is None and old.get("figures"):
        problems = check(path, corpus, figures)
        if problems:
            return [*problems, "give --lower REASON, and say it in the changelog"]
    floors = {"corpus": corpus, "lowered": reason or "", "figures": pinned_figures(figures)}
    path.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    return []
