"""Makes the catalog agree with the post files, at the cost of the folders and not of the posts.

A folder whose time of change is the recorded one holds what its rows say. Others are looked into:
files without rows are adopted (a run was killed, a mirror pulled, somebody added a post), rows
without files are forgotten, files written anew are read again, stale temporaries are removed.
Each batch changes its folders' times once more, so that they are looked into at the next opening.

The caller holds the catalog's lock, so that no other run of ours is writing meanwhile.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.archive.catalog import Row, joined
from feeds.archive.store import is_post_name, is_text
from feeds.errors import PostError
from feeds.files import is_temporary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feeds.archive.catalog import Catalog
    from feeds.archive.listing import Listing
    from feeds.archive.store import Store

log = logging.getLogger(__name__)

# Rows held in memory at once; the channels they share are counted together.
_SLICE = 1000


@dataclass(slots=True)
class Repair:
    """What was found and mended."""

    adopted: int = 0
    forgotten: int = 0
    swept: int = 0
    unreadable: list[PostError] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.adopted or self.forgotten or self.swept or self.unreadable)


class Repairer:
    """One pass over the folders below ``_posts``."""

    def __init__(self, store: Store, catalog: Catalog, listing: Listing) -> None:
        self._store = store
        self._catalog = catalog
        self._listing = listing
        self._new: list[Row] = []
        self.repair = Repair()

    def run(self) -> Repair:
        """Look into every folder that changed since it was last settled."""
        recorded = self._catalog.folders()
        seen = set()
        for folder, mtime_ns in _folders(self._store, recorded):
            seen.add(folder)
            if recorded.get(folder) != mtime_ns:
                self._look_into(folder, mtime_ns)
        for folder in recorded.keys() - seen:
            self._forget(self._catalog.rows_in(folder))
            self._catalog.forget_folder(folder)
        self._flush()
        return self.repair

    def _look_into(self, folder: str, mtime_ns: int) -> None:
        stats = self._stats(folder)
        rows = {row.name: row for row in self._catalog.rows_in(folder)}
        self._forget([row for row in rows.values() if not _is_current(row, stats)])
        readable = True
        for name, stat in sorted(stats.items()):
            if name not in rows or not _is_current(rows[name], stats):
                readable &= self._adopt(joined(folder, name), stat)
        # What could not be read may be mended in place, which does not touch the folder.
        self._catalog.settle_folder(folder, mtime_ns if readable else 0)

    def _stats(self, folder: str) -> dict[str, os.stat_result]:
        """The post files in ``folder``; temporaries are removed on the way."""
        stats = {}
        with os.scandir(self._store.root / folder) as entries:
            for entry in entries:
                if is_temporary(entry.name):
                    os.unlink(entry.path)  # noqa: PTH108
                    self.repair.swept += 1
                elif not is_text(entry.name):
                    self._pass_over(entry.path, "has a name that is not UTF-8", "rename it")
                elif is_post_name(entry.name) and self._store.leads_outside(entry):
                    self._pass_over(entry.path, "is a link to a file elsewhere", "copy it here")
                elif is_post_name(entry.name) and entry.is_file():
                    stats[entry.name] = entry.stat()
        return stats

    def _pass_over(self, path: str, what: str, mend: str) -> None:
        shown = os.fsencode(path).decode("utf-8", "backslashreplace")
        error = PostError(shown, what, mend)
        log.warning("%s", error)
        self.repair.unreadable.append(error)

    def _adopt(self, path: str, stat: os.stat_result) -> bool:
        try:
            post = self._store.read(path)
        except PostError as error:
            log.warning("%s", error)
            self.repair.unreadable.append(error)
            return False
        self._new.append(self._catalog.row_of(path, post, stat))
        self.repair.adopted += 1
        if len(self._new) >= _SLICE:
            self._flush()
        return True

    def _forget(self, rows: list[Row]) -> None:
        if rows:
            self._listing.delete(rows)
            self._catalog.delete(rows)
            self.repair.forgotten += len(rows)

    def _flush(self) -> None:
        if self._new:
            self._catalog.insert(self._new)
            self._listing.insert(self._new)
            self._new = []


def _is_current(row: Row, stats: Mapping[str, os.stat_result]) -> bool:
    return row.name in stats and stats[row.name].st_mtime_ns == row.stamp


def _folders(store: Store, recorded: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Every folder with its time of change, read before anything else of it is.

    An unchanged folder is not listed: its subfolders are those recorded.
    """
    below: dict[str, list[str]] = {}
    for folder in recorded:
        if folder:
            below.setdefault(folder.rpartition("/")[0], []).append(folder)
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            mtime_ns = os.stat(store.root / folder).st_mtime_ns  # noqa: PTH116
        except FileNotFoundError:
            continue
        settled = recorded.get(folder) == mtime_ns
        waiting += below.get(folder, []) if settled else _subfolders(store, folder)
        yield folder, mtime_ns


def _subfolders(store: Store, folder: str) -> list[str]:
    with os.scandir(store.root / folder) as entries:
        return [
            joined(folder, entry.name)
            for entry in entries
            if entry.is_dir(follow_symlinks=False)
            and not entry.name.startswith(".")
            and is_text(entry.name)
        ]
