"""The filters of field templates: pure functions from text to text, by the name a source uses."""

from __future__ import annotations

import html
from types import MappingProxyType
from typing import TYPE_CHECKING

from feeds.slugs import pinyin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def after(text: str, mark: str) -> str:
    """What follows the first ``mark``; all of ``text`` when it has none.

    >>> after("【快讯】油价上涨", "】")
    '油价上涨'
    """
    return text.partition(mark)[2] if mark in text else text


def before(text: str, mark: str) -> str:
    """What precedes the first ``mark``; all of ``text`` when it has none.

    >>> before("Ferry sails - Harbour News", " - ")
    'Ferry sails'
    """
    return text.partition(mark)[0]


def default(text: str, other: str) -> str:
    """``other`` when ``text`` is blank.

    >>> default(" ", "unnamed")
    'unnamed'
    """
    return text if text.strip() else other


def replace(text: str, old: str, new: str) -> str:
    """``text`` with every ``old`` as ``new``.

    >>> replace("a.b", ".", "-")
    'a-b'
    """
    return text.replace(old, new)


# Name in a source file -> function; its parameters beyond the text are the filter's arguments.
FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "after": after,
        "before": before,
        "default": default,
        "escape": html.escape,
        "lower": str.lower,
        "pinyin": pinyin,
        "replace": replace,
        "strip": str.strip,
    }
)
# How many arguments each takes; ``html.escape`` and ``str.strip`` have more that nobody needs.
ARGUMENTS: Mapping[str, int] = MappingProxyType(
    {"after": 1, "before": 1, "default": 1, "replace": 2}
)
