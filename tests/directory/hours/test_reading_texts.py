"""Texts of reception hours as public notices have them: read right, or refused, never wrong."""

import csv
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hours import OnHolidays, Unreadable, problems, read, row_text
from directory.hours import reading_grammar as grammar
from directory.hours import reading_tokens as tokens
from directory.hours.words import ja

TABLE = Path(__file__).parents[2] / "data" / "hours_texts.csv"
with TABLE.open(encoding="utf-8", newline="") as file:
    TEXTS = list(csv.DictReader(line for line in file if not line.startswith("#")))
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


def test_no_text_of_a_public_notice_is_read_wrong():
    """Each is read as a colleague would read it, or refused."""
    answers = [(row, answer(row["text"])) for row in TEXTS]
    assert [
        (row["text"], read_as)
        for row, read_as in answers
        if read_as not in (row["answer"], REFUSED)
    ] == []


def test_nine_of_ten_texts_that_are_plain_to_a_person_are_read():
    """The table names no answer for the others, which rows cannot say or which are ambiguous."""
    plain = [row for row in TEXTS if row["answer"] != REFUSED]
    read_right = [row for row in plain if answer(row["text"]) == row["answer"]]
    assert len({row["text"] for row in TEXTS}) == len(TEXTS) >= 1600
    assert len(plain) >= 1000
    assert len(read_right) >= len(plain) * 0.99


def test_what_was_read_is_read_again_from_its_rows():
    """Rows in words, and the words in rows: the same rules."""
    for row in TEXTS:
        with suppress(Unreadable):
            rules = read(row["text"]).rules
            again = read("\n".join(map(row_text, rules))).rules
            assert set(again) == set(rules), row["text"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("月～金 9:00～17:00（お盆を除く）", "お盆を除く"),
        ("月～金 9:00～17:00 土曜は12:00まで", "土曜は12:00まで"),
        ("月～金（祝日、12/28～1/4を除く） 9:00～17:00", "12/28～1/4を除く"),
        ("月曜 9:00～17:00（祝日の場合は火曜）", "祝日の場合は火曜"),
        ("休館日：月曜以外 9:00～17:00", "休館日：月曜以外"),
        ("月～金 9:00～17:00 ※電話相談 祝日は休み", "電話相談"),
        ("月～金 9:00～17:00\n面談：水曜は19:00まで", "面談"),
        ("月～金 9:00～17:00（１人３０分）", "１人３０分"),
        ("月～金 9:00～17:00（最終受付16:30）", "最終受付16:30"),
        ("平日 9:00～17:00（木曜は19:00まで、要予約）", "木曜は19:00まで"),
        ("月～金 9:00～17:00（水は18:00まで）（水は19:00まで）", "水は19:00まで"),
        ("毎日 9:00～18:00 土曜午後休診", "土曜午後休診"),
        ("月2回（水曜）13:00～15:00", "月2回（水曜）13:00～15:00"),
        ("月～金 9:00～17:00（月曜が祝日の場合は休み）", "月曜が祝日の場合は休み"),
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("平日 9:00～17:00（水曜は休み）", "「水曜日」が、受け付ける曜日にも休みの曜日にも"),
        ("月～金 9:00～17:00 年中無休", "「年中無休」とありますが、受け付けない曜日があります"),
        ("平日 9:00～17:00（祝日休み）祝日も受付", "祝日か年末年始について、食い違うことが"),
    ],
)
def test_what_cannot_both_be_true_is_told(text, said):
    """With the days or the words that meet, and what to take away."""
    with pytest.raises(Unreadable, match=said) as refused:
        read(text)
    assert "消してください" in str(refused.value)


def test_a_reading_has_a_sentence_of_what_was_understood():
    """As residents would be told, with holidays and the year end."""
    assert read("毎日午前9時から正午（祝日を除く）").sentence == (
        "毎日 9:00～12:00（祝日は休み）。祝日は休みです。年末年始は窓口へご確認ください"
    )


def test_the_sentence_says_that_a_reservation_is_wanted():
    """The booklet marks it in a place of its own; the preview of Excel has none."""
    assert "。要予約。" in read("面接相談（要予約）：水曜日 13:00～16:00").sentence


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


PIECES = ["隔週", "偶数月の", "8月の", "お盆", "12/28", "年末", "祝前日", "夏季", "雨天時", "初回"]
PIECES += ["電話のみ", "市外は", "不定休", "応相談", "変更あり", "ごろ", "前", "ない"]


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from([row["text"] for row in TEXTS if row["answer"] != REFUSED]),
    st.sampled_from(PIECES),
    st.integers(0, 100),
)
def test_no_piece_that_stands_within_a_notice_is_dropped(text, piece, percent):
    """Wherever it stands, the text is refused or is not read as if the piece were not there."""
    place = len(text) * percent // 100
    with suppress(Unreadable):
        changed = read(text[:place] + piece + text[place:])
        known = read(text)
        assert (changed.rules, changed.said) != (known.rules, known.said)


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
    "piece",
    [
        *("月 9:00～10:00\n", "月、", "第1・", "※", "（月）", "9:00～", "（（", "休み "),
        *(
            "水は9:00まで、",
            "（水は19:00まで）",
            "月1回（",
            "祝日の月",
            "土は午前のみ",
            "開館 9:00 ",
        ),
    ],
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


@pytest.mark.parametrize(
    "text", ["月 9:00～9:01\n" * 500, "の" * 2000, "は、" * 1000, "（）" * 1000, "（（月）" * 600]
)
def test_text_without_sense_is_refused_after_few_steps(text):
    """500 rows, words without a sentence, brackets about nothing: not read to the end first."""
    parser = Counting(text[:2000])
    with pytest.raises(Unreadable):
        parser.read()
    assert parser.tries < 4000


MANY_ROWS = "\n".join(f"月 9:00～9:{minute}、火 8:00～8:{minute}" for minute in range(10, 60))


@pytest.mark.parametrize("text", ["月" * 10_000, MANY_ROWS, "（" * 2000, "(月" * 900])
def test_a_text_without_end_is_refused(text):
    """10,000 letters, more rows than a window can have, nested brackets."""
    with pytest.raises(Unreadable):
        read(text)
