"""Model fields that Django lacks."""

import re
from contextlib import suppress
from datetime import date, time

from django import forms
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import hours
from directory.facts import upgrade
from directory.languages import current


def column_of(model: type[models.Model], name: str) -> models.Field:
    """Column of a model by name; reverse relations are none. Raises FieldDoesNotExist."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(f"{name} is no column of {model.__name__}.")
    return field


def longest_of(model: type[models.Model], name: str) -> int:
    """Maximum length of a column of text. Raises ValueError where it has none."""
    longest = column_of(model, name).max_length
    if longest is None:
        raise ValueError(f"{name} of {model.__name__} is not bounded.")
    return longest


def person_field(label, **options) -> models.ForeignKey:
    """Column that names a person of the staff or of an organisation, who cannot be deleted then."""
    options |= {"related_name": "+", "verbose_name": label}
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, **options)


def given(*steps: str) -> dict[str, bool]:
    """Lookups of steps whose moment (`X_at`) and person (`X_by`) are both known."""
    return {f"{step}_{end}__isnull": False for step in steps for end in ("at", "by")}


def missing(*steps: str) -> dict[str, None]:
    """Lookups of steps with neither moment nor person."""
    return {f"{step}_{end}": None for step in steps for end in ("at", "by")}


def both_or_neither(step: str) -> models.Q:
    """Condition that a step has both its moment and its person, or neither."""
    return models.Q(**missing(step)) | models.Q(**given(step))


class FactsField(models.JSONField):
    """Facts of a window, or rows with facts: numbered when written, lifted when read."""

    def get_db_prep_value(self, value, connection, prepared=False):
        """Write the number of the schema beside the facts."""
        if isinstance(value, dict | list):
            value = upgrade.numbered(value)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        """Return the facts as today's schema has them."""
        found = super().from_db_value(value, expression, connection)
        return found if isinstance(expression, KeyTransform) else upgrade.lifted(found)


class ChoicesField(ArrayField):
    """Several of a few fixed choices, ticked in a form, kept as an array in PostgreSQL."""

    def display_value(self, values: list) -> str:
        """The labels of the choices, in the order in which they were kept."""
        labels = dict(self.base_field.flatchoices)
        return "、".join(str(labels.get(value, value)) for value in values)

    def formfield(self, **kwargs):
        """Offer the choices as boxes to tick instead of text between commas."""
        return models.Field.formfield(
            self,
            form_class=forms.TypedMultipleChoiceField,
            choices_form_class=forms.TypedMultipleChoiceField,
            choices=self.base_field.choices,
            coerce=self.base_field.to_python,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class WebAddressField(models.URLField):
    """Column of an http or https address; other schemes could harm a resident who taps it."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs):
        """Take an address typed without its scheme to be https."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})


READ_AS = gettext_lazy(
    "「%(text)s」を「%(day)s」と読みました。よければもう一度ボタンを押してください。"
    "ちがえば、年から入力し直してください。"
)


class DayFormField(forms.DateField):
    """A date as people type it: 令和8年12月30日, 2026/12/30; never a year of two digits.

    12/30 has no year: the form comes back once with the day in full, and is saved when it is sent
    again.
    """

    # Which year a day without one is of, by today: the nearest such day.
    year = staticmethod(hours.nearest)

    def widget_attrs(self, widget):
        """Room for a day in full: 2026年12月30日（水）."""
        size = {"size": 20} if getattr(widget, "input_type", "") == "text" else {}
        return super().widget_attrs(widget) | size

    def to_python(self, value):
        """Return the date; refuse in the words of `hours.read_date`."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return self.read(value)
        except ValueError as error:
            if day := self._without_year(value):
                told = {"text": value.strip(), "day": hours.with_weekday(day)}
                raise ValidationError(READ_AS, code="read_as", params=told) from error
            raise ValidationError(str(error), code="invalid") from error

    def bound_data(self, data, initial):
        """Return what the form shows again: what was typed, a day without its year in full."""
        shown = super().bound_data(data, initial)
        day = self._without_year(shown) if isinstance(shown, str) else None
        return shown if day is None else hours.with_weekday(day)

    def _without_year(self, text: str) -> date | None:
        """The day that a text without a year means; None for any other text."""
        try:
            self.read(text)
        except ValueError:
            with suppress(ValueError):
                return hours.read_date(text, self.year(timezone.localdate()))
        return None

    def read(self, text: str) -> date:
        """Read one date. Raises ValueError."""
        return hours.read_date(text)


class ComingDayFormField(DayFormField):
    """A date that is still to come: 12/30 is the next such day."""

    year = staticmethod(hours.coming)


class ShownDayFormField(ComingDayFormField):
    """A date that is saved nowhere, and which the page shows in full: 12/30 is read at once."""

    def read(self, text: str) -> date:
        """Read one date. Raises ValueError, in the language of the page."""
        try:
            return hours.read_date(text, self.year(timezone.localdate()))
        except ValueError:
            if current().prefix:
                raise ValueError(_("日付として読み取れませんでした。例：2026年12月29日")) from None
            raise


class DayField(models.DateField):
    """A date. In the database one like any other; in every form read by `DayFormField`."""

    def deconstruct(self):
        """Stay a plain date in migrations."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.DateField", args, options

    def formfield(self, **kwargs):
        """Typed as people write dates, also in admin."""
        return super().formfield(**{"form_class": DayFormField, **kwargs})


LONGEST_SPANS_TEXT = 200


class MinutesFormField(forms.CharField):
    """A time of day as a clerk types it (8:30, ８時３０分, 午後1時半, 24:00)."""

    widget = forms.TextInput(attrs={"size": 6, "inputmode": "numeric"})

    def to_python(self, value):
        """Return minutes from midnight."""
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return hours.read_time(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value):
        """Show minutes as a time; what was typed and not understood stays as it is."""
        return hours.clock(value) if isinstance(value, int) else value


class MinutesField(models.PositiveSmallIntegerField):
    """A time of day in minutes from midnight, up to 24:00, which Django's TimeField refuses."""

    def display_value(self, value: int) -> str:
        """The time as people write it: 8:30."""
        return hours.clock(value)

    def formfield(self, **kwargs):
        """Typed and shown as 8:30, also in admin, which would offer a box for numbers."""
        kwargs["widget"] = MinutesFormField.widget
        return models.Field.formfield(self, **{"form_class": MinutesFormField, **kwargs})


class ClosingFormField(MinutesFormField):
    """The end of a span, which may be on the next day: 翌6:00."""

    def to_python(self, value):
        """Return minutes from midnight of its own day."""
        return super().to_python(hours.on_its_day(value) if isinstance(value, str) else value)

    def has_changed(self, initial, data):
        """Compare the times, not their spelling."""
        try:
            known = self.to_python(initial) if isinstance(initial, str) else initial
            return known != self.to_python(data)
        except ValidationError:
            return True


class ClockFormField(MinutesFormField):
    """A time of day as a `datetime.time`, which ends before 24:00."""

    def to_python(self, value):
        """Return the time; refuse in the words of `hours.read_time`."""
        minutes = super().to_python(value)
        if minutes is None:
            return None
        if minutes == hours.DAY:
            raise ValidationError(_("24:00は使えません。「23:59」のように入力してください。"))
        return time(*divmod(minutes, 60))

    def prepare_value(self, value):
        """Show a time without seconds; what was typed and not understood stays as it is."""
        return f"{value.hour}:{value:%M}" if isinstance(value, time) else value


class ClockField(models.TimeField):
    """A time of day. In the database one like any other; in every form as people write times."""

    def deconstruct(self):
        """Stay a plain time in migrations."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TimeField", args, options

    def formfield(self, **kwargs):
        """Typed as people write times, also in admin, which would offer seconds."""
        kwargs["widget"] = ClockFormField.widget
        return models.Field.formfield(self, form_class=ClockFormField, **kwargs)


class SpansFormField(forms.CharField):
    """Spans of a day as a clerk types them: 9:00～12:00、13:00～16:00; nothing is no reception."""

    def to_python(self, value):
        """Return a list of [opens, closes] in minutes."""
        text = super().to_python(value)
        if len(text) > LONGEST_SPANS_TEXT:
            raise ValidationError(_("受付時間が長すぎます。"))
        spans = []
        for part in filter(None, re.split(r"[、,，\s]+", text.strip())):
            edges = re.split(r"[～〜~\-－ー―–−]", part)
            if len(edges) != 2:
                raise ValidationError(_("「9:00～12:00、13:00～16:00」のように入力してください。"))
            try:
                spans.append([*hours.read_pair(*edges)])
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return spans

    def prepare_value(self, value):
        """Show spans as text; what was typed and not understood stays as it is."""
        if isinstance(value, str) or value is None:
            return value
        return "、".join(
            f"{hours.clock(opens)}～{hours.end_text(opens, closes)}" for opens, closes in value
        )

    def has_changed(self, initial, data):
        """Compare the spans, not their spelling."""
        try:
            return self.to_python(data) != [list(span) for span in initial or []]
        except ValidationError:
            return True


class SpansField(ArrayField):
    """Spans of one day: a list of [opens, closes] in minutes from midnight; empty for none."""

    def __init__(self, verbose_name=None, **options):
        options.pop("base_field", None)  # Django passes it back when it copies the field
        pair = ArrayField(models.PositiveSmallIntegerField(), size=2)
        super().__init__(pair, verbose_name=verbose_name, default=list, blank=True, **options)

    def display_value(self, value: list[list[int]]) -> str:
        """The spans as they are typed; 休み where there are none."""
        return SpansFormField().prepare_value(value) or _("休み")

    def deconstruct(self):
        """Leave out what is the same for all such fields."""
        name, path, args, options = super().deconstruct()
        for same in ("base_field", "default", "blank", "size"):
            options.pop(same, None)
        return name, path, args, options

    def formfield(self, **kwargs):
        """Typed and shown as 9:00～12:00、13:00～16:00."""
        return models.Field.formfield(self, form_class=SpansFormField, **kwargs)
