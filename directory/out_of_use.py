"""Rows out of use: taken off public pages and choices instead of deleted, and back.

A row out of use stands on no public page, in no filter and in no choice; whatever points at it
keeps pointing at it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Self, TypeVar

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_NAMED = 10


_Row = TypeVar("_Row", bound=models.Model)


class RetirableQuerySet(models.QuerySet[_Row]):
    """Rows that can be taken out of use."""

    def in_use(self) -> Self:
        """Those that pages, filters and choices show."""
        return self.filter(retired_at=None)

    def out_of_use(self) -> Self:
        """Those out of use."""
        return self.exclude(retired_at=None)

    def to_choose(self, chosen=()) -> Self:
        """Those to choose from: those in use, and what is chosen already (primary keys)."""
        return self.filter(models.Q(retired_at=None) | models.Q(pk__in=chosen))


class Retirable(models.Model):
    """A row that staff take out of use and into use again."""

    retired_at = models.DateTimeField(
        gettext_lazy("使わないことにした日時"), null=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_in_use(self) -> bool:
        """Whether pages, filters and choices show it."""
        return self.retired_at is None

    def retire(self, *, at: datetime) -> None:
        """Take it out of use. Not saved."""
        self.retired_at = at

    def restore(self) -> None:
        """Take it into use again. Not saved."""
        self.retired_at = None

    def why_it_must_stay(self) -> list[str | Promise]:
        """Sentences that say why it cannot be taken out of use now; none where it can."""
        return []

    def why_it_cannot_return(self) -> list[str | Promise]:
        """Sentences that say why it cannot be taken into use again now; none where it can."""
        return []

    def what_follows(self) -> list[str | Promise]:
        """Sentences that say what residents and staff will notice without it."""
        return []


def offer_in_use(form: forms.BaseForm) -> None:
    """Offer in every choice of rows those in use, and those that are chosen already."""
    for name, field in form.fields.items():
        if not isinstance(field, forms.ModelChoiceField):
            continue
        queryset = field.queryset
        if isinstance(queryset, RetirableQuerySet):
            chosen = form.initial.get(name) or ()
            chosen = chosen if isinstance(chosen, list | tuple | models.QuerySet) else [chosen]
            keys = [getattr(each, "pk", each) for each in chosen]
            field.queryset = queryset.to_choose([key for key in keys if isinstance(key, int)])


def references_to(
    row: models.Model,
    own: frozenset[str] = frozenset(),
    is_read: Callable[[type[models.Model]], bool] = lambda _model: True,
) -> list[str]:
    """Rows that point at a row, in words, kind by kind.

    `own` are the models (`app.model`) of rows that are a part of it and go with it. Of rows of a
    model that is not read, other people's drafts among them, only the number is told.
    """
    found = []
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.related_model is None:
            continue
        model = relation.related_model
        if model._meta.auto_created or model._meta.label_lower in own:
            continue
        rows = model._base_manager.filter(**{relation.field.name: row.pk}).distinct()
        kind = model._meta.verbose_name
        if is_read(model):
            found += [f"{kind}：{each}" for each in rows[: MAX_NAMED + 1]]
        elif number := rows.count():
            found.append(_("%(kind)s：%(number)d件") % {"kind": kind, "number": number})
    return found if len(found) <= MAX_NAMED else [*found[:MAX_NAMED], _("ほかにもあります。")]
