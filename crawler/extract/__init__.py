"""Articles from pages without selectors: one parsed tree in, one ``Extracted`` out."""

from __future__ import annotations

from crawler.extract.body import find_body
from crawler.extract.extracted import Context, Extracted
from crawler.extract.fragment import running_text
from crawler.extract.page import Page, parse_page

__all__ = ["Context", "Extracted", "Page", "extract", "parse_page", "running_text"]


def extract(page: Page, context: Context) -> Extracted:
    """Take a page apart."""
    body = find_body(page, context.boilerplate)
    return Extracted(body=body, filled_by={"body": "structure"} if body else {})
