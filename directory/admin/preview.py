"""What a clerk typed, as residents would read it, before anything is saved."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone

from directory import hours
from directory.forms import kept_forms
from directory.models import HoursException, HoursRule, Window, day_calendar

DAYS_SHOWN = 14


class PreviewForm(forms.ModelForm):
    """A window's form that is not saved while the clerk only wants to look."""

    def clean(self):
        """Keep the form from being saved; the page shows it again as it was typed."""
        if "_preview" in self.data:
            self.add_error(None, forms.ValidationError("", code="preview"))
        return super().clean()


@dataclass(frozen=True)
class HoursPreview:
    """The printed text, the sentence on holidays, the state now and the coming days."""

    printed: str
    holiday_sentence: str
    state: str
    days: list[hours.ComingDay]


def hours_preview(context: dict) -> HoursPreview | None:
    """Take the admin's page context; give the preview, or None where something must be mended.

    The mark that kept the form from being saved is taken off the page again.
    """
    form = context["adminform"].form
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    only_preview = set(form.errors) <= {NON_FIELD_ERRORS} and all(
        error.code == "preview" for error in form.non_field_errors().as_data()
    )
    form.errors.pop(NON_FIELD_ERRORS, None)
    if not only_preview or any(any(formset.errors) for formset in formsets):
        return None
    context["errors"] = None
    return _preview_of(form.instance, formsets)


def _preview_of(window: Window, formsets: list[forms.BaseInlineFormSet]) -> HoursPreview:
    rows = [row.instance for formset in formsets for row in kept_forms(formset)]
    schedule = hours.Schedule(
        rules=tuple(row.as_rule() for row in rows if isinstance(row, HoursRule)),
        exceptions=tuple(row.as_exception() for row in rows if isinstance(row, HoursException)),
        opens_on_holidays=window.opens_on_holidays,
        closes_at_year_end=window.closes_at_year_end,
        shifted_closing_days=frozenset(window.shifted_closing_days),
    )
    now, calendar = timezone.now(), day_calendar()
    today = hours.in_tokyo(now).date()
    return HoursPreview(
        printed=window.hours_override or hours.printed(schedule),
        holiday_sentence=hours.holiday_sentence(schedule),
        state=hours.state_text(hours.state_at(schedule, calendar, now), now),
        days=hours.coming_days(schedule, calendar, today, DAYS_SHOWN),
    )
