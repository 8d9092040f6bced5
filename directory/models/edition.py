"""What was printed, kept for ever: whoever holds a booklet can learn what has changed since."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.booklet.glyphs import validate_printable
from directory.fields import DayField


class Edition(models.Model):
    """One print run of the booklet, with the facts that it printed. Made once, never changed."""

    name = models.CharField(
        _("版の名前"),
        max_length=40,
        unique=True,
        validators=[validate_printable],
        help_text=_("表紙に印刷されます（例：令和8年度版）。"),
        error_messages={"unique": _("同じ名前の版があります。別の名前にしてください。")},
    )
    printed_on = DayField(_("発行日"))
    copies = models.PositiveIntegerField(
        _("部数"), validators=[MinValueValidator(1)], help_text=_("印刷する部数です。")
    )
    facts = models.JSONField(_("印刷した内容"), editable=False)
    made_at = models.DateTimeField(_("作成日時"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("作成した人"),
    )

    class Meta:
        verbose_name = _("冊子の版")
        verbose_name_plural = _("冊子の版")
        ordering = ["-printed_on", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where residents read what has changed since."""
        return reverse("directory:errata-view", args=[self.pk])


class EditionFileQuerySet(models.QuerySet):
    """The PDFs of editions."""

    def unopened(self) -> EditionFileQuerySet:
        """Without the megabytes, for lists."""
        return self.defer("pdf").order_by("-kind")


class EditionFile(models.Model):
    """One PDF of an edition, kept in the database so that it is in every backup."""

    class Kind(models.TextChoices):
        """For whom it is."""

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
