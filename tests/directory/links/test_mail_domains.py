"""Whether a domain takes mail."""

from types import SimpleNamespace

import dns.exception
import dns.message
import dns.resolver
import pytest

from directory.links.mail import check_mail_domain
from directory.models.link_check import Status
from tests.helpers.resolvers import Names, unknown_root


def refused(error, response) -> dns.exception.DNSException:
    """What dnspython raises when the only name server gave no good answer (None: none at all)."""
    errors = [("192.0.2.1", False, 53, "SERVFAIL", response)]
    return (
        error(timeout=10, errors=errors)
        if "Timeout" in error.__name__
        else error(request=dns.message.make_query("a.jp", "MX"), errors=errors)
    )


def mail_server(name: str) -> list:
    """An answer that names one mail server."""
    return [SimpleNamespace(exchange=name)]


@pytest.mark.parametrize(
    ("resolver", "judged"),
    [
        (Names(MX=mail_server("mail.a.jp.")), Status.OK),
        (Names(A=["210.150.1.1"]), Status.OK),
        (Names(AAAA=["2400:4000::1"]), Status.OK),
        (Names(), Status.BROKEN),
        (Names(MX=mail_server(".")), Status.BROKEN),
        (Names(MX=dns.resolver.NXDOMAIN()), Status.BROKEN),
        (Names(MX=refused(dns.resolver.NoNameservers, "SERVFAIL")), Status.UNREACHABLE),
        (Names(MX=dns.exception.FormError()), Status.UNREACHABLE),
        # The portal's own network is silent, or knows no name at all: nothing is known.
        (Names(MX=refused(dns.resolver.LifetimeTimeout, None)), Status.NOT_CHECKED),
        (Names(MX=refused(dns.resolver.NoNameservers, None)), Status.NOT_CHECKED),
        (Names(MX=dns.resolver.NoResolverConfiguration()), Status.NOT_CHECKED),
        (Names(MX=OSError("Network is unreachable")), Status.NOT_CHECKED),
        (Names(MX=dns.resolver.NXDOMAIN(), root=unknown_root), Status.NOT_CHECKED),
        (Names(root=unknown_root), Status.NOT_CHECKED),
    ],
)
def test_a_domain_takes_mail_or_not(resolver, judged):
    """Mail servers, else an address; no such domain is broken; silence is not."""
    outcome = check_mail_domain("a.jp", resolver=resolver)
    assert outcome.status == judged
    assert bool(outcome.detail) == (judged != Status.OK)
