"""Concurrency check: a form opened before another person saved the row does not overwrite it.

The database counts the revisions of a row (a trigger, so that no way of saving is forgotten). A
form carries the revision, and in words what the row said, when it was opened; where they differ,
the form comes back as typed, and asks of each field whether what has been saved meanwhile or what
was typed is to stand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.out_of_use import offer_in_use


class Revised(models.Model):
    """Base of rows that several people edit; `revision` grows by one with every change.

    A trigger named `count_revision` sets it, whatever Python has written; a model that inherits
    this needs the trigger in a migration (a test asks every such table for it).
    """

    revision = models.PositiveIntegerField(gettext_lazy("版"), default=0, editable=False)
    # Tables below its form of which another person's rows were chosen: what was sent is left aside.
    kept_rows: frozenset[str] = frozenset()

    class Meta:
        abstract = True


THEIRS, MINE = "theirs", "mine"
CHOICE = "choose-"


@dataclass(frozen=True)
class ChangeMeanwhile:
    """Change of one field by another person: three texts, and the choice between two of them.

    `mine` is None where it cannot be told: for tables of rows, and where what was typed is unsound.
    `field` is the name of its radio buttons.
    """

    field: str
    name: str
    label: str
    before: str
    theirs: str
    mine: str | None
    chosen: str


def chosen_in(sent: Mapping[str, str], field: str, *, is_untouched: bool) -> str:
    """Choice for a field in conflict, "" for none; of one left as it was, the other person's."""
    chosen = sent.get(field, THEIRS if is_untouched else "")
    return chosen if chosen in (THEIRS, MINE) else ""


class RevisedForm(forms.ModelForm):
    """A form for a Revised row.

    `is_valid` locks the row, so it is called in the transaction that saves, unless `locks` is
    False: then what saves asks for `seen_revision` again, under its own lock.
    """

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    # What was asked when the form came back: what each field in conflict said before.
    asked = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    locks = True
    # Rows edited along with it: (prefix, title, model, name of its foreign key).
    row_kinds: tuple[tuple[str, str, type[models.Model], str], ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_in_use(self)
        self.changes_meanwhile: list[ChangeMeanwhile] = []
        self.seen_revision = self.instance.revision
        if self.instance.pk and not self.is_bound:
            self.initial["revision"] = self.instance.revision
            self.initial["opened"] = json.dumps(self._said_by(self.instance), ensure_ascii=False)

    def full_clean(self):
        """Check everything; a form that comes back shows its tables as they were sent."""
        super().full_clean()
        if self._errors:
            self.instance.kept_rows = frozenset()

    def clean(self):
        """Compare with the row as it is now; keep of it what is not in the form."""
        cleaned = super().clean()
        if self.instance.pk:
            self._compare(self._row_now())
        return cleaned

    def _row_now(self) -> Revised:
        rows = type(self.instance)._default_manager.all()
        if self.locks:
            rows = rows.select_for_update(of=("self",))
        now = rows.filter(pk=self.instance.pk).first()
        if now is None:
            raise Http404
        for field in self.instance._meta.concrete_fields:
            if field.name not in self.fields:
                setattr(self.instance, field.attname, getattr(now, field.attname))
        self.seen_revision = self.instance.revision = now.revision
        return now

    def _compare(self, now: Revised) -> None:
        theirs = self._said_by(now)
        asked = _as_said(self.cleaned_data.get("asked"))
        asked = {name: str(before) for name, before in asked.items() if name in theirs}
        is_seen = self.cleaned_data.get("revision") == now.revision
        changes = [self._change(name, before, theirs) for name, before in asked.items()]
        self.changes_meanwhile = changes
        if is_seen and all(change.chosen for change in changes):
            for change in changes:
                if change.chosen == THEIRS:
                    self._take_theirs(change.name, now)
            return
        if not is_seen:
            opened = _as_said(self.cleaned_data.get("opened"))
            changes += [
                self._change(name, opened.get(name, ""), theirs)
                for name, words in theirs.items()
                if name not in asked and words not in (opened.get(name), self._typed(name))
            ]
        if changes:
            self._ask(changes, theirs, is_seen)

    def _change(self, name: str, before: str, theirs: dict[str, str]) -> ChangeMeanwhile:
        """One field in conflict."""
        labels = {field: self.fields[field].label for field in self.fields}
        labels |= {prefix: title for prefix, title, _model, _key in self.row_kinds}
        mine = self._typed(name)
        field = f"{CHOICE}{self.add_prefix(name)}"
        chosen = chosen_in(self.data, field, is_untouched=mine == before)
        return ChangeMeanwhile(field, name, str(labels[name]), before, theirs[name], mine, chosen)

    def _ask(self, changes: list[ChangeMeanwhile], theirs: dict[str, str], is_seen: bool) -> None:
        """Let the form come back with its questions; the next saving is on top of what is now."""
        self.changes_meanwhile = changes
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("revision")] = str(self.seen_revision)
        data[self.add_prefix("opened")] = json.dumps(theirs, ensure_ascii=False)
        asked = {change.name: change.before for change in changes}
        data[self.add_prefix("asked")] = json.dumps(asked, ensure_ascii=False)
        self.data = data
        if is_seen:
            self.add_error(None, _("どちらの内容を残すか、すべての欄で選んでください。"))
        else:
            text = _(
                "あなたが入力しているあいだに、ほかの人が先に保存しました。"
                "あなたの入力は、まだ保存していません。"
            )
            self.add_error(None, text)

    def _take_theirs(self, name: str, now: Revised) -> None:
        """Let a field, or a table below the form, say what the other person has saved."""
        if name in self.fields:
            self.errors.pop(name, None)
            self.cleaned_data[name] = self._stored(name, now)
        else:
            self.instance.kept_rows |= {name}

    def _stored(self, name: str, now: Revised):
        """The value of a field as it is saved now."""
        value = _value_of(self.instance._meta.get_field(name), now)
        return list(value) if isinstance(value, models.QuerySet) else value

    def _said_by(self, row: models.Model) -> dict[str, str]:
        """Display values of the form's fields, and of the rows edited along with it."""
        said = {
            field.name: display_value(field, _value_of(field, row))
            for field in self._model_fields()
        }
        for prefix, _title, model, key in self.row_kinds:
            rows = model._default_manager.filter(**{key: row.pk}).order_by("pk")
            said[prefix] = "\n".join(_row_text(each, key) for each in rows)
        return said

    def _typed(self, name: str) -> str | None:
        """Display value of what was typed; None where it is not sound, or no field."""
        if name not in self.cleaned_data:
            return None
        field = self.instance._meta.get_field(name)
        return display_value(field, self.cleaned_data[name])

    def _model_fields(self) -> list[models.Field]:
        meta = self.instance._meta
        return [
            field
            for field in (*meta.concrete_fields, *meta.many_to_many)
            if field.editable and field.name in self.fields and not self.fields[field.name].disabled
        ]


def display_value(field: models.Field, value) -> str:
    """A value of a model's field as a page shows it."""
    if value is None or value == "":
        return ""
    if field.many_to_many:
        return "、".join(sorted(str(row) for row in value))
    if isinstance(field, ArrayField):
        words = dict(field.base_field.flatchoices or ())
        return "、".join(str(words.get(each, each)) for each in value)
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    return str(dict(field.flatchoices or ()).get(value, value)).replace("\r\n", "\n")


def _value_of(field: models.Field, row: models.Model):
    return getattr(row, field.name).all() if field.many_to_many else getattr(row, field.name)


def _row_text(row: models.Model, key: str) -> str:
    fields = [each for each in row._meta.concrete_fields if each.editable and each.name != key]
    said = (display_value(field, _value_of(field, row)) for field in fields)
    return "／".join(words for words in said if words)


def _as_said(text: str | None) -> dict[str, str]:
    """Former values from the page's hidden field; none where it is damaged."""
    try:
        said = json.loads(text or "{}")
    except (ValueError, RecursionError):  # no JSON, or brackets without end
        return {}
    return said if isinstance(said, dict) else {}
