"""``public/``: files are replaced whole, only when they change, and never by much less than before.

Owns the counting of what was written and the record of channels that were published before. Knows
nothing of posts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.errors import PublishError
from feeds.files import sweep, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from feeds.channels import ChannelKey

RECORD_NAME = "channels.json"
# Other names are somebody else's: an edit, or the copy of a conflict that programs make.
_SLUG = re.compile("[a-z0-9][a-z0-9-]*")
_ARCHIVED = re.compile(r"\d{4}-\d{2}(?:-\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Record:
    """What ``public/`` says of itself in ``channels.json``.

    Attributes:
        fingerprint: of everything but the posts that the files depend on.
        slugs: of the channels published so far; their paths stay theirs.
        lists: fingerprint of the channels that the published lists name.
    """

    fingerprint: str = ""
    slugs: Mapping[ChannelKey, str] = field(default_factory=dict)
    lists: str = ""


class PublicFolder:
    """The folder being published to.

    Attributes:
        root: the folder.
        written: paths below the folder that changed.
        unchanged: how many files had their content already.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._swept: set[Path] = set()
        self.written: list[str] = []
        self.unchanged = 0

    def write(self, path: str, data: bytes) -> bool:
        """Gives the file at ``path`` (relative, with ``/``) this content; whether it is new.

        Raises:
            FeedsError: the system refused; the file is as it was.
        """
        file = self.root / path
        self._sweep(file.parent)
        # Published files are looked at before they are trusted and can be made again: no fsync.
        changed = write_if_changed(file, data, durable=False)
        if changed:
            self.written.append(path)
        else:
            self.unchanged += 1
        return changed

    def _sweep(self, folder: Path) -> None:
        """Removes what a killed publish left; the next one writes into the same folders."""
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(folder)

    def read(self, path: str) -> bytes:
        """The content of a file, empty when there is none."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return b""

    def names(self, folder: str, suffix: str) -> list[str]:
        """Names, without it, of the archived documents in ``folder`` that end in ``suffix``."""
        paths = (self.root / folder).glob(f"*{suffix}")
        return [path.stem for path in paths if _ARCHIVED.fullmatch(path.stem)]

    def read_record(self) -> Record:
        """What was published before; nothing when the record is missing or damaged."""
        try:
            record = json.loads(self.read(RECORD_NAME))
            rows = [row for row in record["channels"] if _SLUG.fullmatch(row["slug"])]
            slugs = {(row["kind"], row["folded"]): row["slug"] for row in rows}
            return Record(record["fingerprint"], slugs, record["lists"])
        except (ValueError, KeyError, TypeError):
            return Record()

    def write_record(self, record: Record) -> None:
        """Notes what is published now."""
        rows = [
            {"kind": kind, "folded": folded, "slug": slug}
            for (kind, folded), slug in sorted(record.slugs.items())
        ]
        made = {"fingerprint": record.fingerprint, "lists": record.lists, "channels": rows}
        self.write(RECORD_NAME, json.dumps(made, ensure_ascii=False, indent=0).encode() + b"\n")


def check_shrink(path: str, before: int, now: int) -> None:
    """Refuses to publish a channel of ``now`` posts over a feed of ``before`` entries.

    A feed holds the newest posts of its channel only, so a channel with fewer than half of them
    has lost posts: a folder that is not mounted, a pull that was interrupted.

    Raises:
        PublishError: it shrank.
    """
    if now * 2 < before:
        raise PublishError(
            path,
            f"the feed has {before} entries and the archive only {now} posts for it",
            "if the posts were meant to go, publish with --allow-shrink",
        )
