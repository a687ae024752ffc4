"""Nothing half-written is ever seen, whatever fails."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from feeds.errors import FeedsError
from feeds.files import NewFile, is_temporary, sweep, write_batch, write_if_changed


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_batch_is_written_into_new_folders(tmp_path: Path) -> None:
    files = [NewFile(tmp_path / "2022" / str(n % 3) / f"{n}.md", b"%d" % n) for n in range(300)]
    assert write_batch(files) == [True] * 300
    assert [file.path.read_bytes() for file in files] == [file.data for file in files]
    assert len(_names(tmp_path)) == 300


def test_an_existing_file_wins(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"first")
    files = [NewFile(tmp_path / "a", b"second"), NewFile(tmp_path / "b", b"new")]
    assert write_batch(files) == [False, True]
    assert (tmp_path / "a").read_bytes() == b"first"
    assert _names(tmp_path) == {"a", "b"}


def test_replace_overwrites(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"first")
    assert write_batch([NewFile(tmp_path / "a", b"second")], replace=True) == [True]
    assert (tmp_path / "a").read_bytes() == b"second"


def test_equal_content_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "feeds" / "all.atom"
    assert write_if_changed(path, b"1")
    before = path.stat()
    assert not write_if_changed(path, b"1")
    assert path.stat() == before
    assert write_if_changed(path, b"2", durable=False)
    assert path.read_bytes() == b"2"


@pytest.mark.parametrize("call", ["open", "write", "fsync", "link", "unlink"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failing_call_leaves_no_temporary_and_no_torn_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    real, calls = getattr(os, call), []

    def failing(*args: object, **kwargs: object) -> object:
        calls.append(args)
        if len(calls) == 3:
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(FeedsError, match=os.strerror(number)):
        write_batch([NewFile(tmp_path / f"{n}.md", b"whole") for n in range(6)])
    monkeypatch.undo()
    for path in tmp_path.iterdir():
        assert not is_temporary(path.name)
        assert path.read_bytes() == b"whole"


def test_a_file_system_that_takes_no_advice_is_flushed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_advice(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    flushed: list[int] = []
    monkeypatch.setattr(os, "posix_fadvise", no_advice, raising=False)
    monkeypatch.setattr(os, "fsync", flushed.append)
    assert write_batch([NewFile(tmp_path / f"{n}.md", b"whole") for n in range(6)]) == [True] * 6
    assert len(flushed) == 6 + 1  # and the folder


def test_a_file_system_without_links_is_served_by_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    (tmp_path / "a").write_bytes(b"first")
    files = [NewFile(tmp_path / "a", b"second"), NewFile(tmp_path / "b", b"new")]
    assert write_batch(files) == [False, True]
    assert (tmp_path / "a").read_bytes() == b"first"
    assert _names(tmp_path) == {"a", "b"}


def test_a_file_where_a_folder_should_be_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FeedsError, match="cannot be written: File exists"):
        write_if_changed(tmp_path / "file" / "below", b"")


def test_temporaries_of_dead_processes_are_swept_and_those_of_living_ones_stay(
    tmp_path: Path,
) -> None:
    dead, alive = 2**22 + 1, os.getppid()  # above the largest process id of Linux
    for pid in (dead, alive):
        (tmp_path / f".broadsheet-{pid}-0a-1.tmp").touch()
    (tmp_path / "post.md").touch()
    assert sweep(tmp_path) == 1
    assert _names(tmp_path) == {f".broadsheet-{alive}-0a-1.tmp", "post.md"}


def test_a_temporary_of_a_dead_process_with_our_number_is_swept(tmp_path: Path) -> None:
    # In a container every run may be process 7.
    (tmp_path / f".broadsheet-{os.getpid()}-0a-1.tmp").touch()
    assert sweep(tmp_path) == 1


def test_a_temporary_of_our_own_is_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[int] = []
    real = os.replace

    def replace(draft: str, path: Path) -> None:
        swept.append(sweep(tmp_path))
        real(draft, path)

    monkeypatch.setattr(os, "replace", replace)
    write_batch([NewFile(tmp_path / "a", b"1")], replace=True)
    assert swept == [0]
