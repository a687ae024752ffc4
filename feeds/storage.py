"""What the system refuses, told so that somebody can mend it.

Owns the wording for errors of files and of SQLite. Decides nothing about them.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from feeds.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# A file system may have used up its files (inodes) and not its bytes.
_SPACE = "free some space, or files (df -i), and run again; nothing written before is lost"
_RIGHT = "give the user that runs this the right to read and write there"
_ANY = "see that the disk works and has space, and run again"
_IN_THE_WAY = "a file stands where a folder is meant; name another folder, or move the file"
_LIMIT = "the limit of file size (ulimit -f) is too low"

_MENDING = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: "the quota is used up; free some space and run again",
    errno.EROFS: "the file system is mounted read-only; mount it for writing and run again",
    errno.EACCES: _RIGHT,
    errno.EPERM: _RIGHT,
    errno.EIO: "the disk reports a failure; check it before you run again",
    errno.EFBIG: f"{_LIMIT}; raise it and run again",
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.ENOENT: "see that the folder above is there and can be written, and run again",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EMFILE: "the limit of open files (ulimit -n) is too low; raise it and run again",
}

_BUSY = "another process has been writing for minutes; wait for it, or end it"
_FOLDER = "see that its folder can be written and has space, and run again"
# By the primary result code, https://www.sqlite.org/rescode.html. SQLite does not say which error
# of the system was behind it.
_DATABASE_MENDING = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_FULL: _SPACE,
    sqlite3.SQLITE_IOERR: f"{_ANY}; or {_LIMIT}",
    sqlite3.SQLITE_CANTOPEN: _FOLDER,
    sqlite3.SQLITE_READONLY: _FOLDER,
}
_PRIMARY = 0xFF
# Likewise by the extended code, where it says more: a full disk is no failing one.
_NO_ROOM = {
    sqlite3.SQLITE_IOERR_SHMSIZE: "its -shm file cannot grow, as on a full disk",
}


def writing_error(
    error: OSError, path: Path, named: Mapping[str, Path] | None = None
) -> StorageError:
    """``error`` as a message for the user.

    Args:
        error: what the system said.
        path: of what was to be written; counts where the error names none itself.
        named: names that the user shall not see, and what to say instead.
    """
    told = _error(error, path, "cannot be written")
    return StorageError((named or {}).get(told.where, told.where), told.what, told.mend)


def reading_error(error: OSError, path: Path) -> StorageError:
    """Likewise for a file that is there and cannot be read."""
    return _error(error, path, "cannot be read")


def database_error(error: sqlite3.Error, path: Path, otherwise: str) -> StorageError:
    """``error`` of the SQLite file at ``path``; ``otherwise`` mends what is not the system's."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _NO_ROOM:
        return StorageError(
            path, f"SQLite says: {error}, {_NO_ROOM[code]}", f"{_SPACE}; or {_LIMIT}"
        )
    mend = _DATABASE_MENDING.get(code & _PRIMARY, otherwise)
    return StorageError(path, f"SQLite says: {error}", mend)


@contextmanager
def system_errors_told(path: Path) -> Iterator[None]:
    """Whatever the system refuses inside becomes a message about ``path``, or what is named.

    Raises:
        StorageError: it refused something.
    """
    try:
        yield
    except OSError as error:
        raise _error(error, path, "the system refuses it") from error
    except sqlite3.Error as error:
        raise database_error(error, path, _ANY) from error


def _error(error: OSError, path: Path, what: str) -> StorageError:
    mend = _MENDING.get(error.errno or 0, _ANY)
    where = error.filename2 or error.filename or path
    return StorageError(where, f"{what}: {error.strerror or error}", mend)
