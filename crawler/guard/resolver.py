"""Names to addresses, of which only those that a source may talk to are handed on.

The connection goes to what this returns, so that a name server that answers twice differently
(DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver

from crawler.guard.addresses import is_public

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult

# Seconds. Behind a proxy there may be no name server at all.
_PATIENCE = 5.0


class PrivateAddressError(OSError):
    """A name of which every address is private; the text names them."""


class GuardedResolver(AbstractResolver):
    """Asks ``inner`` and leaves out private addresses, except for ``allowed`` places.

    Args:
        inner: the resolver of the operating system.
        allowed: ``host:port`` of private places that the source may read.
    """

    def __init__(self, inner: AbstractResolver, allowed: frozenset[str]) -> None:
        self._inner = inner
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of ``host`` that may be connected to.

        Raises:
            PrivateAddressError: all of them are private.
            OSError: there are none.
        """
        found = await self._inner.resolve(host, port, family)
        if f"{host}:{port}" in self._allowed:
            return found
        public = [each for each in found if _is_public(each["host"])]
        if found and not public:
            raise PrivateAddressError(", ".join(each["host"] for each in found))
        return public

    async def check(self, host: str, port: int) -> None:
        """Looks up a name that a proxy will look up again; what is not known here passes.

        Raises:
            PrivateAddressError: one of its addresses is private, and the proxy might take it.
        """
        found: list[ResolveResult] = []
        with suppress(OSError):
            question = self._inner.resolve(host, port, socket.AF_UNSPEC)
            found = await asyncio.wait_for(question, _PATIENCE)
        if private := [each["host"] for each in found if not _is_public(each["host"])]:
            raise PrivateAddressError(", ".join(private))

    async def close(self) -> None:
        """Releases the inner resolver."""
        await self._inner.close()


def _is_public(host: str) -> bool:
    return is_public(ipaddress.ip_address(host.partition("%")[0]))
