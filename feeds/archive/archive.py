"""The archive: post files, and the catalog that knows what is in them.

The one way in for whoever adds, changes or reads posts. Owns the order of things that makes a
post absent or complete at every instant, and never there twice.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from feeds.archive.batch import Batch
from feeds.archive.catalog import Catalog, seconds
from feeds.archive.database import catalog_error, open_catalog, transaction
from feeds.archive.frontmatter import dump, load
from feeds.archive.identity import content_digest, marks, row_number
from feeds.archive.listing import Listing, Place
from feeds.archive.repair import Repairer
from feeds.archive.store import Store
from feeds.config import queries
from feeds.errors import PostError
from feeds.files import NewFile, flush_folder, write_batch
from feeds.storage import writing_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from feeds.archive.batch import Outcome
    from feeds.archive.catalog import Known
    from feeds.archive.identity import Identity
    from feeds.archive.listing import Dirty, Listed, Notice
    from feeds.archive.repair import Repair
    from feeds.channels import Channel, ChannelKey
    from feeds.config import Config, Workspace
    from feeds.post import Post
    from feeds.query import Query

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A post of the archive and the path of its file below ``_posts``."""

    path: str
    post: Post


class Archive:
    """An open archive.

    One thread at a time may write; `known` and the readers may be called from another meanwhile.

    Attributes:
        repair: what was mended when it was opened.
    """

    def __init__(
        self, store: Store, connection: sqlite3.Connection, searches: Mapping[str, Query]
    ) -> None:
        self._store = store
        self._connection = connection
        self._catalog = Catalog(connection, searches)
        self._listing = Listing(connection)
        self._lock = Lock()
        with self._writing():
            if self._catalog.take_searches():
                self._clear()
            self.repair = self._run_repair()

    @classmethod
    def open(cls, workspace: Workspace, config: Config) -> Self:
        """The archive of a workspace, its catalog made to agree with the post files.

        Raises:
            StorageError: it cannot be read or written.
        """
        store = Store(workspace.posts, config.suffix, config.zone)
        return cls(store, open_catalog(workspace.catalog), queries(config))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the catalog."""
        self._connection.close()

    # Adding and changing

    def known(self, identity: Identity) -> Known | None:
        """The post of that article, if there is one; about 20 µs.

        Raises:
            StorageError: the catalog cannot be read, which is no reason to fetch the article.
        """
        try:
            return self._catalog.find(marks(identity))
        except sqlite3.Error as error:
            raise catalog_error(error, self._connection) from error

    def add(self, posts: Sequence[Post]) -> list[Outcome]:
        """Keep ``posts``; on return each is durable, exactly once.

        An article already known, in the archive or earlier in ``posts``, is left as it is.

        Returns:
            An outcome for each post, in order.

        Raises:
            FeedsError: the system refused. Some of ``posts`` may be in the archive, complete;
                adding them again finds out.
        """
        with self._writing():
            return Batch(self._store, self._catalog, self._listing).add(posts)

    def replace(self, path: str, post: Post, now: datetime) -> Kept:
        """Give the post at ``path`` new content; durable on return.

        Path, id, key, date, categories and first_seen stay, since Jekyll makes addresses of them.
        The revision counts on, and ``updated`` is the post's own if that is later than the last
        change, else ``now`` (aware UTC). Equal title and body are no change: nothing is written.

        Raises:
            FeedsError: there is no such post, or the system refused.
        """
        with self._writing():
            old = self._store.read(path)
            if content_digest(old) == content_digest(post):
                return Kept(path, old)
            later = post.updated is not None and post.updated > old.changed
            new = replace(
                post,
                id=old.id,
                key=old.key,
                published=old.published,
                utc_offset=old.utc_offset,
                categories=old.categories,
                first_seen=old.first_seen,
                revision=old.revision + 1,
                updated=post.updated if later else now,
            )
            text = dump(new)
            write_batch([NewFile(self._store.root / path, text.encode())], replace=True)
            self._forget(path)
            return Kept(path, self._adopt(path, text))

    def remove(self, path: str) -> None:
        """Take the post at ``path`` out of the archive; durable on return.

        Raises:
            FeedsError: there is no such post, or the system refused.
        """
        file = self._store.root / path
        with self._writing():
            file.unlink()
            flush_folder(file.parent)
            self._forget(path)

    def reindex(self) -> int:
        """Make the catalog anew from the post files; how many posts there are."""
        with self._writing():
            self._clear()
            self.repair = self._run_repair()
            return self._catalog.count()

    # Reading

    def get(self, path: str) -> Post:
        """The post at ``path``.

        Raises:
            PostError: there is none, or it cannot be read.
            StorageError: the system failed.
        """
        return self._store.read(path)

    def read(self, paths: Iterable[str]) -> Iterator[Kept]:
        """The posts at ``paths``, in that order; files that cannot be read are left out.

        Raises:
            StorageError: the system failed; that is no reason to leave a post out.
        """
        for path in paths:
            try:
                yield Kept(path, self._store.read(path))
            except PostError as error:
                log.warning("left out: %s", error)

    def newest(
        self, channel: Channel | ChannelKey, limit: int, before: Kept | None = None
    ) -> list[Kept]:
        """The newest posts of a channel, or those next to ``before`` in that order.

        Newest first; posts of one second by their keys. A file that cannot be read is left out.
        """
        key = channel if isinstance(channel, tuple) else channel.key
        after = None
        if before:
            age = -seconds(before.post.published)
            after = Place(age, before.post.key, row_number(before.path))
        return list(self.read(self._listing.paths(key, limit, after)))

    def listed(self, channel: Channel | ChannelKey, month: str | None = None) -> list[Listed]:
        """The posts of a channel, or those of one month (``2022-01``, in UTC), newest first.

        Reads the catalog only.
        """
        key = channel if isinstance(channel, tuple) else channel.key
        return self._listing.listed(key, month)

    def notices(self, channel: Channel | ChannelKey, since: datetime) -> Iterator[Notice]:
        """The posts of a channel published at ``since`` (aware UTC) or later, newest first.

        Reads the catalog only.
        """
        key = channel if isinstance(channel, tuple) else channel.key
        return self._listing.notices(key, since)

    def walk(self) -> Iterator[Kept]:
        """Every post, in the order of paths; files that cannot be read are left out."""
        return self.read(self._store.walk())

    def count(self) -> int:
        """How many posts there are."""
        return self._catalog.count()

    def version(self) -> int:
        """A number that changes when another process adds, changes or removes posts."""
        return self._catalog.version()

    def stamps(self) -> Iterator[tuple[str, int]]:
        """The path of every post, with a number that changes when its file does."""
        return self._catalog.stamps()

    def channels(self, published: Mapping[ChannelKey, str] | None = None) -> list[Channel]:
        """Every channel that holds posts: all first, then by kind and slug.

        ``published`` are the slugs in use in ``public/``; they are kept.
        """
        return self._listing.channels(published or {})

    # What to publish

    def dirty(self) -> Dirty:
        """The channels whose posts changed since `mark_published`."""
        return self._listing.dirty()

    def mark_published(self, dirty: Dirty) -> None:
        """Forget what was dirty; what became so after ``dirty`` was read stays."""
        with self._writing():
            self._listing.mark_published(dirty)

    # Inside

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._lock, transaction(self._connection):
                yield
        except OSError as error:
            raise writing_error(error, self._store.root) from error

    def _clear(self) -> None:
        self._catalog.clear()
        self._listing.clear()

    def _run_repair(self) -> Repair:
        repair = Repairer(self._store, self._catalog, self._listing).run()
        if repair:
            log.info("catalog repaired: %s", repair)
        return repair

    def _forget(self, path: str) -> None:
        if row := self._catalog.row(path):
            self._listing.delete([row])
            self._catalog.delete([row])

    def _adopt(self, path: str, text: str) -> Post:
        post = load(text, path, self._store.zone)
        row = self._catalog.row_of(path, post, self._store.stat(path))
        self._catalog.insert([row])
        self._listing.insert([row])
        return post
