"""Parser of hours in words, as the booklet prints them or a clerk writes them, into rules.

The inverse of `wording.printed`. What cannot be understood is refused, never guessed.
"""

from dataclasses import dataclass, replace

from directory.hours import refusals
from directory.hours.reading_grammar import Parser
from directory.hours.reading_scanner import Unreadable
from directory.hours.reading_statements import Said
from directory.hours.rules import OnHolidays, Rule, Schedule
from directory.hours.wording import daily_days, holiday_sentence, printed
from directory.hours.words import ja

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its rules, and what it says of holidays and year end."""

    rules: tuple[Rule, ...]
    said: Said

    @property
    def schedule(self) -> Schedule:
        """What the text means where nothing else is known, by the booklet's own preface.

        Weekdays mean closed on holidays and at year end; every day means open on them.
        """
        bare = Schedule(self.rules)
        daily = daily_days(bare) is not None
        inherits = all(rule.on_holidays is OnHolidays.INHERIT for rule in self.rules)
        silent: Said = {
            "opens_on_holidays": daily and inherits,
            "closes_at_year_end": None if daily else True,
            "shifted_closing_days": frozenset(),
        }
        return replace(bare, **(silent | self.said))

    @property
    def sentence(self) -> str:
        """What was understood, to be shown beside the text."""
        return in_sentences(self.schedule)


def in_sentences(schedule: Schedule) -> str:
    """Regular hours as residents read them, with what holds on holidays and at year end.

    A reservation that every row asks for is no word of the hours in the booklet, but is one here.
    """
    reserved = ja.by_reservation if schedule.wants_reservation else ""
    return ja.sentences([printed(schedule), reserved, holiday_sentence(schedule)])


def read(text: str) -> Reading:
    """Read hours in words; nothing but blanks is no rule. Raises Unreadable."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(refusals.TOO_LONG)
    return Reading(*Parser(text).read())


def in_rows(schedule: Schedule) -> str:
    """The hours with all that `read` needs to give the same rules, one a line."""
    if not schedule.known:
        return ""
    lines = [row_text(rule) for rule in schedule.rules]
    said = ["祝日も受付" if schedule.opens_on_holidays else "祝日は休み"]
    said.append(
        {True: "年末年始は休み", False: "年末年始も受付", None: "年末年始は不明"}[
            schedule.closes_at_year_end
        ]
    )
    lines.append(ja.brackets(said))
    if schedule.shifted_closing_days:
        moves = bool(schedule.holiday_rules)
        lines.append(ja.closed_after_holidays(schedule.shifted_closing_days, moves=moves))
    return "\n".join(lines)


def in_full(schedule: Schedule) -> str:
    """Regular hours in the booklet's words where these say all, else row by row; "" for none."""
    text = printed(schedule)
    if not text:
        return ""
    try:
        again = read(text).schedule
    except Unreadable:
        return in_rows(schedule)
    # The year end has a field of its own, so that it need not be in the text.
    said = (set(again.rules), again.opens_on_holidays, again.shifted_closing_days)
    meant = (set(schedule.rules), schedule.opens_on_holidays, schedule.shifted_closing_days)
    return text if said == meant else in_rows(schedule)


def row_text(rule: Rule) -> str:
    """One row of hours with all that it says itself, and nothing that the window decides."""
    label = f"※{rule.label} " if rule.label else ""
    days = ja.nth_days(rule.nth_weeks, rule.weekdays) if rule.weekdays else ja.holidays
    remarks = []
    if rule.valid_from or rule.valid_until:
        remarks.append(ja.validity(rule.valid_from, rule.valid_until))
    if rule.by_reservation:
        remarks.append(ja.by_reservation)
    if rule.on_holidays is OnHolidays.ALSO:
        remarks.append(ja.also_on_holidays)
    span = ja.span(rule.opens, rule.ends)
    line = ja.line(days, span, remarks, tentative=rule.tentative)
    return label + line
