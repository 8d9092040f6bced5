"""The mail about a backup that cannot be relied on."""

from django.utils.translation import gettext as _

from platform_members.models import OutgoingMail, User
from platform_members.outbox import post


def backup_failed(*, reason: str) -> list[OutgoingMail]:
    """Every administrator learns that there is no backup of last night to rely on, and why."""
    return post(
        "backup_failed",
        to=User.objects.administrators().values_list("email", flat=True),
        subject=_("バックアップに失敗しました"),
        reason=reason,
    )
