"""Reservation (予約): one answer from all fields of a window about appointments."""

from __future__ import annotations

import re

from django.db import models
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


def reservation_kept_field() -> models.CharField:
    """What `reservation_of` gives, as lists ask for it: a trigger writes it with every row."""
    return models.CharField(
        max_length=10,
        choices=Reservation,
        default=Reservation.UNKNOWN,
        db_default=Reservation.UNKNOWN,
        editable=False,
    )
