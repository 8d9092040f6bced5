"""Mail about a barrier that a resident has met."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from platform_members.outbox import post


@transaction.atomic
def barrier_reported(*, report: dict[str, str]) -> None:
    """Mail to the welfare centre: what is hard to use. It stands in the mail alone."""
    post(
        "barrier_reported",
        to=[settings.STAFF_EMAIL],
        subject=_("使いにくいところの知らせがありました"),
        report=report,
    )
