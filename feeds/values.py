"""Single values of ``broadsheet.yml`` and of sources: zones, languages, addresses, slugs.

Owns which texts can work, and what to say of those that cannot, with what may have been meant.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, WithJsonSchema

from feeds.channels import ALL, CATEGORY, DIGEST, LANGUAGE, SEARCH, SOURCE, TAG
from feeds.mistakes import suggestion
from feeds.query import parse_query
from feeds.slugs import slug

# Copies of the database in it, on some systems; `available_timezones` leaves them out.
_NO_ZONES = ("posix/", "right/", "posixrules")
_OFFSET = re.compile(r"(?:UTC|GMT)? ?(?P<sign>[+-])0?(?P<hours>1?[0-9])(?::?00)?", re.IGNORECASE)
_LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_MOST_SLUG = 60
LIVE = "live"
"""What ``content`` in the configuration calls live feeds."""
# Channels by what stands before the slash of their path, if there is one.
_SINGLE = (ALL, DIGEST, LIVE)
_FOLDERS = (SEARCH, SOURCE, CATEGORY, TAG, LANGUAGE)


def known_timezone(name: str) -> str:
    """``name`` if the IANA database has it.

    Raises:
        ValueError: it does not; the text suggests the nearest name.
    """
    try:  # listing them all reads six hundred files
        ZoneInfo(name)
        if name.startswith(_NO_ZONES):
            raise ZoneInfoNotFoundError(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        what = f"{name!r} is no IANA time zone such as Asia/Shanghai{_near_timezone(name)}"
        raise ValueError(what) from error
    return name


def _near_timezone(name: str) -> str:
    """What may have been meant: a fixed offset, or the zone of a city or with a similar name.

    >>> _near_timezone("UTC+8"), _near_timezone("Londn"), _near_timezone("BST")
    (' (did you mean Etc/GMT-8?)', ' (did you mean Europe/London?)', '')
    """
    if offset := _OFFSET.fullmatch(name):
        sign = "-" if offset["sign"] == "+" else "+"  # Etc/GMT-8 is eight hours before Greenwich
        return f" (did you mean Etc/GMT{sign}{offset['hours']}?)"
    if name.isupper():  # abbreviations resemble others that are a world away
        return ""
    zones = sorted(available_timezones(), key=lambda zone: ("/" not in zone, zone))
    cities = {zone.rpartition("/")[2]: zone for zone in reversed(zones)}
    city = get_close_matches(name, cities, n=1, cutoff=0.8)
    return f" (did you mean {cities[city[0]]}?)" if city else suggestion(name, zones)


def base_url(url: str) -> str:
    """An http(s) URL of a folder, ending in a slash.

    >>> base_url("https://news.example/mirror")
    'https://news.example/mirror/'

    Raises:
        ValueError: another scheme, or no host.
    """
    if not re.fullmatch(r"https?://[^/?#\s]+(/[^?#\s]*)?", url) or _host(url) is None:
        raise ValueError(f"{url!r} must be the http(s) address of a folder, without ? and #")
    return url.rstrip("/") + "/"


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # such as half an IPv6 address
        return None


def hub_url(url: str) -> str:
    """The http(s) URL of a WebSub hub.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch(r"https?://[^/\s]+/?\S*", url):
        raise ValueError(f"{url!r} must be the http(s) address of a WebSub hub")
    return url


def language_tag(tag: str) -> str:
    """``tag`` if it has the form of BCP 47.

    Raises:
        ValueError: it has not.
    """
    if not re.fullmatch(_LANGUAGE, tag):
        hyphened = tag.replace("_", "-")
        near = f" (did you mean {hyphened}?)" if re.fullmatch(_LANGUAGE, hyphened) else ""
        raise ValueError(f"{tag!r} is no language tag (BCP 47) such as en or zh-CN{near}")
    return tag


def channel_slug(name: str) -> str:
    """``name`` if it can stand in the path of a feed.

    Raises:
        ValueError: it cannot; the text suggests one that can.
    """
    if len(name) > _MOST_SLUG or not re.fullmatch(_SLUG, name):
        near = slug(name)[:_MOST_SLUG].strip("-")
        what = "must be small letters, digits and single hyphens, for it becomes a path"
        raise ValueError(f"{name!r} {what} (did you mean {near}?); title says what people read")
    return name


def one_line(text: str) -> str:
    """``text`` if it can stand in a header.

    Raises:
        ValueError: it cannot.
    """
    if not text.isprintable():
        raise ValueError("must be one line")
    return text


def channel_pattern(pattern: str) -> str:
    """``pattern`` if it fits channels: ``*``, ``all``, ``tag/*``, ``source/gazette``.

    Raises:
        ValueError: it can fit none.
    """
    kind, slash, _ = pattern.partition("/")
    known = _FOLDERS if slash else (*_SINGLE, *_FOLDERS)
    if not any(fnmatchcase(name, kind) for name in known):
        forms = (*_SINGLE, *(f"{name}/*" for name in _FOLDERS))
        near = suggestion(pattern, forms)
        raise ValueError(f"fits no channel; they are {', '.join(forms)}{near}")
    return pattern


def query_text(text: str) -> str:
    """``text`` if it is a search.

    Raises:
        ValueError: it is none; the text says why.
    """
    parse_query(text)
    return text


TimezoneName = Annotated[str, AfterValidator(known_timezone)]
BaseUrl = Annotated[str, AfterValidator(base_url)]
Line = Annotated[str, AfterValidator(one_line)]
ChannelPattern = Annotated[str, AfterValidator(channel_pattern)]
LanguageTag = Annotated[
    str,
    AfterValidator(language_tag),
    WithJsonSchema({"type": "string", "pattern": _LANGUAGE}),
]

HubUrl = Annotated[str, AfterValidator(hub_url)]
QueryText = Annotated[str, AfterValidator(query_text)]
Slug = Annotated[
    str,
    AfterValidator(channel_slug),
    WithJsonSchema({"type": "string", "pattern": _SLUG, "maxLength": _MOST_SLUG}),
]
Content: TypeAlias = Literal["full", "summary", "none"]
"""How much of a post an entry carries."""
