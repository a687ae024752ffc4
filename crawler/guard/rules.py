"""What robots.txt says to one crawler; what it says to others is not kept.

Protego keeps every rule once for each user agent of its group: 30 KB of both take it 25 seconds,
and half a megabyte the memory. Owns leaving the others out; how rules are read is up to Protego.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from scrapy.robotstxt import ProtegoRobotParser, RobotParser, decode_robotstxt
from scrapy.utils.python import to_unicode

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

# In all spellings that Protego takes.
_AGENT = re.compile(
    r"\s*(?:(?:user-agent|useragent|user agent)\s*:|(?:user-agent|useragent|user\s+agent)\s)(.*)",
    re.IGNORECASE,
)
# In the name of no crawler.
_OTHER = "(other)"


class OwnRules(RobotParser):
    """The rules of one robots.txt, read for whoever asks."""

    def __init__(self, robotstxt_body: bytes, spider: Spider | None) -> None:
        self._text = decode_robotstxt(robotstxt_body, spider)
        self._read: dict[str, ProtegoRobotParser] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """As Scrapy makes one."""
        return cls(robotstxt_body, crawler.spider)

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Whether ``user_agent`` may ask for ``url``."""
        return self._rules(user_agent).allowed(url, user_agent)

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """Seconds that ``user_agent`` is to wait between requests, None for any number."""
        return self._rules(user_agent).crawl_delay(user_agent)

    def _rules(self, user_agent: str | bytes) -> ProtegoRobotParser:
        agent = to_unicode(user_agent)
        if agent not in self._read:
            rules = rules_for(self._text, agent)
            self._read[agent] = ProtegoRobotParser(rules.encode(), None)
        return self._read[agent]


def rules_for(text: str, agent: str) -> str:
    r"""A robots.txt in which all user agents but the one that means ``agent`` are alike.

    The longest name decides, as RFC 9309 §2.2.1 has it.

    >>> print(rules_for("User-agent: a\nUser-agent: b\nUser-agent: *\nDisallow: /x", "b/1.0"))
    User-agent: (other)
    User-agent: b
    User-agent: (other)
    Disallow: /x
    """
    lines = text.splitlines()
    names = {at: _name(found[1]) for at, line in enumerate(lines) if (found := _AGENT.match(line))}
    fits = {name: _fit(name, agent.lower()) for name in names.values()}
    best = max(fits, key=lambda name: fits[name], default="")
    for at, name in names.items():
        is_best = name == best and fits[name] > 0
        lines[at] = f"User-agent: {name if is_best else _OTHER if name else ''}"
    return "\n".join(lines)


def _name(written: str) -> str:
    name = written.partition("#")[0].strip().lower()
    return name if name == "*" else name.replace("*", "")


def _fit(name: str, agent: str) -> int:
    """How much of ``agent`` a name stands for; 0 when it is another's."""
    if name == "*":
        return 1
    return len(name) if name and re.search(rf"(?<![\w-]){re.escape(name)}", agent) else 0
