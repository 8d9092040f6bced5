"""Programmes (事業) of departments and organisations, as listed in the yearly sharing sheet."""

from __future__ import annotations

from typing import Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.fields import person_field
from directory.models import Category, Window
from directory.out_of_use import Retirable, RetirableQuerySet
from platform_members import fiscal_years
from platform_members.models.collection_round import CollectionRound
from platform_members.models.organisation import Organisation
from platform_members.year_fields import FiscalYearField

CLOSED = _("この年度の照会は締め切られています。事業は変えられません。")
SAME_NAME = _("同じ名前の事業が、この年度にもうあります。")


class ProgrammeQuerySet(RetirableQuerySet["Programme"]):
    """Programmes, asked for in the words of the domain."""

    def published(self) -> Self:
        """Public ones."""
        return self.filter(public=True)

    def in_year(self, fiscal_year: int) -> Self:
        """Those of one fiscal year."""
        return self.filter(fiscal_year=fiscal_year)

    def before(self, fiscal_year: int) -> Self:
        """Those of earlier years."""
        return self.filter(fiscal_year__lt=fiscal_year)

    def uncategorised(self) -> Self:
        """Those that belong to no category yet."""
        return self.filter(categories=None)

    def not_frozen(self) -> Self:
        """Those of years that are not closed."""
        return self.exclude(fiscal_year__in=CollectionRound.objects.closed().values("fiscal_year"))

    def of(self, organisation: Organisation) -> Self:
        """Those that one department or organisation is in charge of."""
        return self.filter(organisation=organisation)

    def of_all(self, organisations) -> Self:
        """Those of several organisations."""
        return self.filter(organisation__in=organisations)

    def viewable_by(self, user) -> Self:
        """Those of a person's own organisations."""
        return self.filter(organisation__in=Organisation.objects.viewable_by(user))

    def as_collated(self) -> Self:
        """In the order of the collated sheet: by department as registered, then as listed."""
        return self.prefetch_related("organisation").order_by("organisation_id", "order", "pk")

    def years(self) -> list[int]:
        """The fiscal years of which there is anything, the latest first."""
        years = self.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
        return list(years.distinct())


class Programme(Retirable, Revised):
    """One line of the sharing sheet: a programme, or an NPO with which a department works."""

    class Status(models.TextChoices):
        """Whether it is there already."""

        NEW = "new", _("新規")
        EXISTING = "existing", _("既存")

    class Kind(models.TextChoices):
        """What sort of support it is; the first three are what the platform agreed to work on."""

        AWARENESS = "awareness", _("周知・啓発")
        PARTICIPATION = "participation", _("社会参加")
        EMPLOYMENT = "employment", _("就労支援")
        OTHER = "other", _("その他")

    class Delivery(models.TextChoices):
        """Who carries it out."""

        DIRECT = "direct", _("直営")
        OUTSOURCED = "outsourced", _("委託")
        SUBSIDISED = "subsidised", _("補助")
        JOINT = "joint", _("共催")
        OTHER = "other", _("その他")

    uid = models.UUIDField(_("公開ID"), unique=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="programmes", verbose_name=_("担当課")
    )
    fiscal_year = FiscalYearField(_("年度"))
    order = models.PositiveSmallIntegerField(_("並び順"), default=0, editable=False)
    name = models.CharField(
        _("事業名"),
        max_length=200,
        blank=True,
        help_text=_("事業でないNPO法人との関わりでは、空けておけます。"),
    )
    status = models.CharField(_("新・既"), max_length=10, choices=Status, blank=True)
    kind = models.CharField(_("種別"), max_length=20, choices=Kind, blank=True)
    target = models.CharField(_("対象者"), max_length=200, blank=True)
    delivery = models.CharField(_("形態"), max_length=20, choices=Delivery, blank=True)
    contractor = models.CharField(_("委託先"), max_length=200, blank=True)
    content = models.TextField(_("事業内容"), max_length=2000, blank=True)
    possible_development = models.TextField(_("想定できる事業発展"), max_length=2000, blank=True)
    npo_name = models.CharField(
        _("NPO法人名"),
        max_length=100,
        blank=True,
        help_text=_("NPO法人との関わりを記載するときだけ入力します。"),
    )
    npo_about = models.TextField(_("NPO法人の概要"), max_length=2000, blank=True)
    categories = models.ManyToManyField(
        Category, related_name="programmes", blank=True, verbose_name=_("分野")
    )
    windows = models.ManyToManyField(
        Window, related_name="programmes", blank=True, verbose_name=_("関係する相談窓口")
    )
    partners = models.ManyToManyField(
        Organisation, related_name="partner_programmes", blank=True, verbose_name=_("関係する団体")
    )
    public = models.BooleanField(
        _("公開してよい"),
        default=False,
        help_text=_("付けないあいだは、職員と担当課だけが見ます。"),
    )
    note = models.TextField(
        _("職員メモ"), max_length=2000, blank=True, help_text=_("公開されません。")
    )
    saved_at = models.DateTimeField(_("保存した日時"), default=timezone.now, editable=False)
    saved_by = person_field(_("保存した人"), null=True, blank=True, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("事業")
        verbose_name_plural = _("事業")
        ordering = ["-fiscal_year", "organisation", "order", "pk"]
        indexes = [models.Index(fields=["fiscal_year", "organisation"], name="programme_of_year")]
        constraints = [
            models.CheckConstraint(
                name="programme_has_a_name",
                condition=~Q(name="", npo_name=""),
                violation_error_message=_("事業名かNPO法人名を入力してください。"),
            ),
            models.UniqueConstraint(
                fields=["organisation", "fiscal_year", "name", "npo_name"],
                name="programme_in_use_once_a_year",
                condition=Q(retired_at=None),
                violation_error_message=SAME_NAME,
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.npo_name

    def clean(self) -> None:
        """Refuse changes in a closed year, and moves into one."""
        stored = type(self).objects.filter(pk=self.pk).values_list("fiscal_year", flat=True)
        years = {self.fiscal_year, *stored} - {None}
        if CollectionRound.objects.closed().filter(fiscal_year__in=years).exists():
            raise ValidationError(CLOSED, code="closed")

    def why_it_must_stay(self) -> list[str | Promise]:
        """Reason to stay in use: its year is closed."""
        return [CLOSED] if self.is_frozen else []

    def why_it_cannot_return(self) -> list[str | Promise]:
        """Reasons to stay out of use: its year is closed, or its name is there again."""
        same_name = type(self).objects.in_use().in_year(self.fiscal_year).of(self.organisation)
        if same_name.filter(name=self.name, npo_name=self.npo_name).exists():
            return [SAME_NAME]
        return [CLOSED] if self.is_frozen else []

    def what_follows(self) -> list[str | Promise]:
        """Consequences: it is gone from sheets and maps, and an answer may wait again."""
        return [
            _("照会のページ、情報交換・共有シート、支援の地図から消えます。"),
            _("課のこの年度の事業がなくなると、照会への回答は「未回答」に戻ります。"),
        ]

    @property
    def is_frozen(self) -> bool:
        """Whether its year is closed."""
        return CollectionRound.objects.of_year(self.fiscal_year).closed().exists()

    @property
    def possible_windows(self) -> models.QuerySet:
        """The windows that its department may name: those that it looks after, and those named.

        Of a draft that staff have named, the department reads nothing.
        """
        named = Q(programmes=self) if self.pk else Q(pk=None)
        named &= ~Q(status=Window.Status.DRAFT)
        own = Q(listing__organisation=self.organisation)
        return Window.objects.filter(own | named).distinct()

    @property
    def is_npo_row(self) -> bool:
        """Whether it stands in the sheet's second table."""
        return bool(self.npo_name)

    @property
    def fiscal_year_label(self) -> str:
        """Its year as people write it."""
        return fiscal_years.label(self.fiscal_year)
