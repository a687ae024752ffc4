"""How much each sign says for or against a link being to an article."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Set by hand, in rough log-odds, not fitted to pages.

    ``benchmarks/link_weights.py`` changes all of them at once and shows how little that matters.

    Attributes:
        widths: for the width of the text: below the bound, this much; the last for any above.
        no_text: only pictures.
        date: a date in the address; ``number``: a long number or the parameter of one.
        title: the last part of the address reads like a title; ``short_title``: three words do.
        top: nothing but a word or two after the host.
        in_hub: under a list, person or service; ``hub``: one of these itself; ``legal``: a notice.
        parent, grandparent: one other link, or more, lead to something inside this address.
        navigation: in a menu, header or footer; ``long_navigation``: with a text too long for one.
        heading, dated: as the anchor says.
        digits: the text is little more than a number.
        document: a PDF.
        elsewhere, mostly_here: on another host of the publisher; more if articles mostly are not.
        indistinct: without date and number where most articles have them.
        parameters: by parameters where most articles are not.
        own, shape, branch, place: shares of a link's own evidence and of that of its kin.
        threshold: from which on a link is taken.
    """

    widths: tuple[tuple[float, float], ...] = (
        (1, 0),
        (8, -3),
        (14, -1.5),
        (20, 0),
        (28, 1.2),
        (40, 2),
        (float("inf"), 2.6),
    )
    no_text: float = -0.3
    date: float = 1.5
    number: float = 1
    title: float = 1.5
    short_title: float = 0.6
    top: float = -1
    in_hub: float = -1.5
    hub: float = -2
    legal: float = -1.5
    parent: float = -1.5
    grandparent: float = -4
    navigation: float = -2
    long_navigation: float = -1
    heading: float = 0.8
    dated: float = 0.5
    digits: float = -2
    document: float = -1.5
    elsewhere: float = -0.6
    mostly_here: float = -1.5
    indistinct: float = -2
    parameters: float = -2
    own: float = 0.4
    shape: float = 0.25
    branch: float = 0.15
    place: float = 0.2
    threshold: float = 1.3
