"""Meetings of the platform, attendance, and calendar feeds."""

from __future__ import annotations

from datetime import date, datetime
from datetime import date as Day
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.fields import ClockField, DayField
from directory.number_fields import SmallNumberField
from directory.out_of_use import Retirable, RetirableQuerySet
from platform_members.models.organisation import Organisation
from platform_members.permissions import May
from platform_members.secret_links import SecretLinkQuerySet, new_secret

_is_web_address = URLValidator(schemes=["http", "https"])


class MeetingQuerySet(RetirableQuerySet["Meeting"]):
    """Meetings, asked for in the words of the domain."""

    def viewable_by(self, user) -> Self:
        """All in use for staff; for others those to which their organisation is asked."""
        if user.has_perm(May.SEE_MEETINGS):
            return self.in_use()
        return (
            self.in_use()
            .filter(organisations__in=Organisation.objects.viewable_by(user))
            .distinct()
        )

    def unanswered_by(self, user) -> Self:
        """Those to which an organisation of the person is asked, and the person has not said."""
        own = Organisation.objects.viewable_by(user)
        asked = self.filter(
            pk__in=Meeting.organisations.through.objects.filter(organisation__in=own).values(
                "meeting"
            )
        )
        return asked.exclude(pk__in=Attendance.objects.of(user).values("meeting"))

    def upcoming_on(self, day: date) -> Self:
        """Those of the day and later, the next first."""
        return self.filter(date__gte=day).order_by("date", "starts", "pk")

    def between(self, first: date, last: date) -> Self:
        """Those of several days."""
        return self.filter(date__range=(first, last))

    def past_on(self, day: date) -> Self:
        """Those before the day, the latest first."""
        return self.filter(date__lt=day)

    def for_lists(self) -> Self:
        """With the organisations, in a constant number of queries."""
        return self.prefetch_related("organisations")


class Meeting(Retirable, Revised):
    """One meeting; a doubt about its date is kept as a note."""

    class Kind(models.TextChoices):
        """What sort of meeting it is."""

        PREPARATION = "preparation", _("準備会")
        PLATFORM = "platform", _("PF会議")
        LECTURE = "lecture", _("講演会")
        TALK = "talk", _("打合せ")
        HEARING = "hearing", _("ヒアリング")

    uid = models.UUIDField(_("公開ID"), unique=True, default=uuid4, editable=False)
    number = SmallNumberField(_("番号"), null=True, blank=True)
    kind = models.CharField(_("種類"), max_length=20, choices=Kind)
    date = DayField(_("日付"))
    starts = ClockField(_("始まり"), null=True, blank=True)
    ends = ClockField(_("終わり"), null=True, blank=True)
    place = models.CharField(_("場所"), max_length=200, blank=True)
    organisations = models.ManyToManyField(
        Organisation,
        related_name="meetings",
        blank=True,
        verbose_name=_("相手の団体"),
        help_text=_("この団体の担当者が、会議を見て、出欠を答えます。"),
    )
    counterparts = models.CharField(_("相手（団体の一覧にないとき）"), max_length=200, blank=True)
    agenda = models.TextField(_("議題"), max_length=2000)
    present_count = SmallNumberField(_("出席者数"), null=True, blank=True)
    minutes = models.TextField(_("議事録"), max_length=20_000, blank=True)
    links = models.TextField(
        _("リンク"), max_length=2000, blank=True, help_text=_("1行に一つのURLを入力します。")
    )
    note = models.TextField(
        _("職員メモ"), max_length=2000, blank=True, help_text=_("職員だけが見ます。")
    )
    changed_at = models.DateTimeField(_("変更した日時"), auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("会議")
        verbose_name_plural = _("会議")
        ordering = [F("date").desc(), F("starts").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(ends=None) | Q(starts__isnull=False, ends__gt=F("starts")),
                violation_error_message=_("終わりの時刻は、始まりの時刻より後にしてください。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("platform_members:meeting-view", args=[self.pk])

    def what_follows(self) -> list[str | Promise]:
        """Consequence: it is gone from the desk and from calendars."""
        return [_("会議の一覧と、みなさんのカレンダーから消えます。出欠の答えは残ります。")]

    def clean(self) -> None:
        """Refuse links that are no web addresses."""
        for line in self.link_list:
            try:
                _is_web_address(line)
            except ValidationError as error:
                text = _("「%(line)s」はURLではありません。") % {"line": line[:60]}
                raise ValidationError({"links": text}) from error

    @property
    def link_list(self) -> list[str]:
        """The web addresses, one by one."""
        return [line.strip() for line in self.links.splitlines() if line.strip()]

    @property
    def who(self) -> str:
        """With whom, in words; needs the organisations, best read for all meetings at once."""
        names = [organisation.name for organisation in self.organisations.all()]
        return "、".join(filter(None, [*names, self.counterparts]))

    @property
    def is_on_record(self) -> bool:
        """Whether people have answered or something was written down about it."""
        written = self.minutes or self.links or self.present_count is not None
        return bool(written) or self.attendances.exists()

    def is_over_on(self, day: Day) -> bool:
        """Whether it is too late to say whether one comes."""
        return self.date < day


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Answers, asked for in the words of the domain."""

    def of(self, user) -> Self:
        """A person's answers."""
        return self.filter(user=user)

    def with_people(self) -> Self:
        """With the people, those who come first."""
        order = Case(*[When(answer=each, then=n) for n, each in enumerate(Attendance.Answer)])
        return self.select_related("user").order_by(order, "user__name")


class Attendance(models.Model):
    """Whether one person comes to one meeting."""

    class Answer(models.TextChoices):
        """Answer of the person."""

        COMES = "comes", _("出席")
        ABSENT = "absent", _("欠席")
        UNDECIDED = "undecided", _("未定")

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attendances", verbose_name=_("会議")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="attendances",
        verbose_name=_("担当者"),
    )
    answer = models.CharField(_("出欠"), max_length=20, choices=Answer)
    answered_at = models.DateTimeField(_("答えた日時"), default=timezone.now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("出欠")
        verbose_name_plural = _("出欠")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], name="attendance_once_a_person_and_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.get_answer_display()}）"


class CalendarFeedQuerySet(SecretLinkQuerySet["CalendarFeed"]):
    """Feeds, asked for in the words of the domain."""

    def of(self, user) -> Self:
        """The one, if any, of a person."""
        return self.filter(user=user)

    def with_token(self, token: str) -> Self:
        """The one of a secret address, if its owner may still log in."""
        return super().with_token(token).filter(user__is_active=True).select_related("user")


class CalendarFeed(models.Model):
    """One person's secret address for a calendar programme; only its hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feed",
        verbose_name=_("担当者"),
    )
    token_hash = models.CharField(_("合言葉の要約"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("作った日時"), default=timezone.now)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("カレンダーのアドレス")
        verbose_name_plural = _("カレンダーのアドレス")

    def __str__(self) -> str:
        return str(self.user)

    def renew(self, *, at: datetime) -> str:
        """New secret, which replaces the old one. Not saved."""
        token, self.token_hash = new_secret()
        self.made_at = at
        return token
