"""What a source's selectors leave empty, filled from the page itself: the seam to ``extract``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from crawler.extract import Context, Extracted, Page, extract

if TYPE_CHECKING:
    from crawler.loaders import Hits, Values

Fill: TypeAlias = Literal["needed", "all", "none"]
"""When a page is taken apart without selectors: if it must be, if anything is empty, or never."""

# An article cannot do without them; taking a page apart for less costs more than all the rest.
_NEEDED = ("title", "body", "published")
_ALL = (*_NEEDED, "updated", "authors", "description", "image", "lang")
LISTED_RANK = 1000
"""Rank of what a sitemap or feed states of an article: after every selector."""
# Of all the last.
_RANK = 2000
# Fields that an extraction calls otherwise.
_CALLED = {"description": "summary", "lang": "language"}


def has_gaps(values: Values, fill: Fill) -> bool:
    """Whether the page is to be taken apart.

    >>> has_gaps({"title": (0, ["Ferry sails"])}, "needed"), has_gaps({}, "none")
    (True, False)
    """
    wanted = {"needed": _NEEDED, "all": _ALL, "none": ()}[fill]
    return any(name not in values for name in wanted)


def fill_gaps(values: Values, page: Page, context: Context, hits: Hits) -> None:
    """Adds to ``values`` what the page says about the fields that have none."""
    found = extract(page, context)
    for name, texts in _texts(found).items():
        if name not in values and texts:
            label = f"{name}: {found.filled_by[_CALLED.get(name, name)]}"
            hits.asked[label] += 1
            hits.found[label] += 1
            values[name] = (_RANK, texts)


def _texts(found: Extracted) -> dict[str, list[str]]:
    dates = {"published": found.published, "updated": found.updated}
    texts = {
        "title": found.title,
        "body": found.body,
        "description": found.summary,
        "image": found.image,
        "lang": found.language,
    } | {name: moment.isoformat() if moment else None for name, moment in dates.items()}
    return {name: [text] for name, text in texts.items() if text} | {"authors": [*found.authors]}
