"""Articles from pages without selectors: one parsed tree in, one ``Extracted`` out."""

from crawler.extract.extracted import Context, Extracted
from crawler.extract.page import Page, parse_page

__all__ = ["Context", "Extracted", "Page", "parse_page"]
