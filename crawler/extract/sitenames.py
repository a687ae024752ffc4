"""Where the name of the site ends and the title begins, in titles that carry both.

Owns comparing texts with the names that a site goes by. Refuses to say which title is the right
one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# What stands between a title and the name of a site; hyphens, colons and guillemets, which quote
# the last words of a title too, with spaces around them.
_SEPARATOR = re.compile(r"(\s+[|–—»«·•›‹:~/\\-]+\s+|\s*[|｜_]+\s*|\s*--+\s*|\s*——+\s*)")
# A colon before the very name of the site, as in "Ferry sinks: The Bay Herald".
_COLON_TAIL = re.compile(r"(?::\s|：)([^:：]+)$")
# Chinese titles have the channel and the site behind hyphens without spaces. Between two numbers
# a hyphen makes a range.
_CJK_TAIL = re.compile(
    r"(?<=[\u3400-\u9fff？！”》)）\d]{4})(?!(?<=[\d万亿元年月日%])-\d)"
    r"(?:\s?-[^-]{0,12}[\u3400-\u9fff][^-]{0,12}){1,3}$"
)
# The Latin name of a Chinese site, with more behind it.
_LATIN_TAIL = re.compile(r"(?<=\w)-([A-Za-z]{3,})[^-]*$")
_NEITHER = re.compile(r"[\W_]+")
_FIRST_CJK = "\u3000"
# A Chinese character says as much as this many letters.
_CJK_WEIGHT = 3


def fold(text: str) -> str:
    """Letters and digits only, without case, to compare what people write differently.

    >>> fold("„It’s“ —  FERRY!")
    'itsferry'
    """
    return _NEITHER.sub("", unicodedata.normalize("NFKC", text).casefold())


def size(folded: str) -> int:
    """How much a folded text says, in letters."""
    return len(folded) * (_CJK_WEIGHT if folded > _FIRST_CJK else 1)


def pieces(text: str) -> list[str]:
    """Beginnings and ends of ``text`` up to each separator, the shortest beginning first.

    >>> pieces("Ferry sinks - News | The Herald")
    ['Ferry sinks', 'Ferry sinks - News', 'Ferry sinks - News | The Herald', 'News | The Herald',
     'The Herald']
    """
    parts = _SEPARATOR.split(text)
    starts = ["".join(parts[: end + 1]) for end in range(0, len(parts), 2)]
    ends = ["".join(parts[start:]) for start in range(2, len(parts), 2)]
    return [piece.strip() for piece in starts + ends if piece.strip()]


def without_site(text: str, names: Iterable[str]) -> str:
    """``text`` without parts that are the site's name, at its end or beginning.

    Args:
        text: one line.
        names: folded names of the site.

    >>> without_site("Ferry sinks - again | The Bay Herald", {"bayherald", "thebayherald"})
    'Ferry sinks - again'
    >>> without_site("海边日报_轮渡沉没", {"海边日报"})
    '轮渡沉没'
    """
    parts = _SEPARATOR.split(text)
    while len(parts) > 2 and is_site(parts[-1], names):  # noqa: PLR2004 - title, separator, site
        parts = parts[:-2]
    while len(parts) > 2 and is_site(parts[0], names):  # noqa: PLR2004
        parts = parts[2:]
    title = "".join(parts).strip()
    tail = _COLON_TAIL.search(title)
    return title[: tail.start()] if tail and fold(tail[1]) in set(names) else title


def without_channels(title: str, names: Iterable[str]) -> str:
    """A Chinese ``title`` without the channel and the site behind its last hyphens.

    >>> without_channels("渡轮公司今年净利1900万-2900万-财经频道-海湾网", ())
    '渡轮公司今年净利1900万-2900万'
    >>> without_channels("海湾渡轮沉没的原因是GPU-BAY 海湾技术", {"bayherald"})
    '海湾渡轮沉没的原因是GPU'
    """
    title = _CJK_TAIL.sub("", title)
    tail = _LATIN_TAIL.search(title)
    if tail and max(title) > _FIRST_CJK:
        site = tail[1].casefold()
        return title[: tail.start()] if any(name.startswith(site) for name in names) else title
    return title


def without_section(whole: str, title: str) -> str:
    """``title`` without the section, where the site stood behind it in the ``whole`` title.

    The sign between title and section is that between section and site, and a section is short.

    >>> without_section("The ferry sinks - Local - Bay Herald", "The ferry sinks - Local")
    'The ferry sinks'
    >>> without_section("Ferry sinks - again | Bay Herald", "Ferry sinks - again")
    'Ferry sinks - again'
    """
    parts = _SEPARATOR.split(title)
    gone = _SEPARATOR.match(whole, len(title)) if whole.startswith(title) else None
    if len(parts) != 3 or gone is None or gone[0] != parts[1]:  # noqa: PLR2004 - title, separator, section
        return title
    return parts[0] if 2 * size(fold(parts[2])) < size(fold(parts[0])) else title


def says_only(text: str, names: Iterable[str]) -> bool:
    """Whether a text is made of a site's folded ``names`` and nothing else.

    >>> says_only("The Bay Herald, bayherald.example", {"thebayherald", "bayheraldexample"})
    True
    """
    rest = fold(text)
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    return not rest


def is_site(part: str, names: Iterable[str]) -> bool:
    """Whether a text is one of a site's folded ``names``, or nearly so.

    >>> is_site("The Bay Herald Online", {"thebayherald"}), is_site("Bay of Biscay", {"bayherald"})
    (True, False)
    """
    folded = fold(part)
    return not folded or any(
        folded == name
        or (len(name) > 3 and name in folded and len(folded) < 2 * len(name))  # noqa: PLR2004
        or (len(folded) > 3 and folded in name)  # noqa: PLR2004
        for name in names
    )
