"""Lines of a page that show a date to readers, the likeliest dateline of the article first."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from crawler.extract.texts import first_texts, last_texts, shown, texts_after, texts_before

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lxml.html import HtmlElement

    from crawler.extract.landmarks import Landmarks

# A line that says so tells of a later change.
_UPDATE = re.compile(
    r"updat|modif|chang|aktualis|geändert|bearbeitet|mis à jour|mise à jour|actualiz|aggiorna"
    r"|aktualiz|обнов|更新|修改|수정|edited|ενημ|oppdater|opdater|uppdater|bijgewerkt|güncelle"
    r"|atualiz|revis|lastmod",
    re.IGNORECASE,
)
_LONGEST = 160
# A text without a name is a dateline only when it is short and close to the headline.
_LONGEST_UNNAMED = 100
# With more before its date it is the beginning of a sentence.
_MOST_BEFORE = 40
_TEXTS_AFTER, _TEXTS_BEFORE, _TEXTS_UNKNOWN = 40, 12, 800
_SHORTEST = len("1.1.20")
# Agencies begin with the date and a dash.
_BEGINS_WITH_DATE = re.compile(
    r"\W*(?:[^\W\d]+,?\s*)?(?:\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4}|\d{4}[-./年]\d{1,2}[-./月]\d{1,2})"
    r"|[^–—-]{2,40}\d{4}\)?\s*[–—-]+\s"
)
# Named elements beyond these are a list of other articles, or an attack.
_MOST_NAMED = 60
# An article shows its own date, that of a change, and these two seldom in one dress.
_FEWEST_LISTED = 3
# So many elements behind the headline it is the article's, if the next is at least so far off.
_CLOSE, _FAR = 15, 45
# "Last updated on" in an element of its own, and white space behind it.
_LONGEST_LABEL, _LABEL_TEXTS = 30, 2
_FOOTER_TEXTS = 60
_PAGE_CHANGED = re.compile(
    r"\W*(?:stand\b|zuletzt|diese seite wurde|last (?:modified|updated|change)|this page was last"
    r"|dernière (?:mise|modification)|última (?:actualización|modificación|atualização)"
    r"|ultim[ao] (?:aggiornamento|modifica)|最后更新|最終更新|ostatni)",
    re.IGNORECASE,
)
# A day without its year, far from the headline, stands in a list of other articles.
_HAS_YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
# A line with little beside a date: names of a weekday and a zone, not a caption.
_COMPACT = 60
_BESIDE = 100
# A line that begins so tells of the publication, whatever stands nearer to the headline.
_PUBLISHED = re.compile(
    r"\W*(?:(?:first |originally )?publi(?:shed|cation|é|cado|cat|cad|kac)|posted|pubblicat"
    r"|veröffentlich|erschienen|erstellt|gepubliceerd|geplaatst|publicerad|publisert|udgivet"
    r"|julkaistu|opublikowan|zveřejněn|publikován|objavljen|megjelen|yayın|(?:ημερομηνία )?δημοσ"
    r"|опубл|дата публ|diterbitkan|发布|發布|发表|發表|公開|掲載|入力|등록|입력|نشر|تاريخ النشر"
    r"|פורסם)",
    re.IGNORECASE,
)
# Elements between headline and dateline on real pages, share bars and lead pictures included.
_NEAR = 250


@dataclass(frozen=True, slots=True)
class Dateline:
    """A text that may hold the date of the article.

    Attributes:
        text: as shown, or as an attribute has it for machines.
        is_change: whether it speaks of a later change.
        is_above: whether it stands before the headline, where a masthead shows today's date.
    """

    text: str
    is_change: bool
    is_above: bool


def datelines(landmarks: Landmarks) -> Iterator[Dateline]:
    """What may be the dateline of the article, the likeliest first.

    Elements that are named for dates come first, the nearest to the headline before the others;
    then what stands around the headline; then named elements anywhere in the article's part; then
    what looks like a list.
    """
    named = {e for role in ("time", "date") for e in landmarks.near(role, _NEAR // 3, _NEAR)}
    listed = _listed(sorted(named, key=landmarks.distance)[:_MOST_NAMED], landmarks)
    near = named - listed
    lines = list(_lines(near, landmarks))
    for parts in _published_parts(near):
        yield from _lines(parts, landmarks)
    yield from (line for line in lines if len(line.text) <= _COMPACT)
    yield from datelines_around(landmarks, listed)
    yield from (line for line in lines if len(line.text) > _COMPACT)
    far = {*landmarks.own("time"), *landmarks.own("date")} - named
    yield from (line for line in _lines(far, landmarks) if _HAS_YEAR.search(line.text))
    beside = {e for role in ("time", "date") for e in landmarks.beside(role, _BESIDE)}
    for elements in (beside - listed, listed):
        yield from (line for line in _lines(elements, landmarks) if len(line.text) <= _COMPACT)


def _listed(elements: Iterable[HtmlElement], landmarks: Landmarks) -> set[HtmlElement]:
    """Elements that show many dates in one dress, as lists of articles and of comments do.

    The article's own may wear the same; it stands right behind the headline, the others do not.
    """
    dressed: defaultdict[tuple[object, ...], dict[HtmlElement, str]] = defaultdict(dict)
    for element in elements:
        if any(map(str.isdigit, text := stated(element))):
            around = (element, *islice(element.iterancestors(), 2))
            dressed[tuple((e.tag, e.get("class")) for e in around)][element] = text
    lists = (shows for shows in dressed.values() if len({*shows.values()}) >= _FEWEST_LISTED)
    return {element for shows in lists for element in _without_own(list(shows), landmarks)}


def _without_own(elements: list[HtmlElement], landmarks: Landmarks) -> list[HtmlElement]:
    """``elements``, the nearest to the headline first, without what is the article's."""
    headline = landmarks.headline
    first, second = elements[:2]
    if headline is None or landmarks.place(first) < landmarks.place(headline):
        return elements
    near, next_ = landmarks.distance(first), landmarks.distance(second)
    return elements[1:] if near <= _CLOSE and next_ >= _FAR else elements


def footers(landmarks: Landmarks) -> Iterator[str]:
    """Lines at the end of a page that tell when all of it was last changed."""
    for text in last_texts(landmarks.page.tree, _FOOTER_TEXTS):
        if len(text.line) <= _LONGEST_UNNAMED and _PAGE_CHANGED.match(text.line):
            yield text.line


def _published_parts(near: Collection[HtmlElement]) -> list[set[HtmlElement]]:
    """Elements that tell of the publication, after what they hold for machines.

    Their text may go on to tell of a later change.
    """
    told = {e for e in near if _PUBLISHED.match(shown(e, _BESIDE)) or _PUBLISHED.match(_label(e))}
    exact = {e for e in near if _for_machines(e) and not told.isdisjoint((e, *e.iterancestors()))}
    return [exact, told - exact] if told else []


def _lines(elements: Iterable[HtmlElement], landmarks: Landmarks) -> Iterator[Dateline]:
    """What named elements say, the nearest to the headline first."""
    headline = landmarks.headline
    start = landmarks.place(headline) if headline is not None else 0
    for element in sorted(elements, key=landmarks.distance)[:_MOST_NAMED]:
        if text := stated(element):
            yield Dateline(text, is_update(element), landmarks.place(element) < start)


def datelines_around(
    landmarks: Landmarks, listed: Collection[HtmlElement] = frozenset()
) -> Iterator[Dateline]:
    """Texts near the headline, or near the beginning where the headline is not known.

    Those of ``listed`` elements are left out.
    """
    headline = landmarks.headline
    if headline is None:
        above, below = first_texts(landmarks.page.tree, _TEXTS_UNKNOWN), []
    else:
        above = texts_before(headline, _TEXTS_BEFORE)
        below = texts_after(headline, _TEXTS_AFTER)
    labels = {id(text): _as_label(before.line) for before, text in pairwise(below)}
    for texts, is_above in ((below, False), (above, True)):
        for text in texts:
            if text.parent in listed:
                continue
            if _may_be_dateline(text.line) and not landmarks.is_elsewhere(text.parent):
                line = text.line[:_LONGEST_UNNAMED]
                label = labels.get(id(text), "")
                yield Dateline(line, bool(_UPDATE.search(f"{label} {line}")), is_above)


def _may_be_dateline(line: str) -> bool:
    """A short line with a number in it and little before, or prose that begins with a date."""
    if len(line) > _LONGEST_UNNAMED:
        return bool(_BEGINS_WITH_DATE.match(line))
    first = next((place for place, sign in enumerate(line) if sign.isdigit()), None)
    if first is None or len(line) < _SHORTEST:
        return False
    return first <= _MOST_BEFORE or bool(_PUBLISHED.match(line) or _UPDATE.match(line))


def stated(element: HtmlElement) -> str:
    """The date of an element: for machines where it has one, else as it shows it."""
    return _for_machines(element) or shown(element, _LONGEST)


def _for_machines(element: HtmlElement) -> str:
    """The date that an attribute of an element states; empty when none does."""
    for key in ("content", "datetime", "data-datetime", "data-date", "data-time", "title"):
        text = element.get(key)
        if text and sum(map(str.isdigit, text)) >= 4:  # noqa: PLR2004 - a year, or day and month
            return str(text)
    return ""


def is_update(element: HtmlElement) -> bool:
    """Whether an element is named or labelled as the date of a later change."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if "publish" in names.lower():
        return False
    if _UPDATE.search(names) or _UPDATE.match(shown(element, 60).lstrip("(: ")):
        return True
    return bool(_UPDATE.search(_label(element)))


def _label(element: HtmlElement) -> str:
    """What stands before an element to say what it shows; empty when nothing short does."""
    before = texts_before(element, _LABEL_TEXTS)[:1]
    return _as_label(before[0].line) if before else ""


def _as_label(line: str) -> str:
    return line if len(line) <= _LONGEST_LABEL and not any(map(str.isdigit, line)) else ""
