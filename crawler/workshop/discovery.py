"""From the address of a page to a source that has been tried out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from crawler.detect.investigation import investigate
from crawler.source import Source
from crawler.workshop.rehearsal import rehearse
from crawler.workshop.scout import converse
from feeds.yaml_model import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawler.detect.proposal import Proposal
    from crawler.kinds.model import SourceModel
    from crawler.workshop.rehearsal import Rehearsed, Script
    from crawler.workshop.stage import Stage

# Each takes some seconds, and after the third the user's own eyes are faster.
_MOST_TRIALS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source that was found, and how its rehearsal went.

    Attributes:
        source: as it would be crawled.
        text: as it would be written.
    """

    source: SourceModel
    text: str
    rehearsed: Rehearsed


@dataclass(frozen=True, slots=True)
class Discovery:
    """What is behind the address of a page.

    Attributes:
        statement: one sentence for the user.
        tried: what was asked for and what came of it.
        best: the source to write; None when there is none that gives articles.
    """

    statement: str
    tried: tuple[str, ...]
    best: Candidate | None = None


def discover(url: str, stage: Stage, script: Script) -> Discovery:
    """Looks for the best source that gives articles, in the order of the proposals."""
    scouted = converse(investigate(url), stage)
    found = scouted.found
    tried = [_with_reason(note, scouted.failures) for note in found.tried]
    for proposal in found.proposals[:_MOST_TRIALS]:
        candidate = _candidate(proposal, stage, script)
        if candidate.rehearsed.posts:
            return Discovery(_statement(proposal), tuple(tried), candidate)
        why = "; ".join(candidate.rehearsed.troubles) or "no articles"
        tried.append(f"{proposal.url} as a source (kind {proposal.kind}): {why}")
    if url in scouted.failures:
        return Discovery(f"{url}: {scouted.failures[url]}", tuple(tried))
    if found.proposals:
        return Discovery("there is a list, but none of its articles could be read", tuple(tried))
    return Discovery(found.statement, tuple(tried))


def _statement(proposal: Proposal) -> str:
    count = f"{len(proposal.articles)} articles"
    return f"{count} listed at {proposal.url} (kind {proposal.kind})"


def _with_reason(note: str, failures: dict[str, str]) -> str:
    url = note.removesuffix(": no answer")
    return f"{url}: {failures[url]}" if url in failures else note


def _candidate(proposal: Proposal, stage: Stage, script: Script) -> Candidate:
    keys = dict(proposal.source)
    if stage.allow_private:
        keys["allow_private"] = [*stage.allow_private]
    # A list of one item reads better on its line; long texts are not folded.
    text = yaml.safe_dump(
        keys, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000
    )
    name = plain_name(proposal.name)
    source: SourceModel = parse_yaml(text, Source, name=f"{name}.yml", defaults={"name": name})
    return Candidate(source, text, rehearse(source, stage, script))


def plain_name(name: str) -> str:
    """A name as files and commands take it.

    >>> plain_name("the harbour / news")
    'the-harbour-news'
    """
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "source"


def free_name(name: str, taken: Collection[str]) -> str:
    """``name``, or with a number when there is a source of that name.

    >>> free_name("harbour", {"harbour", "harbour-2"})
    'harbour-3'
    """
    names = (f"{name}-{number}" if number > 1 else name for number in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)
