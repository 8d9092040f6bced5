"""Mail about a barrier that a resident has met."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from directory.languages import current
from platform_members.outbox import post


@transaction.atomic
def barrier_reported(*, report: dict[str, str]) -> None:
    """Mail to the welfare centre: what is hard to use. It stands in the mail alone.

    In Japanese, with the language that the page was read in, for the answer.
    """
    read_in = current().name
    with translation.override(settings.LANGUAGE_CODE):
        post(
            "barrier_reported",
            to=[settings.STAFF_EMAIL],
            subject=_("使いにくいところの知らせがありました"),
            report=report | {"language": read_in},
        )
