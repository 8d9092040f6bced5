"""HSDS schedules as rows of hours, as far as a row can say what they say."""

import re
from collections.abc import Mapping
from typing import Any

from directory.facts.schema import RuleFacts
from directory.hours import DAY

_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BYDAY = re.compile(r"(-?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_TIME = re.compile(r"(\d\d?):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_TOKYO = ("", "+09:00", "+0900")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# Parts of an RRULE that no row can say.
_UNSAID = ("bymonthday", "byyearday", "byweekno", "count")


class Unsaid(Exception):
    """Refusal of a schedule that no row can say; its text is the schedule's own in words."""


def read_rule(given: Mapping, remarks: Mapping[str, str]) -> RuleFacts:
    """A row of hours. Raises Unsaid."""
    words = " ".join(filter(None, (_text(given.get(name)) for name in ("description", "notes"))))
    weekdays, weeks = _days(given, words)
    opens = _minutes(given.get("opens_at"), given, words)
    closes = _minutes(given.get("closes_at"), given, words)
    if any(given.get(name) for name in _UNSAID) or given.get("interval") not in (None, "", 1, "1"):
        raise Unsaid(words)
    if "closes" in remarks and remarks["closes"].isdecimal():
        closes = int(remarks["closes"])
    elif closes == 0:
        closes = DAY
    return RuleFacts(
        weekdays=weekdays,
        nth_weeks=weeks,
        opens=opens,
        closes=closes,
        on_holidays=remarks.get("on_holidays", "inherit"),
        by_reservation=remarks.get("by_reservation") == "true",
        tentative=remarks.get("tentative") == "true",
        label=remarks.get("label", ""),
        valid_from=_date(given.get("valid_from")),
        valid_until=_date(given.get("valid_to")),
    )


def _days(given: Mapping, words: str) -> tuple[list[int], list[int]]:
    """Weekdays and weeks of the month; of HSDS 2.0 its one weekday by number or name."""
    if (weekday := _text(given.get("weekday"))) and not given.get("byday"):
        if weekday in "1234567" and len(weekday) == 1:
            return [int(weekday) - 1], []
        if weekday[:2].upper() in _DAYS:
            return [_DAYS[weekday[:2].upper()]], []
        raise Unsaid(words)
    parts = [part.strip() for part in _text(given.get("byday")).upper().split(",")]
    found = [_BYDAY.fullmatch(part) for part in parts]
    if given.get("freq") not in ("WEEKLY", "MONTHLY") or not all(found):
        raise Unsaid(words)
    pairs = {(int(each[1] or 0), _DAYS[each[2]]) for each in found if each}
    weeks = sorted({week for week, _day in pairs})
    weekdays = sorted({day for _week, day in pairs})
    # 1MO,3MO,1TU,3TU is one row; 1MO,3TU would be two.
    if len(pairs) != len(weeks) * len(weekdays) or not set(weeks) <= {-1, 0, 1, 2, 3, 4, 5}:
        raise Unsaid(words)
    if 0 in weeks:
        if weeks != [0] or given["freq"] != "WEEKLY":
            raise Unsaid(words)
        weeks = []
    return weekdays, weeks


def _minutes(value: Any, given: Mapping, words: str) -> int:
    found = _TIME.fullmatch(_text(value))
    if found is None or (found[3] or "") not in _TOKYO or int(found[1]) > 24 or int(found[2]) > 59:
        raise Unsaid(words)
    return int(found[1]) * 60 + int(found[2])


def _date(value: Any) -> str | None:
    text = _text(value)
    return text if _DATE.fullmatch(text) else None


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
