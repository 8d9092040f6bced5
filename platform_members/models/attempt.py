"""Attempts: what is counted, or may happen once only, for as long as that matters."""

from django.db import models


class Attempt(models.Model):
    """Count of attempts, or a code that was used; all processes know it until it expires.

    The key is a keyed hash: neither an address nor a person can be read from it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
