"""Texts of reception hours as public notices have them: read right, or refused, never wrong."""

import csv
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.hours import OnHolidays, Rule, Unreadable, problems, read, row_text
from directory.hours import reading_grammar as grammar
from directory.hours import reading_tokens as tokens
from directory.hours.words import ja
from tests.directory.hours.test_properties import many

TABLE = Path(__file__).parents[2] / "data" / "hours_texts.csv"
with TABLE.open(encoding="utf-8", newline="") as file:
    TEXTS = list(csv.DictReader(file))
REFUSED = "refused"
SAID = {
    ("opens_on_holidays", True): "祝日も受付",
    ("opens_on_holidays", False): "祝日は休み",
    ("closes_at_year_end", True): "年末年始は休み",
    ("closes_at_year_end", False): "年末年始も受付",
}


def answer(text):
    """The rows in canonical words, sorted, then what is said of holidays and the year end."""
    try:
        reading = read(text)
    except Unreadable:
        return REFUSED
    assert problems(reading.rules) == []
    said = [SAID[each] for each in reading.said.items() if each in SAID]
    said = [words for words in SAID.values() if words in said]
    if days := reading.said.get("shifted_closing_days"):
        moves = bool(reading.schedule.holiday_rules)
        said.append(ja.closed_after_holidays(days, moves=moves).removeprefix("※"))
    rows = "／".join(sorted(map(row_text, reading.rules)))
    return rows + (f"〔{'、'.join(said)}〕" if said else "")


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["text"][:40])
def test_no_text_of_a_public_notice_is_read_wrong(row):
    """Each is read as a colleague would read it, or refused."""
    assert answer(row["text"]) in (row["answer"], REFUSED)


def test_nine_of_ten_texts_that_are_plain_to_a_person_are_read():
    """The table names no answer for the others, which rows cannot say or which are ambiguous."""
    plain = [row for row in TEXTS if row["answer"] != REFUSED]
    read_right = [row for row in plain if answer(row["text"]) == row["answer"]]
    assert len(plain) >= 140
    assert len(read_right) >= len(plain) * 0.95


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["text"][:40])
def test_what_was_read_is_read_again_from_its_rows(row):
    """Rows in words, and the words in rows: the same rules."""
    try:
        rules = read(row["text"]).rules
    except Unreadable:
        return
    assert set(read("\n".join(map(row_text, rules))).rules) == set(rules)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("月～金 9:00～17:00（お盆を除く）", "お盆を除く"),
        ("月～金 9:00～17:00 土曜は12:00まで", "12:00まで"),
        ("平日 9:00～17:00（昼休みを除く）", "昼休みを除く"),
        ("月～金 9:00～17:00（雨天中止）", "雨天中止"),
        ("奇数月の第3水曜 13:30～16:00", "奇数月の第3水曜"),
        ("第2火曜日、木曜日 13:00～16:00", "第2火曜日、木曜日"),
        ("※8月を除く\n月～金 9:00～17:00", "8月を除く"),
    ],
)
def test_a_refusal_names_the_piece_and_says_where_it_could_go(text, named):
    """A leftover word is never dropped."""
    with pytest.raises(Unreadable) as refused:
        read(text)
    message = str(refused.value)
    assert f"「{named}」" in message
    assert "書いて" in message


def test_a_reading_has_a_sentence_of_what_was_understood():
    """As residents would be told, with holidays and the year end."""
    assert read("毎日午前9時から正午（祝日を除く）").sentence == (
        "毎日 9:00～12:00（祝日は休み）。祝日は休みです。年末年始は窓口へご確認ください"
    )


def test_a_closing_that_moves_is_not_one_on_both_days():
    """翌平日も休み closes the holiday too; 翌平日休館 needs to know the hours of holidays."""
    both = read("火曜日～日曜日 9:00～17:00 ※月曜日が祝日の場合は翌平日も休み")
    assert both.said == {"shifted_closing_days": frozenset({0})}
    with pytest.raises(Unreadable, match="祝日の受付時刻"):
        read("火曜日～日曜日 9:00～17:00 ※月曜日が祝日の場合は翌平日休館")
    moved = read("火曜日～日曜日と祝日 9:00～17:00 ※月曜日が祝日の場合は翌平日休館")
    assert [rule.on_holidays for rule in moved.rules] == [OnHolidays.INHERIT, OnHolidays.ONLY]
    with pytest.raises(Unreadable, match="食い違って"):
        read("火曜日～日曜日と祝日 9:00～17:00 ※月曜日が祝日の場合は翌平日も休み")


clocks = st.integers(12, 47).map(lambda half_hours: half_hours * 30)


def in_words(minute):
    """A time of day in each spelling that names it without doubt."""
    hour, rest = divmod(minute, 60)
    spellings = [f"{hour}:{rest:02}", f"{hour}時{rest:02}分", f"{hour:02}:{rest:02}"]
    half = "午前" if hour < 12 else "午後"
    if rest == 0:
        spellings.append(f"{hour}時")
    if hour != 12:
        spellings.append(f"{half}{hour % 12}時" + (f"{rest}分" if rest else ""))
        spellings.append(f"{'AM' if hour < 12 else 'pm'}{hour % 12}:{rest:02}")
    if minute == 720:
        spellings.append("正午")
    return spellings


@st.composite
def rows(draw):
    """A row of hours, and a text that means it in one of many spellings."""
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    opens, closes = sorted(draw(st.lists(clocks, min_size=2, max_size=2, unique=True)))
    weeks = draw(st.sampled_from([frozenset(), frozenset({1}), frozenset({2, 4}), frozenset({-1})]))
    letters = [ja.WEEKDAYS[day] for day in sorted(weekdays)]
    spellings = ["".join(letters), "・".join(letters) + "曜", "・".join(letters) + "曜日"]
    if not weeks:
        spellings += ["、".join(f"{letter}曜日" for letter in letters), ja.days(weekdays)]
        spellings += [f"毎週{'・'.join(letters)}曜日", " ".join(f"({each})" for each in letters)]
    days = draw(st.sampled_from(spellings))
    if weeks:
        days = draw(st.sampled_from([ja.weeks(weeks), "毎月" + ja.weeks(weeks)])) + days
    to = draw(st.sampled_from(["～", "-", "から", " 〜 ", "－"]))
    times = draw(st.sampled_from(in_words(opens))) + to + draw(st.sampled_from(in_words(closes)))
    reserved = draw(st.booleans())
    remark = draw(st.sampled_from(["（要予約）", "(予約制)", " ※要予約"])) if reserved else ""
    space = draw(st.sampled_from([" ", "　", "：", "の"]))
    text = draw(st.sampled_from([f"{days}{space}{times}{remark}", f"{times}（{days}）{remark}"]))
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


def unbounded_groups(pattern):
    """Repetitions without bound of more than one letter, which could take long to fail."""
    return re.findall(r"\)[*+]|\)\{\d*,\}", re.sub(r"\[[^\]]*\]|\\.", "x", pattern))


def test_no_pattern_repeats_a_group_without_bound():
    """So that the time to refuse a text grows with its length, not with its square."""
    patterns = [each for each in vars(tokens).values() if isinstance(each, re.Pattern)]
    patterns += [*tokens.LABELS, *tokens.REMARKS.values()]
    assert len(patterns) > 25
    assert [each.pattern for each in patterns if unbounded_groups(each.pattern)] == []


class Counting(grammar.Parser):
    """A parser that counts the patterns it tries."""

    tries = 0

    def _take(self, pattern):
        self.tries += 1
        return super()._take(pattern)


@pytest.mark.parametrize(
    "piece", ["月 9:00～10:00\n", "月、", "第1・", "※", "（月）", "9:00～", "（（"]
)
def test_twice_the_text_takes_about_twice_the_steps(piece):
    """Whether it is read or refused."""
    tries = []
    for times in (100, 200):
        parser = Counting(piece * times)
        with suppress(Unreadable):
            parser.read()
        tries.append(parser.tries)
    assert tries[1] <= 2 * tries[0] + 50


MANY_ROWS = "\n".join(f"月 9:00～9:{minute}、火 8:00～8:{minute}" for minute in range(10, 60))


@pytest.mark.parametrize("text", ["月" * 10_000, MANY_ROWS, "（" * 2000, "(月" * 900])
def test_a_text_without_end_is_refused(text):
    """10,000 letters, more rows than a window can have, nested brackets."""
    with pytest.raises(Unreadable):
        read(text)
