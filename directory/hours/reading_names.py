"""Days in a row, and which of them are closed where 休み or を除く follows: 月～金 土日祝休み."""

from dataclasses import dataclass, field
from itertools import combinations

from directory.hours.reading_tokens import Days

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})
SUNDAY = 6
_SATURDAY = frozenset({5})
_MOST_NAMES = 30
_IN_A_LIST = ("・", "と", "や", "及び", "および", "並びに", "又は", "または")


@dataclass(slots=True)
class Names:
    """Days in a row: 第1・第3火曜日、祝日と年末年始."""

    groups: list[Days]
    year_end: bool = False
    working_days: bool = False
    every_week: bool = False
    whole_weeks: bool = False  # 第5週, without weekdays
    # Of the last day: its weeks, whether it is spelt out (火曜), and what follows it.
    nth_weeks: frozenset[int] = frozenset()
    spelt_out: bool = False
    joiner: str = ""
    # All in their order, None for 年末年始, and what stands before each of them.
    order: list[Days | None] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    @property
    def weekdays(self) -> frozenset[int]:
        return _weekdays(self.groups)

    @property
    def holidays(self) -> bool:
        return any(each.holidays for each in self.groups)

    @property
    def by_week(self) -> bool:
        return any(each.nth_weeks for each in self.groups)

    @property
    def stands_apart(self) -> bool:
        """Whether the last name ends although nothing is between it and the next."""
        return self.spelt_out or self.every_week or bool(self.groups and self.groups[-1].daily)

    def is_out_of_order(self, day: int) -> bool:
        """Whether a day follows a later one with nothing between them; Sunday may be the first."""
        if not self.order or self.joiner or self.spelt_out:
            return False
        last = self.order[-1]
        return last is not None and bool(last.weekdays) and day < max(last.weekdays) < SUNDAY

    def note(self, gap: str) -> None:
        """Keep the place of the name that was just read, and what stands before it."""
        self.gaps.append(gap)
        known = sum(each is not None for each in self.order)
        self.order.append(self.groups[-1] if len(self.groups) > known else None)

    def open_before_closed(self, how: str) -> int | None:
        """How many of the first names are open days, where closed ones follow; 0 for none.

        None where a colleague would ask: 水曜日 祝日を除く, 火・木、祝日は休み.
        """
        apart = [at for at in range(1, len(self.order)) if self._is_apart(at)]
        if len(self.order) > _MOST_NAMES:
            return None
        if self._cannot_all_be_closed(apart):
            return apart[0] if apart and self._fits(apart[0], only=len(apart) == 1) else None
        weekend = self.weekdays <= WEEKEND and self.weekdays != _SATURDAY
        once = sum(len(each.weekdays) for each in self.groups) == len(self.weekdays)
        # 日、月、祝日は休館 is a list, of which no sign stands out.
        signs = set(self.gaps[1:])
        alike = len(self.order) > 2 and len(signs) == 1 and signs <= {"、", "/"}
        weekend = weekend or (alike and SUNDAY in self.weekdays)
        # 土日 祝日は休み is a list; 土日 年末年始を除く may as well be a window of the weekend.
        by_blank = "除" in how and any(self.gaps[at] == " " for at in apart)
        is_list = weekend and once and not self.every_week and not by_blank
        return 0 if not apart or is_list else None

    @property
    def goes_on_with_open_days(self) -> bool:
        """Whether the list after 休館日： may have run on: 月曜日 火～土 9:00～17:00."""
        twice = sum(len(each.weekdays) for each in self.groups if not each.nth_weeks)
        if twice > len(self.weekdays):
            return True
        return any(
            each and each.weekdays and self._is_apart(at) and self._may_begin(at)
            for at, each in enumerate(self.order)
            if at
        )

    def _may_begin(self, at: int) -> bool:
        """Whether open days may begin at a place: behind a blank, as a range or with ・."""
        each, following = self.order[at], self.order[at + 1 : at + 2]
        goes_on = any(day and day.weekdays and not self._is_apart(at + 1) for day in following)
        several = bool(each and len(each.weekdays) > 1) or goes_on
        return self.gaps[at] != "、" or self.every_week or several

    def _is_apart(self, at: int) -> bool:
        """Whether two lists may meet at a place: a blank, 、 or / and no ・, と or 及び."""
        gap = self.gaps[at]
        return bool(gap) and not any(sign in gap for sign in _IN_A_LIST)

    @property
    def either(self) -> bool:
        """Whether または stands between the days: 月曜または火曜."""
        return any("または" in gap or "又は" in gap for gap in self.gaps)

    @property
    def repeats_some(self) -> bool:
        """Whether some days of a name stand in another one too: 平日 火・木."""
        weekly = {each.weekdays for each in self.groups if not each.nth_weeks}
        return any(one & two for one, two in combinations(weekly, 2))

    @property
    def leaves_out_weeks(self) -> bool:
        """Whether weeks stand beside the days of which they are some: 水曜日、第5水曜日."""
        weekly = _weekdays([each for each in self.groups if not each.nth_weeks])
        return bool(weekly & _weekdays([each for each in self.groups if each.nth_weeks]))

    def _cannot_all_be_closed(self, apart: list[int]) -> bool:
        weekly = _weekdays([each for each in self.groups if not each.nth_weeks])
        most = len(weekly) > 4 and bool(apart)
        return weekly >= WORKING_DAYS or most or self.working_days or self.leaves_out_weeks

    def _fits(self, at: int, *, only: bool) -> bool:
        """Whether the days behind a place are none of those before it, or only some of them."""
        before, behind = self.order[:at], self.order[at:]
        if not all(each and not each.holidays for each in before):
            return False
        opened, closed = _weekdays(before), _weekdays(behind)
        # 月～土・日 祝休み; 月、火、水、木、金、祝日休み: lists of which no part stands out.
        if (at > 1 and opened == EVERY_DAY) or not (only or at > 1 or len(opened) > 1):
            return False
        some_weeks = all(each.nth_weeks for each in behind if each and each.weekdays)
        return not opened & closed or closed < opened or (bool(closed) and some_weeks)


def _weekdays(days: list[Days] | list[Days | None]) -> frozenset[int]:
    return frozenset().union(*(each.weekdays for each in days if each))
