"""Series of counts (指標), in which the effect of a campaign may show."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import DATE_VALIDATORS, count_field
from campaigns.report import periods
from directory.concurrency import Revised
from directory.fields import DayField, person_field
from directory.models import Category, Window


class KpiQuerySet(models.QuerySet["Kpi"]):
    """Queryset of series."""

    def with_values(self) -> Self:
        """Series with their counts prefetched."""
        return self.prefetch_related("values")

    def consultations_of(self, window: Window) -> Self:
        """Series of a window's monthly consultations: at most one."""
        return self.filter(kind=Kpi.Kind.CONSULTATIONS, step=Kpi.Step.MONTH, window=window)

    def count_revision(self, kpi: "Kpi") -> None:
        """Raise a series' revision, which its table's trigger does with every update."""
        self.filter(pk=kpi.pk).update(revision=F("revision"))


class Kpi(Revised):
    """Series: something counted by month or by day; numbers only, no personal data."""

    class Kind(models.TextChoices):
        """Kind of what is counted."""

        CONSULTATIONS = "consultations", _("相談件数")
        WEB = "web", _("市ホームページのアクセス数")
        VIDEO = "video", _("動画閲覧数")
        OTHER = "other", _("その他")

    class Step(models.TextChoices):
        """Interval of the counts."""

        MONTH = periods.MONTH, _("月ごと")
        DAY = periods.DAY, _("日ごと")

    name = models.CharField(_("名称"), max_length=100, unique=True)
    kind = models.CharField(_("数えるもの"), max_length=15, choices=Kind)
    step = models.CharField(
        _("間隔"),
        max_length=5,
        choices=Step,
        default=Step.MONTH,
        help_text=_("あとから変えられません。"),
    )
    unit = models.CharField(_("単位"), max_length=10, default=_("件"))
    window = models.ForeignKey(
        Window,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("相談窓口"),
        help_text=_("ひとつの窓口の相談件数のときだけ選びます。"),
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("分野"),
        help_text=_("ひとつの分野の相談件数のときだけ選びます。"),
    )
    source = models.CharField(_("出典"), max_length=200, blank=True)

    objects = KpiQuerySet.as_manager()

    class Meta:
        verbose_name = _("指標")
        verbose_name_plural = _("指標")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                name="kpi_of_window_or_category_counts_consultations",
                condition=Q(window=None, category=None)
                | Q(kind="consultations", window=None)
                | Q(kind="consultations", category=None),
                violation_error_message=_(
                    "窓口か分野は、相談件数のときに、どちらかひとつだけ選べます。"
                ),
            ),
            models.UniqueConstraint(
                fields=["window"],
                condition=Q(step="month"),
                name="kpi_once_a_window_by_month",
                violation_error_message=_("この窓口の月ごとの相談件数は、もうあります。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def for_consultations(cls, window: Window) -> "Kpi":
        """Unsaved series of a window's monthly consultations."""
        return cls(
            name=(_("相談件数：%s") % window)[: cls.name.field.max_length],
            kind=cls.Kind.CONSULTATIONS,
            step=cls.Step.MONTH,
            window=window,
        )

    @property
    def series(self) -> dict[date, int]:
        """Counts by day, or by the month's first day."""
        if self.pk is None:
            return {}
        return {value.on: value.value for value in self.values.all()}


class KpiValue(models.Model):
    """Count of one day, or of one month under its first day, with the person who entered it."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="values", verbose_name=_("指標"))
    on = DayField(_("日（月のときは1日）"), validators=DATE_VALIDATORS)
    value = count_field(_("数"))
    entered_by = person_field(_("入力した人"), null=True)
    entered_at = models.DateTimeField(_("入力した日時"), auto_now=True)

    class Meta:
        verbose_name = _("指標の数")
        verbose_name_plural = _("指標の数")
        ordering = ["on"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kpi", "on"], name="kpi_value_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"

    def clean(self):
        """Refuse a count by month under another day than the first."""
        super().clean()
        if self.kpi.step == Kpi.Step.MONTH and self.on and self.on.day != 1:
            raise ValidationError({"on": _("月ごとの数は、月の1日に入力します。")})
