"""Indexes of windows, each for the question that it serves."""

from django.db import models
from django.db.models import Q

from directory.models.window_queryset import RETIRED_LAST

IN_LIST_ORDER = ["status", "-reachable", "order", "id"]
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
]
