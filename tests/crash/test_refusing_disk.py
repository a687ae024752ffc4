"""Full, read-only and limited disks: a clear message, nothing torn, and all is well once mended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feeds.files import is_temporary
from tests.crash.disk import Disk, mounted
from tests.crash.writers import files
from tests.test_kill import Site, make_workspace, posts, serve_site

ARTICLES = 60
LARGE = "size=100m,nr_inodes=9999"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve_site(ARTICLES) as site:
        yield site


@pytest.fixture(scope="module")
def undisturbed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace of ``site`` that was crawled and published, and one that was only crawled."""
    with mounted(tmp_path_factory.mktemp("undisturbed") / "disk", LARGE) as disk:
        make_workspace(disk.root / "crawled", site)
        assert disk.broadsheet(disk.place / "crawled", "crawl").returncode == 0
        shutil.copytree(disk.root / "crawled", disk.root / "published")
        assert disk.broadsheet(disk.place / "published", "publish").returncode == 0
        yield disk.root


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk", LARGE) as disk:
        yield disk


def refused(done: CompletedProcess[str], *texts: str) -> None:
    """Ended with one message that says where, what and how to mend it."""
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (1, 1), done.stderr
    assert all(text in lines[0] for text in texts), done.stderr


def is_whole(disk: Disk, undisturbed: Path) -> None:
    """No temporary, and every post and published file is one of the undisturbed."""
    assert not [path for path in disk.root.rglob("*") if is_temporary(path.name)]
    workspace = disk.root / "w"
    assert posts(workspace).items() <= posts(undisturbed / "crawled").items()
    assert files(workspace / "public").items() <= files(undisturbed / "published/public").items()


def crawls_again(disk: Disk, undisturbed: Path) -> None:
    """Once it is mended, a clean run has every article."""
    done = disk.broadsheet(disk.place / "w", "crawl")
    assert (done.returncode, done.stderr) == (0, "")
    assert posts(disk.root / "w") == posts(undisturbed / "crawled")


def publishes_again(disk: Disk, undisturbed: Path) -> None:
    """Once it is mended, a clean run has every file."""
    done = disk.broadsheet(disk.place / "w", "publish")
    assert (done.returncode, done.stderr) == (0, "")
    assert files(disk.root / "w/public") == files(undisturbed / "published/public")
    is_whole(disk, undisturbed)


# The first is too small for the state, the second for the catalog, the third for the posts, and
# the last for the rows of the posts that are written.
@pytest.mark.parametrize("size", ["16k", "200k", "400k", "700k"])
def test_a_disk_that_is_full_refuses_a_crawl(
    disk: Disk, site: Site, undisturbed: Path, size: str
) -> None:
    make_workspace(disk.root / "w", site)
    disk.change(f"size={size}")
    done = disk.broadsheet(disk.place / "w", "crawl")
    refused(done, f"{disk.place}/w/", "full" if "SQLite" in done.stderr else "No space", "free")
    is_whole(disk, undisturbed)
    disk.change(LARGE)
    crawls_again(disk, undisturbed)


def test_a_disk_with_too_many_files_refuses_a_crawl(
    disk: Disk, site: Site, undisturbed: Path
) -> None:
    make_workspace(disk.root / "w", site)
    disk.change("nr_inodes=50")
    refused(disk.broadsheet(disk.place / "w", "crawl"), f"{disk.place}/w/_posts/", "df -i")
    is_whole(disk, undisturbed)
    disk.change(LARGE)
    crawls_again(disk, undisturbed)


# The first is too low for the state, the second for the log of the catalog.
@pytest.mark.parametrize("limit", [4096, 100_000])
def test_a_limit_of_file_size_refuses_a_crawl(
    disk: Disk, site: Site, undisturbed: Path, limit: int
) -> None:
    make_workspace(disk.root / "w", site)
    done = disk.broadsheet(disk.place / "w", "crawl", [f"--fsize={limit}"])
    refused(done, f"{disk.place}/w/", "ulimit -f")
    is_whole(disk, undisturbed)
    crawls_again(disk, undisturbed)


@pytest.mark.parametrize("what", ["used", "iused"])
def test_a_disk_that_is_full_refuses_a_publish(disk: Disk, undisturbed: Path, what: str) -> None:
    shutil.copytree(undisturbed / "crawled", disk.root / "w")
    sizes = [len(data) // 1024 for data in files(undisturbed / "published/public").values()]
    half = (sum(sizes) if what == "used" else len(sizes)) // 2
    room = disk.used(what) + half
    disk.change(f"size={room}k" if what == "used" else f"nr_inodes={room}")
    done = disk.broadsheet(disk.place / "w", "publish")
    refused(done, f"{disk.place}/w/public/", "No space", "free")
    is_whole(disk, undisturbed)
    assert files(disk.root / "w/public")
    disk.change(LARGE)
    publishes_again(disk, undisturbed)


def test_a_limit_of_file_size_refuses_a_publish(disk: Disk, undisturbed: Path) -> None:
    shutil.copytree(undisturbed / "crawled", disk.root / "w")
    done = disk.broadsheet(disk.place / "w", "publish", ["--fsize=100000"])
    refused(done, f"{disk.place}/w/public/", "File too large", "ulimit -f")
    is_whole(disk, undisturbed)
    publishes_again(disk, undisturbed)


def test_a_read_only_disk_refuses_everything(disk: Disk, undisturbed: Path) -> None:
    shutil.copytree(undisturbed / "crawled", disk.root / "w")
    disk.change("ro")
    for verb in ("crawl", "publish", "run", "reindex"):
        refused(disk.broadsheet(disk.place / "w", verb), f"{disk.place}/w/.broadsheet/")
    disk.change("rw")
    crawls_again(disk, undisturbed)
    publishes_again(disk, undisturbed)
