"""Rows below a window in admin: telephone numbers, hours, days off."""

from django.contrib import admin
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _

from directory.admin.rows import Rows
from directory.forms import (
    ClosureForm,
    HoursExceptionFormSet,
    HoursRuleForm,
    HoursRuleFormSet,
    PhoneForm,
    PhoneFormSet,
)
from directory.models import HoursException, HoursRule, Phone


class PhoneInline(Rows, admin.StackedInline):
    """The numbers of a window, in the order in which they are printed."""

    model = Phone
    form = PhoneForm
    formset = PhoneFormSet
    fields = ["printed", "label", "kind", "order"]
    extra = 1


class HoursRuleInline(Rows, admin.StackedInline):
    """Regular hours: tick the days, type two times."""

    model = HoursRule
    form = HoursRuleForm
    formset = HoursRuleFormSet
    extra = 1
    fieldsets = [
        (None, {"fields": ["weekdays", "opens", "closes", "nth_weeks", "by_reservation"]}),
        (
            _("祝日・原則・ただし書き・期間"),
            {"fields": ["on_holidays", "tentative", "label", "valid_from", "valid_until"]},
        ),
    ]

    class Media:
        css = {"all": ["css/admin/window_form.css"]}
        js = [Script("js/admin_rows.js", defer=True)]


class HoursExceptionInline(Rows, admin.StackedInline):
    """Days off and days with other hours."""

    model = HoursException
    form = ClosureForm
    formset = HoursExceptionFormSet
    fields = ["first_day", "last_day", "spans", "note"]
    extra = 1
