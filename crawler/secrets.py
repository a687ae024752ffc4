"""Credentials of sources: environment variables that a source file names as ``${NAME}``.

Owns where they may stand and what they mean. Values are read when a crawl begins, are kept in
``Credentials``, and only the download handler puts them on the wire: they are in no model, no
request, no state and no message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

from crawler.errors import SourceError
from crawler.guard.addresses import host_and_port
from crawler.templates import parse_template
from feeds.yaml_model import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.kinds.model import Keys, SourceModel

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PROXY = re.compile(
    r"http://(?P<login>[^\s/?#@]*@)?(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?/?", re.IGNORECASE
)
_HEADER_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_SAMPLE = "http://proxy.example:3128"


def bare(text: str) -> str:
    """``text`` without its environment variables.

    >>> bare("Bearer ${NEWS_TOKEN}")
    'Bearer '
    """
    return _VARIABLE.sub("", text)


def _header_value(text: str) -> str:
    parse_template(bare(text))
    return text


def _proxy(text: str) -> str:
    """A proxy as a file may name it; mistakes are told without the text, which may be a secret."""
    login = text.rpartition("@")[0].removeprefix("http://")
    if bare(login).strip(":"):
        raise ValueError("holds a login: put it into an environment variable, ${NEWS_PROXY}")
    if not _VARIABLE.search(text) and not _PROXY.fullmatch(text):
        raise ValueError(f"must be an address such as {_SAMPLE}, or ${{NEWS_PROXY}}")
    return text


HeaderValue = Annotated[str, AfterValidator(_header_value)]
"""Text in which {vars} and ${ENVIRONMENT_VARIABLES} may stand."""
ProxyAddress = Annotated[str, AfterValidator(_proxy)]
"""Address of an HTTP proxy in which ${ENVIRONMENT_VARIABLES} may stand, and must for a login."""


def header_mistake(name: str, text: str) -> str | None:
    """What is wrong with a header as a file has it.

    >>> header_mistake("Authorization", "Bearer f00")
    'is a credential: put it into an environment variable, ${NEWS_LOGIN}'
    """
    if not _HEADER_NAME.fullmatch(name):
        return "is no name of a header"
    if name.lower() == "proxy-authorization":
        return "belongs into proxy"
    if name.lower() == "authorization" and not _VARIABLE.search(text):
        return "is a credential: put it into an environment variable, ${NEWS_LOGIN}"
    return None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the requests of one source carry beside what anybody may see.

    Attributes:
        headers: by name; for requests to ``origins`` only.
        origins: scheme, host and port of places that are told them.
        proxy: address of a proxy that all requests go through, with its login.
    """

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    origins: frozenset[tuple[str, str, int]] = frozenset()
    proxy: str | None = field(default=None, repr=False)

    def headers_for(self, url: str) -> Mapping[str, str]:
        """The headers that a request for ``url`` carries.

        >>> told = Credentials({"X-Key": "f00"}, frozenset([("https", "news.example", 443)]))
        >>> told.headers_for("https://news.example/a"), told.headers_for("https://ads.example/")
        ({'X-Key': 'f00'}, {})
        """
        return self.headers if _origin(url) in self.origins else {}


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port (RFC 6454 §4)."""
    place = host_and_port(url)
    return (url.partition(":")[0].lower(), *place) if place else None


def lacks(source: SourceModel, environ: Mapping[str, str]) -> Iterator[tuple[Keys, str]]:
    """What a crawl of ``source`` misses in the environment: the key, and what is wrong.

    What variables hold is not told.
    """
    texts: dict[Keys, str] = {("headers", name): text for name, text in source.headers.items()}
    for keys, text in (texts | {("proxy",): source.proxy or ""}).items():
        for name in _VARIABLE.findall(text):
            value = environ.get(name, "")
            if not value:
                yield keys, f"environment variable {name} is not set: export {name}=..."
            elif not (value.isascii() and value.isprintable()):
                yield keys, f"environment variable {name} has a line break or letters beyond ASCII"
            elif keys == ("proxy",) and not _PROXY.fullmatch(_replaced(text, environ)):
                yield keys, f"with {name} filled in it is no address such as {_SAMPLE}"


def credentials_of(source: SourceModel, environ: Mapping[str, str]) -> Credentials:
    """The credentials of ``source``.

    Raises:
        SourceError: a variable is not set, or holds what cannot be used.
    """
    for keys, what in lacks(source, environ):
        raise SourceError(source.name, dotted(keys), what)
    proxy = _replaced(source.proxy, environ) if source.proxy else None
    if not source.headers:
        return Credentials(proxy=proxy)
    headers = {name: _filled(source, text, environ) for name, text in source.headers.items()}
    return Credentials(headers, frozenset(_origins(source)), proxy)


def _replaced(text: str, environ: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: environ.get(found[1], ""), text)


def _filled(source: SourceModel, text: str, environ: Mapping[str, str]) -> str:
    """``text`` with vars and environment variables; a brace in the latter is a brace."""
    parts = _VARIABLE.split(text)
    parts[::2] = [source.filled((part,))[0] for part in parts[::2]]
    parts[1::2] = [environ[name] for name in parts[1::2]]
    return "".join(parts)


def _origins(source: SourceModel) -> Iterator[tuple[str, str, int]]:
    for url in source.filled(source.var_templates()["list", "url"]):
        origin = _origin(url)
        if origin is not None:
            yield origin
            scheme, host, port = origin
            if (scheme, port) == ("http", 80):  # sites redirect to their own https
                yield "https", host, 443
