"""Mails about rounds, to organisations."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from platform_members.models import Organisation, OutgoingMail, RoundAnswer
from platform_members.outbox import address, post


@dataclass
class MailedOrganisations:
    """Organisations with the keys of the mails to each; no keys where there is no address."""

    mails: dict[Organisation, list[int]] = field(default_factory=dict)

    @property
    def unreachable(self) -> list[Organisation]:
        """Those with neither an editor nor an address."""
        return [organisation for organisation, keys in self.mails.items() if not keys]

    @property
    def written_to(self) -> list[Organisation]:
        """Those with a saved mail, sent or not."""
        return [organisation for organisation, keys in self.mails.items() if keys]

    @property
    def unsent(self) -> list[Organisation]:
        """Those without a sent mail; to be read after the commit."""
        keys = [key for each in self.mails.values() for key in each]
        sent = {key for key, mail in OutgoingMail.objects.in_bulk(keys).items() if mail.sent_at}
        return [each for each in self.written_to if sent.isdisjoint(self.mails[each])]


def round_opened(*, answers: Iterable[RoundAnswer]) -> MailedOrganisations:
    """Mail: a round has begun."""
    return _write("round_opened", _("照会のお知らせ（%(title)s）"), answers)


def round_due_changed(*, answers: Iterable[RoundAnswer]) -> MailedOrganisations:
    """Mail to those that have not answered: another due date."""
    return _write("round_due_changed", _("回答期限が変わりました（%(title)s）"), answers)


def round_withdrawn(*, answers: Iterable[RoundAnswer]) -> MailedOrganisations:
    """Mail: no answer is needed any more."""
    return _write("round_withdrawn", _("照会を取り下げました（%(title)s）"), answers)


def round_resumed(*, answers: Iterable[RoundAnswer]) -> MailedOrganisations:
    """Mail: the round is resumed."""
    return _write("round_resumed", _("照会をもう一度始めました（%(title)s）"), answers)


def round_reminder(*, answers: Iterable[RoundAnswer], is_late: bool) -> MailedOrganisations:
    """Reminder to those that have not answered."""
    subject = _("照会への回答をお願いします（%(title)s）")
    return _write("round_reminder", subject, answers, is_late=is_late)


def _write(
    kind: str, subject: str, answers: Iterable[RoundAnswer], **context
) -> MailedOrganisations:
    """Mail the contacts of each organisation."""
    told = MailedOrganisations()
    for answer in answers:
        link = address("platform_members:round-view", answer.round.pk)
        mails = post(
            kind,
            to=answer.organisation.addresses(),
            subject=subject % {"title": answer.round.title},
            answer=answer,
            round=answer.round,
            link=link,
            **context,
        )
        told.mails[answer.organisation] = [mail.pk for mail in mails]
    return told
