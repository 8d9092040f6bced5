"""Every form field for a date or a time, wherever it stands, reads them in one way."""

import copy
import importlib
import pkgutil
from datetime import date, time

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import get_format

from directory.fields import (
    ComingDayFormField,
    MinutesFormField,
    ShownDayFormField,
    SpansFormField,
)
from directory.hours import coming, nearest, read_date, with_weekday
from directory.models import Holiday
from platform_members.models import Meeting

APPS = ("directory", "platform_members", "campaigns")


def subclasses(of: type) -> set[type]:
    """All classes below one."""
    return {each for one in of.__subclasses__() for each in (one, *subclasses(one))}


def import_everything() -> None:
    """Load all modules of the apps, so that no form is missing."""
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)


def is_ours(form: type) -> bool:
    """Whether a form is written in the apps or is made from one of their models."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    return form.__module__.split(".")[0] in APPS or (
        model is not None and model._meta.app_label in APPS
    )


def forms_of_admin(request):
    """The forms of all admin pages on which something is typed, inlines included."""
    for model_admin in admin.site._registry.values():
        if not (
            model_admin.has_add_permission(request) or model_admin.has_change_permission(request)
        ):
            continue
        yield model_admin.get_form(request)
        for inline in model_admin.get_inline_instances(request):
            yield inline.get_formset(request).form


def fields_of_all_forms(request) -> dict[str, forms.Field]:
    """The fields of every form and filter, by where they stand."""
    import_everything()
    found = {}
    written = {form for form in subclasses(forms.BaseForm) if is_ours(form)}
    # Numbered, because forms that are made from one model have one name.
    for number, form in enumerate([*written, *forms_of_admin(request)]):
        for name, field in form.base_fields.items():
            found[f"{number} {form.__module__}.{form.__name__}.{name}"] = field
    for filterset in subclasses(django_filters.FilterSet):
        for name, each in filterset.base_filters.items():
            # A copy, because a filter keeps its field, and the class would keep it for the portal.
            found[f"{filterset.__name__}.{name}"] = copy.copy(each).field
    return found


def refuses(field: forms.Field, text) -> str:
    """The words with which a field refuses a text; nothing where it accepts it."""
    try:
        field.clean(text)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def test_no_form_takes_a_year_of_two_digits(rf, administrator):
    """8/12/30 is refused in every form of admin, desk and filters; 令和8年12月30日 is read."""
    request = rf.get("/")
    request.user = administrator
    kinds = forms.DateField | forms.DateTimeField | forms.SplitDateTimeField
    every = fields_of_all_forms(request)
    fields = {place: field for place, field in every.items() if isinstance(field, kinds)}
    names = {place.rpartition(".")[2] for place in fields}
    assert {"source_date", "valid_from", "first_day", "due_on", "printed_on", "starts_on"} <= names
    for place, field in fields.items():
        if isinstance(field, forms.DateField):
            # A calendar of the browser takes no words.
            assert field.widget.input_type == "text", place
            assert "「令和8年12月30日」（2026年12月30日）" in refuses(field, "8/12/30"), place
            assert field.clean("令和8年12月30日") == date(2026, 12, 30), place
            assert field.clean("2026-12-30") == date(2026, 12, 30), place
            for text in (
                "R8.12.30",
                "2026/12/30",
                "２０２６年１２月３０日",
                "令和八年十二月三十日",
            ):
                assert field.clean(text) == date(2026, 12, 30), (place, text)
        elif isinstance(field, forms.SplitDateTimeField):
            assert refuses(field, ["8/12/30", "10:00"]), place
        else:
            assert refuses(field, "8/12/30 10:00"), place


def test_every_form_asks_once_about_a_date_without_a_year(rf, administrator):
    """12/30 comes back in full with its weekday; sent again as it came back, it is read."""
    request = rf.get("/")
    request.user = administrator
    every = fields_of_all_forms(request)
    fields = {
        place: field
        for place, field in every.items()
        if isinstance(field, forms.DateField) and not isinstance(field, ShownDayFormField)
    }
    assert len(fields) > 15
    assert sum(isinstance(field, ComingDayFormField) for field in fields.values()) >= 3
    for place, field in fields.items():
        year = coming if isinstance(field, ComingDayFormField) else nearest
        day = read_date("12/30", year(timezone.localdate()))
        words = with_weekday(day)
        for text in ("12/30", "１２月３０日", " 12-30 "):
            assert f"「{text.strip()}」を「{words}」と読みました" in refuses(field, text), place
            shown = field.bound_data(text, None)
            assert field.clean(shown) == day, place
        assert field.bound_data("8/12/30", None) == "8/12/30"
        assert field.bound_data("令和8年12月30日", None) == "令和8年12月30日"


TIMES = ["午後1時30分", "13時半", "13：30", "13:30", "１３時３０分"]


def test_every_form_reads_times_in_one_way(rf, administrator):
    """As people write them; what is not understood is refused with the piece of text."""
    request = rf.get("/")
    request.user = administrator
    every = fields_of_all_forms(request)
    fields = {p: field for p, field in every.items() if isinstance(field, MinutesFormField)}
    names = {place.rpartition(".")[2] for place in fields}
    assert names == {"opens", "closes", "starts", "ends"}
    assert not [place for place, field in every.items() if isinstance(field, forms.TimeField)]
    for place, field in fields.items():
        for text in TIMES:
            assert field.clean(text) in (time(13, 30), 13 * 60 + 30), (place, text)
        for text in ("1時頃", "午前13時", "13:30:15", "あ", "25:00"):
            assert text in refuses(field, text), (place, text)


@pytest.mark.django_db(transaction=True)
def test_a_clerk_types_the_times_of_a_meeting(client, clerk):
    """What is not understood is told and kept; the time is shown again without seconds."""
    client.force_login(clerk)
    address = "/admin/platform_members/meeting/add/"
    data = {"kind": "talk", "date": "2026-12-20", "agenda": "議題"}
    times = {"starts": "午後1時半", "ends": "3時頃"}
    page = client.post(address, data | times).content.decode()
    assert "「3時頃」は時刻として読み取れません" in page
    assert 'value="午後1時半"' in page
    page = client.post(address, data | times | {"ends": "24:00"}).content.decode()
    assert "「23:59」のように" in page
    assert client.post(address, data | times | {"ends": "15時"}).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.starts, meeting.ends) == (time(13, 30), time(15, 0))
    page = client.get(f"/admin/platform_members/meeting/{meeting.pk}/change/").content.decode()
    assert 'value="13:30"' in page


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("kind", ["DATE_INPUT_FORMATS", "DATETIME_INPUT_FORMATS"])
def test_django_itself_reads_no_year_of_two_digits(language, kind):
    """Whatever part of Django or of a library parses a date by its formats."""
    assert not [each for each in get_format(kind, language) if "%y" in each]


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_is_told_and_kept(client, administrator):
    """A clerk reads both readings, finds what was typed, and saves with the clear one."""
    client.force_login(administrator)
    address = "/admin/directory/holiday/add/"
    page = client.post(address, {"date": "8/12/30", "name": "市の休み"}).content.decode()
    assert "「令和8年12月30日」（2026年12月30日）か「2008年12月30日」のように" in page
    assert 'value="8/12/30"' in page
    client.post(address, {"date": "令和8年12月30日（水）", "name": "市の休み"})
    assert Holiday.objects.get(date=date(2026, 12, 30)).name == "市の休み"


@pytest.mark.django_db(transaction=True)
def test_a_date_without_a_year_is_saved_when_it_is_sent_again(client, administrator):
    """The page shows the day in words and fills it in; nothing is saved before that."""
    client.force_login(administrator)
    address = "/admin/directory/holiday/add/"
    words = with_weekday(read_date("12/30", nearest(timezone.localdate())))
    page = client.post(address, {"date": "12/30", "name": "市の休み"}).content.decode()
    assert f"「12/30」を「{words}」と読みました" in page
    assert f'value="{words}"' in page
    assert not Holiday.objects.exists()
    client.post(address, {"date": words, "name": "市の休み"})
    assert Holiday.objects.get().date == read_date(words)


@pytest.mark.parametrize("text", ["0:00～24:00", "22:00～翌6:00", "9:00～12:00、13:00～翌0:30", ""])
def test_spans_of_a_day_come_back_as_they_were_typed(text):
    """Whole days and ends on the next day among them."""
    field = SpansFormField(required=False)
    assert field.prepare_value(field.clean(text)) == text
    assert not field.has_changed(field.clean(text), text)
