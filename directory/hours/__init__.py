"""Reception hours of a window: plain values in; intervals, states, words and exports out.

A clerk's rows (`Rule`, `DatedException`) make a `Schedule`; with a `DayCalendar` it answers when
a window is open. No module imports Django or a model.
"""

from directory.hours.checks import Problem, problems
from directory.hours.clock import DAY, clock, read_time
from directory.hours.dates import coming, nearest, read_date, with_weekday
from directory.hours.days import Closure, DayPlan, day_plan, doubtful_shifts
from directory.hours.evaluation import (
    TOKYO,
    Interval,
    State,
    Status,
    in_tokyo,
    intervals,
    state_at,
    unknown_at,
)
from directory.hours.exports import hsds, schema_org
from directory.hours.osm import osm
from directory.hours.reading import Reading, in_full, in_rows, in_sentences, read, row_text
from directory.hours.reading_scanner import Unreadable
from directory.hours.reading_spans import end_text, on_its_day, read_pair, read_pair_of_one_day
from directory.hours.rules import (
    ONE_DAY,
    BeyondCalendar,
    DatedException,
    DayCalendar,
    OnHolidays,
    Rule,
    Schedule,
    fingerprint,
)
from directory.hours.state_wording import ComingDay, coming_days, day_text, reason_text, state_text
from directory.hours.wording import holiday_sentence, is_always_open, printed
from directory.hours.words import HoursWords
from directory.hours.words.ja import WEEKDAYS
from directory.hours.words.ja import times as times_text

__all__ = [
    "DAY",
    "ONE_DAY",
    "TOKYO",
    "WEEKDAYS",
    "BeyondCalendar",
    "Closure",
    "ComingDay",
    "DatedException",
    "DayCalendar",
    "DayPlan",
    "HoursWords",
    "Interval",
    "OnHolidays",
    "Problem",
    "Reading",
    "Rule",
    "Schedule",
    "State",
    "Status",
    "Unreadable",
    "clock",
    "coming",
    "coming_days",
    "day_plan",
    "day_text",
    "doubtful_shifts",
    "end_text",
    "fingerprint",
    "holiday_sentence",
    "hsds",
    "in_full",
    "in_rows",
    "in_sentences",
    "in_tokyo",
    "intervals",
    "is_always_open",
    "nearest",
    "on_its_day",
    "osm",
    "printed",
    "problems",
    "read",
    "read_date",
    "read_pair",
    "read_pair_of_one_day",
    "read_time",
    "reason_text",
    "row_text",
    "schema_org",
    "state_at",
    "state_text",
    "times_text",
    "unknown_at",
    "with_weekday",
]
