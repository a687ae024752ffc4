"""A golden folder: answers of a site, the clock, and what a source made of them. Readable.

``golden/<source>/`` holds ``case.yml`` (the clock, the vars, which answer is which file),
``answers/`` (input) and ``expected.json`` (output).
"""

from __future__ import annotations

import json
import mimetypes
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml

from crawler.errors import SourceError
from crawler.workshop.facts import facts_of
from crawler.workshop.rehearsal import Script, rehearse
from crawler.workshop.tape import Recorded
from feeds.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from crawler.kinds.model import SourceModel
    from crawler.runs import HitRates
    from crawler.workshop.rehearsal import Rehearsed
    from crawler.workshop.stage import Stage

_FOLDER = "golden"
_CASE = "case.yml"
_EXPECTED = "expected.json"


@dataclass(frozen=True, slots=True)
class Golden:
    """A recorded rehearsal.

    Attributes:
        script: the clock, how many articles, and the answers.
        given: vars of the command line by name.
        expected: facts of each article, newest first.
        hits: hit rates of the selectors then.
    """

    script: Script
    given: Mapping[str, str]
    expected: Sequence[Mapping[str, Any]]
    hits: HitRates = field(default_factory=dict)

    def replay(self, source: SourceModel, stage: Stage) -> Rehearsed:
        """What ``source`` makes of the recorded answers now."""
        return rehearse(source.with_vars(self.given), stage, self.script)


def golden_folder(root: Path, source: str) -> Path:
    """Where the golden folder of a source is; ``root`` is that of the workspace."""
    return root / _FOLDER / source


def expected_of(rehearsed: Rehearsed) -> list[dict[str, Any]]:
    """Facts of what a rehearsal collected."""
    return [facts_of(each.post, each.read_from) for each in rehearsed.collected]


def write_golden(folder: Path, golden: Golden) -> None:
    """Writes a golden folder, in place of an earlier one."""
    answers = golden.script.answers or ()
    files = [_file_name(number, answer) for number, answer in enumerate(answers, 1)]
    index = [
        {"file": file, "asked": answer.asked, "url": answer.url, "type": answer.content_type}
        for file, answer in zip(files, answers, strict=True)
    ]
    case = {
        "now": golden.script.now.isoformat(),
        "articles": golden.script.articles,
        "vars": dict(golden.given),
        "hits": {rule: list(rates) for rule, rates in golden.hits.items()},
        "answers": index,
    }
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    for stale in (folder / "answers").iterdir():
        stale.unlink()
    for file, answer in zip(files, answers, strict=True):
        write_if_changed(folder / file, answer.body)
    text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False, width=1000)
    write_if_changed(folder / _CASE, text.encode())
    expected = json.dumps(golden.expected, ensure_ascii=False, indent=2) + "\n"
    write_if_changed(folder / _EXPECTED, expected.encode())


def read_golden(folder: Path) -> Golden | None:
    """The golden folder of a source; None when it has none.

    Raises:
        SourceError: there is one, but it cannot be read.
    """
    if not (folder / _CASE).exists():
        return None
    try:
        case = yaml.safe_load((folder / _CASE).read_text(encoding="utf-8"))
        answers = tuple(_answers(folder, case["answers"]))
        now = datetime.fromisoformat(case["now"])
        script = Script(now=now, articles=int(case["articles"]), answers=answers)
        expected = json.loads((folder / _EXPECTED).read_text(encoding="utf-8"))
        hits = {rule: (asked, hits) for rule, (asked, hits) in case["hits"].items()}
        return Golden(script, case["vars"], expected, hits)
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        what = f"cannot be read: {error}"
        raise SourceError(folder, what, "record it again: broadsheet record --refresh") from error


def differences(
    expected: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> list[str]:
    """In what a replay differs from its recording, in words.

    >>> differences([{"read_from": "/a", "title": "Ferry"}], [{"read_from": "/a"}])
    ["/a: title: 'Ferry' is missing"]
    """
    found_at = {each["read_from"]: each for each in found}
    recorded = {each["read_from"]: each for each in expected}
    lines = [
        f"{address}: the article is missing" for address in recorded if address not in found_at
    ]
    for address, facts in found_at.items():
        if address in recorded:
            pairs = _field_differences(recorded[address], facts)
            lines += [f"{address}: {line}" for line in pairs]
        else:
            lines.append(f"{address}: an article that was not recorded")
    return lines


def _field_differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*expected, *found]):
        before, after = expected.get(name), found.get(name)
        if before == after:
            continue
        if after is None:
            yield f"{name}: {_short(before)} is missing"
        elif before is None:
            yield f"{name}: {_short(after)} was not recorded"
        else:
            yield f"{name}: {_short(after)}, recorded was {_short(before)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:60]}… ({len(text)} characters)"  # noqa: PLR2004 - a line


def _answers(folder: Path, index: Sequence[Mapping[str, Any]]) -> Iterator[Recorded]:
    for each in index:
        path = (folder / each["file"]).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise ValueError(f"{each['file']} is outside the folder")
        yield Recorded(each["asked"], each["url"], path.read_bytes(), each["type"])


def _file_name(number: int, answer: Recorded) -> str:
    """Such as ``answers/02-ferry-sails.html``."""
    last = urlsplit(answer.url).path.strip("/").rpartition("/")[2] or "index"
    stem, dot, suffix = last.rpartition(".")
    guessed = mimetypes.guess_extension((answer.content_type or "").partition(";")[0].strip())
    ending = guessed or (f".{suffix}" if dot and suffix.isalnum() else ".txt")
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", stem if dot else last).strip("-")[:40]
    return f"answers/{number:02}-{plain or 'page'}{ending}"
