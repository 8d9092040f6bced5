"""Deeds: what a person did with one form, and every row as it was before and afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import both_or_neither, person_field

# For so long a deed can be undone; its rows are kept no longer, but for those of things whose
# history they are. A window's history are its versions.
KEPT_FOR = timedelta(days=7)
LASTS_FOR = timedelta(days=731)
LASTING = (
    "directory_category",
    "directory_searchterm",
    "campaigns_campaign",
    "platform_members_organisation",
    "platform_members_programme",
    "platform_members_meeting",
)
LISTED = 100


class DeedQuerySet(models.QuerySet["Deed"]):
    """Deeds, asked for in the words of the domain."""

    def over(self, now: datetime) -> Self:
        """Those of which no row is left: they can be undone no more, and are no history."""
        kept = DeedRow.objects.filter(deed=models.OuterRef("pk"))
        return self.filter(~models.Exists(kept), made_at__lt=now - KEPT_FOR)

    def get_for_update(self, key: UUID) -> Deed | None:
        """The one with a primary key, locked until this transaction ends; None where it is gone."""
        return self.select_for_update(of=("self",)).filter(pk=key).first()

    def still_open(self) -> Self:
        """Those that can still be undone."""
        return self.filter(undone_at=None, made_at__gte=timezone.now() - KEPT_FOR)

    def to_undo(self) -> Self:
        """Those that can still be undone, the newest first; a list's length of them."""
        return self.still_open().select_related("made_by").order_by("-made_at")[:LISTED]


class Deed(models.Model):
    """What one person did with one form, so that it can be undone as a whole."""

    key = models.UUIDField(primary_key=True, editable=False)
    made_at = models.DateTimeField(_("日時"))
    made_by = person_field(_("だれが"))
    what = models.CharField(_("したこと"), max_length=500)
    # What a person must be allowed to change in order to undo it, as Django names permissions.
    rights = ArrayField(models.CharField(max_length=100))
    # Where a person of no staff stood when it was done; who stands there no more undoes nothing.
    standing = ArrayField(models.CharField(max_length=100), default=list, db_default=[])
    undone_at = models.DateTimeField(_("元に戻した日時"), null=True)
    undone_by = person_field(_("元に戻した人"), null=True)

    objects = DeedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("元に戻せる操作")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="deed_is_undone_by_somebody", condition=both_or_neither("undone")
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def expires_at(self) -> datetime:
        """Until when it can be undone."""
        return self.made_at + KEPT_FOR

    def may_be_undone_by(self, person) -> bool:
        """Whether staff hold each right of it, or a member still stands where it was done."""
        if person.is_staff:
            return person.has_perms(self.rights)
        is_own = bool(self.standing) and self.made_by == person
        return is_own and set(self.standing) <= set(person.standing())

    @property
    def is_expired(self) -> bool:
        """Whether it was done too long ago."""
        return timezone.now() > self.expires_at


class DeedRowQuerySet(models.QuerySet["DeedRow"]):
    """Rows of deeds, in the order in which they were written."""

    def over(self, now: datetime) -> Self:
        """Those that can be undone no more; of lasting things those of before their time."""
        passing = ~Q(root_table__in=LASTING)
        return self.filter(Q(at__lt=now - LASTS_FOR) | Q(passing, at__lt=now - KEPT_FOR))

    def of_deed(self, key: UUID) -> Self:
        """All that one deed wrote."""
        return self.filter(deed=key).order_by("pk")

    def of_root(self, row: models.Model) -> Self:
        """All that was recorded of a thing and of what belongs to it."""
        return self.filter(root_table=row._meta.db_table, root=row.pk).order_by("pk")

    def with_content(self) -> Self:
        """Those that can be put back."""
        return self.filter(Q(before__isnull=False) | Q(after__isnull=False))

    def mails(self) -> Self:
        """Mails that were written, which cannot."""
        return self.filter(before__isnull=True, after__isnull=True)

    def roots(self) -> models.QuerySet[DeedRow, tuple[str, int]]:
        """The things that rows belong to: table and primary key of each, once."""
        found = self.with_content().order_by("root_table", "root")
        return found.values_list("root_table", "root").distinct()


class DeedRow(models.Model):
    """One row of any table before and after one statement of a deed, as PostgreSQL's JSON.

    Written by the trigger `keep_row` alone, in the transaction of the change. `root` is the row
    that it belongs to: a telephone's window. Mails have neither before nor after: they are only
    counted.
    """

    deed = models.UUIDField(db_index=True)  # of a deed that is written when its form is done
    at = models.DateTimeField(db_index=True)
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    root_table = models.CharField(max_length=63)
    root = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects: ClassVar = DeedRowQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["root_table", "root"], name="deed_row_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
