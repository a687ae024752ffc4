"""The archive: front-matter files on disk, and a catalog that can always be made again."""

from feeds.archive.archive import Archive, Kept
from feeds.archive.batch import Outcome
from feeds.archive.catalog import Known
from feeds.archive.identity import Identity, content_digest, fingerprint
from feeds.archive.listing import Dirty, Listed, Notice
from feeds.archive.repair import Repair

__all__ = [
    "Archive",
    "Dirty",
    "Identity",
    "Kept",
    "Known",
    "Listed",
    "Notice",
    "Outcome",
    "Repair",
    "content_digest",
    "fingerprint",
]
