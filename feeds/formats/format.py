"""What an output format is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.formats.document import Document


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a document.

    Attributes:
        label: what readers call it.
        suffix: ending of the file name, with its dot.
        media_type: without parameters; the key of this format in ``Document.urls``.
        render: the document as bytes, the same for the same document.
    """

    label: str
    suffix: str
    media_type: str
    render: Callable[[Document], bytes]
