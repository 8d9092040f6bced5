"""Signs that show nothing, which come along with pasted text: no form keeps them."""

import pytest
from django import forms

from directory.models import Window
from tests.directory.admin.test_window_form import ADD, form
from tests.factories import CategoryFactory
from tests.test_date_fields import fields_of_all_forms

TYPED = forms.TextInput | forms.Textarea | forms.HiddenInput


def test_no_field_of_any_form_reads_them(rf, administrator):
    """Byte order mark, zero-width space, word joiner, soft hyphen, signs that turn writing."""
    request = rf.get("/")
    request.user = administrator
    every = fields_of_all_forms(request)
    fields = {place: field for place, field in every.items() if isinstance(field.widget, TYPED)}
    assert len(fields) > 100
    for place, field in fields.items():
        sent = {"it": "\ufeff1\u200b2\u2060/\xad3\u202e0\u200d"}
        assert field.widget.value_from_datadict(sent, {}, "it") == "12/30", place


def test_what_shows_something_stays():
    """Tabs of pasted cells, joiners of Persian and of emoji."""
    text = "一\t二\r\nمی‌خواهم 👩‍👧"
    assert forms.Textarea().value_from_datadict({"it": text}, {}, "it") == text


def test_a_password_is_read_as_typed():
    """Or a person could not come in with one that was set elsewhere."""
    sent = {"it": "秘\u200b密"}
    assert forms.PasswordInput().value_from_datadict(sent, {}, "it") == "秘\u200b密"


@pytest.mark.django_db(transaction=True)
def test_a_clerk_pastes_a_name_a_number_and_a_date(clerk_client):
    """Each is kept as it looks."""
    CategoryFactory()
    pasted = {"name": "\ufeff伊勢\u200b窓口", "source_date": "令和8年12月\u200b30日"}
    clerk_client.post(ADD, form(**pasted, **{"phones-0-printed": "\u202a0596-21-5556\u202c"}))
    window = Window.objects.get()
    assert (window.name, str(window.source_date)) == ("伊勢窓口", "2026-12-30")
    assert [phone.printed for phone in window.phones.all()] == ["0596-21-5556"]
