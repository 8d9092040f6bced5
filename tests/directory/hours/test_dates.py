"""The one reader of dates: what people write, and what is refused rather than guessed."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from directory.fields import DayFormField
from directory.hours.dates import coming, in_era, nearest, read_beginning, read_date, read_month
from directory.public.filters import WindowFilter
from directory.spreadsheets.cells import CellFault, read_day
from tests.directory.hours.golden_dates import READ, REFUSED


@pytest.mark.parametrize(("text", "day"), READ)
def test_a_date_is_read_as_people_write_it(text, day):
    """Western years and eras, full width, kanji, and a weekday that agrees."""
    assert read_date(text) == day


@pytest.mark.parametrize(("text", "words"), REFUSED, ids=lambda value: value[:20])
def test_what_is_no_certain_date_is_refused_in_words(text, words):
    """The sentence says what to type; two possible readings are both offered."""
    with pytest.raises(ValueError, match="|".join(map(re.escape, words.split("|")))) as refusal:
        read_date(text)
    assert len(str(refusal.value)) < 150


def test_the_golden_table_is_long_enough():
    """At least sixty ways of writing, none of them twice."""
    texts = [text for text, _answer in READ + REFUSED]
    assert len(texts) == len(set(texts)) >= 60


@pytest.mark.parametrize("day", [day for _text, day in READ])
def test_a_date_in_its_era_is_read_back(day):
    """What a refusal offers is accepted when it is typed."""
    assert read_date(in_era(day)) == day


def test_a_date_without_a_year_is_read_only_where_its_year_is_known():
    """As the meetings of one fiscal year; the text behind the date is given back."""
    written = read_beginning("12/30(水) 15:30-17:00", lambda month, day: date(2026, month, day))
    assert (written.day, written.weekday, written.disagrees) == (date(2026, 12, 30), "水", False)
    assert written.rest == "15:30-17:00"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/30", date(2026, 12, 30)),
        ("11月26日", date(2026, 11, 26)),
        ("１１／２５", date(2027, 11, 25)),
        ("1月4日（月）", date(2027, 1, 4)),
        ("2/29", date(2028, 2, 29)),
    ],
)
def test_a_day_without_a_year_may_be_the_coming_one(text, day):
    """Where the page says which day it took."""
    assert read_date(text, coming(date(2026, 11, 26))) == day


@pytest.mark.parametrize("text", ["2/30", "13/1", "12/30（月）", "8/12/30"])
def test_a_coming_day_is_not_guessed_either(text):
    """No such day, another weekday, and a year of one digit."""
    with pytest.raises(ValueError, match="日"):
        read_date(text, coming(date(2026, 11, 26)))


@pytest.mark.parametrize(
    ("text", "answer"),
    READ + [each for each in REFUSED if each[0]],
    ids=lambda value: str(value)[:20],
)
def test_forms_cells_and_addresses_read_dates_alike(text, answer):
    """The same texts in all three; only an address takes a day without its year."""
    readers = [DayFormField().clean]
    # Five digits in a cell are Excel's own number of a day.
    if text != "46386":
        readers.append(read_day)
    if not (isinstance(answer, str) and "年がありません" in answer):
        readers.append(WindowFilter.base_filters["on"].field.clean)
    for read in readers:
        if isinstance(answer, date):
            assert str(read(text)) == answer.isoformat()
        else:
            with pytest.raises((ValidationError, CellFault)):
                read(text)


@pytest.mark.parametrize("text", ["2026年4月", "2026-04", "令和8年4月", "R8.4", "2026/4/1"])
def test_a_month_is_its_first_day(text):
    """In as many spellings as a date."""
    assert read_month(text) == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["8/4", "4月", "2026/4/2", "2026年13月", "先月"])
def test_what_is_no_certain_month_is_refused(text):
    """With the way to write it."""
    with pytest.raises(ValueError, match="「2023年1月」のように"):
        read_month(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/30", date(2026, 12, 30)),
        ("１２月３０日（水）", date(2026, 12, 30)),
        ("11/20", date(2026, 11, 20)),
        ("1/5", date(2027, 1, 5)),
    ],
)
def test_in_a_form_a_day_without_a_year_is_the_nearest(text, day):
    """Of this year or the next: the date of a source has passed, that of a change has not."""
    assert read_date(text, nearest(date(2026, 11, 27))) == day


@pytest.mark.parametrize("text", ["12/32", "2/29", "12/30（木）", "8/12/30"])
def test_a_day_that_no_year_has_is_refused_in_a_form(text):
    """Neither 2026 nor 2027 has 29 February; a weekday that does not fit is told."""
    with pytest.raises(ValueError, match="。"):
        read_date(text, nearest(date(2026, 11, 27)))
