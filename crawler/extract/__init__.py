"""Articles from pages without selectors: one parsed tree in, one ``Extracted`` out."""

from __future__ import annotations

from crawler.extract.extracted import Context, Extracted
from crawler.extract.page import Page, parse_page

__all__ = ["Context", "Extracted", "Page", "extract", "parse_page"]


def extract(page: Page, context: Context) -> Extracted:
    """Take a page apart: what it states about its article, and the body."""
    # Sources whose selectors find everything never come here, and these take 80 ms to import.
    from crawler.extract.body import find_body  # noqa: PLC0415
    from crawler.extract.metadata import read_metadata  # noqa: PLC0415

    metadata = read_metadata(page, context)
    body = find_body(page, context.boilerplate)
    return Extracted(
        title=metadata.title,
        authors=metadata.authors,
        published=metadata.published.local if metadata.published else None,
        updated=metadata.updated.local if metadata.updated else None,
        body=body,
        summary=metadata.summary,
        image=metadata.image,
        language=metadata.language,
        canonical_url=metadata.canonical_url,
        filled_by={**metadata.filled_by, **({"body": "structure"} if body else {})},
    )
