"""The yearly question to the departments, what they do (照会), and their answers."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import DayField
from platform_members import fiscal_years
from platform_members.models.organisation import Organisation


class CollectionRoundQuerySet(models.QuerySet):
    """Rounds, asked for in the words of the domain."""

    def open(self) -> CollectionRoundQuerySet:
        """Those that departments may still answer, late ones included."""
        return self.filter(status=CollectionRound.Status.OPEN)

    def closed(self) -> CollectionRoundQuerySet:
        """Those whose year is frozen."""
        return self.filter(status=CollectionRound.Status.CLOSED)

    def of_year(self, fiscal_year: int) -> CollectionRoundQuerySet:
        """The one, if any, of a fiscal year."""
        return self.filter(fiscal_year=fiscal_year)

    def viewable_by(self, user) -> CollectionRoundQuerySet:
        """Those in which an organisation of the person is asked."""
        asked = RoundAnswer.objects.viewable_by(user)
        return self.filter(pk__in=asked.values("round"))

    def with_counts(self) -> CollectionRoundQuerySet:
        """With how many are asked (`asked_count`) and have answered (`answered_count`)."""
        answered = ~Q(answers__status=RoundAnswer.Status.WAITING)
        return self.annotate(
            asked_count=Count("answers"), answered_count=Count("answers", filter=answered)
        )


class CollectionRound(models.Model):
    """One question to many departments. Closing it freezes the programmes of its year."""

    class Status(models.TextChoices):
        """Whether it still takes answers."""

        OPEN = "open", _("受付中")
        CLOSED = "closed", _("締め切り")

    title = models.CharField(_("件名"), max_length=100)
    explanation = models.TextField(
        _("説明"), max_length=2000, blank=True, help_text=_("尋ねられた課が読む説明です。")
    )
    fiscal_year = models.PositiveSmallIntegerField(
        _("年度"),
        unique=True,
        validators=[
            MinValueValidator(fiscal_years.FIRST),
            MaxValueValidator(fiscal_years.LAST),
        ],
        help_text=_("西暦で入力します。令和4年度は2022です。"),
        error_messages={"unique": _("この年度の照会は、もうあります。")},
    )
    due_on = DayField(_("回答期限"))
    status = models.CharField(
        _("状態"), max_length=10, choices=Status, default=Status.OPEN, editable=False
    )
    opened_at = models.DateTimeField(_("始めた日時"), default=timezone.now, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("始めた人"),
    )
    closed_at = models.DateTimeField(_("締め切った日時"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("締め切った人"),
    )

    objects = CollectionRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("照会")
        verbose_name_plural = _("照会")
        ordering = ["-fiscal_year"]
        constraints = [
            models.CheckConstraint(
                name="round_is_closed_by_somebody",
                condition=Q(status="open", closed_at=None, closed_by=None)
                | Q(status="closed", closed_at__isnull=False, closed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("platform_members:round-view", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether departments may still answer."""
        return self.status == self.Status.OPEN

    @property
    def fiscal_year_in_words(self) -> str:
        """Its year as people write it."""
        return fiscal_years.in_words(self.fiscal_year)

    def is_late_on(self, day: date) -> bool:
        """Whether answers are overdue."""
        return self.is_open and day > self.due_on

    def close(self, *, at: datetime, by) -> None:
        """Take no more answers and freeze the year. Not saved."""
        self.status, self.closed_at, self.closed_by = self.Status.CLOSED, at, by

    def reopen(self) -> None:
        """Take answers again. Not saved."""
        self.status, self.closed_at, self.closed_by = self.Status.OPEN, None, None


class RoundAnswerQuerySet(models.QuerySet):
    """Answers, asked for in the words of the domain."""

    def viewable_by(self, user) -> RoundAnswerQuerySet:
        """Those of a person's own organisations."""
        return self.filter(organisation__in=Organisation.objects.viewable_by(user))

    def editable_by(self, user) -> RoundAnswerQuerySet:
        """Those that a person may give: for their own organisations, in an open round."""
        own = Organisation.objects.editable_by(user)
        return self.filter(organisation__in=own, round__status=CollectionRound.Status.OPEN)

    def waiting(self) -> RoundAnswerQuerySet:
        """Those that have not come."""
        return self.filter(status=RoundAnswer.Status.WAITING)

    def of(self, organisation: Organisation) -> RoundAnswerQuerySet:
        """Those of one organisation."""
        return self.filter(organisation=organisation)

    def in_year(self, fiscal_year: int) -> RoundAnswerQuerySet:
        """Those of the round about a fiscal year."""
        return self.filter(round__fiscal_year=fiscal_year)

    def for_lists(self) -> RoundAnswerQuerySet:
        """With all that a list shows, in the order in which departments are registered."""
        related = self.select_related("organisation", "round", "answered_by")
        return related.order_by("organisation_id")


class RoundAnswer(models.Model):
    """That one organisation is asked, and what it says; its programmes are the answer itself."""

    class Status(models.TextChoices):
        """What the organisation has said."""

        WAITING = "waiting", _("未回答")
        ANSWERED = "answered", _("回答済み")
        NOTHING = "nothing", _("該当なし")

    round = models.ForeignKey(
        CollectionRound, models.CASCADE, related_name="answers", verbose_name=_("照会")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="round_answers", verbose_name=_("団体")
    )
    status = models.CharField(_("回答"), max_length=10, choices=Status, default=Status.WAITING)
    answered_at = models.DateTimeField(_("回答した日時"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("回答した人"),
    )
    reminded_on = DayField(_("催促した日"), null=True)

    objects = RoundAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("照会への回答")
        verbose_name_plural = _("照会への回答")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"], name="round_asks_an_organisation_once"
            ),
            models.CheckConstraint(
                name="round_answer_is_given_by_somebody",
                condition=Q(status="waiting", answered_at=None, answered_by=None)
                | Q(
                    status__in=["answered", "nothing"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}（{self.get_status_display()}）"

    @property
    def is_waiting(self) -> bool:
        """Whether the organisation has said nothing yet."""
        return self.status == self.Status.WAITING

    def give(self, status: str, *, at: datetime, by) -> None:
        """Record what the organisation says. Not saved."""
        self.status, self.answered_at, self.answered_by = status, at, by
