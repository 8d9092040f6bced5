"""The rows below a window: its numbers, its hours, its days off."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _

from directory import hours
from directory.models import HoursException, HoursRule, Phone


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


class PhoneInline(admin.TabularInline):
    """The numbers of a window, below its other facts."""

    model = Phone
    formset = PhoneFormSet
    fields = ["kind", "label", "printed", "order"]
    extra = 1


class HoursRuleFormSet(forms.BaseInlineFormSet):
    """The regular hours of one window, none of which overlap."""

    def clean(self):
        """Refuse overlapping rows, beside the later one."""
        super().clean()
        if any(self.errors):
            return
        rows = kept_forms(self)
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


class HoursRuleInline(admin.StackedInline):
    """Regular hours: tick the days, type two times."""

    model = HoursRule
    formset = HoursRuleFormSet
    extra = 1
    classes = ["hours-rules"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "weekdays",
                    ("opens", "closes"),
                    "nth_weeks",
                    ("on_holidays", "by_reservation", "tentative"),
                    "label",
                    ("valid_from", "valid_until"),
                ]
            },
        )
    ]

    class Media:
        css = {"all": ["admin_hours.css"]}
        js = [Script("admin_hours.js", defer=True)]


class HoursExceptionInline(admin.TabularInline):
    """Days off and days with other hours."""

    model = HoursException
    formset = HoursExceptionFormSet
    fields = ["first_day", "last_day", "spans", "note"]
    extra = 1
