"""When each command of the night last ended without an error."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class NightlyJobQuerySet(models.QuerySet):
    """The jobs, one row each."""

    def note(self, name: str, *, at: datetime) -> None:
        """Write down that a job has ended well."""
        self.update_or_create(name=name, defaults={"succeeded_at": at})

    def successes(self) -> dict[str, datetime]:
        """The last success of each job that ever had one, by the command's name."""
        return dict(self.values_list("name", "succeeded_at"))


class NightlyJob(models.Model):
    """A command that a timer runs, by its name, and its last success."""

    name = models.CharField(max_length=50, primary_key=True)
    succeeded_at = models.DateTimeField()

    objects = NightlyJobQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
