"""Reservation (予約): one answer from all fields of a window about appointments."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directory import hours

# Words of a free text of hours that ask for an appointment; read alike by Python and PostgreSQL.
ASKS_IN_WORDS = r"要(事前|電話)?予約|予約制(?!では)|予約が?必要|予約のみ"


class Reservation(models.TextChoices):
    """Whether one must ring before coming (the booklet's 予約 mark). Unknown until it is said."""

    UNKNOWN = "unknown", _("わかっていません")
    NONE = "none", _("いりません")
    REQUIRED = "required", _("必要です")
    SOME = "some", _("相談の内容や日時によって必要です")


def reservation_of(stated: str, schedule: hours.Schedule, override: str) -> Reservation:
    """Return what holds: the field's value, unless rows or free text of hours ask for more."""
    if stated == Reservation.REQUIRED or schedule.wants_reservation:
        return Reservation.REQUIRED
    sometimes = any(rule.by_reservation for rule in schedule.rules)
    if stated == Reservation.SOME or sometimes or re.search(ASKS_IN_WORDS, override):
        return Reservation.SOME
    return Reservation(stated)


def with_reservation(rules: QuerySet, answer: str) -> Q:
    """Return the condition under which `reservation_of` gives an answer.

    `rules` are the rows of hours of the window that is asked about.
    """
    asks = Exists(rules.filter(by_reservation=True))
    always = asks & ~Exists(rules.filter(by_reservation=False))
    required = Q(reservation=Reservation.REQUIRED) | always
    some = Q(reservation=Reservation.SOME) | asks | Q(hours_override__regex=ASKS_IN_WORDS)
    conditions: dict[str, Q] = {Reservation.REQUIRED: required, Reservation.SOME: some & ~required}
    return conditions.get(answer, Q(reservation=answer) & ~required & ~some)
