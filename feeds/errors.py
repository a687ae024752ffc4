"""The tree of errors that a user can mend; everything else is a defect of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class FeedsError(Exception):
    """Something outside the program is wrong; the text says where, what and how to mend it.

    Attributes:
        where: path, URL or ``file:line:column``.
        what: what is wrong there.
        mend: what the user can do about it; empty when there is nothing to do.
    """

    def __init__(self, where: object, what: str, mend: str = "") -> None:
        super().__init__(": ".join(part for part in (str(where), what, mend) if part))
        self.where = str(where)
        self.what = what
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a YAML file.

    ``line`` and ``column`` count from 1; ``key`` is the dotted path, empty for the whole file.
    """

    path: str
    line: int
    column: int
    key: str
    what: str

    def __str__(self) -> str:
        return ": ".join(
            part for part in (f"{self.path}:{self.line}:{self.column}", self.key, self.what) if part
        )


class ConfigError(FeedsError):
    """A YAML file with mistakes, all of them at once in ``problems``."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.path, "\n".join(map(str, self.problems)))

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class MarkupError(FeedsError):
    """A body that no parser should be given; ``what`` is a short stable phrase to count by."""


class PostError(FeedsError):
    """A post file that cannot be read, or a post that cannot be written."""


class ArchiveError(FeedsError):
    """There is no workspace where one is meant, or one where none may be."""


class StorageError(FeedsError):
    """The system refused to read or write: no space, no right, a failing disk, a lock.

    Nothing that was told to be kept is lost; the same command goes through once it is mended.
    """


class PublishError(FeedsError):
    """A published file cannot be written, or must not be (a suspicious shrink)."""
