"""The hostile corpus: what an article may bring along, one vector in one field at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

VECTORS = Path(__file__).parent / "vectors"
# The fields of an article that the vectors of a file stand in.
FIELDS = {
    "bodies": ("body",),
    "titles": ("title", "description"),
    "names": ("category", "tags", "authors", "key", "lang"),
    "dates": ("published", "updated"),
    "links": ("link", "image"),
}


@dataclass(frozen=True)
class Vector:
    """One article that is hostile in one field.

    Attributes:
        id: names field and vector; stands in the body, before and after what is hostile.
        shows: text that a reader has to see, None when nothing is asked.
        swallows: by the rules of HTML what follows in the body is no text.
    """

    id: str
    field: str
    value: str
    shows: str | None
    swallows: bool

    @property
    def article(self) -> dict[str, Any]:
        """As a site would answer, the vector in its field and all others harmless."""
        before, after = (f"<p>{word}-{self.id}.</p>" for word in ("before", "after"))
        article = {
            "key": self.id,
            "link": f"https://news.example/{self.id}",
            "title": f"Title of {self.id}",
            "published": "2026-11-20T08:30:00+08:00",
            "category": "wire",
            "tags": ["hostile"],
            "authors": ["Wang Fang"],
            "body": before + after,
        }
        if self.field == "title":
            del article["key"]  # so that the file is named after it
        if self.field == "body":
            return article | {"body": before + self.value + after}
        listed = isinstance(article.get(self.field), list)
        return article | {self.field: [self.value] if listed else self.value}


def read_vectors() -> list[Vector]:
    return [
        Vector(
            id=f"{field}-{entry['name']}",
            field=field,
            value=_repeated(entry),
            shows=_shown(entry, field),
            swallows=entry.get("swallows", False),
        )
        for name, fields in FIELDS.items()
        for field in fields
        for entry in yaml.safe_load((VECTORS / f"{name}.yml").read_text("utf-8"))
    ]


def _shown(entry: dict[str, Any], field: str) -> str | None:
    """What has to be readable; a title is, as it stands."""
    if field not in ("body", "title"):
        return None
    whole = field == "title" and "repeat" not in entry
    return entry.get("shows", entry["value"] if whole else None)


def _repeated(entry: dict[str, Any]) -> str:
    """The value with its placeholder written many times; ``{}`` in the unit is a number."""
    repeat = dict(entry.get("repeat", {}))
    unit = repeat.pop("unit", "x")
    value = str(entry["value"])
    for placeholder, times in repeat.items():
        value = value.replace(placeholder, "".join(unit.format(n) for n in range(times)))
    return value
