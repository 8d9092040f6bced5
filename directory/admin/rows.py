"""Tables of rows below a form of admin: bounded, each row once, none lost."""

from django.contrib.admin.options import InlineModelAdmin, TabularInline
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.forms import is_to_be_deleted
from directory.text.numbers import whole_number

# More than any table of the portal has; rows of five fields each reach Django's own limit of 1,000
# fields there.
MAX_ROWS = 200


class RowsFormSet(BaseInlineFormSet):
    """Rows below a form, each only once, also where the form does not show all that there are.

    A row may have been put back meanwhile by another person, or its key be forged; Django compares
    the rows of a form with each other only.
    """

    def total_form_count(self) -> int:
        """How many rows were sent; none where those of another person were chosen, which stay."""
        return 0 if self._is_left_aside else super().total_form_count()

    def initial_form_count(self) -> int:
        """How many of them were there when the form was opened."""
        return 0 if self._is_left_aside else super().initial_form_count()

    @property
    def _is_left_aside(self) -> bool:
        return self.is_bound and self.prefix in getattr(self.instance, "kept_rows", ())

    def add_fields(self, form, index):
        """Name the box that takes a row away: in a table no label stands beside it."""
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = _("この行を削除")

    def clean(self):
        """Refuse what a row that this form does not show says already."""
        super().clean()
        shown = [form.instance.pk for form in self.initial_forms]
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance.pk})
        unseen = list(rows.exclude(pk__in=shown))
        for form in self.forms if unseen else ():
            said = {name: form.cleaned_data.get(name) for name in self._telling()}
            for row in unseen if not is_to_be_deleted(form) else ():
                if said and all(getattr(row, name) == value for name, value in said.items()):
                    text = _("「%(row)s」は、もう加えられています。この行を空けてください。")
                    form.add_error(None, text % {"row": row})

    def _telling(self) -> set[str]:
        """The fields by which rows of one parent differ."""
        sets = (
            set(each.fields)
            for each in self.fk.model._meta.constraints
            if isinstance(each, models.UniqueConstraint) and not each.condition
        )
        return next((fields - {self.fk.name} for fields in sets if self.fk.name in fields), set())


class Rows(InlineModelAdmin):
    """A table of rows as long as a page can send it, whatever count a forged form announces.

    Each announced row is built and shown again: 2,000 of them take half a minute.
    """

    formset: type[BaseInlineFormSet] = RowsFormSet
    max_num = MAX_ROWS

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Box of a column, named for screen readers: in a table no label stands beside it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(self, TabularInline):
            # A choice of rows is wrapped in the links beside it.
            box = getattr(field.widget, "widget", field.widget)
            box.attrs["aria-label"] = field.label
        return field

    def get_formset(self, request, obj=None, **kwargs):
        """Read no row beyond."""
        return super().get_formset(request, obj, **{"absolute_max": MAX_ROWS + 1} | kwargs)


def with_lost_rows_as_new(data: QueryDict, prefix: str, model: type[models.Model]) -> None:
    """Put the rows of a formset whose keys are in the database no more behind those that are."""
    counts = f"{prefix}-INITIAL_FORMS", f"{prefix}-TOTAL_FORMS"
    try:
        known, total = (int(str(data[name])) for name in counts)
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
    rows: dict[int, dict[str, list[str]]] = {number: {} for number in order}
    for name in list(data):
        start, _dash, rest = name.removeprefix(f"{prefix}-").partition("-")
        number = whole_number(start) if name.startswith(f"{prefix}-") else None
        if number in rows:
            rows[number][rest] = data.pop(name)
    for number in lost:
        rows[number]["id"] = [""]
    for place, number in enumerate(order):
        for rest, values in rows[number].items():
            data.setlist(f"{prefix}-{place}-{rest}", values)
    data[counts[0]] = str(known - len(lost))
