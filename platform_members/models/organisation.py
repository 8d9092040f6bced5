"""Organisations of the platform (団体): city departments, NPOs, chambers, local bodies."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.fields import ChoicesField, DayField, WebAddressField
from directory.models import Window
from directory.text import phones
from platform_members.models.membership import Membership
from platform_members.similar_names import similar

ADDRESSES = ArrayField(models.TextField())


def address_list(field: str) -> Cast:
    """A list with the one address that stands in a field, as an SQL expression."""
    return Cast(models.Func(F(field), template="ARRAY[%(expressions)s]"), ADDRESSES)


class Area(models.TextChoices):
    """What the platform agreed to work on."""

    AWARENESS = "awareness", _("周知・啓発")
    PARTICIPATION = "participation", _("社会参加")
    EMPLOYMENT = "employment", _("就労支援")


class SmallStep(models.TextChoices):
    """A step on the way from being at home to a job, the smallest first."""

    PLACE = "place", _("居場所")
    VISIT = "visit", _("職場見学")
    TRIAL = "trial", _("就労体験")
    VOLUNTEERING = "volunteering", _("ボランティア体験")
    JOB = "job", _("雇用")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, asked for in the words of the domain."""

    def published(self) -> Self:
        """Those whose page residents may see, as long as they are members."""
        return self.filter(published=True)

    def members_on(self, day: date) -> Self:
        """Those that belong to the platform on the day; the day of leaving is the first without."""
        return self.filter(
            Q(joined_on=None) | Q(joined_on__lte=day), Q(left_on=None) | Q(left_on__gt=day)
        )

    def without_editor(self) -> Self:
        """Those without an editor."""
        return self.exclude(pk__in=Membership.objects.editors().values("organisation"))

    def not_asked_in(self, collection) -> Self:
        """Those that a round does not ask."""
        return self.exclude(round_answers__round=collection)

    def with_speakers(self) -> Self:
        """With `speakers`: the addresses of each organisation's contacts.

        These are its editors; without editors the address under which the platform writes to it;
        an empty list where there is neither. Every mail to an organisation uses this.
        """
        editors = Membership.objects.editors().filter(organisation=OuterRef("pk"))
        addresses = ArraySubquery(editors.order_by("made_at", "pk").values("user__email"))
        return self.annotate(editor_addresses=Cast(addresses, ADDRESSES)).annotate(
            speakers=Case(
                When(~Q(editor_addresses=[]), then=F("editor_addresses")),
                When(~Q(platform_email=""), then=address_list("platform_email")),
                default=Value([], output_field=ADDRESSES),
            )
        )

    def busiest(self) -> Organisation | None:
        """The one that looks after most windows."""
        return self.annotate(many=models.Count("listings")).order_by("-many", "pk").first()

    def similar_to(self, name: str) -> list[str]:
        """The names of those that may be the same body under another spelling."""
        return similar(name, self.values_list("name", flat=True), settings.CITY_NAME)

    def viewable_by(self, user) -> Self:
        """Those whose desk a person may look at: an active member of a present member."""
        return self._of(Membership.objects.filter(user_id=user.pk, user__is_active=True))

    def editable_by(self, user) -> Self:
        """Those for which a person may propose changes."""
        return self._of(Membership.objects.editors().filter(user_id=user.pk))

    def _of(self, memberships) -> Self:
        present = self.exclude(left_on__lte=timezone.localdate())
        return present.filter(pk__in=memberships.values("organisation"))


class Organisation(Revised):
    """A body that takes part in the platform, as residents may read of it."""

    class Kind(models.TextChoices):
        """What sort of body it is, in the order of the public list."""

        CITY = "city", _("市の部署")
        WELFARE_COUNCIL = "welfare_council", _("社会福祉協議会")
        NPO = "npo", _("NPO法人")
        EMPLOYMENT = "employment", _("就労支援機関")
        BUSINESS = "business", _("経済団体")
        COMMUNITY = "community", _("地域団体")
        OTHER = "other", _("その他")

    class Role(models.TextChoices):
        """Its part in the platform."""

        SECRETARIAT = "secretariat", _("事務局")
        CITY_PARTNER = "city_partner", _("庁内連携部局")
        SUPPORTER = "supporter", _("支援団体")
        WAY_OUT = "way_out", _("出口支援")
        OTHER = "other", _("その他")

    uid = models.UUIDField(_("公開ID"), unique=True, default=uuid4, editable=False)

    name = models.CharField(_("団体名"), max_length=100, unique=True)
    kana = models.CharField(
        _("よみがな"), max_length=200, blank=True, help_text=_("ひらがなで入力します。")
    )
    kind = models.CharField(_("種類"), max_length=20, choices=Kind)
    role = models.CharField(
        _("プラットフォームでの役割"), max_length=20, choices=Role, default=Role.OTHER
    )
    activities = models.TextField(
        _("活動の内容"), max_length=2000, blank=True, help_text=_("住民が読む説明です。")
    )
    areas = ChoicesField(
        models.CharField(max_length=20, choices=Area),
        verbose_name=_("取り組む分野"),
        default=list,
        blank=True,
    )
    small_steps = ChoicesField(
        models.CharField(max_length=20, choices=SmallStep),
        verbose_name=_("提供できるスモールステップ"),
        default=list,
        blank=True,
        help_text=_("団体に確かめたものだけを選びます。"),
    )

    # 住民の連絡先
    phone = models.CharField(
        _("電話番号"), max_length=30, blank=True, help_text=_("住民に公開されます。")
    )
    email = models.EmailField(_("メールアドレス"), blank=True, help_text=_("住民に公開されます。"))
    website = WebAddressField(_("ウェブサイト"), max_length=500, blank=True)

    # プラットフォームの連絡先
    platform_contact = models.CharField(
        _("事務局からの連絡先（担当者・電話）"),
        max_length=200,
        blank=True,
        help_text=_("公開されません。"),
    )
    platform_email = models.EmailField(
        _("事務局からの連絡先（メール）"), blank=True, help_text=_("公開されません。")
    )

    joined_on = DayField(_("加入日"), null=True, blank=True)
    left_on = DayField(
        _("脱退日"),
        null=True,
        blank=True,
        help_text=_("この日から、担当者は掲載内容を変えられなくなり、団体のページも消えます。"),
    )
    published = models.BooleanField(_("団体のページを公開する"), default=False)
    hours_need_no_review = models.BooleanField(
        _("受付日時と電話の注記は、確認なしで公開する"),
        default=False,
        help_text=_("付けると、この団体による受付日時などの変更が、すぐに公開されます。"),
    )
    note = models.TextField(
        _("職員メモ"), max_length=2000, blank=True, help_text=_("公開されません。")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("団体")
        verbose_name_plural = _("団体")
        ordering = ["kana", "name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_leaves_after_it_joined",
                condition=Q(left_on=None) | Q(joined_on=None) | Q(left_on__gte=F("joined_on")),
                violation_error_message=_("脱退日は、加入日より後の日にしてください。"),
            ),
            models.CheckConstraint(
                name="organisation_is_of_a_known_kind",
                condition=Q(
                    kind__in=[
                        "city",
                        "welfare_council",
                        "npo",
                        "employment",
                        "business",
                        "community",
                        "other",
                    ]
                ),
                violation_error_message=_("団体の種類を選んでください。"),
            ),
            models.CheckConstraint(
                name="organisation_has_a_known_role",
                condition=Q(
                    role__in=["secretariat", "city_partner", "supporter", "way_out", "other"]
                ),
                violation_error_message=_("プラットフォームでの役割を選んでください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("platform_members:organisation-view", args=[self.pk])

    def clean(self) -> None:
        """Refuse a number that cannot be dialled; sort the steps, the smallest first."""
        if self.phone:
            try:
                phones.dialled(self.phone)
            except ValueError as error:
                raise ValidationError({"phone": str(error)}) from error
            self.phone = phones.tidy(self.phone)
        self.areas = [area for area in Area.values if area in self.areas]
        self.small_steps = [step for step in SmallStep.values if step in self.small_steps]

    def is_member_on(self, day: date) -> bool:
        """Whether it belongs to the platform on the day."""
        joined = self.joined_on is None or self.joined_on <= day
        return joined and not self.has_left_on(day)

    def has_left_on(self, day: date) -> bool:
        """Whether it belongs to the platform no more."""
        return self.left_on is not None and self.left_on <= day

    def addresses(self) -> list[str]:
        """Where mails to it go, as `with_speakers` tells; empty where it cannot be reached."""
        found = Organisation.objects.with_speakers().get(pk=self.pk)
        return found.speakers  # type: ignore[attr-defined]  # of `with_speakers`

    @property
    def is_public(self) -> bool:
        """Whether it has a page that residents may see today."""
        return self.published and self.is_member_on(timezone.localdate())

    @property
    def public_windows(self) -> models.QuerySet:
        """The windows that it looks after and residents may see."""
        return Window.objects.published().filter(listing__organisation=self)

    @property
    def phone_href(self) -> str:
        """The address that makes a telephone dial its number."""
        return f"tel:{phones.dialled(self.phone).replace('#', '%23')}"

    @property
    def area_names(self) -> list[str]:
        """What it works on, in words."""
        return [str(Area(area).label) for area in self.areas]

    @property
    def small_step_names(self) -> list[str]:
        """The steps that it offers, in words, the smallest first."""
        return [str(SmallStep(step).label) for step in self.small_steps]
