"""The writers that are disturbed at every system call, each with the smallest case that has all.

A writer changes things from what they were before to what they are after. Whatever disturbs it,
each thing is found as it was before or as it is after, and those it has told of are as after.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.ledger import Counts
from crawler.runs import Outcome, Run
from crawler.skips import refused
from crawler.state import State
from feeds.archive import Archive, Identity
from feeds.archive.store import Store
from feeds.config import Config, Workspace
from feeds.files import is_temporary
from feeds.post import Post
from feeds.public_folder import PublicFolder
from feeds.publish import Options, publish

_CONFIG = Config(title="Test")
_START = datetime(2022, 1, 31, 8, tzinfo=UTC)
# Longer than one page of memory and than one block of a disk, so that half of it can be there.
_TEXT = "<p>正文。</p>" * 1000
# No process has this number: it is above what Linux gives out.
_STALE = ".broadsheet-4194305-5f3a0c1e-0.tmp"

Tell = Callable[[str], None]
Things = Mapping[str, object]
"""What a writer changes, by name."""


@dataclass(frozen=True)
class Writer:
    """A writer and its case.

    Attributes:
        name: for people.
        prepare: makes a workspace as it is before.
        write: changes it and tells the names of things that are durable; may be started again.
        things: what is in the workspace; changes nothing there.
    """

    name: str
    prepare: Callable[[Workspace], None]
    write: Callable[[Workspace, Tell], None]
    things: Callable[[Workspace], Things]

    def settled(self, workspace: Workspace) -> Things:
        """Everything that the next clean run makes equal, and what it must not leave."""
        rest = {path.name for path in workspace.root.rglob("*") if is_temporary(path.name)}
        return {**self.things(workspace), "rows": _catalog(workspace), "temporaries": rest}


def _post(number: int) -> Post:
    return Post(
        id=f"x:{number}",
        key=f"{number:08}",
        title=f"Title of the article number {number}",
        published=_START + timedelta(hours=8 * number),
        body=f"{_TEXT}<p>{number}</p>",
        source="wire",
    )


def _path(number: int) -> str:
    return Store(Path(), _CONFIG.suffix, _CONFIG.zone).new_path(_post(number))


def _add(workspace: Workspace, numbers: Iterable[int]) -> list[str]:
    with Archive.open(workspace, _CONFIG) as archive:
        return [outcome.path for outcome in archive.add([_post(number) for number in numbers])]


def files(folder: Path) -> dict[str, bytes]:
    """Everything below ``folder`` that has a name of its own."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not is_temporary(path.name)
    }


# Posts: two that are new, in a folder that is new, one that is corrected and one that goes.


def _prepare_posts(workspace: Workspace) -> None:
    _add(workspace, [0, 1])


def _write_posts(workspace: Workspace, tell: Tell) -> None:
    with Archive.open(workspace, _CONFIG) as archive:
        for outcome in archive.add([_post(2), _post(3)]):
            tell(outcome.path)
        corrected = replace(_post(0), body="<p>Corrected.</p>")
        tell(archive.replace(_path(0), corrected, _START).path)
        if archive.known(Identity.of(_post(1))):
            archive.remove(_path(1))
        tell(_path(1))


def _posts(workspace: Workspace) -> Things:
    return files(workspace.posts)


# Catalog: of posts that came, went and changed without it.


def _prepare_catalog(workspace: Workspace) -> None:
    gone, changed = _add(workspace, [2, 3])
    _add(Workspace(workspace.root / "elsewhere"), [4])
    (workspace.posts / gone).unlink()
    with (workspace.posts / changed).open("a") as opened:
        opened.write("<p>More.</p>\n")
    shutil.copytree(workspace.root / "elsewhere/_posts", workspace.posts, dirs_exist_ok=True)
    shutil.rmtree(workspace.root / "elsewhere")
    (workspace.posts / changed).with_name(_STALE).write_text("half of a po")


def _reindex(workspace: Workspace, tell: Tell) -> None:
    with Archive.open(workspace, _CONFIG) as archive:
        archive.reindex()
        for path, _ in archive.stamps():
            tell(path)


def _open_catalog(workspace: Workspace, tell: Tell) -> None:
    with Archive.open(workspace, _CONFIG) as archive:
        for path, _ in archive.stamps():
            tell(path)


def _prepare_damaged_catalog(workspace: Workspace) -> None:
    _add(workspace, [0, 1])
    workspace.catalog.write_bytes(b"SQLite format 3\0" + b"damaged" * 1000)


def _catalog(workspace: Workspace) -> Things:
    """Rows by path; nothing before there is a catalog of ours."""
    if not workspace.catalog.exists():
        return {}
    columns = "folder || '/' || name, id, title, digest, channels, size"
    try:
        rows = _read(workspace.catalog, f"SELECT {columns} FROM posts")
    except sqlite3.DatabaseError:
        rows = []
    return {str(path): rest for path, *rest in rows}


# State: a run that is logged, and what it remembers.


def _run(finished: datetime | None) -> Run:
    return Run(
        source="paper",
        started=_START,
        finished=finished,
        outcome=Outcome.FINE if finished else None,
        complete=finished is not None,
        counts=Counts(new=3 if finished else 0),
    )


def _prepare_state(workspace: Workspace) -> None:
    with State(workspace.state) as state:
        state.finish(state.begin(_run(None)), _run(_START))


def _write_state(workspace: Workspace, tell: Tell) -> None:
    with State(workspace.state) as state:
        number = state.begin(_run(None))
        memory = state.memory("paper", "definition")
        memory.refuse("article", refused("no date", "", _START))
        tell("skips article")
        state.skip("http://news.example/slow", refused("too slow", "", _START))
        tell("burning http://news.example/slow")
        state.finish(number, _run(_START + timedelta(seconds=7)))
        tell("last run")


def _prepare_no_state(_: Workspace) -> None:
    pass


def _state(workspace: Workspace) -> Things:
    """The last run that ended, and the rows of the memory."""
    if not workspace.state.exists():
        return {}
    query = "SELECT 'last run', max(finished) FROM runs WHERE finished IS NOT NULL"
    query += " UNION ALL SELECT 'skips ' || article, reason FROM skips"
    query += " UNION ALL SELECT 'burning ' || url, reason FROM burning"
    try:
        rows = _read(workspace.state, query)
    except sqlite3.OperationalError:  # its tables are not made yet
        return {}
    return {str(name): value for name, value in rows if value}


# Published files: the feeds and pages of everything and of a source.


def _prepare_public(workspace: Workspace) -> None:
    _add(workspace, [0])
    _publish(workspace)
    _add(workspace, [1])


def _publish(workspace: Workspace) -> tuple[str, ...]:
    with Archive.open(workspace, _CONFIG) as archive:
        return publish(archive, _CONFIG, PublicFolder(workspace.public), Options()).written


def _write_public(workspace: Workspace, tell: Tell) -> None:
    for path in _publish(workspace):
        tell(path)


def _public(workspace: Workspace) -> Things:
    return files(workspace.public)


def _read(path: Path, query: str) -> list[tuple[object, ...]]:
    """Rows of an SQLite file that may have been left by a killed process, which stays as it is."""
    copy = path.parent / "copy"
    copy.mkdir()
    try:
        for name in (path.name, f"{path.name}-wal"):
            if (path.parent / name).exists():
                shutil.copyfile(path.parent / name, copy / name)
        connection = sqlite3.connect(copy / path.name)
        try:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
            return connection.execute(query).fetchall() if found == "ok" else [("damage", found)]
        finally:
            connection.close()
    finally:
        shutil.rmtree(copy)


WRITERS = {
    writer.name: writer
    for writer in (
        Writer("posts", _prepare_posts, _write_posts, _posts),
        Writer("catalog, repaired", _prepare_catalog, _reindex, _catalog),
        Writer("catalog, damaged", _prepare_damaged_catalog, _open_catalog, _catalog),
        Writer("state", _prepare_state, _write_state, _state),
        Writer("state, made", _prepare_no_state, _write_state, _state),
        Writer("published files", _prepare_public, _write_public, _public),
    )
}
