"""Phrases of reception hours in Japanese, as the city's booklet writes them (`HoursWords`)."""

from collections.abc import Iterable, Sequence
from datetime import date

from directory.hours.clock import DAY, clock, lacks_half
from directory.hours.days import Closure
from directory.hours.rules import LAST_WEEK, ONE_DAY, DatedException, weekday_runs
from directory.hours.spans import Span
from directory.hours.words import HolidayOpening

WEEKDAYS = "月火水木金土日"

every_day = "毎日"
working_days = "平日"
holidays = "祝日"
year_end = "年末年始"

always_open = "24時間・年中無休"
by_reservation = "要予約"
in_principle = "原則"
also_on_holidays = "祝日も受付"
also_at_year_end = "年末年始も受付"

full_stop = "。"
unknown = "受付日時は窓口へ確認"
closed = "休み"
ask_the_window = "窓口へ確認"

# Beyond so many days a date without its year could be taken for the wrong one.
_DAYS_WITHOUT_YEAR = 300
_NOON = DAY // 2


def days(weekdays: frozenset[int]) -> str:
    """月曜日、火曜日、木曜日～土曜日 when three days or more run on, else 月・火・木・金曜日."""
    runs = list(weekday_runs(weekdays))
    if all(len(run) < 3 for run in runs):
        return "・".join(WEEKDAYS[day] for day in sorted(weekdays)) + "曜日"
    parts = []
    for run in runs:
        names = [f"{WEEKDAYS[day]}曜日" for day in run]
        parts += names if len(run) < 3 else [f"{names[0]}～{names[-1]}"]
    return "、".join(parts)


def weeks(nth_weeks: frozenset[int]) -> str:
    """第1・第3・最終; "" for every week."""
    names = [f"第{week}" for week in sorted(nth_weeks - {LAST_WEEK})]
    return "・".join([*names, "最終"] if LAST_WEEK in nth_weeks else names)


def nth_days(nth_weeks: frozenset[int], weekdays: frozenset[int]) -> str:
    """第1・最終金曜日; 第1月曜日～水曜日、第1金曜日, for 第1月曜日、金曜日 may be every Friday."""
    return "、".join(weeks(nth_weeks) + part for part in days(weekdays).split("、"))


def and_holidays(days: str) -> str:
    """土・日曜日と祝日."""
    return f"{days}と祝日"


def day(each: date) -> str:
    """2026年12月30日."""
    return f"{each.year}年{each.month}月{each.day}日"


def validity(first: date | None, last: date | None) -> str:
    """2026年4月1日～2026年9月30日, 2026年4月1日から, 2026年9月30日まで."""
    if first and last:
        return f"{day(first)}～{day(last)}"
    return f"{day(first)}から" if first else f"{day(last)}まで" if last else ""


def span(start: int, end: int) -> str:
    """9:00～12:00, 22:00～翌6:00, 24時間; 午前1:00～4:00, which are not those of the afternoon."""
    if (start, end) == (0, DAY):
        return "24時間"
    ending = clock(end) if end <= DAY else f"翌{clock(end - DAY)}"
    half = "午前" if lacks_half(start, end) else ""
    return f"{half}{clock(start)}～{ending}"


def times(spans: Iterable[tuple[int, int]]) -> str:
    """9:00～12:00、13:00～16:00."""
    return "、".join(span(start, end) for start, end in spans)


def stretches(spans: Iterable[Span]) -> str:
    """9:00～12:00、認定司法書士による 13:00～16:00（要予約）."""
    return "、".join(map(_stretch, spans))


def _stretch(each: Span) -> str:
    marks = [in_principle] * each.tentative + [by_reservation] * each.by_reservation
    label = f"{each.label} " if each.label else ""
    remark = f"（{'・'.join(marks)}）" if marks else ""
    return f"{label}{span(each.start, each.end)}{remark}"


def line(days: str, times: str, remarks: Sequence[str], *, tentative: bool) -> str:
    """原則、月曜日 9:00～12:00（要予約、祝日も受付）."""
    return f"{'原則、' if tentative else ''}{days} {times}{brackets(remarks)}"


def brackets(remarks: Sequence[str]) -> str:
    """（要予約、祝日も受付）; "" for none."""
    return f"（{'、'.join(remarks)}）" if remarks else ""


def closed_on(days: Sequence[str]) -> str:
    """水曜日、祝日と年末年始は休み."""
    listed = "、".join(days[:-1])
    return f"{listed}と{days[-1]}は休み" if listed else f"{days[-1]}は休み"


def closed_after_holidays(weekdays: frozenset[int], *, moves: bool) -> str:
    """※水曜日が祝日の場合は翌平日も休み; 翌平日が休み where the holiday itself is open."""
    return f"※{days(weekdays)}が祝日の場合は翌平日{'が' if moves else 'も'}休み"


def regular(
    lines: Sequence[tuple[str, str]],
    remarks: Sequence[str],
    shifted: frozenset[int],
    *,
    moves: bool,
) -> str:
    """月曜日 9:00～12:00、火曜日 9:00～17:00 ※法律相談 水曜日 9:00～12:00（年末年始も受付）."""
    text = ""
    for label, words in lines:
        # A labelled part is a remark of its own; others are a list.
        separator = "" if not text else " " if label else "、"
        text += f"{separator}※{label} {words}" if label else f"{separator}{words}"
    text += brackets(remarks)
    return f"{text} {closed_after_holidays(shifted, moves=moves)}" if shifted else text


def holiday_sentence(
    opening: HolidayOpening,
    holiday_times: Sequence[tuple[int, int]],
    *,
    closes_at_year_end: bool | None,
) -> str:
    """祝日は休みです。年末年始は窓口へご確認ください."""
    at_year_end = {
        True: "年末年始は休みです",
        False: "年末年始も受け付けます",
        None: "年末年始は窓口へご確認ください",
    }[closes_at_year_end]
    if holiday_times:
        return f"祝日は {times(holiday_times)} に受け付けます。{at_year_end}"
    if opening is HolidayOpening.SOME:
        return f"祝日は一部の曜日だけ受け付けます。{at_year_end}"
    if opening is HolidayOpening.ALWAYS:
        if closes_at_year_end is False:
            return "祝日・年末年始も受け付けます"
        return f"祝日も受け付けます。{at_year_end}"
    if closes_at_year_end is None:
        return f"祝日は休みです。{at_year_end}"
    if closes_at_year_end:
        return "祝日・年末年始は休みです"
    return "祝日は休みです。年末年始も祝日のほかは受け付けます"


def exceptions(exceptions: Iterable[DatedException]) -> str:
    """2026-08-13～2026-08-14 休み（設備点検）."""
    return "、".join(map(_exception, exceptions))


def _exception(each: DatedException) -> str:
    first, last = each.first_day.isoformat(), each.last_day.isoformat()
    days = first if first == last else f"{first}～{last}"
    note = f"（{each.note}）" if each.note else ""
    return f"{days} {times(each.stretches) or closed}{note}"


def sentences(sentences: Iterable[str]) -> str:
    """Joined by 。, without one at the end."""
    return "。".join(filter(None, sentences))


def closing(day: date, minute: int, today: date) -> str:
    """17:15, 24:00 for the coming midnight, 翌2:00, 明日 17:00, and farther off with the date."""
    if day == today:
        return clock(minute)
    if day == today + ONE_DAY and minute < _NOON:
        return f"翌{clock(minute)}"
    return start(day, minute, today)


def start(day: date, minute: int, today: date) -> str:
    """今日 13:00, 明日 8:30, 1月4日（月）8:30; with the year when that could be mistaken."""
    if day <= today + ONE_DAY:
        return f"{'今日' if day == today else '明日'} {clock(minute)}"
    year = f"{day.year}年" if (day - today).days > _DAYS_WITHOUT_YEAR else ""
    return f"{year}{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）{clock(minute)}"


def open_now(until: str, age: str, *, round_the_clock: bool, closes_soon: bool) -> str:
    """受付中（17:15まで）; 受付時間内のはず（17:15まで・2019年の情報）."""
    if age:
        name = "24時間受付のはず" if round_the_clock else "受付時間内のはず"
    elif round_the_clock:
        name = "24時間受付"
    else:
        name = "まもなく終了" if closes_soon else "受付中"
    return name + _remarks(until, age)


def open_by_reservation(until: str) -> str:
    """予約制（受付時間内・17:15まで）."""
    return f"予約制（受付時間内・{until}まで）" if until else "予約制（受付時間内）"


def open_in_principle(until: str) -> str:
    """原則の受付時間内（17:15まで・お電話でご確認ください）."""
    # The hours are likely, not certain, and only a call tells.
    return "原則の受付時間内" + _remarks(until, "お電話でご確認ください")


def _remarks(until: str, remark: str) -> str:
    remarks = filter(None, [until and f"{until}まで", remark])
    return f"（{text}）" if (text := "・".join(remarks)) else ""


def closed_now(closure: str, following: str) -> str:
    """休み（敬老の日）。次の受付：明日 8:30."""
    return sentences([closure, following]) or "受付時間外"


def next_reception(start: str, *, by_reservation: bool, tentative: bool) -> str:
    """次の受付：明日 8:30（原則）, 予約制（次回 明日 8:30）."""
    if by_reservation:
        return f"予約制（次回 {start}）"
    return f"次の受付：{start}{'（原則）' if tentative else ''}"


def closure(closure: Closure, reason: str) -> str:
    """休み（敬老の日）, 臨時休業（庁舎の停電）."""
    name = "臨時休業" if closure is Closure.EXCEPTION else closed
    return f"{name}（{reason}）" if reason else name


def occasion(name: str) -> str:
    """敬老の日, 庁舎の停電."""
    return name


def moved_from(holiday: date) -> str:
    """9月23日が祝日のため."""
    return f"{holiday.month}月{holiday.day}日が祝日のため"
