"""Guard of outgoing requests: public addresses only, never the internal network."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Network, ip_address

GLOBAL_UNICAST = IPv6Network("2000::/3")

Guard = Callable[[str], bool]


class NotAllowed(Exception):
    """Refusal of a name with an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    Private, loopback, link-local and reserved addresses do not; nor do IPv6 addresses that wrap
    an IPv4 address, because what they lead to cannot be told from them.
    """
    ip = ip_address(address)
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    return isinstance(ip, IPv4Address) or (
        ip in GLOBAL_UNICAST and ip.sixtofour is None and ip.teredo is None
    )


def checked_addresses(host: str, port: int, allowed: Guard) -> list[str]:
    """Resolve a name once, to IP addresses that are to be connected to as they are.

    Raises NotAllowed where one of them is not allowed, and OSError where there is none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(where[0]).partition("%")[0] for *_kind, where in found))
    if not all(map(allowed, addresses)):
        raise NotAllowed(host)
    return addresses
