"""Pages as a site writes them, for kinds that read them without selectors."""

from __future__ import annotations

import pytest

_SENTENCES = (
    "The ferry to the island sails again after eleven days in the yard.",
    "Its captain says that the new engine is quieter than the old one ever was.",
    "Passengers had been waiting at the quay since six in the morning, most of them with dogs.",
    "The council paid a third of the bill; the rest came from a fund for small harbours.",
    "Tickets cost what they cost before, and the last boat leaves at half past nine.",
)


@pytest.fixture
def story():
    """A page with a headline, a date, text and the furniture of a site; no class tells a field."""

    def write(title: str, date: str = "2026-01-05T10:00:00+08:00", number: int = 1) -> str:
        text = "".join(f"<p>{sentence} Report {number}.</p>" for sentence in _SENTENCES * 2)
        return (
            f'<html lang="en"><head><title>{title} - The Quay</title>'
            f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}",'
            f' "datePublished": "{date}"}}</script></head><body>'
            '<nav><a href="/">Home</a> <a href="/about">About us</a></nav>'
            f"<main><h1>{title}</h1>{text}</main>"
            "<footer><p>All rights reserved.</p></footer></body></html>"
        )

    return write
