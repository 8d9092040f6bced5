"""Edition (冊子の版): what was printed, kept so that its 正誤表 can be made at any time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.fields import DayField, FactsField, both_or_neither, person_field
from directory.number_fields import NumberField
from directory.text.printable import validate_printable


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions, asked for in the words of the domain."""

    def in_use(self) -> Self:
        """Those that were not made by mistake."""
        return self.filter(withdrawn_at=None)

    def issued_by(self, day: date) -> Self:
        """Those issued by the day, the newest first."""
        return self.in_use().filter(printed_on__lte=day)

    def called(self, name: str) -> Self:
        """The one in use under a name, if there is one."""
        return self.in_use().filter(name=name)

    def get_for_update(self, key: int) -> Edition:
        """The one with a primary key, locked until this transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=key)


class Edition(models.Model):
    """One print run of the booklet, with the facts that it printed.

    Made once, never changed; one that was made by mistake is withdrawn, and can be taken back.
    """

    name = models.CharField(
        _("版の名前"),
        max_length=40,
        validators=[validate_printable],
        help_text=_("表紙に印刷されます（例：令和8年度版）。"),
    )
    printed_on = DayField(_("発行日"))
    copies = NumberField(
        _("部数"), validators=[MinValueValidator(1)], help_text=_("印刷する部数です。")
    )
    facts = FactsField(_("印刷した内容"), editable=False)
    made_at = models.DateTimeField(_("作成日時"), auto_now_add=True)
    made_by = person_field(_("作成した人"), editable=False)
    withdrawn_at = models.DateTimeField(_("取り下げた日時"), null=True, editable=False)
    withdrawn_by = person_field(_("取り下げた人"), null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("冊子の版")
        verbose_name_plural = _("冊子の版")
        ordering = ["-printed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(withdrawn_at=None),
                name="edition_in_use_has_a_name_of_its_own",
            ),
            models.CheckConstraint(
                name="edition_is_withdrawn_by_somebody", condition=both_or_neither("withdrawn")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where residents read what has changed since."""
        return reverse("directory:errata-view", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        """Whether its day has come; before, it is not handed out."""
        return self.printed_on <= timezone.localdate()

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was made by mistake: its 正誤表 is gone."""
        return self.withdrawn_at is not None

    @property
    def state(self) -> str | Promise:
        """State in words, for staff."""
        if self.is_withdrawn:
            return _("取り下げた")
        return _("発行した") if self.is_issued else _("発行する予定")

    def withdraw(self, *, at: datetime, by) -> None:
        """Mark it as made by mistake. Not saved."""
        self.withdrawn_at, self.withdrawn_by = at, by

    def take_back(self) -> None:
        """Let it be an edition again. Not saved."""
        self.withdrawn_at = self.withdrawn_by = None


class EditionFileQuerySet(models.QuerySet["EditionFile"]):
    """The PDFs of editions."""

    def unopened(self) -> Self:
        """Without the megabytes, for lists."""
        return self.defer("pdf").order_by("-kind")


class EditionFile(models.Model):
    """One PDF of an edition, kept in the database so that it is in every backup."""

    class Kind(models.TextChoices):
        """Kind of reader."""

        SCREEN = "screen", _("画面用")
        PRINT = "print", _("印刷所用")
        LARGE = "large", _("大きな文字")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    kind = models.CharField(_("種類"), max_length=10, choices=Kind)
    pdf = models.BinaryField(_("PDF"))
    size = models.PositiveIntegerField(_("大きさ（バイト）"))
    pages = models.PositiveSmallIntegerField(_("ページ数"))

    objects = EditionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("版のPDF")
        verbose_name_plural = _("版のPDF")
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="edition_has_one_file_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.get_kind_display()}"
