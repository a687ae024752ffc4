"""Sources: reading their files, and the folders they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field

from crawler.errors import SourceConfigError
from crawler.kinds import KINDS
from crawler.kinds.model import several
from crawler.secrets import lacks
from feeds.errors import ConfigError
from feeds.yaml_model import problem_at, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crawler.kinds.model import SourceModel
    from feeds.errors import Problem
    from feeds.yaml_tree import Keys


# Host and port of an address.
_PLACE = re.compile(r"https?://([^/?#]*)")

CATALOGUE = Path(__file__).parent / "catalogue"
"""Folder of the sources that ship with the project."""

# A type made from the registry; no checker can know its members.
Source: Any = Annotated[
    reduce(or_, (kind.model for kind in KINDS.values())), Field(discriminator="kind")
]
"""Any source, told apart by its kind: for reading and for the JSON Schema."""


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """What the files of a folder say: the sources by name, and the files with mistakes.

    Attributes:
        files: where each source stands, by its name.
    """

    sources: dict[str, SourceModel]
    broken: dict[str, SourceConfigError]
    files: dict[str, Path]


def read_source(path: Path) -> SourceModel:
    """The source in a YAML file; its name is that of the file unless it says another.

    Raises:
        SourceConfigError: the file has mistakes; it carries all of them.
    """
    try:
        source: SourceModel = read_yaml(path, Source, defaults={"name": path.stem})
    except ConfigError as error:
        raise SourceConfigError([_with_rule_of_names(each) for each in error.problems]) from error
    wrong = [problem_at(path, keys, what) for keys, what in _mistaken_lists(source)]
    if wrong:
        raise SourceConfigError(wrong)
    return source


def lists(source: SourceModel) -> tuple[str, ...]:
    """The addresses of the lists of ``source``, as it writes them."""
    listing: Any = getattr(source, "list")  # noqa: B009  # every kind has one, of a type of its own
    return several(listing.url)


def _mistaken_lists(source: SourceModel) -> Iterator[tuple[Keys, str]]:
    """What is wrong with addresses of lists, each with its key."""
    urls = lists(source)
    if not urls:
        yield ("list", "url"), "must name at least one address"
    for number, url in enumerate(urls):
        if why := _mistaken_host(url):
            item = (number,) if len(urls) > 1 else ()
            yield ("list", "url", *item), f"{url!r} {why}"


def _mistaken_host(url: str) -> str | None:
    """What is wrong with the host of an address, or its port; vars in it may be anything."""
    place = _PLACE.match(url)
    if place is None or "{" in place[1]:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return f"is no address: {error}"
    if not parts.hostname or re.search(r"\s", place[1]):
        return "has no host"
    return None


def _with_rule_of_names(problem: Problem) -> Problem:
    """``problem``; what is wrong with a name says what names are like."""
    named, fits, _ = problem.what.partition(" does not fit")
    if problem.key != "name" or not fits:
        return problem
    what = f"{named} is no name for a source: letters, digits, _, . and - make one"
    return replace(problem, what=f"{what}; rename the file, or write name: at its top")


def read_sources(folder: Path) -> SourceFolder:
    """All sources of a folder; a file with mistakes hides no other.

    Of two with one name the first in the order of their files counts.
    """
    sources: dict[str, SourceModel] = {}
    broken: dict[str, SourceConfigError] = {}
    files: dict[str, Path] = {}
    for path in _source_files(folder):
        try:
            source = read_source(path)
            _check_new(source, path, files)
        except SourceConfigError as error:
            before = broken[path.stem].problems if path.stem in broken else ()
            broken[path.stem] = SourceConfigError([*before, *error.problems])
        else:
            sources[source.name] = source
            files[source.name] = path
    return SourceFolder(sources, broken, files)


def _check_new(source: SourceModel, path: Path, files: Mapping[str, Path]) -> None:
    """Refuses a name that another file has taken.

    Raises:
        SourceConfigError: it has.
    """
    if other := files.get(source.name):
        what = f"{other.name} is called {source.name!r}, too: give one of them another name"
        raise SourceConfigError([problem_at(path, ("name",), what)])


def equipped(found: SourceFolder, names: Sequence[str], environ: Mapping[str, str]) -> SourceFolder:
    """``found``; sources that cannot be crawled for want of an environment variable are broken.

    Args:
        found: as it was read; credentials matter to verbs that ask sites only.
        names: sources that are wanted, all enabled ones when empty.
        environ: variables by name.
    """
    broken = dict(found.broken)
    for name, source in found.sources.items():
        if name in names or (source.enabled and not names):
            path = found.files[name]
            problems = [problem_at(path, keys, what) for keys, what in lacks(source, environ)]
            if problems:
                broken[name] = SourceConfigError(problems)
    sources = {name: source for name, source in found.sources.items() if name not in broken}
    return SourceFolder(sources, broken, found.files)


def _source_files(folder: Path) -> Iterable[Path]:
    """The YAML files of ``folder``, but no hidden ones, which editors leave beside open files."""
    if not folder.exists():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in {".yml", ".yaml"} and not path.name.startswith(".")
    )
