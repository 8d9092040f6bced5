"""Imports of meetings: preview, applied, undone."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import given, missing, person_field


class MeetingImportQuerySet(models.QuerySet["MeetingImport"]):
    """Imports, asked for in the words of the domain."""

    def waiting_of(self, user) -> Self:
        """Those that a person has made and not taken in."""
        return self.filter(made_by=user, applied_at=None)

    def left_since(self, moment: datetime) -> Self:
        """Those read before a moment and never taken in."""
        return self.filter(made_at__lt=moment, applied_at=None)

    def applied(self) -> Self:
        """Those that were taken in, undone or not, the latest first."""
        return self.exclude(applied_at=None).select_related("made_by")

    def viewable_by(self, user) -> Self:
        """A person's own, and all that were taken in."""
        return self.filter(Q(made_by=user) | Q(applied_at__isnull=False))


class MeetingImport(models.Model):
    """The rows of one list; once taken in, what each changed, so that it can be undone."""

    # As `ListedMeeting` holds them, and sentences about what is left out.
    rows = models.JSONField(_("行"))
    left_out = models.JSONField(_("取り込まないところ"), default=list)
    # A list of {"meeting": key, "before": values or None, "after": values}.
    changes = models.JSONField(_("変わったこと"), default=list)
    made_at = models.DateTimeField(_("読み取った日時"), default=timezone.now)
    made_by = person_field(_("読み取った人"))
    applied_at = models.DateTimeField(_("取り込んだ日時"), null=True)
    undone_at = models.DateTimeField(_("取り消した日時"), null=True)
    undone_by = person_field(_("取り消した人"), null=True)

    objects = MeetingImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("会議の取り込み")
        verbose_name_plural = _("会議の取り込み")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="meeting_import_is_undone_after_it_was_applied",
                condition=Q(**missing("undone")) | Q(applied_at__isnull=False, **given("undone")),
            )
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.made_at):%Y-%m-%d %H:%M}（{self.made_by}）"

    def get_absolute_url(self) -> str:
        return reverse("platform_members:meeting-import-view", args=[self.pk])

    @property
    def new_count(self) -> int:
        """How many meetings it added."""
        return sum(change["before"] is None for change in self.changes)

    @property
    def changed_count(self) -> int:
        """How many meetings it changed."""
        return len(self.changes) - self.new_count

    @property
    def may_be_undone(self) -> bool:
        """Whether it was taken in and still stands."""
        return self.applied_at is not None and self.undone_at is None
