"""Check of a mail domain by DNS; no mail is sent."""

import dns.exception
import dns.resolver
from django.utils.translation import gettext as _

from directory.links.names import ANSWER_SECONDS, knows_the_internet, made_resolver, was_answered
from directory.models.link_check import Outcome, Status, not_checked


def check_mail_domain(domain: str, *, resolver: dns.resolver.Resolver | None = None) -> Outcome:
    """Ask for a domain's mail servers; without any, its own address takes its mail."""
    try:
        resolver = resolver or made_resolver()
        if _takes_mail(domain, resolver):
            return Outcome(Status.OK)
        reason = _("このドメインはメールを受け取りません。")
    except dns.resolver.NXDOMAIN:
        reason = _("このメールアドレスのドメインはありません。")
    except UnicodeError:
        return Outcome(Status.BROKEN, _("メールアドレスのドメインの形が正しくありません。"))
    except (dns.exception.DNSException, OSError) as error:
        if was_answered(error):
            return Outcome(Status.UNREACHABLE, _("ドメインを調べられませんでした。"))
        return not_checked()
    return Outcome(Status.BROKEN, reason) if knows_the_internet(resolver) else not_checked()


def _takes_mail(domain: str, resolver: dns.resolver.Resolver) -> bool:
    for kind in ("MX", "A", "AAAA"):
        try:
            answer = resolver.resolve(domain, kind, lifetime=ANSWER_SECONDS)
        except dns.resolver.NoAnswer:
            continue
        # A single "." says that the domain takes no mail at all (RFC 7505).
        return kind != "MX" or any(str(record.exchange) != "." for record in answer)
    return False
