"""Memberships: roles of people in organisations."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import person_field


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, asked for in the words of the domain."""

    def editors(self) -> Self:
        """Those of people who can log in and may change their organisation's listings."""
        return self.filter(role=Membership.Role.EDITOR, user__is_active=True)

    def with_people(self) -> Self:
        """With the person of each, read in the same query."""
        return self.select_related("user")

    def with_address(self, email: str) -> Self:
        """Those of the person with this address, however it is capitalised."""
        return self.filter(user__email__iexact=email)

    def of(self, user) -> Self:
        """A person's places, with the organisations."""
        return self.filter(user=user).select_related("organisation")


class Membership(models.Model):
    """Membership of one person in one organisation; deleted when the person leaves."""

    class Role(models.TextChoices):
        """What the person may do there."""

        EDITOR = "editor", _("編集できる人")
        VIEWER = "viewer", _("見るだけの人")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("担当者"),
    )
    organisation = models.ForeignKey(
        "platform_members.Organisation",
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("団体"),
    )
    role = models.CharField(_("できること"), max_length=10, choices=Role, default=Role.EDITOR)
    made_at = models.DateTimeField(_("加わった日時"), default=timezone.now, editable=False)
    made_by = person_field(_("招いた人"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("団体の担当者")
        verbose_name_plural = _("団体の担当者")
        ordering = ["organisation", "role", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="membership_once_a_person_and_organisation",
                violation_error_message=_("この方は、すでにこの団体の担当者です。"),
            ),
            models.CheckConstraint(
                name="membership_role_is_known", condition=Q(role__in=["editor", "viewer"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.get_role_display()}）"

    @property
    def is_last_editor(self) -> bool:
        """Whether the organisation would have no editor without this person."""
        editors = self.organisation.memberships.editors()
        return (
            self.role == self.Role.EDITOR
            and editors.filter(pk=self.pk).exists()
            and not editors.exclude(pk=self.pk).exists()
        )

    @property
    def possible_successors(self) -> MembershipQuerySet:
        """Members who could become editors in this person's place."""
        others = self.organisation.memberships.with_people().exclude(pk=self.pk)
        return others.filter(user__is_active=True)
