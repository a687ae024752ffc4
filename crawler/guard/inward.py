"""Links and pictures that lead into a private network, and are therefore no part of a post.

A reader's browser stands in a network of its own, and would ask for
``<img src="http://192.168.0.1/reboot">`` there. Owns finding them as they are written; names are
not resolved, since what they mean where the post is read cannot be known.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from crawler.guard.addresses import refusal

# As `feeds.markup.sanitise` writes them.
_PLACE = re.compile(r' (?:href|src)="(https?)://([^"/?#]*)')
_IMAGE = re.compile(r'<img src="([^"]*)"[^>]*>')
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def leads_inside(url: str, allowed: frozenset[str]) -> bool:
    """Whether an http(s) address is one of a private network that the source may not read.

    >>> leads_inside("http://192.168.0.1/reboot", frozenset())
    True
    >>> leads_inside("http://192.168.0.1/a", frozenset(["192.168.0.1:80"]))
    False
    """
    scheme, _, rest = url.partition("://")
    return _is_inside(scheme, re.split("[/?#]", rest, maxsplit=1)[0], allowed)


# The links of a site lead to few hosts.
@lru_cache(maxsize=1024)
def _is_inside(scheme: str, place: str, allowed: frozenset[str]) -> bool:
    return refusal(f"{scheme}://{place}/", allowed) is not None


def without_inward(body: str, allowed: frozenset[str]) -> str:
    """A sanitised body without such pictures, and with the texts of such links alone.

    What is left is to be sanitised again; without any, it is the body itself.

    >>> without_inward('<p><a href="http://10.0.0.1/">Ferry</a> sails</p>', frozenset())
    '<p>Ferry sails</p>'
    """
    places = set(_PLACE.findall(body))  # all links of a site lead to few
    if not any(_is_inside(scheme, unescape(place), allowed) for scheme, place in places):
        return body

    def image(found: re.Match[str]) -> str:
        return "" if leads_inside(unescape(found[1]), allowed) else found[0]

    def link(found: re.Match[str]) -> str:
        return found[2] if leads_inside(unescape(found[1]), allowed) else found[0]

    return _LINK.sub(link, _IMAGE.sub(image, body))
