"""Where the articles stand in a JSON answer, and which of their values is what.

Owns the choice of the array and of its fields, by what the values look like first and by what
they are called second. It refuses to read the values.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.detect.addresses import width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Record = dict[str, Any]

_MAX_DEPTH = 8
_MAX_ARRAYS = 200
_SAMPLE = 30  # records are alike; the first ones of a list show what they hold
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_LINK = re.compile(r"(?:https?:)?//\S+|/\S+|\S+\.s?html?\S*")
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif)(?:[?!_@].*)?$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:19|20)\d\d[-/.年]?[01]?\d[-/.月]?[0-3]?\d|[A-Za-z]{3}, \d\d? [A-Za-z]{3} \d{4}"
    r"|\d+ ?(?:分钟|小时|天)前|(?:今|昨)天|\d+ (?:minutes?|hours?|days?) ago|\d\d-\d\d \d\d:\d\d"
)
_TAG = re.compile(r"<(?:p|div|br|img|span|a|h\d)\b", re.IGNORECASE)
# Seconds or milliseconds from 2001 to 2050.
_EPOCHS = ((978_307_200, 2_524_608_000), (978_307_200_000, 2_524_608_000_000))
_TITLE_WIDTH = (12, 200)
_NAME_WIDTH = (2, 100)
_BODY_WIDTH = 400
_SUMMARY_WIDTH = 40
_KEY_WIDTH = 80
# Of a text; what it looks like shows there.
_LOOK = 2_000
_UNNAMED = 1_000  # behind every name
_MOST = 0.6  # of the records must have a value of the right look


@dataclass(frozen=True, slots=True)
class JsonList:
    """A proposal for the kind ``api``.

    Attributes:
        items: JMESPath of the array of articles in the answer.
        fields: JMESPath in a record, by the name of the article's field.
        records: the array.
    """

    items: str
    fields: Mapping[str, str]
    records: Sequence[Record] = field(repr=False)


def json_list(answer: Any) -> JsonList | None:
    """Return where the articles stand in a JSON value, None when nothing looks like articles.

    >>> record = {"id": 7, "head": {"title": "Ferry returns"}, "url": "/7", "time": "2026-03-02"}
    >>> found = json_list({"data": {"list": [record]}})
    >>> found.items, dict(found.fields)
    ('data.list', {'title': 'head.title', 'link': 'url', 'published': 'time', 'key': 'id'})
    """
    found = [
        (len(fields), min(len(records), _SAMPLE), JsonList(path, fields, records))
        for path, records in _arrays(answer)
        if "title" in (fields := _fields(records)) or {"description", "published"} <= fields.keys()
    ]
    # More fields first, then more records: a list of categories has a title and a link as well.
    return max(found, key=lambda ranked: ranked[:2], default=(0, 0, None))[2]


def _arrays(answer: Any) -> Iterator[tuple[str, list[Record]]]:
    """The arrays of objects in a value, outer ones first, with their JMESPath."""
    level: list[tuple[str, Any]] = [("", answer)]
    count = 0
    for _ in range(_MAX_DEPTH):
        below: list[tuple[str, Any]] = []
        for path, value in level:
            if isinstance(value, list):
                records = [record for record in value if isinstance(record, dict)]
                if records and count < _MAX_ARRAYS:
                    count += 1
                    yield path or "@", records
            elif isinstance(value, dict):
                below += [(_joined(path, name), inner) for name, inner in value.items()]
        level = below


def _joined(path: str, name: str) -> str:
    step = name if _PLAIN_NAME.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    return f"{path}.{step}" if path else step


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A field of an article: the names it goes by, and whether a value looks like it.

    With ``by_name_only`` the look does not suffice; with ``is_distinct`` no two records share it.
    """

    name: str
    called: re.Pattern[str]
    fits: Callable[[Any], bool]
    by_name_only: bool = True
    is_distinct: bool = False


def _fields(records: Sequence[Record]) -> dict[str, str]:
    """The JMESPath of each field that most records have."""
    columns: dict[str, list[Any]] = {}
    for record in records[:_SAMPLE]:
        for path, value in _values(record):
            columns.setdefault(path, []).append(value)
    least = _MOST * min(len(records), _SAMPLE)
    columns = {path: values for path, values in columns.items() if len(values) >= least}
    fields: dict[str, str] = {}
    for wanted in _WANTED:
        taken = set(fields.values())
        paths = [p for p in columns if p not in taken and _suits(p, columns[p], wanted)]
        if paths:
            fields[wanted.name] = min(paths, key=lambda path: _rank(path, wanted))
    return fields


def _values(record: Record, path: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a record and of the objects directly inside it, empty ones left out."""
    for name, value in record.items():
        step = _joined(path, name)
        if isinstance(value, dict) and not path:
            yield from _values(value, step)
        elif isinstance(value, str) and value:
            yield step, value[:_LOOK]
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield step, value


def _suits(path: str, values: list[Any], wanted: _Wanted) -> bool:
    if wanted.is_distinct and len(set(values)) < len(values):
        return False
    if wanted.by_name_only and not wanted.called.fullmatch(path.rpartition(".")[2]):
        return False
    return sum(map(wanted.fits, values)) >= _MOST * len(values)


def _rank(path: str, wanted: _Wanted) -> tuple[int, int]:
    """The earlier among the names the better; then the less deep."""
    found = wanted.called.fullmatch(path.rpartition(".")[2])
    named = next(n for n, group in enumerate(found.groups()) if group) if found else _UNNAMED
    return named, path.count(".")


def _called(*names: str) -> re.Pattern[str]:
    """One group for each name, in order of preference."""
    return re.compile("|".join(f"({name})" for name in names), re.IGNORECASE)


def _is_text(value: Any, least: float, most: float = float("inf")) -> bool:
    return isinstance(value, str) and least <= width(value) <= most and not _is_link(value)


def _is_title(value: Any) -> bool:
    return _is_text(value, *_TITLE_WIDTH) and not _TAG.search(value) and not _is_date(value)


def _is_summary(value: Any) -> bool:
    return _is_text(value, _SUMMARY_WIDTH)


def _is_name(value: Any) -> bool:
    return _is_text(value, *_NAME_WIDTH)


def _is_link(value: Any) -> bool:
    return (
        isinstance(value, str) and _LINK.fullmatch(value) is not None and not _IMAGE.search(value)
    )


def _is_image(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http", "/")) and " " not in value


def _is_date(value: Any) -> bool:
    if isinstance(value, str):
        digits = value.isdecimal() and len(value) < 14 and _is_date(int(value))  # noqa: PLR2004
        return digits or _DATE.match(value.strip()) is not None
    return isinstance(value, int | float) and any(low <= value <= high for low, high in _EPOCHS)


def _is_key(value: Any) -> bool:
    return isinstance(value, int) or (
        isinstance(value, str) and 0 < len(value) <= _KEY_WIDTH and " " not in value
    )


def _is_body(value: Any) -> bool:
    return isinstance(value, str) and (
        width(value) >= _BODY_WIDTH
        or (_TAG.search(value) is not None and width(value) >= _SUMMARY_WIDTH)
    )


# In this order, each from what is left; names in order of preference.
_WANTED = (
    _Wanted(
        "title",
        _called("title", "headline", "h?title.*", ".*title", "head.*", "name", "subject"),
        _is_title,
    ),
    _Wanted(
        "link",
        _called(
            "url", "link", "permalink", "canonical.*", "href", "share_?url", "art_?url",
            "w?ap_?url", "url_.*", ".*_?url", ".*link",
        ),
        _is_link,
        is_distinct=True,
    ),
    _Wanted(
        "image",
        _called(
            "image", "image_?url", "url_?to_?image", "thumb.*", "pic.*", "cover.*", ".*img.*",
            ".*image.*",
        ),
        _is_image,
    ),
    _Wanted(
        "published",
        _called(
            "published.*", "pub_?(?:date|time).*", "date_?published", "show_?time", "date_?time",
            "date", "p?time", "created.*", "create_?time", "ctime", "update.*", ".*time", ".*date",
            ".*_at",
        ),
        _is_date,
        by_name_only=False,
    ),
    _Wanted(
        "body",
        _called("content_html", "content", "body.*", "text", "article_?body", "html"),
        _is_body,
    ),
    _Wanted(
        "description",
        _called(
            "digest", "summary", "description", "abstract", "intro", "lead", "excerpt", "brief",
            ".*digest", "desc",
        ),
        _is_summary,
    ),
    _Wanted(
        "authors",
        _called("authors?", "author_?name", "byline", "writer", "creator", "reporter"),
        _is_name,
    ),
    _Wanted(
        "key",
        _called(
            "id", "_id", "guid", "uuid", ".*_id", "info_?code", "code", "news_?id", "article_?id",
            "doc_?id", "key",
        ),
        _is_key,
        is_distinct=True,
    ),
)  # fmt: skip
