"""What somebody can do when a list cannot be read, by the reason that runs are counted by."""

from __future__ import annotations

# By how the reason begins.
_MENDINGS = {
    "robots.txt unreachable": "see that the address is right, http or https, and its server up",
    "robots.txt": "the site does not want it to be read",
    "private address": "name its host:port under allow_private if it is yours",
    "host not found": "see that the address is right",
    "connection refused": "see that the address is right and its server up",
    "certificate not trusted": "the site has to mend that, or its address is another",
    "HTTP 401": "docs/sources.md has how a source logs in",
    "HTTP 403": "the site does not want it to be read, or wants a login",
    "HTTP 404": "see that list.url is right; broadsheet add finds another list",
    "HTTP 410": "see that list.url is right; broadsheet add finds another list",
    "no items in the list": "broadsheet check says what list.items could be",
    "no array at": "see that list.items leads to the array of articles in the answer",
    "var ": "give it with -a NAME=VALUE, or write it under vars",
    "not JSON": "list.url gives something else; broadsheet add finds out what",
    "not a feed": "list.url gives something else; broadsheet add finds out what",
    "not a sitemap": "list.url gives something else; broadsheet add finds out what",
}


def with_mending(reason: str) -> str:
    """``reason``, and what to do about it where that is known.

    >>> with_mending("private address 10.0.0.7")
    'private address 10.0.0.7: name its host:port under allow_private if it is yours'
    >>> with_mending("HTTP 500")
    'HTTP 500'
    """
    mend = next((mend for begin, mend in _MENDINGS.items() if reason.startswith(begin)), "")
    return f"{reason}: {mend}" if mend else reason
