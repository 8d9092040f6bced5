"""Outgoing mails, kept until they are sent and afterwards as a record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# With doubling pauses these are about two days.
MOST_ATTEMPTS = 16


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mails, asked for in the words of the domain."""

    def unsent(self) -> Self:
        """Those that no mail server has taken."""
        return self.filter(sent_at=None)

    def due_at(self, moment: datetime) -> Self:
        """Those to try (again) at the moment, the oldest first."""
        return self.unsent().filter(next_attempt_at__lte=moment).order_by("made_at", "pk")

    def done_before(self, moment: datetime) -> Self:
        """Those written before a moment that no longer wait: sent, or given up."""
        return self.filter(made_at__lt=moment, next_attempt_at=None)

    def waiting_among(self, keys: Iterable[int | None]) -> Self:
        """Those among these that no server has taken and that will be tried again."""
        return self.unsent().filter(pk__in=keys, next_attempt_at__isnull=False)

    def of_kind_on(self, kind: str, day: date) -> Self:
        """Those of a kind that were written on a day."""
        return self.filter(kind=kind, made_at__date=day)


class OutgoingMail(models.Model):
    """Mail to one person, saved in the transaction of its cause, sent after the commit."""

    kind = models.SlugField(_("種類"), max_length=40, help_text=_("何を知らせるメールか。"))
    to = models.EmailField(_("あて先"))
    subject = models.CharField(_("件名"), max_length=250)
    text = models.TextField(_("本文"), blank=True)
    html = models.TextField(_("本文（HTML）"), blank=True)
    confidential = models.BooleanField(
        _("本文を残さない"),
        default=False,
        help_text=_("招待のリンクのような秘密が入っています。送ったあとに本文を消します。"),
    )
    made_at = models.DateTimeField(_("作成日時"), default=timezone.now)
    sent_at = models.DateTimeField(_("送信日時"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("送ろうとした回数"), default=0)
    next_attempt_at = models.DateTimeField(
        _("次に送る日時"), null=True, blank=True, default=timezone.now
    )
    last_error = models.CharField(_("送れなかった理由"), max_length=500, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("送信メール")
        verbose_name_plural = _("送信メール")
        ordering = [F("sent_at").desc(nulls_first=True), "-made_at"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(sent_at=None), name="mail_to_send")
        ]
        constraints = [
            models.CheckConstraint(
                name="mail_is_not_sent_again",
                condition=Q(sent_at=None) | Q(next_attempt_at=None, attempts__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}（{self.to}）"

    def note_sent(self, *, at: datetime) -> None:
        """Set the sent state. Not saved."""
        self.attempts += 1
        self.sent_at, self.next_attempt_at, self.last_error = at, None, ""
        if self.confidential:
            self.text = self.html = ""

    def note_failure(self, *, at: datetime, error: str) -> None:
        """Set the failure and the next attempt; None after the last one. Not saved."""
        self.attempts += 1
        self.last_error = error[:500]
        pause = min(FIRST_PAUSE * 2 ** (self.attempts - 1), LONGEST_PAUSE)
        self.next_attempt_at = at + pause if self.attempts < MOST_ATTEMPTS else None

    def try_again(self, *, at: datetime) -> None:
        """Set the next attempt to now, after the last one failed. Not saved."""
        self.next_attempt_at = at
