"""Full-text search over the archive, made when it is first asked for and kept up from then on.

An index of its own beside the catalog, so that a crawl pays nothing for it; delete it and lose
nothing. It answers with a superset quickly, and `feeds.matching` decides on each post, so
that a search finds the same posts here and in a saved search.

Words of scripts without spaces are indexed as pairs of characters: any two-character word is one
lookup (SQLite's trigram tokenizer cannot find those).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING

from feeds.archive import Kept
from feeds.archive.identity import channel_number
from feeds.channels import memberships
from feeds.database import version_of
from feeds.errors import PostError
from feeds.matching import Patience, matches
from feeds.query import AUTHOR, TEXT, TITLE, All, AnyOf, Words, is_unspaced, words
from feeds.storage import database_error, writing_error
from feeds.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Self

    from feeds.archive import Archive
    from feeds.channels import ChannelKey
    from feeds.post import Post
    from feeds.query import Query

# Changed whenever the schema or the way text is divided does: other indexes are made anew.
_VERSION = 1
_SCHEMA = f"""
CREATE TABLE posts (number INTEGER PRIMARY KEY, path TEXT UNIQUE, stamp INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    {TITLE}, {TEXT}, {AUTHOR}, channels,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co Pc'"
);
PRAGMA user_version = {_VERSION};
"""
_PATIENCE = 60.0
# Posts indexed in one transaction: enough to make commits cheap, few enough to let readers in.
_BATCH = 500
# Posts that one search reads at most; a page of results takes a few dozen.
_MOST_READ = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of results ended: the number of its last post."""

    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """A post that was found, and its place."""

    kept: Kept
    place: Place


class SearchIndex:
    """The index of one archive. Use as a context manager, or close it."""

    def __init__(self, path: Path, archive: Archive) -> None:
        """Opens the index at ``path``, made (empty) if need be; ``update`` fills it.

        Raises:
            StorageError: the file cannot be opened.
        """
        self._archive = archive
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = _opened(path)
        except OSError as error:
            raise writing_error(error, path) from error
        except sqlite3.Error as error:
            raise database_error(error, path, "delete the file: it is made again") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def update(self) -> int:
        """Makes the index agree with the archive; how many posts were added, changed or removed."""
        have = dict(self._database.execute("SELECT path, stamp FROM posts"))
        want = dict(self._archive.stamps())
        gone = [path for path, stamp in have.items() if want.get(path) != stamp]
        new = [path for path, stamp in want.items() if have.get(path) != stamp]
        self._remove(gone)
        remaining = iter(new)
        while batch := list(islice(remaining, _BATCH)):
            self._insert(batch, want)
        return len(gone) + len(new)

    def find(
        self, query: Query, channels: Sequence[ChannelKey] = (), after: Place | None = None
    ) -> Iterator[Found]:
        """The posts in all of ``channels`` that ``query`` asks for, newest first.

        At most 2,000 candidates are read, and expressions have a second together.

        Args:
            query: see `feeds.query`.
            channels: all of which a post must be in.
            after: the place where the page before ended.

        Raises:
            QueryError: its regular expressions take too long.
        """
        patience = Patience()
        clauses = [f"channels : {_channel_word(key)}" for key in channels]
        if (clause := _clause(query)) is not None:
            clauses.append(clause)
        for number, path in self._candidates(" AND ".join(clauses), after):
            try:
                post = self._archive.get(path)
            except PostError:
                continue  # removed since the index was updated
            if matches(query, post, patience.finds):
                yield Found(Kept(path, post), Place(number))

    def _candidates(self, expression: str, after: Place | None) -> Iterable[tuple[int, str]]:
        below = after.number if after else 2**63 - 1
        if not expression:
            return self._database.execute(
                "SELECT number, path FROM posts WHERE number < ? ORDER BY number DESC LIMIT ?",
                (below, _MOST_READ),
            ).fetchall()
        return self._database.execute(
            "SELECT number, path FROM words JOIN posts ON number = words.rowid"
            " WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC LIMIT ?",
            (expression, below, _MOST_READ),
        ).fetchall()

    def _remove(self, paths: Sequence[str]) -> None:
        with self._database:
            for path in paths:
                number = "(SELECT number FROM posts WHERE path = ?)"
                self._database.execute(f"DELETE FROM words WHERE rowid = {number}", (path,))  # noqa: S608  # a constant
            self._database.executemany("DELETE FROM posts WHERE path = ?", [(p,) for p in paths])

    def _insert(self, paths: Sequence[str], stamps: dict[str, int]) -> None:
        with self._database:
            for path in paths:
                try:
                    post = self._archive.get(path)
                except PostError:
                    continue
                number = self._free_number(post)
                row = (number, path, stamps[path])
                self._database.execute("INSERT INTO posts VALUES (?, ?, ?)", row)
                self._database.execute(
                    "INSERT INTO words (rowid, title, text, author, channels)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (number, *_indexed(post)),
                )

    def _free_number(self, post: Post) -> int:
        """A row number that sorts by date: searches then read newest first and stop early."""
        number = int(post.published.timestamp()) << 24
        taken = self._database.execute(
            "SELECT max(number) FROM posts WHERE number BETWEEN ? AND ?", (number, number + 2**24)
        ).fetchone()[0]
        return number if taken is None else int(taken) + 1


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
    if version_of(database) != _VERSION:
        database.close()
        path.unlink(missing_ok=True)
        database = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
        database.executescript(_SCHEMA)
    # It can be made again from the posts: a power cut may cost it.
    database.execute("PRAGMA synchronous = OFF")
    return database


def _indexed(post: Post) -> tuple[str, str, str, str]:
    """The columns of a post as words between spaces."""
    authors = "\n".join(author.name for author in post.authors)
    texts = (post.title, f"{post.description or ''}\n{plain(post.body)}", authors)
    title, text, author = ("\n".join(map(_divided, map(words, each.split("\n")))) for each in texts)
    return title, text, author, " ".join(_channel_word(m.key) for m in memberships(post, {}))


def _divided(found: Sequence[str]) -> str:
    """Words of one line as the index holds them.

    >>> _divided(["a", "股", "市", "场", "b"])
    'a 股市 市场 场 b'
    """
    parts: list[str] = []
    for unspaced, run in groupby(found, is_unspaced):
        letters = list(run)
        if unspaced:
            parts += [first + second for first, second in pairwise(letters)]
            parts.append(letters[-1])
        else:
            parts += letters
    return " ".join(parts)


def _clause(query: Query) -> str | None:
    """An FTS5 expression that finds at least what ``query`` asks for; None finds everything."""
    match query:
        case Words(field=field, words=wanted) if field in {TITLE, TEXT, AUTHOR}:
            columns = f"{{{TITLE} {TEXT}}}" if field == TEXT else field
            return f"{columns} : ({' AND '.join(_phrases(wanted))})"
        case All(inner=parts):
            clauses = [clause for part in parts if (clause := _clause(part)) is not None]
            return f"({' AND '.join(clauses)})" if clauses else None
        case AnyOf(inner=parts):
            choices = [_clause(part) for part in parts]
            if None in choices:
                return None
            return f"({' OR '.join(str(choice) for choice in choices)})"
        case _:
            return None


def _phrases(wanted: Sequence[str]) -> Iterator[str]:
    """A phrase for each run of words of one sort, as the index divides them."""
    for unspaced, run in groupby(wanted, is_unspaced):
        letters = list(run)
        if unspaced and len(letters) == 1:
            yield f'"{letters[0]}" *'  # the first half of a pair, or the last of its run
        elif unspaced:
            pairs = pairwise(letters)
            yield '"' + " ".join(first + second for first, second in pairs) + '"'
        else:
            yield '"' + " ".join(letters) + '"'


def _channel_word(key: ChannelKey) -> str:
    return f"c{channel_number(key) & (2**63 - 1):x}"
