"""Whether a source still does what it did, and what would mend it when it does not."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawler.errors import Dropped
from crawler.extract.charset import decode
from crawler.extract.page import parse_page
from crawler.runs import went_silent
from crawler.secrets import credentials_of
from crawler.workshop.facts import Frame
from crawler.workshop.golden import differences, expected_of
from crawler.workshop.rehearsal import rehearse
from crawler.workshop.replacements import Example, list_replacements, replacements
from crawler.workshop.scout import converse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.detect.proposal import Answer
    from crawler.extract.page import Page
    from crawler.kinds.model import SourceModel
    from crawler.rules import Rule
    from crawler.runs import HitRates
    from crawler.workshop.golden import Golden
    from crawler.workshop.rehearsal import Rehearsed, Script
    from crawler.workshop.scout import Conversation
    from crawler.workshop.stage import Stage
    from crawler.workshop.tape import Recorded

# How hit rates name the selector of a list's items.
_ITEMS = "items: "


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or may be.

    Attributes:
        what: in words.
        key: of the source file, when a selector is silent.
        mends: rules for it that would do, the best first.
        is_wrong: whether it certainly is; some pages just have no such thing.
    """

    what: str
    key: str = ""
    mends: tuple[Rule, ...] = ()
    is_wrong: bool = True


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found out about a source; ``articles`` is how many could be read."""

    source: str
    articles: int
    findings: tuple[Finding, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether nothing is certainly wrong."""
        return not any(finding.is_wrong for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a source from before.

    Attributes:
        golden: its recording, if there is one.
        hits: hit rates of earlier runs.
    """

    golden: Golden | None = None
    hits: HitRates = field(default_factory=dict)

    @property
    def all_hits(self) -> HitRates:
        """Hit rates of earlier runs and of the recording."""
        recorded = self.golden.hits if self.golden else {}
        rules = {*self.hits, *recorded}
        return {rule: _sum(self.hits.get(rule), recorded.get(rule)) for rule in rules}


def check_recorded(source: SourceModel, stage: Stage, golden: Golden) -> Checkup:
    """Holds a source to its recording; asks nobody."""
    rehearsed = golden.replay(source, stage)
    lines = differences(golden.expected, expected_of(rehearsed))
    findings = [Finding(line) for line in [*rehearsed.troubles, *lines]]
    patient = _Patient(source, stage, rehearsed, Memory(golden))
    return Checkup(source.name, len(rehearsed.posts), (*findings, *patient.findings()))


def check_live(source: SourceModel, stage: Stage, script: Script, memory: Memory) -> Checkup:
    """Tries a source out on the site as it is now."""
    rehearsed = rehearse(source, stage, script)
    findings = [Finding(trouble) for trouble in rehearsed.troubles]
    if not rehearsed.posts:
        findings.append(Finding("no article could be read"))
    patient = _Patient(source, stage, rehearsed, memory)
    if rehearsed.silent and memory.golden is not None:
        patient.look_at(fact["read_from"] for fact in memory.golden.expected)
    return Checkup(source.name, len(rehearsed.posts), (*findings, *patient.findings()))


class _Patient:
    """A source after its rehearsal, with the pages of today and the values that stood there."""

    def __init__(
        self, source: SourceModel, stage: Stage, rehearsed: Rehearsed, memory: Memory
    ) -> None:
        self.source = source
        self.stage = stage
        self.rehearsed = rehearsed
        self.memory = memory
        self.pages: dict[str, Page] = {}
        for answer in rehearsed.answers:
            self._keep(answer)

    def look_at(self, urls: Iterable[str]) -> None:
        """Fetches pages that the rehearsal did not come to; those that are gone are left out."""
        wanted = [url for url in urls if url not in self.pages]
        allowed = tuple(self.source.filled(self.source.allow_private))
        credentials = credentials_of(self.source, os.environ)
        stage = replace(self.stage, allow_private=allowed, credentials=credentials)
        for url, answer in converse(_ask(wanted), stage).found.items():
            self._keep(replace(answer, url=url))

    def _keep(self, answer: Answer | Recorded) -> None:
        with suppress(Dropped):
            text = decode(answer.body, answer.content_type, self.source.encoding).text
            self.pages[answer.url] = parse_page(text, answer.url)

    def findings(self) -> Iterator[Finding]:
        """A finding for each selector that was silent."""
        rules = {
            f"{name}: {rule.label}": (name, rule)
            for name, rules in self.source.all_rules().items()
            for rule in rules
        }
        for label in self.rehearsed.silent:
            if label.startswith(_ITEMS):
                yield self._finding(label, "list.items", self._list_mends())
            elif label in rules:
                name, rule = rules[label]
                yield self._finding(label, f"fields.{name}", self._field_mends(name, rule))

    def _finding(self, label: str, key: str, mends: Sequence[Rule]) -> Finding:
        asked, _ = self.rehearsed.run.hits[label]
        is_wrong = label in went_silent(self.rehearsed.run.hits, self.memory.all_hits)
        return Finding(f"{label} found nothing ({asked} times)", key, tuple(mends), is_wrong)

    def _field_mends(self, name: str, rule: Rule) -> list[Rule]:
        if not (rule.css or rule.xpath) or (rule.place or self.source.MAIN_PLACE) != "detail":
            return []
        recorded = self.memory.golden.expected if self.memory.golden else ()
        for facts in (recorded, expected_of(self.rehearsed)):
            if examples := [
                Example(page, fact[name], self._frame(page.url))
                for fact in facts
                if name in fact and (page := self.pages.get(fact["read_from"]))
            ]:
                return replacements(name, rule, examples)
        return []

    def _list_mends(self) -> list[Rule]:
        recorded = self.memory.golden.expected if self.memory.golden else ()
        known = [fact["link"] for fact in recorded if "link" in fact]
        details = {each.read_from for each in self.rehearsed.collected}
        lists = [page for url, page in self.pages.items() if url not in {*known, *details}]
        return list_replacements(lists[0], known) if lists else []

    def _frame(self, url: str) -> Frame:
        config = self.stage.config
        zone = ZoneInfo(self.source.timezone or config.timezone)
        now = self.rehearsed.now
        return Frame(url, now, zone, self.source.language or config.language)


def _sum(*pairs: tuple[int, int] | None) -> tuple[int, int]:
    known = [pair for pair in pairs if pair]
    return sum(asked for asked, _ in known), sum(found for _, found in known)


def _ask(urls: Sequence[str]) -> Conversation[dict[str, Answer]]:
    found = {}
    for url in urls:
        if answer := (yield url):
            found[url] = answer
    return found
