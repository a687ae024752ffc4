"""What cannot be rebuilt from posts: the log of runs, and what they remember of their sources.

Lose it and lose only efficiency: a file that is damaged or of another version is put aside, and
the next one begins empty.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from crawler.ledger import Counts
from crawler.memory import SCHEMA as MEMORY
from crawler.memory import Memory
from crawler.runs import Outcome, Run
from feeds.database import put_aside, version_of
from feeds.errors import StorageError
from feeds.storage import database_error, writing_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.skips import Skip

log = logging.getLogger(__name__)

# Changed whenever the meaning of a table or column does, in `crawler.memory` too.
_VERSION = 1
_NEW = 0
# Two processes may log at once; neither holds the lock for longer than one row takes.
_PATIENCE = 30.0
# A day of a busy source, some weeks of a quiet one.
_REMEMBERED = 50
# Runs of a source in the log: three days of one that is crawled every five minutes, three years of
# one that is down. Those that its hit rates are made of may be older.
_LOGGED = 1000
_PRUNE = """
DELETE FROM runs WHERE source = :source
AND number <= (
    SELECT number FROM runs WHERE source = :source ORDER BY number DESC LIMIT 1 OFFSET :logged
)
AND number NOT IN (
    SELECT number FROM runs WHERE source = :source AND hits != '{}'
    ORDER BY number DESC LIMIT :remembered
)
"""

_MEND = "if it stays so, delete the file: it only spares requests"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    outcome TEXT,
    complete INTEGER NOT NULL,
    message TEXT NOT NULL,
    counts TEXT NOT NULL,
    hits TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS burning (url TEXT PRIMARY KEY, reason TEXT, until TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS runs_by_source ON runs (source, number);
"""
# All of it or nothing: a version without its tables would be taken for whole.
_MAKE = f"BEGIN IMMEDIATE; {_SCHEMA}{MEMORY} PRAGMA user_version = {_VERSION}; COMMIT;"


class State:
    """The state file of a workspace. Use as a context manager, or close it."""

    def __init__(self, path: Path | None) -> None:
        """Opens the file at ``path``; None is a state that nobody keeps.

        Raises:
            StorageError: it cannot be opened. All other methods raise it when they fail.
        """
        self._database = _opened(path)
        self._database.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def begin(self, run: Run) -> int:
        """Logs a run that starts; the number is its name in ``finish``. Old runs are forgotten."""
        cursor = self._database.execute(
            "INSERT INTO runs (source, started, finished, outcome, complete, message, counts, hits)"
            " VALUES (:source, :started, :finished, :outcome, :complete, :message, :counts, :hits)",
            _row(run),
        )
        self._database.execute(
            _PRUNE, {"source": run.source, "logged": _LOGGED, "remembered": _REMEMBERED}
        )
        number = cursor.lastrowid
        assert number is not None
        return number

    def finish(self, number: int, run: Run) -> None:
        """Logs the end of a run that was begun."""
        self._database.execute(
            "UPDATE runs SET finished = :finished, outcome = :outcome, complete = :complete,"
            " message = :message, counts = :counts, hits = :hits WHERE number = :number",
            _row(run) | {"number": number},
        )

    def memory(self, source: str, definition: str) -> Memory:
        """What earlier runs of a source left; see `Memory`."""
        return Memory(self._database, source, definition)

    def definition(self, source: str) -> str | None:
        """Stands for ``source`` as it was written in its last run; see `SourceModel.definition`."""
        found = self._database.execute(
            "SELECT definition FROM sources WHERE source = ?", (source,)
        ).fetchone()
        return found[0] if found else None

    def last_run(self, source: str) -> Run | None:
        """The latest run of ``source``, even if it was killed; None when it never ran."""
        return next(self.runs(source), None)

    def runs(self, source: str) -> Iterator[Run]:
        """The runs of ``source``, latest first, those that were killed among them."""
        rows = self._database.execute(
            "SELECT * FROM runs WHERE source = ? ORDER BY number DESC", (source,)
        )
        return map(_run, rows)

    def hit_rates(self, source: str) -> dict[str, tuple[int, int]]:
        """Rule -> (times asked, times it found something), over the last runs of ``source``."""
        rows = self._database.execute(
            "SELECT hits FROM runs WHERE source = ? AND hits != '{}' ORDER BY number DESC LIMIT ?",
            (source, _REMEMBERED),
        )
        asked: Counter[str] = Counter()
        found: Counter[str] = Counter()
        for row in rows:
            for rule, (times, hits) in json.loads(row["hits"]).items():
                asked[rule] += times
                found[rule] += hits
        return {rule: (times, found[rule]) for rule, times in asked.items()}

    def skip(self, url: str, skip: Skip) -> None:
        """Remembers an address that no source must ask for, until the day that ``skip`` says."""
        row = (url, skip.reason, skip.until.isoformat())
        self._database.execute("REPLACE INTO burning VALUES (?, ?, ?)", row)

    def skipped(self, now: datetime) -> dict[str, str]:
        """Reasons by the addresses that must not be asked for now."""
        rows = self._database.execute("SELECT url, reason, until FROM burning").fetchall()
        return {url: reason for url, reason, until in rows if now < datetime.fromisoformat(until)}


class _Database(sqlite3.Connection):
    """A connection whose errors tell a user which file is in trouble."""

    path = Path(":memory:")

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, parameters)
        except sqlite3.Error as error:
            raise database_error(error, self.path, _MEND) from error

    def executescript(self, sql: str, /) -> sqlite3.Cursor:
        try:
            return super().executescript(sql)
        except sqlite3.Error as error:
            raise database_error(error, self.path, _MEND) from error


def _opened(path: Path | None) -> _Database:
    file = path or _Database.path
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        if database := _connected(file):
            return database
        log.warning("%s is damaged or of another version; it begins anew", file)
        put_aside(file)
        database = _connected(file)
    except OSError as error:
        raise writing_error(error, file) from error
    except sqlite3.Error as error:
        raise database_error(error, file, _MEND) from error
    if database is None:
        raise StorageError(file, "is damaged although it was put aside just now", _MEND)
    return database


def _connected(file: Path) -> _Database | None:
    """A connection, or None when the file is no state of this version."""
    database = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None, factory=_Database)
    database.path = file
    try:
        version = version_of(database)
        if version in {_NEW, _VERSION}:
            database.execute("PRAGMA journal_mode = WAL")
            # A lost row costs one longer crawl; it is not worth an fsync.
            database.execute("PRAGMA synchronous = NORMAL")
            if version == _NEW:
                database.executescript(_MAKE)
            return database
    except Exception:
        database.close()
        raise
    database.close()
    return None


def _row(run: Run) -> dict[str, Any]:
    return {
        "source": run.source,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "outcome": run.outcome,
        "complete": run.complete,
        "message": run.message,
        "counts": json.dumps(asdict(run.counts), ensure_ascii=False),
        "hits": json.dumps(run.hits, ensure_ascii=False),
    }


def _run(row: sqlite3.Row) -> Run:
    return Run(
        source=row["source"],
        started=datetime.fromisoformat(row["started"]),
        finished=datetime.fromisoformat(row["finished"]) if row["finished"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        complete=bool(row["complete"]),
        message=row["message"],
        counts=Counts(**json.loads(row["counts"])),
        hits={rule: (asked, found) for rule, (asked, found) in json.loads(row["hits"]).items()},
    )
