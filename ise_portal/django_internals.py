"""Undocumented parts of Django that the portal changes.

Each is named here once, with the test that notices when a new Django has changed it.
"""

from django import forms
from django.contrib.admin import helpers
from django.contrib.admin.utils import lookup_field
from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from directory.text.folding import without_invisible

MARKS = {True: _("はい"), False: _("いいえ"), None: _("わかりません")}


class WordedReadonlyField(helpers.AdminReadonlyField):
    """A field of admin for people who may only look: in words where its model field has some.

    A model field whose stored value is no text for readers (weekdays as numbers, a time in
    minutes) answers `display_value(value)`. Django itself would print what is stored, an icon named
    True for a mark, and commas between names.
    """

    def contents(self):
        """The words of the model field, or what Django shows."""
        name, row = self.field["field"], self.form.instance
        try:
            field, _attribute, value = lookup_field(name, row, self.model_admin)
        except (AttributeError, ValueError, ObjectDoesNotExist):
            return super().contents()
        if isinstance(field, models.BooleanField):
            return MARKS[value]
        if isinstance(field, models.ManyToManyField):
            return "、".join(str(each) for each in value.all()) or self.empty_value_display
        if value is None or not hasattr(field, "display_value"):
            return super().contents()
        words = field.display_value(value) or self.empty_value_display
        return conditional_escape(linebreaksbr(words))


def read_only_what_is_seen() -> None:
    """Let every field of every form read text without signs that show nothing.

    They come along with what is pasted, and then no search, number or date would match (tests:
    test_invisible_signs). A password stays as typed.
    """
    read = forms.Widget.value_from_datadict

    def value_from_datadict(self, data, files, name):
        value = read(self, data, files, name)
        seen = isinstance(value, str) and not isinstance(self, forms.PasswordInput)
        return without_invisible(value) if seen else value

    forms.Widget.value_from_datadict = value_from_datadict  # type: ignore[method-assign]  # replaced on purpose


def show_words_in_read_only_fields() -> None:
    """Let every page of admin, tables of rows included, use them (tests: test_read_only_pages)."""
    helpers.AdminReadonlyField = WordedReadonlyField  # type: ignore[misc]  # replaced on purpose


def leave_out_what_is_no_key() -> None:
    """Let a field that completes a choice show its form again whatever was sent for it.

    Django asks the database for the chosen rows to render the field, and fails with ValueError
    where what was sent is no number (tests: test_changed_meanwhile).
    """
    render = AutocompleteMixin.optgroups

    def optgroups(self, name, value, attr=None):
        key = self.choices.queryset.model._meta.pk
        return render(self, name, [each for each in value if _is_key(key, each)], attr)

    AutocompleteMixin.optgroups = optgroups  # type: ignore[method-assign]  # replaced on purpose


def _is_key(key, value) -> bool:
    try:
        key.to_python(value)
    except ValidationError:
        return False
    return True
