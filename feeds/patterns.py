"""Patterns with possessive groups, such as ``(?:…)*+``, on every Python that we run on.

Until Python 3.11.5, so on Debian 12, ``re`` matches what such a group must not, and misses what
it must (https://github.com/python/cpython/issues/106052). Single characters, as in ``[^<]*+``, are
safe. This can go when Python 3.11 does.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST_SOUND = (3, 11, 5)


def possessive(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``pattern`` compiled, by ``regex`` where ``re`` gets it wrong; it takes three times as long.

    >>> possessive("(?:a|ab)++c").match("abc") is None
    True
    """
    if sys.version_info >= _FIRST_SOUND:
        return re.compile(pattern, flags)
    import regex  # noqa: PLC0415  # sound Pythons need it for nothing here

    compile_ = cast("Callable[[str, int], re.Pattern[str]]", regex.compile)
    return compile_(pattern, flags)
