"""What a robots.txt says about where articles are; whether we may come is Scrapy's to decide."""

from __future__ import annotations

import re

from feeds.links import absolute

# RFC 9309 §2.2.4 allows other records such as this one anywhere, whatever group they stand in.
_SITEMAP = re.compile(r"^[ \t]*site-?map[ \t]*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE)
_MAX_SITEMAPS = 200  # a site with more has an index as well


def sitemaps(robots: str, url: str) -> list[str]:
    r"""Return the sitemaps that a robots.txt names, in its order, each once.

    Args:
        robots: the decoded file; an HTML page in its place gives none.
        url: of the file; relative sitemaps, which some sites write, count from here.

    >>> sitemaps("User-agent: *\nSitemap: /news.xml # new", "https://a.example/robots.txt")
    ['https://a.example/news.xml']
    """
    found = (absolute(link, url) for link in _SITEMAP.findall(robots))
    return list(dict.fromkeys(link for link in found if link))[:_MAX_SITEMAPS]
