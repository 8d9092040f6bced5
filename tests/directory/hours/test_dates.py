"""The one reader of dates: what people write, and what is refused rather than guessed."""

import re
from datetime import date

import pytest

from directory.hours.dates import in_era, read_beginning, read_date, read_month
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


@pytest.mark.parametrize("text", ["2026年4月", "2026-04", "令和8年4月", "R8.4", "2026/4/1"])
def test_a_month_is_its_first_day(text):
    """In as many spellings as a date."""
    assert read_month(text) == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["8/4", "4月", "2026/4/2", "2026年13月", "先月"])
def test_what_is_no_certain_month_is_refused(text):
    """With the way to write it."""
    with pytest.raises(ValueError, match="「2023年1月」のように"):
        read_month(text)
