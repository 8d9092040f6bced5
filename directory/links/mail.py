"""Asks whether a domain still takes mail; nothing is sent to anybody."""

import dns.exception
import dns.resolver
from django.utils.translation import gettext as _

from directory.links.outcome import Outcome, Status

ANSWER_SECONDS = 10


def check_mail_domain(domain: str, *, resolver: dns.resolver.Resolver | None = None) -> Outcome:
    """Ask for a domain's mail servers; without any, its own address takes its mail."""
    try:
        resolver = resolver or dns.resolver.Resolver()
        takes_mail = _takes_mail(domain, resolver)
    except dns.resolver.NXDOMAIN:
        return Outcome(Status.BROKEN, _("このメールアドレスのドメインはありません。"))
    except (dns.exception.DNSException, OSError):
        return Outcome(Status.UNREACHABLE, _("ドメインを調べられませんでした。"))
    except UnicodeError:
        return Outcome(Status.BROKEN, _("メールアドレスのドメインの形が正しくありません。"))
    if not takes_mail:
        return Outcome(Status.BROKEN, _("このドメインはメールを受け取りません。"))
    return Outcome(Status.OK)


def _takes_mail(domain: str, resolver: dns.resolver.Resolver) -> bool:
    for kind in ("MX", "A", "AAAA"):
        try:
            answer = resolver.resolve(domain, kind, lifetime=ANSWER_SECONDS)
        except dns.resolver.NoAnswer:
            continue
        # A single "." says that the domain takes no mail at all (RFC 7505).
        return kind != "MX" or any(str(record.exchange) != "." for record in answer)
    return False
