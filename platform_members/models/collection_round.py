"""Rounds (照会): the yearly question to departments about their programmes, and answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.fields import DayField, given, missing, person_field
from platform_members import fiscal_years
from platform_members.models.membership import Membership
from platform_members.models.organisation import Organisation
from platform_members.year_fields import FiscalYearField


class CollectionRoundQuerySet(models.QuerySet["CollectionRound"]):
    """Rounds, asked for in the words of the domain."""

    def open(self) -> Self:
        """Those that departments may still answer, late ones included."""
        return self.filter(status=CollectionRound.Status.OPEN)

    def closed(self) -> Self:
        """Those whose year is frozen."""
        return self.filter(status=CollectionRound.Status.CLOSED)

    def of_year(self, fiscal_year: int) -> Self:
        """The one, if any, that counts in a fiscal year: those withdrawn do not."""
        withdrawn = CollectionRound.Status.WITHDRAWN
        return self.filter(fiscal_year=fiscal_year).exclude(status=withdrawn)

    def years(self) -> list[int]:
        """The fiscal years about which a round asks, or has asked."""
        return list(self.order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct())

    def viewable_by(self, user) -> Self:
        """Those in which an organisation of the person is asked."""
        asked = RoundAnswer.objects.viewable_by(user)
        return self.filter(pk__in=asked.values("round"))

    def with_counts(self) -> Self:
        """With how many are asked (`asked_count`) and have answered (`answered_count`)."""
        answered = ~Q(answers__status=RoundAnswer.Status.WAITING)
        return self.annotate(
            asked_count=Count("answers"), answered_count=Count("answers", filter=answered)
        )


class CollectionRound(Revised):
    """Round: one question to many departments. Closing it freezes the programmes of its year.

    One that was withdrawn asks no department any more and leaves its year free for another; it
    may be taken up again as long as there is no other.
    """

    class Status(models.TextChoices):
        """Whether it still takes answers."""

        OPEN = "open", _("受付中")
        CLOSED = "closed", _("締め切り")
        WITHDRAWN = "withdrawn", _("取り下げ")

    title = models.CharField(_("件名"), max_length=100)
    explanation = models.TextField(
        _("説明"), max_length=2000, blank=True, help_text=_("尋ねられた課が読む説明です。")
    )
    fiscal_year = FiscalYearField(_("年度"))
    due_on = DayField(_("回答期限"))
    status = models.CharField(
        _("状態"), max_length=10, choices=Status, default=Status.OPEN, editable=False
    )
    opened_at = models.DateTimeField(_("始めた日時"), default=timezone.now, editable=False)
    opened_by = person_field(_("始めた人"), editable=False)
    closed_at = models.DateTimeField(_("締め切った日時"), null=True, editable=False)
    closed_by = person_field(_("締め切った人"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("取り下げた日時"), null=True, editable=False)
    withdrawn_by = person_field(_("取り下げた人"), null=True, editable=False)

    # Of `with_counts`.
    asked_count: int
    answered_count: int

    objects = CollectionRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("照会")
        verbose_name_plural = _("照会")
        ordering = ["-fiscal_year"]
        constraints = [
            models.CheckConstraint(
                name="round_status_has_its_day_and_person",
                condition=Q(status="open", **missing("closed", "withdrawn"))
                | Q(status="closed", **given("closed"), **missing("withdrawn"))
                | Q(status="withdrawn", **given("withdrawn"), **missing("closed")),
            ),
            models.UniqueConstraint(
                name="round_once_a_year", fields=["fiscal_year"], condition=~Q(status="withdrawn")
            ),
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
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn."""
        return self.status == self.Status.WITHDRAWN

    @property
    def fiscal_year_label(self) -> str:
        """Its year as people write it."""
        return fiscal_years.label(self.fiscal_year)

    def is_late_on(self, day: date) -> bool:
        """Whether answers are overdue."""
        return self.is_open and day > self.due_on

    def close(self, *, at: datetime, by) -> None:
        """Take no more answers and freeze the year. Not saved."""
        self.status, self.closed_at, self.closed_by = self.Status.CLOSED, at, by

    def withdraw(self, *, at: datetime, by) -> None:
        """Set the withdrawn state. Not saved."""
        self.status, self.withdrawn_at, self.withdrawn_by = self.Status.WITHDRAWN, at, by

    def reopen(self) -> None:
        """Take answers again, after it was closed or withdrawn. Not saved."""
        self.status = self.Status.OPEN
        self.closed_at = self.closed_by = self.withdrawn_at = self.withdrawn_by = None


class RoundAnswerQuerySet(models.QuerySet["RoundAnswer"]):
    """Answers, asked for in the words of the domain."""

    def viewable_by(self, user) -> Self:
        """Those of a person's own organisations."""
        return self.filter(organisation__in=Organisation.objects.viewable_by(user))

    def editable_by(self, user) -> Self:
        """Those that a person may give: for their own organisations, in an open round."""
        own = Organisation.objects.editable_by(user)
        return self.filter(organisation__in=own, round__status=CollectionRound.Status.OPEN)

    def waiting(self) -> Self:
        """Those not given yet."""
        return self.filter(status=RoundAnswer.Status.WAITING)

    def not_reminded_since(self, day: date) -> Self:
        """Those for which no reminder was written on the day or later."""
        return self.filter(Q(reminded_on=None) | Q(reminded_on__lt=day))

    def of(self, organisation: Organisation) -> Self:
        """Those of one organisation."""
        return self.filter(organisation=organisation)

    def in_year(self, fiscal_year: int) -> Self:
        """Those of the round that counts in a fiscal year."""
        return self.filter(round__in=CollectionRound.objects.of_year(fiscal_year))

    def in_open_rounds(self) -> Self:
        """Those of rounds that still take answers."""
        return self.filter(round__in=CollectionRound.objects.open())

    def with_reach(self) -> Self:
        """With `is_reachable`: whether a mail reaches the organisation, by an editor or address."""
        editors = Membership.objects.editors().filter(organisation=OuterRef("organisation"))
        reachable = Exists(editors) | ~Q(organisation__platform_email="")
        return self.annotate(
            is_reachable=ExpressionWrapper(reachable, output_field=models.BooleanField())
        )

    def for_lists(self) -> Self:
        """With all that a list shows, in the order in which departments are registered."""
        related = self.select_related("organisation", "round", "answered_by")
        return related.order_by("organisation_id")


class RoundAnswer(models.Model):
    """Answer of one organisation to a round; its programmes are the content.

    回答済み needs a programme of the year, 該当なし needs that there is none. Triggers in the
    database hold to that for every way of writing: an answer that a programme added or removed
    contradicts waits again, and one that contradicts the programmes cannot be committed
    (migration 0010).
    """

    class Status(models.TextChoices):
        """State of the answer."""

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
    answered_by = person_field(_("回答した人"), null=True)
    reminded_on = DayField(_("催促した日"), null=True)

    is_reachable: bool  # of `with_reach`

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
                condition=Q(status="waiting", **missing("answered"))
                | Q(status__in=["answered", "nothing"], **given("answered")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}（{self.get_status_display()}）"

    @property
    def is_waiting(self) -> bool:
        """Whether it was not given yet."""
        return self.status == self.Status.WAITING

    def give(self, status: str, *, at: datetime, by) -> None:
        """Set the answer. Not saved."""
        self.status, self.answered_at, self.answered_by = status, at, by

    def take_back(self) -> None:
        """Set the waiting state again. Not saved."""
        self.status, self.answered_at, self.answered_by = self.Status.WAITING, None, None
