"""Record of what people have taken out of the portal: append-only, kept for two years."""

import logging
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=731)
log = logging.getLogger("portal.audit")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries, newest first."""

    @transaction.atomic
    def note(self, *, kind: str, by, what: str, rows: int) -> "AuditEntry":
        """Write an entry, and let go of those that are older than two years."""
        now = timezone.now()
        self.filter(at__lt=now - KEPT_FOR).delete()
        # The log names the account by its number: what it says may be read by more people.
        log.info("%s by account %s: %s, %d rows", kind, by.pk, what, rows)
        return self.create(at=now, kind=kind, who=by.email, what=what[:200], rows=rows)

    def newest_first(self) -> Self:
        """The list of the administrator's page."""
        return self.order_by("-at", "-pk")


class AuditEntry(models.Model):
    """One thing that a person did. PostgreSQL refuses to change it, and to delete it too early.

    The person stands in words: an account that is gone leaves its entries as they are.
    """

    class Kind(models.TextChoices):
        EXPORT = "export", _("書き出し")

    at = models.DateTimeField(_("日時"), db_index=True)
    kind = models.CharField(_("種類"), max_length=20, choices=Kind)
    who = models.CharField(_("だれが"), max_length=254)
    what = models.CharField(_("なにを"), max_length=200)
    rows = models.PositiveIntegerField(_("件数"))

    objects: ClassVar = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("操作の記録")
        default_permissions = ()  # no role reads them

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.who}"
