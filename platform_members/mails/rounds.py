"""Mails about the yearly question to the departments."""

from django.utils.translation import gettext as _

from platform_members.mails.posting import address, post
from platform_members.models import OutgoingMail, RoundAnswer


def round_opened(*, answer: RoundAnswer) -> None:
    """An organisation learns that it is asked."""
    _write("round_opened", _("照会のお知らせ（%(title)s）"), answer, {})


def round_reminder(*, answer: RoundAnswer, is_late: bool) -> list[OutgoingMail]:
    """An organisation that has not answered is reminded; empty where there is no address."""
    return _write(
        "round_reminder", _("照会への回答をお願いします（%(title)s）"), answer, {"is_late": is_late}
    )


def _write(kind: str, subject: str, answer: RoundAnswer, context: dict) -> list[OutgoingMail]:
    """Mail the editors of the organisation; where there are none, its contact."""
    editors = answer.organisation.memberships.editors().with_people()
    return post(
        kind=kind,
        to=[each.user.email for each in editors] or [answer.organisation.platform_email],
        subject=subject % {"title": answer.round.title},
        template=kind,
        context={
            "answer": answer,
            "round": answer.round,
            "link": address("platform_members:round-view", answer.round.pk),
        }
        | context,
    )
