"""Live line below the rows of reception hours: what is printed, and when the window opens next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory import hours
from directory.admin.pages import admin_path
from directory.admin.rows import MAX_ROWS
from directory.django_internals import give_rows, rows_read
from directory.facts.schema import COLUMNS, NAMED
from directory.forms import ClosureForm, HoursExceptionFormSet, faults_beside, kept_forms
from directory.hours_text import RULES, as_new_rows
from directory.models import HoursException, HoursRule, Window, day_calendar

DATES = 4
DAYS_LOOKED_AT = 366
SETTINGS = forms.modelform_factory(
    Window, fields=[name for name in COLUMNS if NAMED[name].is_about_time]
)


EXCEPTIONS = forms.inlineformset_factory(
    Window,
    HoursException,
    form=ClosureForm,
    formset=HoursExceptionFormSet,
    fields=NAMED["exceptions"].row_fields,
    extra=0,
    max_num=MAX_ROWS,
    absolute_max=MAX_ROWS + 1,
)


@dataclass(frozen=True)
class HoursLine:
    """The line: the words in print, the next days with reception, and what cannot be read yet."""

    printed: str = ""
    days: tuple[hours.ComingDay, ...] = ()
    faults: tuple[str, ...] = ()


def line_of(window: Window) -> HoursLine:
    """The line of a window and its rows, saved or not."""
    return HoursLine(window.printed_hours, tuple(islice(_open_days(window), DATES)))


def line_of_typed(data: QueryDict) -> HoursLine:
    """The line of what stands in the form now."""
    data = as_new_rows(data, "hours_rules", "hours_exceptions")
    form = SETTINGS(data)
    tables: list[Any] = [
        RULES(data, instance=Window(), prefix="hours_rules"),
        EXCEPTIONS(data, instance=Window(), prefix="hours_exceptions"),
    ]
    faults = [fault.text for fault in faults_beside(form)]
    for table in tables:
        faults += [str(message) for message in table.non_form_errors()]
        for number, row in enumerate(table.forms, start=1):
            place = _("%(number)d行目の") % {"number": number}
            faults += [fault.text for fault in faults_beside(row, place)]
    if faults:
        return HoursLine(faults=tuple(faults))
    window = form.instance
    window.pk = 0  # lets rows belong to it
    rules, exceptions = ([row.instance for row in kept_forms(table)] for table in tables)
    give_rows(
        window,
        hours_rules=rows_read(HoursRule, rules),
        hours_exceptions=rows_read(HoursException, exceptions),
    )
    return line_of(window)


def _open_days(window: Window) -> Iterator[hours.ComingDay]:
    """The days with reception from today on, as far as the holidays are known."""
    schedule, calendar = window.schedule, day_calendar()
    today = hours.in_tokyo(timezone.now()).date()
    last = min(DAYS_LOOKED_AT, (calendar.covers_until - today).days + 1)
    for offset in range(last):
        try:
            (day,) = hours.coming_days(schedule, calendar, today + offset * hours.ONE_DAY, 1)
        except hours.BeyondCalendar:
            return
        if day.is_open:
            yield day


class HoursLinePage(admin.ModelAdmin):
    """Admin with the fragment that the form's script asks for while hours are typed."""

    def get_urls(self):
        page = require_POST(self.hours_line)
        return [
            admin_path(self, "hours-line/", page, "directory_window_hours_line"),
            *super().get_urls(),
        ]

    def hours_line(self, request: HttpRequest):
        """Fragment of a page: the line of what was sent; nothing is saved."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        context = {"line": line_of_typed(request.POST)}
        return render(request, "admin/directory/window/hours_line.html", context)
