"""Resolver of this machine, and whether its "no such name" can be trusted."""

import dns.exception
import dns.resolver

ANSWER_SECONDS = 10


def made_resolver() -> dns.resolver.Resolver:
    """Resolver of the machine. Raises DNSException or OSError where it has none."""
    return dns.resolver.Resolver()


def knows_the_internet(resolver: dns.resolver.Resolver | None = None) -> bool:
    """Whether the resolver finds the root of all names.

    One that does not (a machine without network, a closed net) finds no name at all: a missing
    name means nothing then.
    """
    try:
        (resolver or made_resolver()).resolve(".", "NS", lifetime=ANSWER_SECONDS)
    except (dns.exception.DNSException, OSError):
        return False
    return True


def was_answered(error: Exception) -> bool:
    """Whether any server has answered, in whatever way, before a query failed."""
    if isinstance(error, dns.resolver.LifetimeTimeout | dns.resolver.NoNameservers):
        return any(response is not None for *_where, response in error.kwargs.get("errors", []))
    return not isinstance(error, OSError | dns.resolver.NoResolverConfiguration)
