"""Indexes of windows, each for the question that it serves."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, OrderBy, Q

from directory.models.channel import IN_WRITING, WITHOUT_TELEPHONE
from directory.models.window_queryset import RETIRED_LAST

IN_LIST_ORDER = ["status", "-reachable", "order", "id"]
# The oldest confirmation first, then the oldest source: as windows are rung.
BY_AGE = (F("verified_on").asc(nulls_first=True), F("source_date").asc(nulls_first=True), "id")
INDEXES: list[models.Index] = [
    # Residents' lists, a page far back in them, and urgent help.
    models.Index(fields=IN_LIST_ORDER, name="window_in_list_order"),
    models.Index(fields=IN_LIST_ORDER, condition=Q(urgent=True), name="window_urgent"),
    # What has changed since a moment.
    models.Index(fields=["changed_at"], name="window_by_change"),
    # Admin's list, and the dates in doubt on its start page.
    models.Index(RETIRED_LAST, "order", "id", name="window_in_staffs_order"),
    models.Index(
        fields=["status"],
        condition=~Q(shifted_closing_days=[]),
        name="window_with_shifted_closing",
    ),
    # Which choices of filters there are, and windows with a rare one of them.
    *(
        kind(fields=[field], condition=Q(status="published"), name=f"window_{name}_{field}")
        for field in ("channels", "languages")
        for kind, name in ((models.Index, "by"), (GinIndex, "with"))
    ),
    # Windows to turn to without ringing, and answers about reservation, in the order of lists.
    models.Index(
        OrderBy(IN_WRITING, descending=True),
        "order",
        "id",
        condition=Q(status="published") & WITHOUT_TELEPHONE,
        name="window_without_telephone",
    ),
    models.Index(
        fields=["reservation_kept", "-reachable", "order", "id"],
        condition=Q(status="published"),
        name="window_by_reservation_kept",
    ),
    # What is to be confirmed by telephone, and its numbers on the start page.
    models.Index(*BY_AGE, condition=Q(status="published"), name="window_by_confirmation"),
    models.Index(
        *BY_AGE, condition=Q(status="published", hours_pattern=None), name="window_without_pattern"
    ),
    models.Index(
        *BY_AGE,
        condition=Q(status="published", verified_on=None) & ~Q(note="", doubt=""),
        name="window_in_doubt",
    ),
    models.Index(
        *BY_AGE,
        condition=Q(status="published", verification_months__isnull=False),
        name="window_with_own_interval",
    ),
]
