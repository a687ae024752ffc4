"""A fault: what a server does at one address, and what must become of the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.faults.server import Answer, reply, story

Place: TypeAlias = Literal["article", "host", "list", "feed", "sitemap", "api"]

# Three attempts of twenty seconds each, and what a busy machine adds.
MINUTES = 2.0


def healthy(_: object) -> list[bytes]:
    """An article like the others."""
    return [reply(story("Story 10"))]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One misdeed.

    Attributes:
        name: what the server does, for people.
        group: heading it stands under.
        answer: what stands at ``/fault``.
        bucket: where the article must end; "list" for a list that cannot be read, "post" for a
            list whose fault costs nothing.
        reason: what it is counted by.
        place: what is at ``/fault``; "host" for an article of another host than the healthy ones.
        robots: what stands at ``/robots.txt`` of that host; nothing when None.
        new: articles that are posts besides the nine.
        runs: how often the source is crawled; the last run must end as said.
        pattern: regular expression that the title is found by, instead of a selector.
        by_structure: whether the source has no selectors for its articles.
        minutes: how long a run may take.
        code: exit code.
    """

    name: str
    answer: Answer = healthy
    bucket: str = "failed"
    reason: str = ""
    group: str = ""
    place: Place = "article"
    robots: Answer | None = None
    new: int = 0
    runs: int = 1
    pattern: str = ""
    by_structure: bool = False
    minutes: float = MINUTES
    code: int = 0

    @property
    def closes_host(self) -> bool:
        """Whether nothing but robots.txt may be asked for at its host."""
        return self.place == "host" and self.bucket in {"disallowed", "refused"}
