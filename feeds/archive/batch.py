"""Posts on their way into the archive, many at a time: recognised, written, indexed.

The caller holds the catalog's lock. Files come first and rows after them, so that a crash leaves
files without rows, which the next opening adopts, and never rows without files.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Literal

from feeds.archive.frontmatter import as_written, dump
from feeds.archive.identity import Identity, Marks, marks, second_key
from feeds.errors import PostError
from feeds.files import NewFile, write_batch
from feeds.slugs import file_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feeds.archive.catalog import Catalog, Row
    from feeds.archive.listing import Listing
    from feeds.archive.store import Store
    from feeds.post import Post


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a post that was to be added; ``path`` is where its article is now."""

    status: Literal["new", "known"]
    path: str


@dataclass(slots=True)
class _Pending:
    """A post that has no file yet."""

    number: int
    post: Post
    marks: Marks
    keys: Iterator[str]
    path: str = ""
    text: str = ""


class Batch:
    """One batch; used once."""

    def __init__(self, store: Store, catalog: Catalog, listing: Listing) -> None:
        self._store = store
        self._catalog = catalog
        self._listing = listing
        self._rows: dict[str, Row | None] = {}
        self._outcomes: dict[int, Outcome] = {}

    def add(self, posts: Sequence[Post]) -> list[Outcome]:
        """Write the posts that are not known; see `Archive.add`."""
        pending, twins = self._sort(posts)
        while pending:
            pending = self._write(pending)
        for number, first in twins:
            self._outcomes[number] = Outcome("known", self._outcomes[first].path)
        self._index()
        return [self._outcomes[number] for number in range(len(posts))]

    def _sort(self, posts: Sequence[Post]) -> tuple[list[_Pending], list[tuple[int, int]]]:
        """The posts to be written, and for each that came twice the number of the first."""
        pending: list[_Pending] = []
        twins: list[tuple[int, int]] = []
        seen: dict[int, int] = {}
        identities = [Identity.of(post) for post in posts]
        sought = [marks(identity) for identity in identities]
        any_known = bool(sought) and self._catalog.knows_any(sought)
        for number, (post, identity, wanted) in enumerate(
            zip(posts, identities, sought, strict=True)
        ):
            first = next((seen[mark] for mark in wanted.known() if mark in seen), None)
            if first is not None:
                twins.append((number, first))
            elif any_known and (known := self._catalog.find(wanted)):
                self._outcomes[number] = Outcome("known", known.path)
            else:
                pending.append(_Pending(number, post, wanted, _keys(identity)))
                seen |= dict.fromkeys(wanted.known(), number)
        return pending, twins

    def _write(self, pending: Sequence[_Pending]) -> list[_Pending]:
        """Write files and note their rows; those whose name another article has come back."""
        for item in pending:
            item.path = self._free_path(item)
            item.text = item.text or dump(item.post)
        files = [NewFile(self._store.root / item.path, item.text.encode()) for item in pending]
        written = write_batch(files)
        return [
            item
            for item, is_new in zip(pending, written, strict=True)
            if not (self._note_new(item) if is_new else self._note_existing(item))
        ]

    def _free_path(self, item: _Pending) -> str:
        """The first of its paths that no row has."""
        for key in item.keys:
            path = self._store.new_path(item.post, key)
            if path not in self._rows and not self._catalog.has(path):
                self._rows[path] = None  # taken; the row follows
                return path
        raise AssertionError("keys never end")

    def _note_new(self, item: _Pending) -> bool:
        post = as_written(item.post, item.text, item.path)
        known_by = item.marks if post is item.post else None
        stat = self._store.stat(item.path)
        self._rows[item.path] = self._catalog.row_of(item.path, post, stat, known_by)
        self._outcomes[item.number] = Outcome("new", item.path)
        return True

    def _note_existing(self, item: _Pending) -> bool:
        """Adopt the file that is there without a row; whether it is of the same article."""
        try:
            post = self._store.read(item.path)
        except PostError:  # the next opening says so
            return False
        self._rows[item.path] = self._catalog.row_of(item.path, post, self._store.stat(item.path))
        if not marks(Identity.of(post)).known() & item.marks.known():
            return False
        self._outcomes[item.number] = Outcome("known", item.path)
        return True

    def _index(self) -> None:
        rows = [row for row in self._rows.values() if row is not None]
        self._catalog.insert(rows)
        self._listing.insert(rows)
        self._catalog.note_folders(_with_parents({row.folder for row in rows}))


def _keys(identity: Identity) -> Iterator[str]:
    """Keys to try in order: its own, and others for when another article has that file."""
    yield file_key(identity.key or "")
    second = second_key(identity)
    yield second
    yield from (f"{second}-{number}" for number in count(2))


def _with_parents(folders: Iterable[str]) -> set[str]:
    """``folders`` and those above, which may be new and made within one tick of the clock."""
    found = {""}
    for folder in folders:
        above = folder
        while above:
            found.add(above)
            above = above.rpartition("/")[0]
    return found
