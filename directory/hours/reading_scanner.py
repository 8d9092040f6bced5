"""Scanner of hours in words: the days or the times at a place of the text."""

import re
import unicodedata
from collections.abc import Iterator

from directory.hours import reading_tokens as tokens
from directory.hours import refusals
from directory.hours.clock import DAY
from directory.hours.reading_names import EVERY_DAY, WEEKEND, WORKING_DAYS, Names
from directory.hours.reading_spans import read_written_span
from directory.hours.reading_tokens import ALL_WEEKS, Days
from directory.hours.reading_usual_words import in_usual_words
from directory.hours.rules import LAST_WEEK
from directory.hours.words.ja import WEEKDAYS


class Unreadable(ValueError):
    """Hours in words that cannot be read with certainty; the text says so to a clerk."""


class Scanner:
    """A text and the place up to which it is read."""

    def __init__(self, text: str):
        self.original = in_usual_words(unicodedata.normalize("NFC", text))
        self.text = tokens.same_length(self.original)
        self.at = 0

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if found := pattern.match(self.text, self.at):
            self.at = found.end()
        return found

    def _refuse(self, part: str) -> None:
        dated = re.search(r"\d[月/]|\d日|[年月]末|[奇偶]数月|お盆|隔週", part)
        hint = refusals.NOT_EVERY_WEEK if dated else refusals.NO_HOURS
        raise Unreadable(hint.format(text=part))

    def days_alone(self) -> frozenset[int]:
        """The weekdays of a text that holds nothing else."""
        names = self._day_names()
        plain = names and not names.holidays and not names.by_week
        if not names or not plain or self.at < len(self.text):
            raise Unreadable(refusals.NO_HOURS.format(text=self.original))
        return names.weekdays

    def names_alone(self) -> Names | None:
        """The days of a text; None where it holds anything else."""
        names = self._day_names()
        return names if self.at == len(self.text) else None

    def _day_names(self, *, closed: bool = False) -> Names | None:
        """Days in a row; after 休館日 without 毎日 and 平日, with which the open days begin."""
        names = Names([])
        start = end = self.at
        gap = ""
        while self._day_name(names, start, closed=closed):
            names.note(gap)
            end = self.at
            joiner = self._take(tokens.JOIN)
            gap = joiner[0].strip() or " " * bool(joiner[0]) if joiner else ""
            names.joiner = gap
            # 日祝 is a list; 日曜日祝日 are two, as if a blank stood between.
            gap = gap or " " * names.stands_apart
        self.at = end
        return names if end > start else None

    def _day_name(self, names: Names, start: int, *, closed: bool) -> bool:
        every = self._take(tokens.EVERY_WEEK)
        names.every_week |= bool(every)
        weeks = every or self._take(tokens.WEEKS)
        if weeks:
            names.nth_weeks = tokens.read_weeks(weeks[0])
            names.spelt_out, names.joiner = False, ""
        if found := self._take(tokens.DAY_RANGE):
            self._add_weekdays(names, found, weeks, start)
            self._weeks_behind(names, start)
        elif weeks and "週" in weeks[0] and names.nth_weeks:
            # 第5週は休み: all days of that week.
            names.groups.append(Days(EVERY_DAY, names.nth_weeks))
            names.whole_weeks = True
        elif weeks:
            self._refuse_unless_times_follow(start)
            return False
        elif self._take(tokens.YEAR_END):
            names.year_end = True
        elif self._take(tokens.REST_DAYS):
            names.groups.append(Days(WEEKEND, holidays=True))
        elif self._take(tokens.HOLIDAYS):
            names.groups.append(Days(frozenset(), holidays=True))
        elif not closed and self._take(tokens.DAILY):
            names.groups.append(Days(EVERY_DAY, daily=True))
        elif not closed and self._take(tokens.WORKING_DAYS):
            names.groups.append(Days(WORKING_DAYS))
            names.working_days = True
        else:
            return False
        return True

    def _refuse_unless_times_follow(self, start: int) -> None:
        """Refuse weeks without a day, but of 水曜日 第1・第3 10:00～12:00."""
        if not tokens.TIME.match(self.text, self.at):
            self._refuse(self.original[start : self.at].rstrip() + self._glued())

    def _piece(self) -> str:
        """The piece that no step reads, with the days to which it belongs: 祝日の場合は木曜."""
        before = re.split(r"[\s、。()※]", self.text[: self.at])[-1]
        begins = self.at if re.search(r"\d", before) else self.at - len(before)
        return (
            self.original[begins : self.at] + re.split(r"[\s、。()※]", self.original[self.at :])[0]
        )

    def _refuse_closed_behind(self) -> None:
        """Name 12/28～1/4を除く of 祝日、12/28～1/4を除く, whose days have no times either."""
        if found := tokens.CLOSED_BEHIND.match(self.text, self.at):
            self._refuse(self.original[found.start("part") : found.end("part")])

    def _parts_of(self, found: re.Match[str]) -> Iterator[tuple[str, str]]:
        """The parts of a bracket, each as it is read and as it was written."""
        at = found.start("inside")
        for part in found["inside"].split("、"):
            begins = at + len(part) - len(part.lstrip(" 。"))
            ends = begins + len(part.strip(" 。"))
            if begins < ends:
                yield self.text[begins:ends], self.original[begins:ends]
            at += len(part) + 1

    def _glued(self) -> str:
        """What stands at the place without a sign before it: 受付 of 最終受付 16:30."""
        return re.split(r"[\s、。()※・]", self.original[self.at :])[0]

    def _add_weekdays(
        self, names: Names, found: re.Match[str], weeks: re.Match[str] | None, start: int
    ) -> None:
        """第2火・木曜日 is of one week; 第2火曜日、木曜日 may be, and is asked."""
        if names.nth_weeks and (names.spelt_out or names.joiner not in ("", "・")):
            asked = self.original[start : self.at]
            raise Unreadable(refusals.WEEKS_OF_WHICH.format(text=asked))
        days = tokens.read_range(found)
        if not weeks and names.is_out_of_order(WEEKDAYS.index(found["first"][0])):
            # 土木, 水木金月: a word, or a slip.
            self._refuse(self.original[start : self.at])
        if len(days) > 1 and names.nth_weeks and weeks and "週" in weeks[0]:
            # 第1週の月～金: of the first week, or each for the first time in the month.
            raise Unreadable(refusals.WEEKS_OF_WHICH.format(text=self.original[start : self.at]))
        names.groups.append(Days(days, names.nth_weeks))
        names.spelt_out = "曜" in found[0]

    def _weeks_behind(self, names: Names, start: int) -> None:
        """土曜日（第1・第3）; of several days before the bracket it is asked which."""
        end = self.at
        if not (found := self._take(tokens.WEEKS_BEHIND)):
            return
        if found["closed"] and len(names.weekdays) > 1:
            # 月・水・金（第5週は休み）, which the bracket itself says.
            self.at = end
            return
        asked = self.original[start : self.at]
        if len(names.groups) > 1 or len(names.weekdays) > 1 or names.nth_weeks:
            raise Unreadable(refusals.WEEKS_OF_WHICH.format(text=asked))
        weeks = tokens.read_weeks(found["weeks"])
        if found["closed"]:
            # 土曜日（第2・第4を除く）
            if LAST_WEEK in weeks:
                raise Unreadable(refusals.LAST_WEEK_CLOSED)
            weeks = ALL_WEEKS - weeks
        if not weeks:
            self._refuse(asked)
        names.groups[-1] = Days(names.weekdays, weeks)

    def _spans(self, *, of_noon: bool = False) -> list[tuple[int, int]]:
        """Times in a row; those of a break at noon may leave 午後 out."""
        spans = []
        end = self.at
        while True:
            if self._take(tokens.WHOLE_DAY):
                spans.append((0, DAY))
            elif found := next(filter(None, map(self._take, tokens.SPANS)), None):
                is_break = of_noon or bool(tokens.IS_BREAK.match(self.text, self.at))
                spans += self._read_spans(found, of_noon=is_break)
            else:
                break
            end = self.at
            self._take(tokens.JOIN)
        self.at = end
        return spans

    def _read_spans(self, found: re.Match[str], *, of_noon: bool) -> list[tuple[int, int]]:
        ends = [found["first"], found["last"]]
        if found.re is tokens.BARE_PAIR:
            ends += [found["again"], found["end"]]
        try:
            pairs = zip(ends[::2], ends[1::2], strict=True)
            return [read_written_span(*pair, of_noon=of_noon) for pair in pairs]
        except ValueError as error:
            raise Unreadable(f"「{found[0]}」：{error}") from error
