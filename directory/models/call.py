"""Telephone calls by which clerks confirm windows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.fields import person_field
from directory.models.window import Window

# So long a window stays with the clerk who has it on the telephone.
IN_HAND = timedelta(minutes=30)
# After so long a window comes back whose call was not answered.
AGAIN_AFTER = timedelta(hours=1)


class CallQuerySet(models.QuerySet["Call"]):
    """Calls, asked for in the words of the domain."""

    def in_hand_at(self, now: datetime) -> Self:
        """Those that a clerk is just making."""
        return self.filter(again_at=None, at__gt=now - IN_HAND)

    def of_others(self, person) -> Self:
        """Those of other people."""
        return self.exclude(by=person)

    def of_person(self, person) -> Self:
        """Those that one person is making, or has left lying."""
        return self.filter(again_at=None, by=person)

    def about(self, window: Window) -> Self:
        """Those to one window."""
        return self.filter(window=window)

    def unanswered(self) -> Self:
        """Those without an answer, the newest first."""
        return self.exclude(again_at=None).select_related("by").order_by("-at")

    def made_by_person(self, number: int, person) -> Call | None:
        """One call by its number, where this person has made it."""
        return self.filter(pk=number, by=person).select_related("window").first()

    def keeping_away(self, now: datetime, person) -> Self:
        """Those for which a person leaves a window alone for the moment.

        A colleague has it in hand, or a call a short while ago had no answer.
        """
        taken = Q(again_at=None, at__gt=now - IN_HAND) & ~Q(by=person)
        return self.filter(taken | Q(again_at__gt=now))


class Call(models.Model):
    """Telephone call to a window: in hand, or without an answer.

    One in hand is gone when the window is confirmed: what it found stands in the history.
    """

    window = models.ForeignKey(
        Window, models.CASCADE, related_name="calls", verbose_name=_("相談窓口")
    )
    by = person_field(_("だれが"))
    at = models.DateTimeField(_("日時"))
    again_at = models.DateTimeField(_("つぎに電話できる日時"), null=True)
    note = models.CharField(_("メモ"), max_length=150, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("確認の電話")
        verbose_name_plural = _("確認の電話")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["again_at"], condition=Q(again_at__isnull=False), name="call_put_off"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["window"], condition=Q(again_at=None), name="call_in_hand_once_a_window"
            ),
            models.CheckConstraint(
                condition=Q(note="") | Q(again_at__isnull=False),
                name="call_has_a_note_once_it_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_id} {self.at:%Y-%m-%d %H:%M}"
