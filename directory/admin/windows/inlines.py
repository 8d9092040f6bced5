"""Rows below a window in admin: telephone numbers, hours, days off."""

from django.contrib import admin
from django.forms.widgets import Script

from directory.admin.rows import Rows
from directory.forms import HoursExceptionFormSet, HoursRuleFormSet, PhoneFormSet
from directory.models import HoursException, HoursRule, Phone


class PhoneInline(Rows, admin.TabularInline):
    """The numbers of a window, below its other facts."""

    model = Phone
    formset = PhoneFormSet
    fields = ["kind", "label", "printed", "order"]
    extra = 1


class HoursRuleInline(Rows, admin.StackedInline):
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
        css = {"all": ["css/admin/hours.css"]}
        js = [Script("js/admin_hours.js", defer=True)]


class HoursExceptionInline(Rows, admin.TabularInline):
    """Days off and days with other hours."""

    model = HoursException
    formset = HoursExceptionFormSet
    fields = ["first_day", "last_day", "spans", "note"]
    extra = 1
