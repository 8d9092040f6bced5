"""Every form field for a whole number, wherever it stands, reads it as people type it."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from directory.number_fields import WholeNumberFormField
from platform_members.year_fields import FiscalYearFormField
from tests.test_date_fields import fields_of_all_forms

# What no person types.
HIDDEN = (forms.HiddenInput, forms.MultipleHiddenInput)


@pytest.fixture
def fields(rf, administrator):
    """The fields of every form and filter, by where they stand."""
    request = rf.get("/")
    request.user = administrator
    return fields_of_all_forms(request)


def test_no_form_drops_the_digits_of_a_japanese_keyboard(fields):
    """A browser's box for numbers loses １２ and 1,200 unseen, and changes under a mouse wheel."""
    numbers = {
        place: field
        for place, field in fields.items()
        if isinstance(field, forms.IntegerField) and not isinstance(field.widget, HIDDEN)
    }
    assert len(numbers) > 15
    for place, field in numbers.items():
        assert 'type="number"' not in field.widget.render("number", None), place
        if not isinstance(field, forms.FloatField | forms.DecimalField):
            assert isinstance(field, WholeNumberFormField), place
            assert field.clean("１２") == 12, place


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("55,000部", 55_000),
        ("５５，０００", 55_000),
        ("第3回", 3),
        (" 12 名", 12),
        ("12か月", 12),
        ("￥1,200", 1200),
        ("1,200円", 1200),
    ],
)
def test_a_number_is_read_with_its_unit(typed, number):
    """As it stands in the letter that it is copied from."""
    assert WholeNumberFormField().clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["十二", "3.5", "1、2", "1,2", "１，２", "1,23,456", "12本", "約100"]
)
def test_what_is_no_whole_number_is_refused(typed):
    """In words, and never a part of it taken."""
    with pytest.raises(ValidationError, match="整数"):
        WholeNumberFormField().clean(typed)


@pytest.mark.parametrize(
    "typed", ["2026", "２０２６年度", "令和8年度", "令和８年", "R8", "r8", " 令和 8 年度 "]
)
def test_a_fiscal_year_is_read_in_both_countings(typed):
    """令和8年度 is what stands on the letter that the clerk copies from."""
    assert FiscalYearFormField().clean(typed) == 2026


def test_the_first_year_of_an_era_is_read():
    """令和元年度 began as 平成31年度."""
    assert FiscalYearFormField().clean("平成31年度") == 2019
    assert FiscalYearFormField().clean("令和2年度") == 2020


@pytest.mark.parametrize("typed", ["8", "8年度", "26", "来年度", "1999", "2101", "令和99年度"])
def test_what_may_be_another_year_is_refused(typed):
    """A year of two digits needs its era."""
    with pytest.raises(ValidationError, match="年度"):
        FiscalYearFormField().clean(typed)


def test_every_fiscal_year_is_typed_in_such_a_field(fields):
    """In admin, at the desk and with a pasted list."""
    years = {place: field for place, field in fields.items() if place.endswith(".fiscal_year")}
    typed = [field for field in years.values() if not isinstance(field, forms.ChoiceField)]
    assert len(typed) >= 3
    assert all(isinstance(field, FiscalYearFormField) for field in typed)
