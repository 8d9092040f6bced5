"""Reception hours as staff enter them, and what is derived from them for asking in SQL.

How they are read is `directory.hours`, which knows no database; this module only keeps rows and
turns them into its values.
"""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory import hours
from directory.catalogue import kept
from directory.concurrency import Revised
from directory.fields import ChoicesField, DayField, MinutesField, SpansField
from directory.models.hours_queryset import (
    HolidayQuerySet,
    HoursIntervalQuerySet,
    HoursPatternQuerySet,
)
from directory.number_fields import SmallNumberField
from directory.out_of_use import Retirable
from directory.text.printable import validate_printable


class Weekday(models.IntegerChoices):
    """A day of the week, numbered as Python does."""

    MONDAY = 0, _("月")
    TUESDAY = 1, _("火")
    WEDNESDAY = 2, _("水")
    THURSDAY = 3, _("木")
    FRIDAY = 4, _("金")
    SATURDAY = 5, _("土")
    SUNDAY = 6, _("日")


class NthWeek(models.IntegerChoices):
    """Week of the month, for example of its Thursdays."""

    FIRST = 1, _("第1")
    SECOND = 2, _("第2")
    THIRD = 3, _("第3")
    FOURTH = 4, _("第4")
    FIFTH = 5, _("第5")
    LAST = -1, _("最終")


def weekdays_field(name, **options) -> ChoicesField:
    """A field in which weekdays are ticked."""
    return ChoicesField(
        models.SmallIntegerField(choices=Weekday), verbose_name=name, default=list, **options
    )


def refuse(problems: list[hours.Problem]) -> None:
    """Raise ValidationError with the faults of one row of hours, each beside its field."""
    if problems:
        raise ValidationError({problem.field: problem.message for problem in problems})


class HoursRule(models.Model):
    """One span of reception on certain days: a row that a clerk ticks."""

    class OnHolidays(models.TextChoices):
        """Effect of a public holiday on the day."""

        INHERIT = "inherit", _("窓口の決まりのとおり")
        ALSO = "also", _("祝日でも受け付ける")
        ONLY = "only", _("祝日だけ受け付ける")

    window = models.ForeignKey(
        "directory.Window", models.CASCADE, related_name="hours_rules", verbose_name=_("相談窓口")
    )
    weekdays = weekdays_field(_("曜日"), blank=True)
    nth_weeks = ChoicesField(
        models.SmallIntegerField(choices=NthWeek),
        verbose_name=_("第何週"),
        default=list,
        blank=True,
        help_text=_("毎週のときは、どれも選びません。"),
    )
    opens = MinutesField(_("開始"), help_text=_("例：8:30"))
    closes = MinutesField(
        _("終了"), help_text=_("例：17:15。24:00 も使えます。開始より早い時刻は翌日になります。")
    )
    on_holidays = models.CharField(
        _("祝日"), max_length=10, choices=OnHolidays, default=OnHolidays.INHERIT
    )
    by_reservation = models.BooleanField(_("要予約"), default=False)
    tentative = models.BooleanField(
        _("原則"), default=False, help_text=_("変わることがある日時。「受付中」とは表示しません。")
    )
    label = models.CharField(
        _("ただし書き"),
        max_length=60,
        blank=True,
        validators=[validate_printable],
        help_text=_("例：認定司法書士による"),
    )
    valid_from = DayField(_("この日から"), null=True, blank=True)
    valid_until = DayField(_("この日まで"), null=True, blank=True)

    class Meta:
        verbose_name = _("受付日時")
        verbose_name_plural = _("受付日時")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="hours_rule_times_are_of_a_day",
                condition=Q(opens__range=(0, 1439), closes__range=(1, 1440)),
                violation_error_message=_("開始と終了の時刻をご確認ください。"),
            ),
            models.CheckConstraint(
                name="hours_rule_has_days_or_is_for_holidays",
                condition=~Q(weekdays=[]) | Q(on_holidays="only"),
                violation_error_message=_("曜日を一つ以上選んでください。"),
            ),
            models.CheckConstraint(
                name="hours_rule_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_(
                    "終わりの日が始まりの日より前です。日付を直してください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return hours.row_text(self.as_rule())

    def clean(self) -> None:
        """Refuse, beside its field, what can never be kept."""
        if self.opens is not None and self.closes is not None:
            refuse(hours.problems([self.as_rule()]))

    def falls_on(self, day: date) -> bool:
        """Whether it holds on the day, holidays aside."""
        return self.on_holidays != self.OnHolidays.ONLY and self.as_rule().falls_on(day)

    def as_rule(self) -> hours.Rule:
        """The row as a plain value."""
        return hours.Rule(
            weekdays=frozenset(self.weekdays),
            opens=self.opens,
            closes=self.closes,
            nth_weeks=frozenset(self.nth_weeks),
            on_holidays=hours.OnHolidays(self.on_holidays),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            label=self.label,
            by_reservation=self.by_reservation,
            tentative=self.tentative,
        )


class HoursException(models.Model):
    """Days on which other hours hold than the rules say, or none."""

    window = models.ForeignKey(
        "directory.Window",
        models.CASCADE,
        related_name="hours_exceptions",
        verbose_name=_("相談窓口"),
    )
    first_day = DayField(_("この日から"))
    last_day = DayField(_("この日まで"), help_text=_("1日だけなら、同じ日を入れます。"))
    spans = SpansField(
        _("この日の受付時間"), help_text=_("例：9:00～12:00。休みのときは空けておきます。")
    )
    note = models.CharField(
        _("理由"), max_length=60, blank=True, help_text=_("住民が読みます。例：棚卸しのため")
    )

    class Meta:
        verbose_name = _("臨時の休み・臨時の受付")
        verbose_name_plural = _("臨時の休み・臨時の受付")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="hours_exception_ends_after_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("終わりの日が始まりの日より前です。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m-%d}～{self.last_day:%Y-%m-%d} {self.note}".strip()

    def clean(self) -> None:
        """Refuse, beside its field, what can never be kept."""
        if self.first_day and self.last_day and self.spans is not None:
            refuse(hours.problems([], [self.as_exception()]))

    @property
    def text(self) -> str:
        """What holds on these days, for residents: 休み, or the hours."""
        return hours.times_text(self.as_exception().stretches) or str(_("休み"))

    def as_exception(self) -> hours.DatedException:
        """The row as a plain value."""
        return hours.DatedException(
            first_day=self.first_day,
            last_day=self.last_day,
            spans=tuple((opens, closes) for opens, closes in self.spans),
            note=self.note,
        )


class Holiday(Retirable, Revised):
    """A public holiday (祝日). Staff may correct what the library foretold."""

    date = DayField(_("日付"), unique=True)
    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("出典"), max_length=100, blank=True)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("祝日")
        verbose_name_plural = _("祝日")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"

    def why_it_must_stay(self) -> list[str | Promise]:
        """New Year's Day tells that the year's table is complete."""
        if (self.date.month, self.date.day) == (1, 1):
            return [_("元日がないと、その年の受付日時をだれも答えられなくなります。")]
        return []

    def what_follows(self) -> list[str | Promise]:
        """The day counts as an ordinary one."""
        return [_("この日は、どの窓口でも祝日でない日として扱われます。")]


class YearEnd(Revised):
    """The turn of the year (年末年始): one row, for all windows that close then."""

    first_month = SmallNumberField(_("始まりの月"), default=12)
    first_day = SmallNumberField(_("始まりの日"), default=29)
    last_month = SmallNumberField(_("終わりの月"), default=1)
    last_day = SmallNumberField(_("終わりの日"), default=3)

    class Meta:
        verbose_name = _("年末年始")
        verbose_name_plural = _("年末年始")
        constraints = [
            models.CheckConstraint(name="year_end_is_one_row", condition=Q(pk=1)),
            models.CheckConstraint(
                name="year_end_runs_over_new_year",
                condition=Q(
                    first_month=12, first_day__range=(1, 31), last_month=1, last_day__range=(1, 31)
                ),
                violation_error_message=_("12月の日から1月の日までで入力してください。"),
            ),
        ]

    def __str__(self) -> str:
        text = _("%(first_month)d月%(first_day)d日～%(last_month)d月%(last_day)d日")
        return text % {
            "first_month": self.first_month,
            "first_day": self.first_day,
            "last_month": self.last_month,
            "last_day": self.last_day,
        }


@kept
def day_calendar() -> hours.DayCalendar:
    """What is known of the days; it covers the latest unbroken run of years.

    A year is complete when its New Year's Day is in the table. Without any the calendar covers
    nothing, so that every answer is unknown.
    """
    names = dict(Holiday.objects.in_use().values_list("date", "name"))
    years = {day.year for day in names if (day.month, day.day) == (1, 1)}
    last = first = max(years, default=date.min.year)
    while first - 1 in years:
        first -= 1
    year_end = YearEnd.objects.first() or YearEnd()
    return hours.DayCalendar(
        holidays=names,
        covers_from=date(first, 1, 1),
        covers_until=date(last, 12, 31) if years else date.min,
        year_end_from=(year_end.first_month, year_end.first_day),
        year_end_until=(year_end.last_month, year_end.last_day),
    )


class HoursPattern(models.Model):
    """Hours that at least one window keeps, known by their fingerprint.

    Derived: written by `directory.open_now.index` only.
    """

    key = models.CharField(max_length=32, primary_key=True)
    filled_from = models.DateTimeField()
    filled_until = models.DateTimeField()

    objects = HoursPatternQuerySet.as_manager()

    class Meta:
        verbose_name = _("受付日時の型")
        verbose_name_plural = _("受付日時の型")

    def __str__(self) -> str:
        return self.key


class HoursInterval(models.Model):
    """A stretch of time in which the windows of a pattern answer, for asking in SQL. Derived."""

    pattern = models.ForeignKey(HoursPattern, models.CASCADE, related_name="intervals")
    during = DateTimeRangeField()
    # Whether a call is certainly answered: neither 要予約 nor 原則.
    certain = models.BooleanField()

    objects = HoursIntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("受付の時間帯")
        verbose_name_plural = _("受付の時間帯")
        indexes = [
            GistIndex(fields=["during"], name="hours_interval_during"),
            models.Index(F("during__startswith"), name="hours_interval_start"),
        ]

    def __str__(self) -> str:
        return f"{self.pattern_id} {self.during}"
