"""One file of corrections by Excel: looked at first, written as a whole, undone as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import FactsField, both_or_neither, person_field

KEPT_FOR = timedelta(hours=24)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Imports, asked for in the words of the domain."""

    def visible_to(self, person) -> Self:
        """Those that were written, and the person's own ones in preview."""
        return self.filter(Q(made_by=person) | Q(applied_at__isnull=False))

    def left_lying(self, *, at: datetime) -> Self:
        """Those that were not confirmed in time."""
        return self.filter(applied_at=None, made_at__lt=at - KEPT_FOR).exclude(status="writing")

    def for_list(self) -> Self:
        """Without the facts, which may be large."""
        return self.defer("rows", "faults").select_related("made_by", "undone_by")


class ImportRun(models.Model):
    """An uploaded table: what it changes, who confirmed it and when; the file is not kept.

    A row of `rows` holds `place` (where in the file), `window` (primary key; None for one that
    is still to be made), and the facts `before` and `after`. After writing it also holds
    `written`, the facts as they then were.
    """

    class Status(models.TextChoices):
        """State of an import."""

        READING = "reading", _("読み取り中")
        REFUSED = "refused", _("取り込めません")
        PREVIEW = "preview", _("確認待ち")
        WRITING = "writing", _("書き込み中")
        APPLIED = "applied", _("取り込み済み")
        UNDOING = "undoing", _("取り消し中")
        UNDONE = "undone", _("取り消し済み")

    WORKING = (Status.READING, Status.WRITING, Status.UNDOING)

    file_name = models.CharField(_("ファイル名"), max_length=200)
    made_by = person_field(_("だれが"))
    made_at = models.DateTimeField(_("日時"), default=timezone.now)
    status = models.CharField(_("状態"), max_length=10, choices=Status, default=Status.READING)
    step_began_at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rows = FactsField(default=list)
    changed_count = models.PositiveIntegerField(_("変わった窓口"), default=0)
    new_count = models.PositiveIntegerField(_("新しい窓口"), default=0)
    unchanged_count = models.PositiveIntegerField(_("変わらない窓口"), default=0)
    faults = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    # Windows that residents know and the file does not have: nothing happens to them.
    missing = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    applied_at = models.DateTimeField(_("取り込んだ日時"), null=True)
    undone_at = models.DateTimeField(_("取り消した日時"), null=True)
    undone_by = person_field(_("取り消した人"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("取り込み")
        verbose_name_plural = _("取り込みの記録")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="import_run_status_agrees_with_its_dates",
                condition=(
                    Q(
                        status__in=("reading", "refused", "preview", "writing"),
                        applied_at=None,
                        undone_at=None,
                    )
                    | Q(status__in=("applied", "undoing"), applied_at__isnull=False, undone_at=None)
                    | Q(status="undone", applied_at__isnull=False, undone_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="import_run_undone_by_somebody", condition=both_or_neither("undone")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("admin:directory_window_import_view", args=[self.pk])

    @property
    def is_working(self) -> bool:
        """Whether one of its steps is under way, or was when its process died."""
        return self.status in self.WORKING

    @property
    def is_expired(self) -> bool:
        """Whether it waited too long for its confirmation: too much has changed since."""
        return self.status == self.Status.PREVIEW and timezone.now() > self.made_at + KEPT_FOR
