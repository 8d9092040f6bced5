"""Invitation of a person into an organisation, by a clerk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import given, missing, person_field
from platform_members.models.membership import Membership
from platform_members.secret_links import SecretLinkQuerySet, new_secret

VALID_FOR = timedelta(days=7)


class InvitationQuerySet(SecretLinkQuerySet["Invitation"]):
    """Invitations, asked for in the words of the domain."""

    def open(self) -> Self:
        """Those neither accepted nor withdrawn; they may have expired."""
        return self.filter(status=Invitation.Status.OPEN)

    def expired_before(self, moment: datetime) -> Self:
        """Those whose week was over by a moment, whatever became of them."""
        return self.filter(expires_at__lt=moment)

    def to(self, email: str) -> Self:
        """Those sent to an address, however it is capitalised."""
        return self.filter(email__iexact=email)


class Invitation(models.Model):
    """Invitation: a link by which one person joins one organisation once, within a week."""

    class Status(models.TextChoices):
        """What became of it; an open one expires by itself."""

        OPEN = "open", _("返事待ち")
        ACCEPTED = "accepted", _("承諾")
        WITHDRAWN = "withdrawn", _("取り消し")

    organisation = models.ForeignKey(
        "platform_members.Organisation",
        models.CASCADE,
        related_name="invitations",
        verbose_name=_("団体"),
    )
    role = models.CharField(
        _("できること"), max_length=10, choices=Membership.Role, default=Membership.Role.EDITOR
    )
    email = models.EmailField(_("メールアドレス"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(_("状態"), max_length=10, choices=Status, default=Status.OPEN)
    made_at = models.DateTimeField(_("招待した日時"), default=timezone.now)
    made_by = person_field(_("招待した人"))
    expires_at = models.DateTimeField(_("期限"))
    accepted_at = models.DateTimeField(_("承諾した日時"), null=True, blank=True)
    accepted_by = person_field(_("承諾した人"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("取り消した日時"), null=True, blank=True)
    withdrawn_by = person_field(_("取り消した人"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("招待")
        verbose_name_plural = _("招待")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(status="open"),
                name="invitation_one_open_an_address_and_organisation",
            ),
            models.CheckConstraint(
                name="invitation_status_agrees_with_its_dates",
                condition=(
                    Q(status="open", **missing("accepted", "withdrawn"))
                    | Q(status="accepted", **given("accepted"), **missing("withdrawn"))
                    | Q(status="withdrawn", **given("withdrawn"), **missing("accepted"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}（{self.organisation}）"

    @classmethod
    def new(cls, *, at: datetime, **facts) -> tuple[Invitation, str]:
        """Return an unsaved invitation and its link's secret, which is kept nowhere."""
        token, token_hash = new_secret()
        invitation = cls(made_at=at, expires_at=at + VALID_FOR, token_hash=token_hash, **facts)
        return invitation, token

    def is_expired(self, now: datetime) -> bool:
        """Whether its week is over without an answer."""
        return self.status == self.Status.OPEN and self.expires_at <= now

    def is_usable(self, now: datetime) -> bool:
        """Whether a person may still join by it."""
        return (
            self.status == self.Status.OPEN
            and not self.is_expired(now)
            and not self.organisation.has_left_on(timezone.localdate(now))
        )

    def accept(self, *, at: datetime, by) -> None:
        """Set the accepted state. Not saved."""
        self.status, self.accepted_at, self.accepted_by = self.Status.ACCEPTED, at, by

    def withdraw(self, *, at: datetime, by) -> None:
        """Make the link useless. Not saved."""
        self.status, self.withdrawn_at, self.withdrawn_by = self.Status.WITHDRAWN, at, by
