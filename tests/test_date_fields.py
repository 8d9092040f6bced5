"""Every form field for a date, wherever it stands, reads dates in one way."""

import copy
import importlib
import pkgutil
from datetime import date

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.formats import get_format

from directory.models import Holiday

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
    """The forms of all admin pages, inlines included."""
    for model_admin in admin.site._registry.values():
        yield model_admin.get_form(request)
        for inline in model_admin.get_inline_instances(request):
            yield inline.get_formset(request).form


def date_fields(request) -> dict[str, forms.Field]:
    """The date and date-time fields of every form and filter, by where they stand."""
    import_everything()
    found = {}
    written = {form for form in subclasses(forms.BaseForm) if is_ours(form)}
    for form in [*written, *forms_of_admin(request)]:
        for name, field in form.base_fields.items():
            found[f"{form.__module__}.{form.__name__}.{name}"] = field
    for filterset in subclasses(django_filters.FilterSet):
        for name, each in filterset.base_filters.items():
            # A copy, because a filter keeps its field, and the class would keep it for the portal.
            found[f"{filterset.__name__}.{name}"] = copy.copy(each).field
    kinds = forms.DateField | forms.DateTimeField | forms.SplitDateTimeField
    return {place: field for place, field in found.items() if isinstance(field, kinds)}


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
    fields = date_fields(request)
    names = {place.rpartition(".")[2] for place in fields}
    assert {"source_date", "valid_from", "first_day", "due_on", "printed_on", "starts_on"} <= names
    for place, field in fields.items():
        if isinstance(field, forms.DateField):
            assert "「令和8年12月30日」（2026年12月30日）" in refuses(field, "8/12/30"), place
            assert field.clean("令和8年12月30日") == date(2026, 12, 30), place
            assert field.clean("2026-12-30") == date(2026, 12, 30), place
        elif isinstance(field, forms.SplitDateTimeField):
            assert refuses(field, ["8/12/30", "10:00"]), place
        else:
            assert refuses(field, "8/12/30 10:00"), place


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
