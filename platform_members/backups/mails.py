"""Mail about a failed backup."""

from django.utils.translation import gettext as _

from platform_members.models import OutgoingMail, User
from platform_members.outbox import post


def backup_failed(*, reason: str) -> list[OutgoingMail]:
    """Mail to every administrator: no reliable backup of last night, and the reason."""
    return post(
        "backup_failed",
        to=User.objects.administrators().values_list("email", flat=True),
        subject=_("バックアップに失敗しました"),
        reason=reason,
    )
