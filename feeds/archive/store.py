"""Where post files are, and what is in them. The only truth of the archive.

Owns paths below ``_posts``. Refuses to move or rename a post file, ever.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.archive.frontmatter import load
from feeds.errors import PostError
from feeds.slugs import file_key
from feeds.storage import reading_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from feeds.post import Post

# Other errors are the system's: who took them for a file's would publish feeds without its post.
_OF_THE_FILE = frozenset({errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ELOOP})

# What Jekyll takes for posts; imported archives may mix them.
_SUFFIXES = (".md", ".markdown", ".mkd", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of post files.

    Attributes:
        root: ``_posts``; all paths are relative to it, with forward slashes.
        suffix: ending of new files, ``.md`` or ``.html``.
        zone: of dates in imported files that name no offset.
    """

    root: Path
    suffix: str
    zone: tzinfo

    def new_path(self, post: Post, key: str | None = None) -> str:
        """Where ``post`` will be: its day at the source, and its key.

        >>> from datetime import UTC, datetime
        >>> from pathlib import Path
        >>> from feeds.post import Post
        >>> moment = datetime(2022, 1, 9, tzinfo=UTC)
        >>> post = Post(id="x:1", key="NW20220109", title="", published=moment, body="")
        >>> Store(Path("_posts"), ".md", UTC).new_path(post)
        '2022/01/09/2022-01-09-nw20220109.md'
        """
        day = (post.published + post.utc_offset).date().isoformat()
        return f"{day.replace('-', '/')}/{day}-{key or file_key(post.key)}{self.suffix}"

    def read(self, path: str) -> Post:
        """The post at ``path``.

        Raises:
            PostError: there is no such file, or no post in it.
            StorageError: the system failed; it says nothing about the file.
        """
        file = os.path.join(self.root, path)  # noqa: PTH118  # thousands of them at a time
        try:
            with open(file, encoding="utf-8", newline="") as opened:  # noqa: PTH123
                text = opened.read()
        except OSError as error:
            if error.errno not in _OF_THE_FILE:
                raise reading_error(error, Path(file)) from error
            raise PostError(file, f"cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise PostError(file, f"is not UTF-8: {error.reason} at byte {error.start}") from error
        return load(text, path, self.zone)

    def leads_outside(self, entry: os.DirEntry[str]) -> bool:
        """Whether ``entry`` is a symbolic link to a file elsewhere, or to none.

        Whoever writes a mirrored repository would decide which files of this machine are published.
        """
        if not entry.is_symlink():
            return False
        try:
            target = Path(os.path.realpath(entry.path, strict=True))
        except OSError:
            return True
        return not target.is_relative_to(self.root.resolve())

    def stat(self, path: str) -> os.stat_result:
        """What the file system says of the file."""
        return os.stat(os.path.join(self.root, path))  # noqa: PTH116, PTH118

    def walk(self) -> Iterator[str]:
        """All paths, oldest day first where folders are days."""
        for folder, subfolders, names in os.walk(self.root):
            subfolders[:] = sorted(filter(is_text, subfolders))
            relative = os.path.relpath(folder, self.root).replace(os.sep, "/")
            prefix = "" if relative == "." else f"{relative}/"
            yield from (f"{prefix}{name}" for name in sorted(names) if is_post_name(name))


def is_post_name(name: str) -> bool:
    """Whether a file of this name is a post.

    >>> is_post_name("2022-01-09-a.md"), is_post_name(".a.md"), is_post_name("a.jpg")
    (True, False, False)
    """
    return name.endswith(_SUFFIXES) and name[0] not in "._#~" and is_text(name)


def is_text(name: str) -> bool:
    r"""Whether a file's name is text; others no catalog, no feed and no address could hold.

    >>> is_text("新闻.md"), is_text(os.fsdecode(b"\xff.md"))
    (True, False)
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
