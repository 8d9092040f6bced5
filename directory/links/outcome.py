"""What came of asking for one address."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What staff must know: only what is broken is certainly wrong."""

    OK = "ok", _("正常")
    BROKEN = "broken", _("リンク切れ")
    UNREACHABLE = "unreachable", _("確かめられない")
    NOT_ALLOWED = "not-allowed", _("確認の対象外")


@dataclass(frozen=True)
class Outcome:
    """A status, and why, in words for a clerk (empty where there is nothing to say)."""

    status: Status
    detail: str = ""
