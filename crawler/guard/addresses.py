"""Which addresses a crawler may talk to. Pure: resolving names and sending requests are elsewhere.

Everything scraped is hostile: a link, a redirect or a name may point into the network of the
machine that crawls. So only addresses that the whole internet may route to are public.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}

# IPv6 whose last 32 bits are an IPv4 address: NAT64 (RFC 6052, RFC 8215) and the compatible
# addresses of RFC 4291, which hold :: and ::1, too.
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
# All that IANA hands out; Python calls the rest global, too, such as the private fec0::/10 of old.
_UNICAST = ipaddress.ip_network("2000::/3")
# RFC 6890; Python leaves some of it out. Its two anycast addresses serve no pages.
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")
_COMPATIBLE = ipaddress.ip_network("::/96")

# Names that mean this machine or this network, whatever the resolver says.
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".localdomain")


def is_public(address: Address) -> bool:
    """Whether the whole internet may route to ``address``.

    >>> [is_public(ipaddress.ip_address(text)) for text in ("93.184.215.14", "10.0.0.1", "::1")]
    [True, False, False]
    >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    False
    """
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, ipaddress.IPv6Address) and address not in _UNICAST:
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and address not in _PROTOCOLS
    )


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one carries, if any."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in _NAT64) or address in _COMPATIBLE:
        return low if int(address) > 1 else None
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def literal(host: str) -> Address | None:
    """The address that ``host`` writes out, in any form that resolvers take, or None for a name.

    >>> [str(literal(host)) for host in ("127.1", "0x7f.0.0.1", "2130706433", "017700000001")]
    ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1']
    >>> str(literal("[::1%25lo]")), literal("news.example")
    ('::1', None)
    """
    bare = unquote(host).strip("[]").partition("%")[0].rstrip(".")
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    try:
        # The C library's own reading: decimal, octal, hexadecimal, and fewer than four parts.
        return ipaddress.IPv4Address(socket.inet_aton(bare)) if bare[:1].isdigit() else None
    except (OSError, ValueError):  # such as a NUL
        return None


def host_and_port(url: str) -> tuple[str, int] | None:
    """The host (lower case, without trailing dot and brackets) and port of an http(s) URL.

    None when the URL has another scheme, no host, a user name in it, or an impossible port.

    >>> host_and_port("http://Example.COM./a"), host_and_port("file:///etc/passwd")
    (('example.com', 80), None)
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    host = parts.hostname.rstrip(".")
    return (host, port or _PORTS[parts.scheme]) if host and port != 0 else None


def turn_of(url: str) -> str:
    """Whose turn a request takes: the host, and the port where it is no usual one.

    However a redirect spells them, and with http as with https.

    >>> turn_of("http://NEWS.example.:80/a"), turn_of("https://news.example"), turn_of("http://a.b:8000")
    ('news.example', 'news.example', 'a.b:8000')
    """
    host, port = host_and_port(url) or ("", 0)
    return host if port in _PORTS.values() else f"{host}:{port}"


def refusal(url: str, allowed: frozenset[str] = frozenset()) -> str | None:
    """Why ``url`` must not be requested as it is written, or None when its name may be resolved.

    Args:
        url: as it would be requested.
        allowed: ``host:port`` of private places that the source is allowed to read.

    >>> refusal("http://127.0.0.1:8000/"), refusal("http://127.0.0.1:8000/", {"127.0.0.1:8000"})
    ('private address 127.0.0.1', None)
    """
    place = host_and_port(url)
    if place is None:
        return "not a plain http or https address"
    host, port = place
    if f"{host}:{port}" in allowed or f"[{host}]:{port}" in allowed:
        return None
    address = literal(host)
    if address is not None:
        return None if is_public(address) else f"private address {address}"
    if "." not in host or host.endswith(_LOCAL_SUFFIXES):
        return f"local name {host}"
    return None
