"""Tasks (頼んだ仕事): what staff have asked for and do not wait for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from directory.fields import person_field

KEPT_FOR = timedelta(days=31)


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, asked for in the words of staff."""

    def of(self, kind: str, about: int = 0) -> Self:
        """Those of a kind, about one row; the newest first."""
        return self.filter(kind=kind, about=about).select_related("made_by").order_by("-pk")

    def under_way(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def over(self, now: datetime) -> Self:
        """Those that are too old to be read."""
        return self.filter(began_at__lt=now - KEPT_FOR)


class Task(models.Model):
    """One piece of work in a process of its own: how far it is, and what came of it.

    `kind` names what is done (`directory.tasks`), `about` the row that it is about, 0 for none.
    `given` is what the person typed. `told` is what came of it, in words; `result` is the row that
    was made, `deed` what can be undone.
    """

    kind = models.CharField(max_length=40)
    about = models.BigIntegerField(default=0)
    given = models.JSONField(default=dict)
    made_by = person_field("")
    began_at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    is_faulty = models.BooleanField(default=False)
    told = models.TextField(default="")
    result = models.BigIntegerField(null=True)
    deed = models.UUIDField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(ended_at=None),
                name="task_is_under_way_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    def advance(self, done: int, total: int) -> None:
        """Let the waiting page say how far it is."""
        self.done, self.total = done, total
        self.save(update_fields=["done", "total"])
