"""Application of an organisation to join the platform (加入の申し込み)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoicesField, WebAddressField, given, missing, person_field
from directory.text import phones
from platform_members.models.organisation import Area, Organisation


class MembershipApplicationQuerySet(models.QuerySet["MembershipApplication"]):
    """Applications, asked for in the words of the domain."""

    def waiting(self) -> Self:
        """Those without a decision."""
        return self.filter(status=MembershipApplication.Status.WAITING)

    def declined_before(self, moment: datetime) -> Self:
        """Those turned down before a moment. One that was accepted holds the consent."""
        return self.filter(status=MembershipApplication.Status.DECLINED, decided_at__lt=moment)

    def made_since(self, moment: datetime) -> Self:
        """Those that came in after a moment."""
        return self.filter(made_at__gt=moment)

    def same_as(self, application: MembershipApplication) -> Self:
        """Those under the same name from the same address."""
        return self.filter(name=application.name, email__iexact=application.email)


class MembershipApplication(models.Model):
    """Application: an organisation's answers in the public form, and a clerk's decision."""

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("審査待ち")
        ACCEPTED = "accepted", _("承認")
        DECLINED = "declined", _("見送り")

    name = models.CharField(_("団体名"), max_length=100)
    kana = models.CharField(_("団体名のよみがな"), max_length=200)
    kind = models.CharField(_("団体の種類"), max_length=20, choices=Organisation.Kind)
    activities = models.TextField(_("活動の内容"), max_length=2000)
    areas = ChoicesField(
        models.CharField(max_length=20, choices=Area),
        verbose_name=_("取り組んでいる分野・取り組みたい分野"),
        default=list,
        blank=True,
    )
    contact_person = models.CharField(_("担当者の氏名"), max_length=100)
    email = models.EmailField(_("担当者のメールアドレス"))
    phone = models.CharField(_("日中に連絡がとれる電話番号"), max_length=30)
    website = WebAddressField(_("ウェブサイト"), max_length=500, blank=True)
    consent = models.BooleanField(
        _("プラットフォームの目的に賛同し、団体名と活動の内容の公開に同意します"), default=False
    )
    made_at = models.DateTimeField(_("申し込みの日時"), default=timezone.now, editable=False)

    status = models.CharField(
        _("状態"), max_length=10, choices=Status, default=Status.WAITING, editable=False
    )
    reason = models.TextField(_("見送りの理由"), max_length=1000, blank=True, editable=False)
    decided_at = models.DateTimeField(_("決めた日時"), null=True, editable=False)
    decided_by = person_field(_("決めた人"), null=True, editable=False)
    organisation = models.OneToOneField(
        Organisation,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="application",
        verbose_name=_("できた団体"),
    )

    objects = MembershipApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("加入の申し込み")
        verbose_name_plural = _("加入の申し込み")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                "name", Lower("email"), condition=Q(status="waiting"), name="application_waits_once"
            ),
            models.CheckConstraint(
                name="application_is_made_with_consent", condition=Q(consent=True)
            ),
            models.CheckConstraint(
                name="application_status_agrees_with_its_decision",
                condition=(
                    Q(status="waiting", reason="", organisation=None, **missing("decided"))
                    | Q(status="accepted", reason="", **given("decided"))
                    | (Q(status="declined", organisation=None, **given("decided")) & ~Q(reason=""))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A number that cannot be dialled is refused."""
        if self.phone:
            try:
                phones.dialled(self.phone)
            except ValueError as error:
                raise ValidationError({"phone": str(error)}) from error
            self.phone = phones.tidy(self.phone)

    def accept(self, *, organisation: Organisation, at: datetime, by) -> None:
        """Set the accepted state with its organisation. Not saved."""
        self.status, self.organisation = self.Status.ACCEPTED, organisation
        self.decided_at, self.decided_by = at, by

    def decline(self, *, reason: str, at: datetime, by) -> None:
        """Set the declined state with the reason. Not saved."""
        self.status, self.reason = self.Status.DECLINED, reason
        self.decided_at, self.decided_by = at, by
