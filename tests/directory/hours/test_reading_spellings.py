"""Hours in random spellings and orders: read as the rules of which they were written."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from directory.hours import Rule, Unreadable, read
from directory.hours.words import ja
from tests.directory.hours.test_properties import many

clocks = st.integers(12, 47).map(lambda half_hours: half_hours * 30)
TO = ["～", "-", "から", " 〜 ", "－", "~", "–", "ー", " より "]
REMARKS = ["（要予約）", "(予約制)", " ※要予約", "【要予約】", "（完全予約制）", "（予約：必要）"]
# What is said of holidays and year end, in words that stand before or behind the row.
STATEMENTS = [
    ("", {}),
    ("（祝日を除く）", {"opens_on_holidays": False}),
    (
        "\n※祝日・年末年始(12/29～1/3)は休み",
        {"opens_on_holidays": False, "closes_at_year_end": True},
    ),
    ("（祝日も休まず受付）", {"opens_on_holidays": True}),
    ("。ただし、年末年始は休業", {"closes_at_year_end": True}),
    ("\n祝日：休み", {"opens_on_holidays": False}),
    ("。なお、祝日は受け付けておりません。", {"opens_on_holidays": False}),
    ("（祝日開館）", {"opens_on_holidays": True}),
    ("（除く祝日）", {"opens_on_holidays": False}),
    ("【休業日】年末年始（12/29～翌1/3）", {"closes_at_year_end": True}),
    ("です。祝日はお休みさせていただきます。", {"opens_on_holidays": False}),
]
WIDE = str.maketrans("0123456789:()", "０１２３４５６７８９：（）")


KANJI = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]


def in_words(minute):
    """A time of day in each spelling that names it without doubt."""
    hour, rest = divmod(minute, 60)
    spellings = [f"{hour}:{rest:02}", f"{hour}時{rest:02}分", f"{hour:02}:{rest:02}"]
    spellings.append(f"{hour}.{rest:02}")
    half = "午前" if hour < 12 else "午後"
    if rest == 0:
        spellings.append(f"{hour}時")
    else:
        spellings.append(f"{hour}時半")
    if hour != 12:
        spellings.append(f"{half}{hour % 12}時" + (f"{rest}分" if rest else ""))
        spellings.append(f"{half}：{hour % 12}時" + ("半" if rest else ""))
        spellings.append(f"{half} {hour % 12} 時" + (f" {rest} 分" if rest else ""))
        spellings.append(f"{half}{KANJI[hour % 12]}時" + ("三十分" if rest else ""))
        spellings.append(f"{'AM' if hour < 12 else 'pm'}{hour % 12}:{rest:02}")
        if rest == 0:
            spellings += [f"{hour % 12}{'am' if hour < 12 else 'PM'}"]
    if 13 <= hour <= 15:
        spellings.append(f"昼{hour - 12}時" + ("半" if rest else ""))
    if hour >= 17:
        spellings.append(f"夜{hour - 12}時" + ("半" if rest else ""))
    if minute == 720:
        spellings.append("正午")
    return spellings


def weekdays_in_words(weekdays):
    """Days of the week in each of the ways in which they are listed."""
    letters = [ja.WEEKDAYS[day] for day in sorted(weekdays)]
    joined = ["・".join(letters), "、".join(letters), ".".join(letters), "，".join(letters)]
    return [f"{days}曜" for days in joined] + ["".join(letters), f"{joined[0]}曜日"]


def weekly_in_words(weekdays):
    """Days of every week, in letters or in full."""
    letters = [ja.WEEKDAYS[day] for day in sorted(weekdays)]
    full = "、".join(f"{letter}曜日" for letter in letters)
    joined = "・".join(letters)
    spellings = [full, full.replace("、", "と"), ja.days(weekdays), f"毎週{joined}曜日"]
    spellings += [f"【{joined}】", f"毎週 {full}", " ".join(f"({each})" for each in letters)]
    spellings += [f"{joined}のみ", f"{joined}の各曜日", f"{full}に限り"]
    if max(weekdays) < 5:
        spellings.append(f"平日のうち{joined}曜")
    if len(weekdays) == 7:
        spellings.append("毎日")
    if weekdays == {0, 1, 2, 3, 4}:
        spellings += ["平日", "平日（月～金）", "月曜日から金曜日の平日"]
    return spellings + weekdays_in_words(weekdays)


def monthly_in_words(weeks, weekdays):
    """Days of some weeks of the month; the weeks behind the day where there is one day."""
    named = ja.weeks(weeks)
    before = [named, f"毎月{named}", f"毎月 {named} ", f"各月{named}", named.replace("・", "、")]
    if -1 not in weeks:
        before += [
            named.replace("・第", "・"),
            "".join("第" + "一二三四五"[w - 1] for w in sorted(weeks)),
        ]
    spellings = [weeks + days for weeks in before for days in weekdays_in_words(weekdays)]
    # 第2、第4火、木曜日 is asked.
    spellings = [text for text in spellings if "、" not in text or len(weekdays) == 1]
    spellings = [text for text in spellings if "，" not in text and "." not in text]
    # 最終日 is no Sunday.
    spellings = [text for text in spellings if not text.endswith("最終日")]
    if len(weekdays) == 1:
        (letter,) = (ja.WEEKDAYS[day] for day in weekdays)
        spellings += [f"{letter}曜日（{named}）", f"{letter}（毎月{named}のみ）"]
        if -1 not in weeks:
            others = "・".join(f"第{week}" for week in sorted({1, 2, 3, 4, 5} - weeks))
            spellings.append(f"{letter}曜（{others}を除く）")
    return spellings


@st.composite
def rows(draw, *, days_first=False):
    """A row of hours, and a text that means it in one of many spellings."""
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    opens, closes = sorted(draw(st.lists(clocks, min_size=2, max_size=2, unique=True)))
    weeks = draw(st.sampled_from([frozenset(), frozenset({1}), frozenset({2, 4}), frozenset({-1})]))
    spellings = monthly_in_words(weeks, weekdays) if weeks else weekly_in_words(weekdays)
    days = draw(st.sampled_from(spellings))
    to = draw(st.sampled_from(TO))
    until = draw(st.sampled_from(["", "まで"])) if "から" in to else ""
    times = draw(st.sampled_from(in_words(opens))) + to + draw(st.sampled_from(in_words(closes)))
    times += until
    reserved = draw(st.booleans())
    remark = draw(st.sampled_from(REMARKS)) if reserved else ""
    space = draw(st.sampled_from([" ", "　", "：", "の", " / ", "、"]))
    orders = [f"{days}{space}{times}{remark}", f"{times}（{days}）{remark}"]
    text = draw(st.sampled_from(orders[:1] if days_first else orders))
    text = text.translate(WIDE) if draw(st.booleans()) else text
    rule = Rule(weekdays, opens, closes, nth_weeks=weeks, by_reservation=reserved)
    return text, rule


@many
@given(rows())
@example(("午後1時から5時（月）", Rule(frozenset({0}), 780, 1020)))
def test_a_row_is_read_in_whatever_spelling_it_is_written(row):
    """Days before or after the times, in letters or in full, by twelve hours or by 24."""
    text, rule = row
    assert read(text).rules == (rule,)


@many
@given(
    rows(),
    st.sampled_from(["", "受付時間：", "【相談日時】", "〈日時〉", "開設時間\n", "日時／"]),
    st.sampled_from(STATEMENTS),
)
def test_a_row_is_read_under_a_heading_and_beside_a_statement(row, heading, statement):
    """What is said of holidays and year end is read beside the row, and changes nothing in it."""
    text, rule = row
    words, said = statement
    # Of the weekend it is asked which holidays.
    assume(words != "（祝日開館）" or rule.weekdays != {5, 6})
    reading = read(heading + text + words)
    assert reading.rules == (rule,)
    assert reading.said == said


@many
@given(
    st.lists(rows(days_first=True), min_size=2, max_size=4),
    st.sampled_from(["①②③④", "1234", "（）"]),
)
def test_numbered_rows_are_the_rows_without_numbers(written, numbers):
    """(1), ① or 1. before a line counts the lines, and belongs to no date or time."""
    lines = [text for text, _rule in written]
    for place, line in enumerate(lines):
        number = f"（{place + 1}）" if numbers == "（）" else numbers[place]
        lines[place] = number + ("．" if numbers == "1234" else "") + line
    assert read("\n".join(lines)).rules == tuple(dict.fromkeys(rule for _text, rule in written))


@many
@given(
    st.lists(rows(), min_size=1, max_size=4),
    st.sampled_from(
        ["お盆を除く", "8月は休み", "受付は30分前まで", "第3水曜は短縮", "12月28日は休み"]
    ),
    st.integers(0, 4),
)
def test_a_leftover_piece_refuses_wherever_it_stands(written, piece, place):
    """Before, between and after rows that are plain."""
    lines = [text for text, _rule in written]
    lines.insert(place, piece)
    with pytest.raises(Unreadable):
        read("\n".join(lines))


# Days, and statements with the weekdays that they close and what they say. Not those of the
# weekend alone, with which 「土日、祝日は休み」 is a list of closed days.
DAYS = {
    "月～金": {0, 1, 2, 3, 4},
    "平日": {0, 1, 2, 3, 4},
    "火～土": {1, 2, 3, 4, 5},
    "毎日": {0, 1, 2, 3, 4, 5, 6},
    "月・水・金": {0, 2, 4},
    "月水金": {0, 2, 4},
    "毎週火曜日": {1},
    "火曜、木曜": {1, 3},
    "月曜日から土曜日": {0, 1, 2, 3, 4, 5},
    "木": {3},
}
CLOSINGS = {
    "祝日を除く": (set(), {"opens_on_holidays": False}),
    "祝日は休み": (set(), {"opens_on_holidays": False}),
    "祝日・年末年始休み": (set(), {"opens_on_holidays": False, "closes_at_year_end": True}),
    "祝日も開館": (set(), {"opens_on_holidays": True}),
    "土日祝休み": ({5, 6}, {"opens_on_holidays": False}),
    "日祝休": ({6}, {"opens_on_holidays": False}),
    "年末年始を除く": (set(), {"closes_at_year_end": True}),
    "水曜定休": ({2}, {}),
    "水曜日を除く": ({2}, {}),
    "日・月曜、祝日休館": ({0, 6}, {"opens_on_holidays": False}),
    "休館日：火曜日": ({1}, {}),
}
separators = st.sampled_from([" ", "　", "、", "\n", "／", "。", "（"])


@settings(max_examples=600, deadline=None)
@given(st.sampled_from([*DAYS]), st.sampled_from([*CLOSINGS]), st.data())
@example("月～金", "土日祝休み", None)
def test_days_times_and_what_is_closed_may_stand_in_any_order(days, closing, data):
    """Read as what they say, or refused where a colleague would ask; never the wrong way round."""
    closed, said = CLOSINGS[closing]
    text = f"{days} {closing} 9:00～17:00"
    if data:
        first, *others = data.draw(st.permutations([days, closing, "9:00～17:00"]))
        text = first
        for part in others:
            separator = data.draw(separators)
            text += f"（{part}）" if separator == "（" else separator + part
    # 休館日：火曜日、木 is a list of two closed days.
    assume("休館日：火曜日、" not in text)
    try:
        reading = read(text)
    except Unreadable:
        return
    assert set().union(*(rule.weekdays for rule in reading.rules)) == DAYS[days] - closed
    assert reading.said == said


NINE, NOON = 540, 720
ROWS_IN_WORDS = {
    "月～金 9:00～17:00": {(day, NINE, 1020) for day in range(5)},
    "土 9:00～12:00": {(5, NINE, NOON)},
    "9:00～12:00 水": {(2, NINE, NOON)},
    "火・木 9～12時、13～16時": {(d, *t) for d in (1, 3) for t in ((NINE, NOON), (780, 960))},
    "日曜（10:00～15:00）": {(6, 600, 900)},
    "毎週水曜日の13時から15時": {(2, 780, 900)},
}
pairs = [
    (one, other)
    for one, rows_of_one in ROWS_IN_WORDS.items()
    for other, rows_of_other in ROWS_IN_WORDS.items()
    if not {day for day, *_ in rows_of_one} & {day for day, *_ in rows_of_other}
]


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(pairs), st.sampled_from([*CLOSINGS]), st.data())
def test_two_rows_and_what_is_closed_may_stand_in_any_order(pair, closing, data):
    """No time goes to the days of the other row, and a statement holds for both."""
    closed, said = CLOSINGS[closing]
    first, *others = data.draw(st.permutations([*pair, closing]))
    text = first
    for part in others:
        separator = data.draw(separators)
        text += f"（{part}）" if separator == "（" and "（" not in part else separator + part
    try:
        reading = read(text)
    except Unreadable:
        return
    meant = ROWS_IN_WORDS[pair[0]] | ROWS_IN_WORDS[pair[1]]
    found = {(day, r.opens, r.closes) for r in reading.rules for day in r.weekdays}
    assert found == {row for row in meant if row[0] not in closed}
    assert reading.said == said


ENDS = ["{}は{}まで", "ただし{}のみ{}まで", "毎週{}は{}まで延長", "※{}は～{}", "{}だけ{}迄です"]


@many
@given(
    st.sampled_from(["月～金", "平日", "月火水木金", "毎日", "火～日"]),
    st.sampled_from("火水木金"),
    st.sampled_from(ENDS),
    clocks.filter(lambda minute: NOON < minute <= 1320 and minute != 1020),
    st.sampled_from(["9:00～17:00", "9:00～12:00、13:00～17:00"]),
    st.sampled_from(["（{}）", " {}", "、{}", "\n{}"]),
    st.data(),
)
def test_one_day_may_end_at_another_time(days, day, words, ends, times, place, data):
    """Its other times and the times of other days stay; an end within the break is asked."""
    last = data.draw(st.sampled_from(in_words(ends)))
    text = f"{days} {times}" + place.format(words.format(f"{day}曜", last))
    spans = [(NINE, NOON), (780, 1020)] if "、" in times else [(NINE, 1020)]
    own = [(opens, min(closes, ends)) for opens, closes in spans if opens < ends]
    own[-1] = (own[-1][0], ends)
    if len(own) < len(spans):
        with pytest.raises(Unreadable):
            read(text)
        return
    found = {(each, r.opens, r.closes) for r in read(text).rules for each in r.weekdays}
    others = DAYS.get(days, {0, 1, 2, 3, 4} if days != "火～日" else {1, 2, 3, 4, 5, 6})
    meant = {(each, *span) for each in others for span in spans if ja.WEEKDAYS[each] != day}
    assert found == meant | {(ja.WEEKDAYS.index(day), *span) for span in own}
