"""What the resolver of this machine knows: whether its "no such name" means anything."""

import dns.exception
import dns.resolver

ANSWER_SECONDS = 10


def made_resolver() -> dns.resolver.Resolver:
    """The machine's own resolver. Raises DNSException or OSError where it has none."""
    return dns.resolver.Resolver()


def knows_the_internet(resolver: dns.resolver.Resolver | None = None) -> bool:
    """Whether the resolver knows the root of all names.

    One that does not (a machine without network, a closed net) finds no name at all: what it
    calls missing may well be there.
    """
    try:
        (resolver or made_resolver()).resolve(".", "NS", lifetime=ANSWER_SECONDS)
    except (dns.exception.DNSException, OSError):
        return False
    return True


def was_answered(error: Exception) -> bool:
    """Whether any server has said something, however useless, before a question failed."""
    if isinstance(error, dns.resolver.LifetimeTimeout | dns.resolver.NoNameservers):
        return any(response is not None for *_where, response in error.kwargs.get("errors", []))
    return not isinstance(error, OSError | dns.resolver.NoResolverConfiguration)
