"""What the runs of a source leave for the next one, in the state file. It only spares requests.

Owns the tables; what follows from a row is decided in ``skips`` and ``validators``. All of it
belongs to the source as it is written: whoever changes the source starts with an empty memory.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.skips import Skip, failed, left
from crawler.validators import Validator

if TYPE_CHECKING:
    import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY, definition TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS skips (
    source TEXT, article TEXT, reason TEXT, attempts INTEGER, until TEXT, mark TEXT, entry TEXT,
    PRIMARY KEY (source, article)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS validators (
    source TEXT, url TEXT, etag TEXT, modified TEXT, stamp TEXT, since TEXT, uses INTEGER,
    PRIMARY KEY (source, url)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stamps (
    source TEXT, article TEXT, stamp TEXT, PRIMARY KEY (source, article)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS boilerplate (source TEXT PRIMARY KEY, learned TEXT) WITHOUT ROWID;
"""
_TABLES = ("skips", "validators", "stamps", "boilerplate")


class Memory:
    """The memory of one source.

    Args:
        database: with the tables of ``SCHEMA``, in autocommit mode.
        source: its name.
        definition: stands for the source as it is written.
    """

    def __init__(self, database: sqlite3.Connection, source: str, definition: str) -> None:
        self._database = database
        self._source = source
        self._forget_other(definition)
        self._skips = self._read_skips()

    def _forget_other(self, definition: str) -> None:
        known = self._one("SELECT definition FROM sources WHERE source = ?", self._source)
        if known == (definition,):
            return
        for table in _TABLES:
            self._database.execute(f"DELETE FROM {table} WHERE source = ?", (self._source,))  # noqa: S608  # our own names
        self._database.execute("REPLACE INTO sources VALUES (?, ?)", (self._source, definition))

    # Articles

    def skip(self, article: str, mark: str, now: datetime) -> Skip | None:
        """Why ``article`` is not asked for now; None when it is."""
        skip = self._skips.get(article)
        return skip if skip and skip.holds(mark, now) else None

    def due(self, now: datetime) -> dict[str, Skip]:
        """Articles that failed and are to be tried again now."""
        found = self._skips.items()
        return {article: skip for article, skip in found if skip.is_retry and skip.until <= now}

    def refuse(self, article: str, skip: Skip) -> None:
        """Remembers that ``article`` is none; see `refused`."""
        self._keep(article, skip)

    def fail(self, article: str, this: Skip, now: datetime) -> None:
        """Remembers another failure of ``article``."""
        self._keep(article, failed(self._skips.get(article), this, now))

    def leave(self, article: str, this: Skip) -> None:
        """Remembers that nobody had the time to ask for ``article``."""
        self._keep(article, left(self._skips.get(article), this))

    def forgive(self, article: str) -> None:
        """Forgets what went wrong with ``article``."""
        if self._skips.pop(article, None) is not None:
            row = (self._source, article)
            self._database.execute("DELETE FROM skips WHERE source = ? AND article = ?", row)

    def is_changed(self, article: str, stamp: str) -> bool:
        """Whether its list says since the last run that ``article`` has changed."""
        if not stamp:
            return False
        known = self._one(
            "SELECT stamp FROM stamps WHERE source = ? AND article = ?", self._source, article
        )
        if known is None:  # of an archive that was read elsewhere, or before
            self.note_stamp(article, stamp)
        return known is not None and known != (stamp,)

    def note_stamp(self, article: str, stamp: str) -> None:
        """Remembers the change of ``article`` that has been read."""
        if stamp:
            row = (self._source, article, stamp)
            self._database.execute("REPLACE INTO stamps VALUES (?, ?, ?)", row)

    # Lists

    def validator(self, url: str, now: datetime) -> Validator | None:
        """What may spare reading the list at ``url``; None when it is to be read in full."""
        found = self._one(
            "SELECT etag, modified, stamp, since, uses FROM validators"
            " WHERE source = ? AND url = ?",
            self._source,
            url,
        )
        if found is None:
            return None
        etag, modified, stamp, since, uses = found
        moment = datetime.fromisoformat(since)
        known = Validator(etag=etag, modified=modified, stamp=stamp, since=moment, uses=uses)
        return known if known.is_fresh(now) else None

    def keep_validator(self, url: str, validator: Validator) -> None:
        """Remembers what was said about the list at ``url``."""
        since = validator.since.isoformat()
        said = (validator.etag, validator.modified, validator.stamp, since, validator.uses)
        row = (self._source, url, *said)
        self._database.execute("REPLACE INTO validators VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def count_use(self, url: str) -> None:
        """The validator of ``url`` has spared reading the list once more."""
        self._database.execute(
            "UPDATE validators SET uses = uses + 1 WHERE source = ? AND url = ?",
            (self._source, url),
        )

    def drop_validator(self, url: str) -> None:
        """The list at ``url`` is to be read in full next time."""
        row = (self._source, url)
        self._database.execute("DELETE FROM validators WHERE source = ? AND url = ?", row)

    # Pages

    def boilerplate(self) -> str | None:
        """What its pages have in common, as `crawler.extract.boilerplate` writes it."""
        found = self._one("SELECT learned FROM boilerplate WHERE source = ?", self._source)
        return found[0] if found else None

    def keep_boilerplate(self, learned: str) -> None:
        """Remembers what its pages have in common."""
        self._database.execute("REPLACE INTO boilerplate VALUES (?, ?)", (self._source, learned))

    def _keep(self, article: str, skip: Skip) -> None:
        self._skips[article] = skip
        until = skip.until.isoformat()
        row = (article, skip.reason, skip.attempts, until, skip.mark, skip.entry)
        self._database.execute(
            "REPLACE INTO skips VALUES (?, ?, ?, ?, ?, ?, ?)", (self._source, *row)
        )

    def _read_skips(self) -> dict[str, Skip]:
        rows = self._database.execute(
            "SELECT article, reason, attempts, until, mark, entry FROM skips WHERE source = ?",
            (self._source,),
        )
        return {
            article: Skip(
                reason=reason,
                attempts=attempts,
                until=datetime.fromisoformat(until),
                mark=mark,
                entry=entry,
            )
            for article, reason, attempts, until, mark, entry in rows
        }

    def _one(self, query: str, *values: str) -> tuple[Any, ...] | None:
        found = self._database.execute(query, values).fetchone()
        return None if found is None else tuple(found)
