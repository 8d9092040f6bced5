"""Reception hours in the vocabularies of schema.org and of HSDS 3.1 (Open Referral)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from directory.hours.clock import DAY, hh_mm
from directory.hours.days import day_plan
from directory.hours.rules import ONE_DAY, DayCalendar, OnHolidays, Rule, Schedule
from directory.hours.spans import Span, disjoint, joined
from directory.hours.wording import holiday_sentence, printed
from directory.hours.words import HoursWords, ja

_SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RRULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def schema_org(
    schedule: Schedule, calendar: DayCalendar, first_day: date, last_day: date
) -> list[dict[str, object]]:
    """schema.org OpeningHoursSpecification objects: the usual week, then the days unlike it.

    schema.org knows no nth weeks and no holidays, so each day from the first to the last, both
    included, that differs from the usual week is given with its date. Hours with reservation or
    in principle only are left out: readers of this vocabulary would take them for plain opening;
    so are hours on a day of which nothing is known, which reads as closed.
    Empty when nothing is certain. Raises BeyondCalendar where holidays are not known.
    """
    if not any(map(_is_certain, schedule.rules)):
        return []
    week = _usual_week(schedule)
    days_with = defaultdict(list)
    for weekday, times in enumerate(week):
        for span in times:
            days_with[span].append(_SCHEMA_DAYS[weekday])
    specifications = [_specification(span, dayOfWeek=days) for span, days in days_with.items()]
    for offset in range((last_day - first_day).days + 1):
        day = first_day + offset * ONE_DAY
        plan = day_plan(schedule, calendar, day)
        times = _times(span for span in plan.spans if not (span.by_reservation or span.tentative))
        if times != week[day.weekday()]:
            dates = {"validFrom": day.isoformat(), "validThrough": day.isoformat()}
            # Opening and closing at 0:00 is how closed all day is written.
            specifications += [_specification(span, **dates) for span in times or [(0, 0)]]
    return specifications


def hsds(schedule: Schedule, words: HoursWords = ja) -> list[tuple[dict[str, object], Rule]]:
    """HSDS 3.1 `schedule` objects without ids, one a rule, each with its rule.

    They have the parts of an RRULE, which knows no holidays, so that rules for holidays only get
    no object of their own; every description says what holds on holidays. Dated exceptions are in
    the notes.
    """
    text = [printed(schedule, words), holiday_sentence(schedule, words)]
    notes = words.exceptions(schedule.exceptions)
    entries = []
    for rule in schedule.rules:
        if rule.on_holidays is not OnHolidays.ONLY:
            entry = _recurrence(rule)
            sentences = [*text, words.by_reservation if rule.by_reservation else ""]
            entry["description"] = words.sentences(sentences)
            entries.append((entry | ({"notes": notes} if notes else {}), rule))
    return entries


def _is_certain(rule: Rule) -> bool:
    return not (rule.by_reservation or rule.tentative)


def _usual_week(schedule: Schedule) -> list[list[tuple[int, int]]]:
    """For each weekday the certain spans that hold in every week of every year."""
    usual = [
        rule
        for rule in schedule.rules
        if _is_certain(rule)
        and rule.on_holidays is not OnHolidays.ONLY
        and not (rule.nth_weeks or rule.valid_from or rule.valid_until)
    ]
    return [
        _times(disjoint(Span(r.opens, r.ends) for r in usual if weekday in r.weekdays))
        for weekday in range(7)
    ]


def _times(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Start and end of disjoint spans; those that differ in their label only are joined."""
    return [span[:2] for span in joined(span._replace(label="") for span in spans)]


def _specification(span: tuple[int, int], **when: object) -> dict[str, object]:
    opens, closes = _wall_clock(*span)
    return {"@type": "OpeningHoursSpecification", **when, "opens": opens, "closes": closes}


def _wall_clock(start: int, end: int) -> tuple[str, str]:
    """Opening and closing as HH:MM below 24:00. A full day closes a minute early, at 23:59."""
    return hh_mm(start), hh_mm(min(end, start + DAY - 1) % DAY)


def _recurrence(rule: Rule) -> dict[str, object]:
    opens, closes = _wall_clock(rule.opens, rule.ends)
    weeks = [str(week) for week in sorted(rule.nth_weeks)] or [""]
    days = [_RRULE_DAYS[weekday] for weekday in sorted(rule.weekdays)]
    entry: dict[str, object] = {
        "freq": "MONTHLY" if rule.nth_weeks else "WEEKLY",
        "byday": ",".join(f"{week}{day}" for week in weeks for day in days),
        "opens_at": f"{opens}+09:00",
        "closes_at": f"{closes}+09:00",
        "timezone": 9,
    }
    if rule.valid_from:
        entry["valid_from"] = rule.valid_from.isoformat()
    if rule.valid_until:
        entry["valid_to"] = rule.valid_until.isoformat()
    return entry
