"""Campaign (広報) and its results by medium."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.fields import ReportedField
from campaigns.report import calculation, wording
from campaigns.report.periods import Span
from campaigns.tables import figures
from directory.concurrency import Revised
from directory.fields import DayField, missing, person_field
from directory.languages import current
from directory.number_fields import BigNumberField, SmallNumberField
from directory.out_of_use import Retirable, RetirableQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EARLIEST, LATEST = date(1989, 1, 8), date(2099, 12, 31)
MAX_DURATION = timedelta(days=5 * 366)
DATE_VALIDATORS = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]


def count_field(name: "StrOrPromise", **options) -> BigNumberField:
    """Model field of a whole number: impressions, clicks, views or yen."""
    at_most = MaxValueValidator(figures.MAX_FIGURE)
    return BigNumberField(name, validators=[at_most], **options)


class CampaignQuerySet(RetirableQuerySet["Campaign"]):
    """Queryset of campaigns."""

    def published(self) -> Self:
        """Campaigns that the public may read."""
        return self.in_use().filter(status=Campaign.Status.PUBLISHED)

    def internal(self) -> Self:
        """Campaigns that only staff may read."""
        return self.filter(status=Campaign.Status.INTERNAL)

    def with_results(self) -> Self:
        """Campaigns with their results by medium prefetched."""
        return self.prefetch_related("results")

    def advertised(self) -> Self:
        """Campaigns with figures by medium, which can be compared."""
        return self.filter(Exists(MediumResult.objects.filter(campaign=OuterRef("pk"))))

    def showing(self, kpi) -> Self:
        """Campaigns whose report shows a series."""
        return self.filter(kpis=kpi)


class Campaign(Retirable, Revised):
    """Campaign (広報): activity, period, contractor, purpose, budget, reported totals."""

    class Kind(models.TextChoices):
        """Kind of activity."""

        PRINT = "print", _("印刷物")
        VIDEO = "video", _("動画広告")
        LECTURE = "lecture", _("講演会")
        OTHER = "other", _("その他")

    class Status(models.TextChoices):
        """Publication: internal at first, public once staff publish it."""

        INTERNAL = "internal", _("庁内のみ")
        PUBLISHED = "published", _("公開中")

    uid = models.UUIDField(_("公開ID"), unique=True, default=uuid4, editable=False)
    title = models.CharField(_("件名"), max_length=100)
    kind = models.CharField(_("種類"), max_length=10, choices=Kind)
    contractor = models.CharField(_("委託先"), max_length=100, blank=True)
    purpose = models.TextField(_("目的"), max_length=1000, blank=True)
    expected_kpi = models.CharField(_("見込んだ効果（KPI）"), max_length=300, blank=True)
    outputs = models.TextField(_("制作物・実施内容"), max_length=1000, blank=True)
    budget = count_field(_("予算（円）"), null=True, blank=True)

    starts_on = DayField(_("開始日"), validators=DATE_VALIDATORS)
    ends_on = DayField(_("終了日"), validators=DATE_VALIDATORS)
    by_month = models.BooleanField(
        _("月までしか分からない"),
        default=False,
        help_text=_(
            "「1月初旬から」のように日が分からないときに付け、月の初日と末日を入力します。"
        ),
    )
    period_text = models.CharField(
        _("期間の書き方"),
        max_length=100,
        blank=True,
        help_text=_("報告書の書き方をそのまま載せるときに入力します。"),
    )
    kpis = models.ManyToManyField(
        "campaigns.Kpi",
        blank=True,
        related_name="campaigns",
        verbose_name=_("報告に載せる指標"),
        help_text=_("相談件数などの月ごと・日ごとの数です。期間の前・中・後を比べて表示します。"),
    )

    # Totals as the contractor reported them.
    reported_impressions = ReportedField(_("表示回数の合計（報告値）"))
    reported_clicks = ReportedField(_("クリックの合計（報告値）"))
    reported_cost = ReportedField(_("費用の合計（報告値、円）"))
    reported_ctr = ReportedField(_("全体のクリック率（報告値、%）"))
    reported_cpc = ReportedField(_("全体のクリック単価（報告値、円）"))
    explanation = models.TextField(
        _("合計についての委託先の説明"), max_length=1000, blank=True, help_text=_("公開されます。")
    )

    status = models.CharField(
        _("状態"), max_length=10, choices=Status, default=Status.INTERNAL, editable=False
    )
    published_at = models.DateTimeField(_("公開した日時"), null=True, editable=False)
    published_by = person_field(_("公開した人"), null=True, editable=False)
    updated_at = models.DateTimeField(_("更新日時"), auto_now=True)
    source = models.CharField(_("出典"), max_length=200, blank=True)
    note = models.TextField(
        _("職員メモ"), max_length=2000, blank=True, help_text=_("公開されません。")
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("広報")
        verbose_name_plural = _("広報")
        ordering = ["-ends_on", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_status_agrees_with_its_date",
                condition=Q(status="internal", **missing("published"))
                | Q(status="published", published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("終了日が開始日より前です。日付を確かめてください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign-view", args=[self.pk])

    def clean(self):
        """Refuse a period over five years, which is more likely an error in a year."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on - self.starts_on > MAX_DURATION:
            raise ValidationError({"ends_on": _("期間が5年を超えています。年を確かめてください。")})

    def what_follows(self) -> list[str | Promise]:
        """Consequence of retiring a campaign, for the page that asks."""
        return [_("報告は、住民の画面から消えます。")] if self.is_published else []

    @property
    def span(self) -> Span:
        """Period as dates."""
        return Span(self.starts_on, self.ends_on)

    @property
    def period(self) -> str:
        """Period in words: those of the contractor's report, else its days (or months).

        The report's words are Japanese: readers of another language get the days in their own, and
        those words beside them, which may tell more (a time of day).
        """
        days = wording.span(self.span, by_month=self.by_month)
        if self.period_text and current().prefix:
            both = {"days": days, "written": self.period_text}
            return gettext("%(days)s（報告書では「%(written)s」）") % both
        return self.period_text or days

    @property
    def is_published(self) -> bool:
        """Whether the public may read it."""
        return self.status == self.Status.PUBLISHED

    def report(self) -> calculation.Report:
        """Report computed from the counts of its media."""
        totals = calculation.ReportedTotals(
            self.reported_impressions,
            self.reported_clicks,
            self.reported_cost,
            self.reported_ctr,
            self.reported_cpc,
            self.explanation,
        )
        return calculation.report([result.as_medium() for result in self.results.all()], totals)

    def publish(self, *, at: datetime, by) -> None:
        """Set the published state, without saving; `by` is None for a fixture."""
        self.status = self.Status.PUBLISHED
        self.published_at, self.published_by = at, by

    def withdraw(self) -> None:
        """Set the internal state, without saving."""
        self.status = self.Status.INTERNAL
        self.published_at = self.published_by = None


class MediumResult(models.Model):
    """Result of one medium in a campaign: counts, and the ratios that were reported."""

    class Kind(models.TextChoices):
        """Kind of advertising."""

        LISTING = "listing", _("リスティング")
        DISPLAY = "display", _("ディスプレイ")
        VIDEO = "video", _("動画")
        SOCIAL = "social", _("SNS")

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="results", verbose_name=_("広報")
    )
    medium = models.CharField(_("媒体"), max_length=60)
    kind = models.CharField(_("種類"), max_length=10, choices=Kind, blank=True)
    impressions = count_field(_("表示回数"))
    clicks = count_field(_("クリック"))
    cost = count_field(_("費用（円）"))
    views = count_field(_("動画視聴"), null=True, blank=True)
    reported_ctr = ReportedField(_("クリック率（報告値、%）"))
    reported_cpc = ReportedField(_("クリック単価（報告値、円）"))
    explanation = models.CharField(_("委託先の説明"), max_length=300, blank=True)
    order = SmallNumberField(_("並び順"), default=0)

    class Meta:
        verbose_name = _("媒体別実績")
        verbose_name_plural = _("媒体別実績")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "medium"],
                name="medium_result_once_a_campaign",
                violation_error_message=_("同じ媒体が2回入っています。"),
            ),
            models.CheckConstraint(
                name="medium_result_clicks_within_impressions",
                condition=Q(clicks__lte=F("impressions")),
                violation_error_message=_("クリックが表示回数より多くなっています。"),
            ),
        ]

    def __str__(self) -> str:
        return self.medium

    def as_medium(self) -> calculation.Medium:
        """Plain values from which a report is computed."""
        return calculation.Medium(
            name=gettext(self.medium),
            figures=calculation.Figures(self.impressions, self.clicks, self.cost, self.views),
            ctr_reported=self.reported_ctr,
            cpc_reported=self.reported_cpc,
            kind=str(self.get_kind_display()),
            explanation=self.explanation,
        )
