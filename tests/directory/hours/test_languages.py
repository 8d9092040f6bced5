"""Hours in a language other than Japanese: a small one, written here, and nothing besides it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from directory.hours import (
    DatedException,
    HoursWords,
    OnHolidays,
    Schedule,
    coming_days,
    holiday_sentence,
    hsds,
    osm,
    printed,
    reason_text,
    state_at,
    state_text,
)
from directory.hours.clock import clock
from directory.hours.words import HolidayOpening, easy, en, pt, vi
from tests.directory.hours.test_properties import many, moments, schedules
from tests.helpers.hours_of_the_city import (
    CALENDAR,
    EVERY_DAY,
    JUDICIAL_SCRIVENER,
    MONDAY_TO_FRIDAY,
    OFFICE,
    ROUND_THE_CLOCK,
    YOUTH_STATION,
    at,
    rule,
)

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠々～、。（）「」・：※]")
KANJI_WITHOUT_READING = re.compile("[一-龠々]+(?![一-龠々《])")
# What staff have entered, in this language too.
HOLIDAYS = replace(CALENDAR, holidays=dict.fromkeys(CALENDAR.holidays, "a holiday"))


class English:
    """Short English."""

    every_day, working_days, holidays, year_end = "daily", "weekdays", "holidays", "New Year"
    always_open = "always open"
    by_reservation, in_principle = "by appointment", "usually"
    also_on_holidays, also_at_year_end = "also on holidays", "also at New Year"
    unknown, closed, ask_the_window = "please ask", "closed", "please ask"
    full_stop = "."

    def days(self, weekdays):
        return ", ".join(
            ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[day] for day in sorted(weekdays)
        )

    def nth_days(self, nth_weeks, weekdays):
        return f"{self.days(weekdays)} of weeks {sorted(nth_weeks)}"

    def and_holidays(self, days):
        return f"{days} and holidays"

    def validity(self, first, last):
        return f"{first or ''} to {last or ''}"

    def times(self, spans):
        return ", ".join(f"{clock(start)}-{clock(end)}" for start, end in spans)

    def stretches(self, spans):
        return ", ".join(f"{each.label} {clock(each.start)}-{clock(each.end)}" for each in spans)

    def line(self, days, times, remarks, *, tentative):
        return " ".join([*["usually"] * tentative, days, times, *remarks])

    def closed_on(self, days):
        return f"closed on {', '.join(days)}"

    def regular(self, lines, remarks, shifted, *, moves):
        moved = ["and the day after holidays"] if shifted else []
        return "; ".join([*(f"{label} {line}".strip() for label, line in lines), *remarks, *moved])

    def holiday_sentence(self, opening, holiday_times, *, closes_at_year_end):
        on_holidays = {
            HolidayOpening.NEVER: "Closed",
            HolidayOpening.SOME: "On some days open",
            HolidayOpening.ALWAYS: "Open",
        }[opening]
        return f"{self.times(holiday_times) or on_holidays} on holidays"

    def exceptions(self, exceptions):
        return ", ".join(f"{each.first_day} to {each.last_day} {each.note}" for each in exceptions)

    def sentences(self, sentences):
        return ". ".join(filter(None, sentences))

    def closing(self, day, minute, today):
        return clock(minute) if day == today else self.start(day, minute, today)

    def start(self, day, minute, today):
        return f"{'today' if day == today else day} {clock(minute)}"

    def open_now(self, until, age, *, round_the_clock, closes_soon):
        if round_the_clock:
            return "open round the clock"
        return f"{'closes soon' if closes_soon else 'open'} until {until}"

    def open_by_reservation(self, until):
        return f"by appointment until {until}"

    def open_in_principle(self, until):
        return f"usually open until {until}"

    def closed_now(self, closure, following):
        return ". ".join(filter(None, [closure, following])) or "closed"

    def next_reception(self, start, *, by_reservation, tentative):
        return f"next {start}"

    def closure(self, closure, reason):
        return f"closed ({reason})" if reason else "closed"

    def occasion(self, name):
        return name

    def moved_from(self, holiday):
        return f"in place of {holiday}"


ENGLISH: HoursWords = English()


def in_english(schedule: Schedule) -> Schedule:
    """The schedule as staff would have entered it in English."""
    return replace(
        schedule,
        rules=tuple(replace(each, label=each.label and "lawyer:") for each in schedule.rules),
        exceptions=tuple(replace(each, note="training") for each in schedule.exceptions),
    )


@many
@given(schedules, moments)
def test_no_japanese_gets_into_another_language(schedule, moment):
    """Whatever the hours and the moment, every word comes from the language that was asked for."""
    schedule = in_english(schedule)
    state = state_at(schedule, HOLIDAYS, moment)
    day = moment.date()
    for words in (ENGLISH, en.WORDS, pt.WORDS, vi.WORDS):
        days = coming_days(schedule, HOLIDAYS, day, 7, words)
        said = [
            printed(schedule, words),
            holiday_sentence(schedule, words),
            state_text(state, moment, words=words),
            reason_text(state, words),
            osm(schedule, HOLIDAYS, day, day, words),
            *(str(entry) for entry, _rule in hsds(schedule, words)),
            *(f"{each.text} {each.note}" for each in days),
        ]
        assert [text for text in said if JAPANESE.search(text)] == []


@many
@given(schedules, moments)
def test_easy_japanese_has_a_reading_on_every_kanji(schedule, moment):
    """Of whatever is said of hours; labels and notes are people's own words."""
    schedule, words = in_english(schedule), easy.WORDS
    state = state_at(schedule, HOLIDAYS, moment)
    days = coming_days(schedule, HOLIDAYS, moment.date(), 7, words)
    said = [
        printed(schedule, words),
        holiday_sentence(schedule, words),
        state_text(state, moment, words=words),
        *(f"{each.text} {each.note}" for each in days),
    ]
    assert [text for text in said if KANJI_WITHOUT_READING.search(text)] == []


@pytest.mark.parametrize("words", [easy.WORDS, en.WORDS, pt.WORDS, vi.WORDS])
def test_every_public_holiday_has_a_name(words):
    """All that the law knows, and the two that follow from others."""
    foretold = {name.split(" ")[0] for name in CALENDAR.holidays.values()}
    assert {name for name in foretold if words.occasion(name) == name} == set()


@pytest.mark.parametrize(
    ("words", "regular", "state"),
    [
        (en.WORDS, "Monday–Friday 8:30–17:15", "Closed (Respect for the Aged Day). Next open: "),
        (
            easy.WORDS,
            "月曜日《げつようび》～金曜日《きんようび》 8:30～17:15",
            "休《やす》み（敬老《けいろう》の日《ひ》）。次《つぎ》：9月《がつ》｜24日《",
        ),
        (pt.WORDS, "segunda-feira–sexta-feira 8:30–17:15", "Fechado (Dia do Respeito aos Idosos)"),
        (vi.WORDS, "thứ Hai–thứ Sáu 8:30–17:15", "Nghỉ (Ngày Kính lão). Lần tới: "),
    ],
)
def test_shipped_languages_say_hours_and_a_closed_day(words, regular, state):
    """Office hours, and the holiday on 21 September."""
    moment = at("2026-09-21 10:00")
    assert printed(OFFICE, words) == regular
    assert state_text(state_at(OFFICE, CALENDAR, moment), moment, words=words).startswith(state)


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (OFFICE, "Mo, Tu, We, Th, Fr 8:30-17:15"),
        (ROUND_THE_CLOCK, "always open"),
        (Schedule((rule(EVERY_DAY, 9, 17),)), "daily 9:00-17:00; closed on holidays, New Year"),
        (
            Schedule(
                (
                    rule(MONDAY_TO_FRIDAY, 9, 17),
                    rule([], 9, 12, on_holidays=OnHolidays.ONLY),
                    rule([3], 13, 15, label="lawyer:", nth_weeks=frozenset({3})),
                )
            ),
            "weekdays 9:00-17:00; holidays 9:00-12:00; lawyer: Th of weeks [3] 13:00-15:00",
        ),
    ],
)
def test_a_language_says_regular_hours_its_own_way(schedule, text):
    """Which days go together is the same in every language, their words are not."""
    assert printed(schedule, ENGLISH) == text


@pytest.mark.parametrize(
    ("schedule", "moment", "text"),
    [
        (OFFICE, "2026-09-25 10:00", "open until 17:15"),
        (OFFICE, "2026-12-29 10:00", "closed (New Year). next 2027-01-04 8:30"),
        (OFFICE, "2026-09-22 10:00", "closed (a holiday). next 2026-09-24 8:30"),
        (YOUTH_STATION, "2026-09-24 10:00", "closed (in place of 2026-09-23)"),
        (in_english(JUDICIAL_SCRIVENER), "2026-12-17 9:30", "by appointment until 11:30"),
        (
            replace(
                OFFICE,
                exceptions=(DatedException(date(2026, 9, 25), date(2026, 9, 25), (), "training"),),
            ),
            "2026-09-25 10:00",
            "closed (training). next 2026-09-28 8:30",
        ),
    ],
)
def test_a_language_says_a_state_its_own_way(schedule, moment, text):
    """The reason of a closed day too."""
    said = state_text(state_at(schedule, HOLIDAYS, at(moment)), at(moment), words=ENGLISH)
    assert said.startswith(text)
