"""The concurrency check in admin: for every form of a row that several people edit."""

from django.contrib import admin
from django.db import models
from django.forms.formsets import DEFAULT_MAX_NUM
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.admin.windows.typed import whole_number
from directory.concurrency import RevisedForm

CARRIED = ("revision", "opened")
MAX_ROWS = 2 * DEFAULT_MAX_NUM  # a formset of Django's reads no more


class RowsFormSet(BaseInlineFormSet):
    """Rows of another row's form; one that another person has added meanwhile is no second time.

    Django compares the rows of a form with each other only, as if there were no others.
    """

    def clean(self):
        """Refuse what a row that this form does not show says already."""
        super().clean()
        shown = [form.instance.pk for form in self.initial_forms]
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance.pk})
        unseen = list(rows.exclude(pk__in=shown))
        for form in self.forms if unseen else ():
            said = {name: form.cleaned_data.get(name) for name in self._telling()}
            for row in unseen if form not in self.deleted_forms else ():
                if said and all(getattr(row, name) == value for name, value in said.items()):
                    text = _("「%(row)s」は、もう加えられています。この行を空けてください。")
                    form.add_error(None, text % {"row": row})

    def _telling(self) -> set[str]:
        """The fields by which rows of one parent differ."""
        sets = (
            set(each.fields)
            for each in self.model._meta.constraints
            if isinstance(each, models.UniqueConstraint) and not each.condition
        )
        return next((fields - {self.fk.name} for fields in sets if self.fk.name in fields), set())


class RevisionCheck(admin.ModelAdmin):
    """Admin of a Revised model; its own form, if any, is a RevisedForm."""

    form = RevisedForm

    def get_fields(self, request, obj=None):
        """Leave out what the page carries along hidden: templates/admin/change_form.html."""
        return [name for name in super().get_fields(request, obj) if name not in CARRIED]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Let the form know which tables of rows are edited along with it."""
        form = super().get_form(request, obj, change, **kwargs)
        kinds = []
        for inline in self.inlines:
            made = inlineformset_factory(
                self.model, inline.model, fk_name=inline.fk_name, fields=()
            )
            title = inline.verbose_name_plural or inline.model._meta.verbose_name_plural
            kinds.append((made.get_default_prefix(), str(title), inline.model, made.fk.name))
        form.row_kinds = tuple(kinds)
        return form

    def get_inline_instances(self, request, obj=None):
        """Compare the rows of every table with those that the form does not show."""
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            if inline.formset is BaseInlineFormSet:
                inline.formset = RowsFormSet
        return inlines

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Let a row that another person has removed since come back as a new one, as typed."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in given and obj.pk:
            with_lost_rows_as_new(given["data"], prefix, inline.model)
        return given


def with_lost_rows_as_new(data: QueryDict, prefix: str, model: type[models.Model]) -> None:
    """Put the rows of a formset whose keys are in the database no more behind those that are."""
    counts = f"{prefix}-INITIAL_FORMS", f"{prefix}-TOTAL_FORMS"
    try:
        known, total = (int(data[name]) for name in counts)
    except (KeyError, ValueError):
        return
    if not 0 <= known <= total <= MAX_ROWS:
        return  # the formset itself refuses such counts
    keys = {n: whole_number(data.get(f"{prefix}-{n}-id")) for n in range(known)}
    there = model._default_manager.in_bulk(keys.values())
    lost = [number for number, key in keys.items() if key not in there]
    if not lost:
        return
    order = [number for number in range(total) if number not in lost]
    order[known - len(lost) : known - len(lost)] = lost
    rows = {number: {} for number in order}
    for name in list(data):
        start, _dash, rest = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and whole_number(start) in rows and start.isdecimal():
            rows[int(start)][rest] = data.pop(name)
    for number in lost:
        rows[number]["id"] = [""]
    for place, number in enumerate(order):
        for rest, values in rows[number].items():
            data.setlist(f"{prefix}-{place}-{rest}", values)
    data[counts[0]] = str(known - len(lost))
