"""URLs: one spelling for each, and one key for all spellings of the same article.

Owns what a link of a post looks like (RFC 3986, RFC 3987 for what is not ASCII). Refuses to
fetch or to judge whether an address may be fetched: that is the crawler's guard.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address
from socket import inet_aton, inet_ntoa
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

# Browsers and servers begin to refuse here; whatever is longer carries data, not an address.
MAX_LENGTH = 8192

# RFC 1035 §2.3.4; a letter beyond ASCII takes more than one octet. IDNA takes 3 µs for each.
_MAX_HOST = 253

_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that tell where a reader came from and never which article is meant. Names that some
# site uses for its articles (from, source, ref, id, cid) are left out on purpose.
_TRACKING = re.compile(
    r"""
    (?: utm_.+ | mtm_.+ | piwik_.+ | pk_(?:campaign|kwd|keyword|source|medium|content|cid)
      | fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | yclid | ysclid | twclid
      | ttclid | li_fat_id | igshid | igsh | __twitter_impression | ref_src | ref_url  # networks
      | mc_cid | mc_eid | mkt_tok | vero_id | vero_conv | wickedid | oly_(?:anon|enc)_id
      | _hsenc | _hsmi | __hssc | __hstc | __hsfp | hsctatracking                      # mailings
      | _ga | _gl | _openstat | s_kwcid | ef_id | cmpid | ocid | smid | xtor | ito     # statistics
      | at_(?:medium|campaign|custom\d|link_id|link_type|link_origin|format|ptr_name|bbc_team)
      | ns_(?:mchannel|source|campaign|linkname|fee)
      | spm | scm | bd_vid | hmsr | hmpl | hmcu | hmkw | hmci | nsukey | isappinstalled
    )(?:=.*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Says "as AMP page", which is another spelling of the same article.
_AMP_PARAMETERS = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp", "output=amp"})

# What most links on a news page look like already; everything else takes the long way.
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_CLEAN = re.compile(
    # A port of 1000 or more is nobody's default, and one below 60000 is a port.
    rf"https?://(?![^/]*xn--)(?:(?:[a-z0-9-]+\.)+[a-z][a-z0-9]*|(?:{_OCTET}\.){{3}}{_OCTET})"
    r"(?::(?:[1-9][0-9]{3}|[1-5][0-9]{4}))?"
    r"(?:(?:/[A-Za-z0-9_~=,-][A-Za-z0-9._~=,-]*)+/?|/)(?:\?[A-Za-z0-9._~=&,-]+)?"
)

# RFC 3986 §3.3-3.5: what may stand there unencoded ("%" only as a part of an escape).
_PATH_SAFE = "/:@!$&'()*+,;=~%"
_QUERY_SAFE = _PATH_SAFE + "?"
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# An IPv4 address in whatever form, or nothing at all (WHATWG URL §3.5).
_NUMERIC_HOST = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")

# What browsers remove from an address before they read it (WHATWG URL §4.4).
_EDGES = "".join(map(chr, range(0x21)))
_INNER = str.maketrans({"\t": None, "\n": None, "\r": None})

_ALIAS_HOST = re.compile(r"^(?:www\d?|m|mobile|wap|3g|amp)\.(?=[^.]+\.)")
_ALIAS_PATH = re.compile(
    r"^/amp(?=/)|(?:/|\.)amp(?=/?$|\.html?$)|/(?:index|default)\.(?:html?|php|s?html|aspx?|jsp)$",
    re.IGNORECASE,
)


def canonical(url: str, base: str | None = None) -> str | None:
    """The one spelling of an article's address, or None when it is no http(s) URL.

    RFC 3986 §6.2.2 and RFC 3987 §3.1: percent-encoded UTF-8, host in lower case and as IDNA, no
    default port, dot segments, user information or fragment. Tracking parameters are removed;
    the others keep their order. Idempotent.

    Args:
        url: as found on a page; relative when there is a ``base``.
        base: absolute URL that ``url`` is relative to.

    >>> canonical("HTTP://Bücher.example:80/a/../新闻?utm_source=x&id=7#top")
    'http://xn--bcher-kva.example/%E6%96%B0%E9%97%BB?id=7'
    >>> canonical("../story", "https://example.org/list/page/")
    'https://example.org/list/story'
    >>> canonical("javascript:alert(1)") is None
    True
    """
    if (clean := _clean(url, base)) and not _tracked(clean):
        return clean
    if (parts := _split(url, base)) is None:
        return None
    query = "&".join(piece for piece in parts.query.split("&") if not _is_tracking(piece))
    return _bounded(parts._replace(query=query, fragment=""))


def absolute(url: str, base: str) -> str | None:
    """Where a link inside a body leads, or None when that is no http(s) URL.

    As `canonical`, but parameters and fragment stay: they may matter to the page linked to.

    >>> absolute("/notes?spm=1#fn2", "https://example.org/a")
    'https://example.org/notes?spm=1#fn2'
    """
    if clean := _clean(url, base):
        return clean
    return _bounded(parts) if (parts := _split(url, base)) is not None else None


# An article is asked for under one link at several stations between its list and the catalog.
@lru_cache(maxsize=1024)
def identity(url: str) -> str:
    """A key equal for all addresses of one article: for comparing, not for fetching.

    Beyond `canonical`: no scheme, no ``www.``, ``m.`` or AMP variant, no trailing slash, no
    ``index.html``, parameters sorted. What is no http(s) URL is its own key.

    >>> identity("https://m.example.org/a/amp/?utm_medium=x") == identity("http://www.example.org/a")
    True
    """
    if (spelling := canonical(url)) is None:
        return url
    host, _, rest = spelling.partition("://")[2].partition("/")
    path, _, query = rest.partition("?")
    path = _ALIAS_PATH.sub("", "/" + path).rstrip("/")
    pieces = sorted(p for p in query.split("&") if p and p.lower() not in _AMP_PARAMETERS)
    return _ALIAS_HOST.sub("", host) + path + ("?" + "&".join(pieces) if pieces else "")


def _clean(url: str, base: str | None) -> str | None:
    """The absolute URL if nothing needs to be done to it, without taking it apart."""
    if len(url) > MAX_LENGTH or (base and len(base) > MAX_LENGTH):
        return None
    if base and url.startswith("/") and not url.startswith("//"):
        url = base[: (base + "/").find("/", len("https://"))] + url
    return url if _CLEAN.fullmatch(url) and len(url) <= MAX_LENGTH else None


def _bounded(parts: SplitResult) -> str | None:
    url = parts.geturl()
    return url if len(url) <= MAX_LENGTH else None


def _tracked(url: str) -> bool:
    query = url.partition("?")[2]
    return bool(query) and any(map(_is_tracking, query.split("&")))


def _is_tracking(piece: str) -> bool:
    return _TRACKING.fullmatch(piece) is not None


def _split(url: str, base: str | None) -> SplitResult | None:
    """The parts of the absolute URL, each normalised; None when it is no http(s) URL."""
    url = url.strip(_EDGES).translate(_INNER)
    # Each link of a page would be joined to its base anew.
    if len(url) > MAX_LENGTH or (base and len(base) > MAX_LENGTH):
        return None
    try:
        parts = urlsplit(_forward_slashes(urljoin(base, url) if base else url))
        host = _host(parts.hostname or "")
        port = parts.port
    except (ValueError, OSError):  # unclosed bracket, port 99999, a host IDNA refuses, 1.2.3.999
        return None
    if host is None or parts.scheme not in _DEFAULT_PORTS:
        return None
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    path = _without_dots(_encode(parts.path, _PATH_SAFE)) or "/"
    query, fragment = (_encode(part, _QUERY_SAFE) for part in (parts.query, parts.fragment))
    return SplitResult(parts.scheme, netloc, path, query, fragment)


def _forward_slashes(url: str) -> str:
    r"""Browsers read ``https:\\host\\path`` as if the slashes leaned the other way."""
    if "\\" not in url:
        return url
    cut = min((i for i in map(url.find, "?#") if i >= 0), default=len(url))
    return url[:cut].replace("\\", "/") + url[cut:]


def _host(host: str) -> str | None:
    """The host as ASCII, or None when no resolver could know it."""
    if ":" in host:
        return f"[{IPv6Address(host).compressed}]" if "%" not in host else None
    host = host.lower().rstrip(".")
    if len(host) > _MAX_HOST:
        return None
    if not host.isascii() or "xn--" in host:
        labels = idna.uts46_remap(host, std3_rules=False).split(".")
        host = ".".join(map(_ascii_label, labels))
    if _NUMERIC_HOST.search(host):
        return inet_ntoa(inet_aton(host))
    return host if _HOST.fullmatch(host) else None


def _ascii_label(label: str) -> str:
    """As browsers write it (UTS 46 §4): ☃ passes, which IDNA 2008 forbids and resolvers know.

    Raises:
        UnicodeError: no resolver can know it.
    """
    text = label[4:].encode().decode("punycode") if label.startswith("xn--") else label
    if text.isascii() and text == label:
        return label
    if text.isascii() or idna.uts46_remap(text, std3_rules=False) != text:
        raise UnicodeError(label)
    idna.check_initial_combiner(text)
    idna.check_bidi(text)
    return "xn--" + text.encode("punycode").decode()


def _encode(part: str, safe: str) -> str:
    """Percent-encode what must be, decode what need not be (RFC 3986 §6.2.2.2)."""
    text = _ESCAPE.sub(_plainest, part)
    return quote(text.encode("utf-8", "ignore"), safe)


def _plainest(escape: re.Match[str]) -> str:
    if not escape[1]:
        return "%25"
    char = chr(int(escape[1], 16))
    return char if char in _UNRESERVED else escape[0].upper()


def _without_dots(path: str) -> str:
    """RFC 3986 §5.2.4 for an absolute path; empty segments stay."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
