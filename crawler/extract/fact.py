"""Something that a page states about its article, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from lxml.html import HtmlElement

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value, the rule that found it, and the element that shows it where that matters.

    ``rule`` is a short stable phrase: runs count by it how often each rule filled a field.
    """

    value: T
    rule: str
    element: HtmlElement | None = None
