"""What came of asking for one address."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What staff must know: only what is broken is certainly wrong.

    Unreachable: the other side gave no good answer. Not checked: the portal itself had no way to
    ask, so that nothing is known of the link.
    """

    OK = "ok", _("正常")
    BROKEN = "broken", _("リンク切れ")
    UNREACHABLE = "unreachable", _("相手の返事が得られない")
    NOT_CHECKED = "not-checked", _("こちらの通信の都合で、確かめていない")
    NOT_ALLOWED = "not-allowed", _("確認の対象外")


@dataclass(frozen=True)
class Outcome:
    """A status, and why, in words for a clerk (empty where there is nothing to say)."""

    status: Status
    detail: str = ""


def not_checked() -> Outcome:
    """The outcome where the portal's own network gives no answer."""
    return Outcome(
        Status.NOT_CHECKED, gettext("インターネットにつながらず、調べられませんでした。")
    )
