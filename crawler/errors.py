"""What can be wrong with a source, and why an article is not kept."""

from __future__ import annotations

from feeds.errors import ConfigError, FeedsError


class SourceError(FeedsError):
    """A source cannot be crawled as it is written."""


class SourceConfigError(ConfigError, SourceError):
    """A source file with mistakes, all of them at once in ``problems``."""


class Dropped(Exception):  # noqa: N818  # an outcome, not an error
    """An article that is not kept; ``reason`` is a short stable phrase that runs are counted by."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class AlreadyKnown(Dropped):  # an outcome, not an error
    """An article that the archive or this run has; counted as known."""


class Corrected(AlreadyKnown):  # likewise
    """A known article whose post has been given its new text; counted as updated."""


class TooOld(Dropped):  # likewise
    """An article from before the days that a crawl is for."""

    def __init__(self) -> None:
        super().__init__("outside the range")


class TooNew(Dropped):  # likewise
    """An article from after them."""

    def __init__(self) -> None:
        super().__init__("outside the range")


class UnreadableError(SourceError):
    """An answer that is not what its source says; ``reason`` is a short phrase to count by."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.reason = reason
