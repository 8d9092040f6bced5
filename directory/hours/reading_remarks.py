"""Remarks outside of brackets: 要予約, 原則, 年中無休, and the dates from which hours hold."""

from directory.hours import reading_tokens as tokens
from directory.hours import refusals
from directory.hours.reading_items import validity
from directory.hours.reading_scanner import Unreadable
from directory.hours.reading_times import Times


class Remarks(Times):
    """The place within the text, and the remarks that are read there."""

    def __init__(self, text: str):
        super().__init__(text)
        # Where the last statement on days or reservations ended, and its word.
        self.said_at, self.said_how = -1, ""

    def _remark(self) -> bool:
        """年中無休, 要予約 and the like, outside of brackets."""
        if self._take(tokens.ALL_YEAR):
            self.all_year = True
            return True
        before = self.at
        if self._take(tokens.OF_ALL):
            return self._reserve_all(self.original[before : self.at])
        bracket = self._take(tokens.OPENING)
        for name, pattern in tokens.REMARKS.items():
            if not (found := self._take(pattern)):
                continue
            if bracket and not self._take(tokens.CLOSING):
                break
            if name == "by_reservation":
                self._refuse_before_others(before)
            on_line = [item for item in self.items if item.line == self.line]
            alone = not self.text[:before].rpartition("\n")[2].strip(" 、※。・")
            meant = self.items if alone else on_line
            of_next = self.label and all(item.label != self.label for item in meant)
            if name == "tentative" or not meant or of_next:
                self.leading |= {name: True, "label": self.label}
            elif len(meant) > 1:
                raise Unreadable(refusals.OF_WHICH.format(text=found[0]))
            else:
                meant[0].remarks[name] = True
            self.said_at, self.said_how = self.at, name
            return True
        self.at = before
        return False

    def _refuse_before_others(self, start: int) -> None:
        """土 9:00～12:00。要予約：日 9:00～12:00, whose remark may be of either."""
        before = self.text[:start].rstrip(" \t※")[-1:]
        after = self.text[self.at :].partition("\n")[0]
        follows = after.strip(" \t、。/:※")
        if self.items and follows and (before in "\n、。/:" or after.lstrip().startswith(":")):
            raise Unreadable(refusals.OF_WHICH.format(text=self.original[start : self.at].strip()))

    def _reserve_all(self, part: str) -> bool:
        """いずれも要予約: of all that stands before it on one line."""
        if len({item.line for item in self.items}) != 1:
            raise Unreadable(refusals.OF_WHICH.format(text=part))
        for item in self.items:
            item.remarks["by_reservation"] = True
        return True

    def _validity(self) -> bool:
        """令和8年4月1日から before the days: of the one item that there is."""
        if self.items or self.brackets or not (found := self._take(tokens.VALIDITY)):
            return False
        said = validity(found["validity"])
        if not said or "valid_from" in self.leading:
            self._refuse(found[0])
        self.leading |= said or {}
        return True
