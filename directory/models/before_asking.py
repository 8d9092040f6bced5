"""相談する前に: what people ask before they dare, with an answer for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.facts.schema import ASKED_BEFORE, LISTED
from directory.text.printable import validate_printable

if TYPE_CHECKING:
    from directory.models.window import Window


class Anonymity(models.TextChoices):
    """Whether a person may talk without saying their name. Unknown until it is said."""

    UNKNOWN = "", _("わかっていません")
    YES = "yes", _("名前を言わずに相談できます")
    SOME = "some", _("名前を聞かれるのは、必要になったときだけです")
    NO = "no", _("名前を言って相談します")


class ByOthers(models.TextChoices):
    """Who may ask for another person. Unknown until it is said."""

    UNKNOWN = "", _("わかっていません")
    ANYONE = "anyone", _("家族や、身近な人からも相談できます")
    FAMILY = "family", _("本人と家族が相談できます")
    SELF = "self", _("本人だけが相談できます")


class BeforeAsking(models.Model):
    """Facts of a window that people ask before they dare, beside what it costs."""

    anonymity = models.CharField(
        _("匿名での相談"),
        max_length=10,
        choices=Anonymity,
        blank=True,
        default="",
        db_default="",
    )
    asked_first = models.CharField(
        _("はじめに聞かれること"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        validators=[validate_printable],
        help_text=_("わからないときは空けておきます。"),
    )
    duration = models.CharField(
        _("かかる時間"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
        validators=[validate_printable],
        help_text=_("わからないときは空けておきます。"),
    )
    by_others = models.CharField(
        _("本人以外からの相談"),
        max_length=10,
        choices=ByOthers,
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        abstract = True

    @property
    def plain_facts(self: Window) -> list[tuple[str, str]]:
        """Those of them that stand among the others on its page, as far as they are known."""
        found = [self.listed(name) for name in LISTED if name not in ASKED_BEFORE]
        return [(label, text) for label, text in found if text]

    @property
    def known_before(self: Window) -> list[tuple[str, str]]:
        """Label and text of what people ask before they dare, as far as it is known."""
        found = [self.listed(name) for name in ASKED_BEFORE]
        return [(label, text) for label, text in found if text]

    @property
    def unknown_before(self: Window) -> list[str]:
        """The labels of the rest."""
        found = [self.listed(name) for name in ASKED_BEFORE]
        return [label for label, text in found if not text]
