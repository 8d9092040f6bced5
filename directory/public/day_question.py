"""A window's reception on a day that a resident asks about."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from directory import hours
from directory.fields import ShownDayFormField
from directory.languages.hours_words import hours_words
from directory.models import Window, day_calendar

# The name of the day in the query string.
ASKED_DAY = "on"


class DayForm(forms.Form):
    """One date, as people write it."""

    on = ShownDayFormField(
        label=_("調べたい日（例：12月29日）"),
        widget=forms.DateInput(attrs={"maxlength": 40, "autocomplete": "off"}),
    )


@dataclass(frozen=True)
class DayQuestion:
    """The form, and what is known of the day; `answer` is None where holidays are not known yet."""

    form: DayForm
    answer: hours.ComingDay | None = None

    @property
    def day(self) -> date | None:
        """The day asked about, where one was understood."""
        return self.form.cleaned_data.get("on") if self.form.is_bound else None


def day_question(request: HttpRequest, window: Window) -> DayQuestion:
    """Read the day in the query string and look it up."""
    form = DayForm(request.GET if ASKED_DAY in request.GET else None)
    if not (form.is_bound and form.is_valid()):
        return DayQuestion(form)
    try:
        (answer,) = hours.coming_days(
            window.schedule, day_calendar(), form.cleaned_data["on"], 1, hours_words()
        )
    except hours.BeyondCalendar:
        answer = None
    return DayQuestion(form, answer)
