"""Versions: all facts of a window after each change, with its author."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from directory.fields import FactsField, person_field
from directory.models.window import Window


class WindowVersionQuerySet(models.QuerySet["WindowVersion"]):
    """Versions, asked for in the words of the domain."""

    def latest_of(self, windows: models.QuerySet | list[Window]) -> dict[int, WindowVersion]:
        """The newest version of each window, by the window's primary key, in one query."""
        newest = self.filter(window__in=windows).order_by("window_id", "-pk").distinct("window_id")
        return {version.window_id: version for version in newest}

    def of_window(self, key: int | None) -> Self:
        """Every version of the window with this primary key, the newest first."""
        return self.filter(window=key)

    def numbered(self, window: Window, number: int | None) -> WindowVersion | None:
        """One version of a window by its own number, as a page carried it."""
        return self.filter(window=window, pk=number).first()

    def made_by_person(self, number: int, person) -> WindowVersion | None:
        """One version by its number, where this person has made it."""
        return self.filter(pk=number, made_by=person).select_related("window").first()

    def latest_confirmations(
        self, windows: models.QuerySet | list[Window]
    ) -> dict[int, WindowVersion]:
        """Each window's newest version that confirmed it or took that back, by primary key."""
        how = WindowVersion.How
        return self.filter(how__in=[how.VERIFIED, how.UNVERIFIED]).latest_of(windows)

    def for_feed(self, since: datetime) -> Self:
        """Those after a moment, with windows, and `former_facts` that each replaced.

        Of hidden windows those alone whose end may be told. The newest first.
        """
        former = WindowVersion.objects.filter(window=OuterRef("window"), pk__lt=OuterRef("pk"))
        may_be_told = Window.objects.with_withdrawn()
        return (
            self.filter(made_at__gte=since, window__in=may_be_told)
            .exclude(how__in=[WindowVersion.How.VERIFIED, WindowVersion.How.UNVERIFIED])
            .select_related("window")
            .annotate(former_facts=Subquery(former.order_by("-pk").values("facts")[:1]))
            .order_by("-pk")
        )

    def before(self, version: WindowVersion) -> WindowVersion | None:
        """The version of the same window that this one replaced; None for the first."""
        return self.filter(window=version.window_id, pk__lt=version.pk).order_by("-pk").first()


class WindowVersion(models.Model):
    """Version: all facts of one window after one change; never edited, never deleted."""

    class How(models.TextChoices):
        """Operation that made the version."""

        LOADED = "loaded", _("最初のデータ")
        CREATED = "created", _("登録")
        EDITED = "edited", _("修正")
        PUBLISHED = "published", _("公開")
        SUSPENDED = "suspended", _("休止")
        RETIRED = "retired", _("廃止")
        VERIFIED = "verified", _("確認")
        UNVERIFIED = "unverified", _("確認の取り消し")
        EXCEPTION = "exception", _("臨時の休み・臨時の受付")
        IMPORTED = "imported", _("Excelで修正")
        UPDATED = "updated", _("団体からの変更")
        RESTORED = "restored", _("前の内容に戻した")
        UNDONE = "undone", _("元に戻した")

    # A window that has a history cannot be deleted; the index below serves the key.
    window = models.ForeignKey(
        Window, models.PROTECT, db_index=False, related_name="versions", verbose_name=_("相談窓口")
    )
    made_at = models.DateTimeField(_("日時"))
    made_by = person_field(_("だれが"), null=True, blank=True)
    how = models.CharField(_("何をしたか"), max_length=10, choices=How)
    comment = models.CharField(_("メモ"), max_length=200, blank=True)
    status = models.CharField(_("状態"), max_length=10, choices=Window.Status)
    facts = FactsField(_("内容"))

    # Of a confirmation: what it replaced, so that it can be taken back. Versions kept before
    # there were these fields do not know it.
    knows_former = models.BooleanField(default=False, editable=False)
    former_verified_on = models.DateField(_("前の最終確認日"), null=True, editable=False)
    former_verified_by = person_field(_("前に確認した人"), null=True, editable=False)

    objects = WindowVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("窓口の履歴")
        verbose_name_plural = _("窓口の履歴")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["window", "-id"], name="version_newest_of_a_window")]
        constraints = [
            models.CheckConstraint(
                name="version_of_a_confirmation_knows_the_former_one",
                condition=Q(how="verified")
                | Q(knows_former=False, former_verified_on=None, former_verified_by=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.window_id} {self.made_at:%Y-%m-%d %H:%M} {self.get_how_display()}"

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it is a confirmation that knows what it replaced."""
        return self.how == self.How.VERIFIED and self.knows_former
