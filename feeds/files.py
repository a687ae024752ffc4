"""Files written so that a reader, a crash or a full disk never shows half of one.

Owns temporaries, fsync and rename. Knows nothing of posts or feeds.

A file is written under a temporary name in its own folder, flushed, and given its name in one
step; then the folder is flushed. `write_batch` does each of these steps for all files together: all
data is on its way to the disk before the first flush waits for it, and a few threads flush, so that
the file system commits its journal, and the disk empties its cache, once for many files: the
difference between a hundred and some thousands of files a second.
"""

from __future__ import annotations

import errno
import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

from feeds.storage import writing_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# Jekyll, Hugo and web servers pass over dot files, so a temporary left by a crash is not published.
_TEMPORARY = re.compile(r"\.broadsheet-(\d+)-([0-9a-f]+)-\d+\.tmp")

# In a container every process may have the number of the one that was killed before it.
_PROCESS = token_hex(4)

# More flushes in flight do not merge further, and cost CPU (measured on ext4: 1, 2, 4 and 8).
_FLUSHERS = 4

# Files open at once, well below the usual limit of 1024 descriptors that the network needs, too.
_OPEN_FILES = 128

# File systems without hard links: FAT, some network and FUSE mounts.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written."""

    path: Path
    data: bytes


def write_if_changed(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Give the file at ``path`` this content; False when it had it already.

    The parent folders are made. ``durable=False`` leaves the flushing to the system: right for
    what can be made again and is looked at before it is trusted.

    Raises:
        StorageError: the system refused; the file is as it was and no temporary is left.
    """
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # missing or unreadable: writing will tell
    write_batch([NewFile(path, data)], replace=True, durable=durable)
    return True


def write_batch(
    files: Sequence[NewFile], *, replace: bool = False, durable: bool = True
) -> list[bool]:
    """Write all ``files``; on return they are on disk under their names.

    A crash in the middle leaves some of them complete and the others absent (or as they were).

    Args:
        files: with different paths; parent folders are made.
        replace: overwrite what is there. Otherwise an existing file wins and stays.
        durable: flush data and folders to the disk before returning.

    Returns:
        For each file whether it was written; False where one existed.

    Raises:
        StorageError: the system refused; no temporary is left.
    """
    # Another thread of this process may be writing in the same folder.
    batch = f"{os.getpid()}-{_PROCESS}{token_hex(4)}"
    drafts = [_Draft(file, f"{batch}-{number}") for number, file in enumerate(files)]
    try:
        folders = _make_folders({file.path.parent for file in files})
        for start in range(0, len(drafts), _OPEN_FILES):
            _write(drafts[start : start + _OPEN_FILES], durable=durable)
        written = [draft.publish(replace=replace) for draft in drafts]
        if durable:
            for folder in folders:
                flush_folder(folder)
    except OSError as error:
        named = {draft.temporary: draft.path for draft in drafts}
        raise writing_error(error, files[0].path, named) from error
    finally:
        for draft in drafts:
            draft.discard()
    return written


def flush_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # network file systems that cannot flush a folder
            raise
    finally:
        os.close(descriptor)


def is_temporary(name: str) -> bool:
    """Whether a file of this name is one of ours that never got its own.

    >>> is_temporary(".broadsheet-4711-5f3a0c1e-0.tmp"), is_temporary("2022-01-09-a.md")
    (True, False)
    """
    return _TEMPORARY.fullmatch(name) is not None


def sweep(folder: Path) -> int:
    """Remove the temporaries in ``folder`` itself whose process is gone; how many there were."""
    try:
        # It may hold ten thousand feeds, and pathlib's patterns take ten times as long.
        stale = [name for name in os.listdir(folder) if _is_stale(name)]  # noqa: PTH208
    except FileNotFoundError:
        return 0
    for name in stale:
        with suppress(OSError):  # somebody else sweeps, too
            (folder / name).unlink()
    return len(stale)


class _Draft:
    """A file on its way: written under a temporary name, then published or discarded."""

    def __init__(self, file: NewFile, label: str) -> None:
        self.path = file.path
        self.data = file.data
        self.temporary = os.path.join(file.path.parent, f".broadsheet-{label}.tmp")  # noqa: PTH118
        self.descriptor = -1
        self.exists = False

    def write(self) -> None:
        """Write the data, not yet flushed; the descriptor stays open for that."""
        self.descriptor = os.open(self.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        self.exists = True
        left = memoryview(self.data)
        while left:
            left = left[os.write(self.descriptor, left) :]

    def send(self) -> None:
        """Start the data on its way to the disk without waiting; only makes `flush` quicker.

        On Linux that is a side effect of the advice not to cache what has been written. It halves
        the CPU that flushing takes.
        """
        if hasattr(os, "posix_fadvise"):  # macOS has none
            with suppress(OSError):
                os.posix_fadvise(self.descriptor, 0, 0, os.POSIX_FADV_DONTNEED)

    def flush(self) -> None:
        """Make the data durable."""
        os.fsync(self.descriptor)

    def close(self) -> None:
        """Close the descriptor; some file systems tell only here that they failed."""
        if self.descriptor >= 0:
            descriptor, self.descriptor = self.descriptor, -1
            os.close(descriptor)

    def publish(self, *, replace: bool) -> bool:
        """Give the file its name; False when there is one already."""
        if replace:
            self._rename()
            return True
        try:
            os.link(self.temporary, self.path)
        except FileExistsError:
            written = False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            return self._rename_if_absent()
        else:
            written = True
        os.unlink(self.temporary)  # noqa: PTH108
        self.exists = False
        return written

    def discard(self) -> None:
        """Remove what an error left."""
        with suppress(OSError):
            self.close()
        if self.exists:
            with suppress(OSError):
                os.unlink(self.temporary)  # noqa: PTH108

    def _rename_if_absent(self) -> bool:
        # Not atomic against other programs; those of ours hold the catalog's lock.
        if self.path.exists():
            self.discard()
            return False
        self._rename()
        return True

    def _rename(self) -> None:
        os.replace(self.temporary, self.path)  # noqa: PTH105
        self.exists = False


def _write(drafts: Sequence[_Draft], *, durable: bool) -> None:
    for draft in drafts:
        draft.write()
    if durable:
        _flush_all(drafts)
    for draft in drafts:
        draft.close()


def _flush_all(drafts: Sequence[_Draft]) -> None:
    if len(drafts) == 1:
        drafts[0].flush()
        return
    for draft in drafts:
        draft.send()
    # A share for each thread: handing over every single file would cost more than flushing it.
    shares = [drafts[start::_FLUSHERS] for start in range(min(_FLUSHERS, len(drafts)))]
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(_flush_share, shares))


def _flush_share(drafts: Sequence[_Draft]) -> None:
    for draft in drafts:
        draft.flush()


def _make_folders(folders: Iterable[Path]) -> list[Path]:
    """Make what is missing; all folders that need flushing, parents of new ones included."""
    touched = dict.fromkeys(sorted(folders))
    for folder in list(touched):
        missing = folder
        while not missing.is_dir():
            missing = missing.parent
            touched[missing] = None
        if missing != folder:
            folder.mkdir(parents=True, exist_ok=True)
    return list(touched)


def _is_stale(name: str) -> bool:
    found = _TEMPORARY.fullmatch(name)
    if found is None:
        return False
    number = int(found[1])
    if number == os.getpid():
        return not found[2].startswith(_PROCESS)
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:  # somebody else's, and alive
        return False
    return False
