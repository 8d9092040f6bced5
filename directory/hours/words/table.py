"""Phrases of reception hours by a table, one a language, so that a further one needs no code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directory.hours.clock import DAY, clock
from directory.hours.days import Closure
from directory.hours.rules import ONE_DAY, DatedException, weekday_runs
from directory.hours.spans import Span
from directory.hours.words import HolidayOpening

# Beyond so many days a date without its year could be taken for the wrong one.
_DAYS_WITHOUT_YEAR = 300
_NOON = DAY // 2


@dataclass
class WordTable:
    """The table of one language (`HoursWords`).

    In patterns `{days}`, `{day}`, `{week}`, `{time}`, `{times}`, `{month}`, `{year}`,
    `{first}`, `{last}`, `{start}` and `{weekday}` stand for what their names say.
    """

    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    weeks: Mapping[int, str]
    national_holidays: Mapping[str, str]
    every_day: str
    working_days: str
    holidays: str
    year_end: str
    always_open: str
    by_reservation: str
    in_principle: str
    also_on_holidays: str
    also_at_year_end: str
    unknown: str
    closed: str
    ask_the_window: str
    both: str  # {first} and {last}
    nth: str  # {days} of {week}
    in_year: str  # a {day} with its {year}
    dated: str  # {day} of a {month}
    since: str  # from {first}
    till: str  # until {last}
    whole_day: str
    next_day: str  # {time} of the day after
    closed_days: str  # closed on {days}
    shifted: str  # where {days} are a holiday, closed the working day after too
    shifted_only: str  # … closed the working day after instead
    on_holidays_at: str  # {times} on holidays
    on_some_holidays: str
    on_holidays: str
    not_on_holidays: str
    on_holidays_and_year_end: str
    not_on_holidays_nor_year_end: str
    not_on_holidays_else_year_end: str
    at_year_end: Mapping[bool | None, str]
    today: str
    tomorrow: str
    open: str
    open_round_the_clock: str
    likely_open: str
    likely_round_the_clock: str
    closes_soon: str
    reservation_now: str
    in_principle_now: str
    please_call: str
    outside_hours: str
    next: str  # {start}
    next_by_reservation: str  # {start}
    closed_for_once: str
    instead_of: str  # of the holiday on {day}
    full_stop: str = "."
    stop: str = ". "  # between sentences
    comma: str = ", "
    semicolon: str = "; "
    colon: str = ": "
    brackets: str = " ({})"
    dash: str = "–"
    moment: str = "{weekday} {day} {time}"
    month_days: tuple[str, ...] = tuple(map(str, range(1, 32)))

    # Days

    def days(self, weekdays: frozenset[int]) -> str:
        """Monday, Tuesday, Thursday–Saturday."""
        parts: list[str] = []
        for run in weekday_runs(weekdays):
            names = [self.weekdays[day] for day in run]
            parts += names if len(run) < 3 else [f"{names[0]}{self.dash}{names[-1]}"]
        return self.comma.join(parts)

    def nth_days(self, nth_weeks: frozenset[int], weekdays: frozenset[int]) -> str:
        """1st and last Friday."""
        weeks = self._listed([self.weeks[week] for week in sorted(nth_weeks, key=lambda n: n % 9)])
        return self.nth.format(week=weeks, days=self.days(weekdays))

    def and_holidays(self, days: str) -> str:
        """Saturday, Sunday and public holidays."""
        return self.both.format(first=days, last=self.holidays)

    def day(self, each: date) -> str:
        """30 December 2026."""
        return self.in_year.format(day=self._day_of_month(each), year=each.year)

    def validity(self, first: date | None, last: date | None) -> str:
        """1 April 2026–30 September 2026, from 1 April 2026, until 30 September 2026."""
        if first and last:
            return f"{self.day(first)}{self.dash}{self.day(last)}"
        if first:
            return self.since.format(first=self.day(first))
        return self.till.format(last=self.day(last)) if last else ""

    # Times

    def times(self, spans: Iterable[tuple[int, int]]) -> str:
        """9:00–12:00, 13:00–16:00."""
        return self.comma.join(self._span(start, end) for start, end in spans)

    def stretches(self, spans: Iterable[Span]) -> str:
        """9:00–12:00, 13:00–16:00 (by appointment)."""
        return self.comma.join(map(self._stretch, spans))

    # Regular hours

    def line(self, days: str, times: str, remarks: Sequence[str], *, tentative: bool) -> str:
        """Monday 9:00–12:00 (by appointment, also on public holidays)."""
        marks = [self.in_principle] * tentative
        return f"{days} {times}{self._brackets([*marks, *remarks])}"

    def closed_on(self, days: Sequence[str]) -> str:
        """closed on Wednesday and public holidays."""
        return self.closed_days.format(days=self._listed(days))

    def regular(
        self,
        lines: Sequence[tuple[str, str]],
        remarks: Sequence[str],
        shifted: frozenset[int],
        *,
        moves: bool,
    ) -> str:
        """Monday 9:00–12:00; 法律相談: Wednesday 9:00–12:00 (also at year end)."""
        text = self.semicolon.join(self._labelled(label, words) for label, words in lines)
        text += self._brackets(remarks)
        if not shifted:
            return text
        pattern = self.shifted_only if moves else self.shifted
        return f"{text}{self.stop}{pattern.format(days=self.days(shifted))}"

    def holiday_sentence(
        self,
        opening: HolidayOpening,
        holiday_times: Sequence[tuple[int, int]],
        *,
        closes_at_year_end: bool | None,
    ) -> str:
        """Closed on public holidays. Ask about year end."""
        year_end = self.at_year_end[closes_at_year_end]
        if holiday_times:
            first = self.on_holidays_at.format(times=self.times(holiday_times))
        elif opening is HolidayOpening.SOME:
            first = self.on_some_holidays
        elif opening is HolidayOpening.ALWAYS:
            if closes_at_year_end is False:
                return self.on_holidays_and_year_end
            first = self.on_holidays
        else:
            if closes_at_year_end:
                return self.not_on_holidays_nor_year_end
            if closes_at_year_end is False:
                return self.not_on_holidays_else_year_end
            first = self.not_on_holidays
        return self.sentences([first, year_end])

    def exceptions(self, exceptions: Iterable[DatedException]) -> str:
        """13 August 2026–14 August 2026 closed."""
        return self.comma.join(map(self._exception, exceptions))

    def sentences(self, sentences: Iterable[str]) -> str:
        """Joined by full stops, without one at the end."""
        return self.stop.join(filter(None, sentences))

    # The state at a moment

    def closing(self, day: date, minute: int, today: date) -> str:
        """17:15, 24:00 for the coming midnight, 2:00 next day, tomorrow 17:00."""
        if day == today:
            return clock(minute)
        if day == today + ONE_DAY and minute < _NOON:
            return self.next_day.format(time=clock(minute))
        return self.start(day, minute, today)

    def start(self, day: date, minute: int, today: date) -> str:
        """today 13:00, tomorrow 8:30, Mon 4 January 8:30; with the year where it is far."""
        if day <= today + ONE_DAY:
            return f"{self.today if day == today else self.tomorrow} {clock(minute)}"
        is_far = (day - today).days > _DAYS_WITHOUT_YEAR
        named = self.day(day) if is_far else self._day_of_month(day)
        weekday = self.short_weekdays[day.weekday()]
        return self.moment.format(weekday=weekday, day=named, time=clock(minute))

    def open_now(self, until: str, age: str, *, round_the_clock: bool, closes_soon: bool) -> str:
        """Open now (until 17:15); should be open now (until 17:15, information of 2019)."""
        if age:
            name = self.likely_round_the_clock if round_the_clock else self.likely_open
        elif round_the_clock:
            name = self.open_round_the_clock
        else:
            name = self.closes_soon if closes_soon else self.open
        return name + self._brackets([self._until(until), age])

    def open_by_reservation(self, until: str) -> str:
        """By appointment (within its hours, until 17:15)."""
        return self.reservation_now + self._brackets([self._until(until)])

    def open_in_principle(self, until: str) -> str:
        """Usually open now (until 17:15, please call to make sure)."""
        return self.in_principle_now + self._brackets([self._until(until), self.please_call])

    def closed_now(self, closure: str, following: str) -> str:
        """Closed (Respect for the Aged Day). Next: tomorrow 8:30."""
        text = self.sentences([closure, following]) or self.outside_hours
        return text[0].upper() + text[1:]

    def next_reception(self, start: str, *, by_reservation: bool, tentative: bool) -> str:
        """Next: tomorrow 8:30 (usually)."""
        if by_reservation:
            return self.next_by_reservation.format(start=start)
        return self.next.format(start=start) + self._brackets([self.in_principle] * tentative)

    # A day

    def closure(self, closure: Closure, reason: str) -> str:
        """Closed (Respect for the Aged Day), closed for once (a note as it was entered)."""
        name = self.closed_for_once if closure is Closure.EXCEPTION else self.closed
        return name + self._brackets([reason])

    def occasion(self, name: str) -> str:
        """Respect for the Aged Day; a note stays as it was entered."""
        return self.national_holidays.get(name, name)

    def moved_from(self, holiday: date) -> str:
        """because 23 September was a public holiday."""
        return self.instead_of.format(day=self._day_of_month(holiday))

    def _day_of_month(self, each: date) -> str:
        day = self.month_days[each.day - 1]
        return self.dated.format(day=day, month=self.months[each.month - 1])

    def _span(self, start: int, end: int) -> str:
        if (start, end) == (0, DAY):
            return self.whole_day
        ending = clock(end) if end <= DAY else self.next_day.format(time=clock(end - DAY))
        return f"{clock(start)}{self.dash}{ending}"

    def _stretch(self, each: Span) -> str:
        marks = [self.in_principle] * each.tentative + [self.by_reservation] * each.by_reservation
        words = f"{self._span(each.start, each.end)}{self._brackets(marks)}"
        return self._labelled(each.label, words)

    def _labelled(self, label: str, words: str) -> str:
        return f"{label}{self.colon}{words}" if label else words

    def _exception(self, each: DatedException) -> str:
        first, last = self.day(each.first_day), self.day(each.last_day)
        days = first if first == last else f"{first}{self.dash}{last}"
        note = [each.note] if each.note else []
        return f"{days} {self.times(each.stretches) or self.closed}{self._brackets(note)}"

    def _until(self, until: str) -> str:
        return self.till.format(last=until) if until else ""

    def _listed(self, parts: Sequence[str]) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return self.both.format(first=self.comma.join(parts[:-1]), last=parts[-1])

    def _brackets(self, remarks: Iterable[str]) -> str:
        text = self.comma.join(filter(None, remarks))
        return self.brackets.format(text) if text else ""
