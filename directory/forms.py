"""The rows below a window (numbers, hours, days off), the same for everybody who edits."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory import hours


def kept_forms(formset: forms.BaseInlineFormSet) -> list[forms.ModelForm]:
    """The rows that will be there after saving: not the empty ones, not those to be deleted."""
    return [
        form
        for form in formset.forms
        if form not in formset.deleted_forms and (form.instance.pk or form.has_changed())
    ]


class PhoneFormSet(forms.BaseInlineFormSet):
    """The numbers of one window, each only once."""

    def clean(self):
        """Refuse the same number twice, however it is written, beside the second one."""
        super().clean()
        seen = set()
        for form in kept_forms(self):
            if not form.instance.dialled:
                continue
            number = (form.instance.kind, form.instance.dialled)
            if number in seen:
                form.add_error("printed", ValidationError(_("同じ番号が2回入っています。")))
            seen.add(number)


class HoursRuleFormSet(forms.BaseInlineFormSet):
    """The regular hours of one window, none of which overlap."""

    def clean(self):
        """Refuse overlapping rows, beside the later one."""
        super().clean()
        if any(self.errors):
            return
        rows = kept_forms(self)
        for row in rows:
            if hours.lacks_half(row["opens"].data, row["closes"].data):
                row.add_error("closes", hours.LACKS_HALF)
        for problem in hours.problems([row.instance.as_rule() for row in rows]):
            rows[problem.index].add_error(problem.field, problem.message)


class HoursExceptionFormSet(forms.BaseInlineFormSet):
    """The days on which other hours hold, each at most once."""

    def clean(self):
        """Refuse overlapping days, beside the later row."""
        super().clean()
        if any(self.errors):
            return
        rows = kept_forms(self)
        for problem in hours.problems([], [row.instance.as_exception() for row in rows]):
            rows[problem.index].add_error(problem.field, problem.message)
