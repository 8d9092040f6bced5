"""What clerks write in the cells of a table, and what they are told where it cannot be taken."""

from datetime import date, datetime

import pytest

from directory.facts.snapshot import facts_of
from directory.models import HoursException, Window
from directory.spreadsheets.cells import text_of
from tests.factories import CategoryFactory, WindowFactory, give_hours
from tests.helpers.exchange_files import (
    CATEGORY,
    HOURS,
    KEY,
    NAME,
    PHONES,
    SUBJECT,
    csv_of,
    decide,
    edited,
    excel,
    exported,
    rows_of,
    table,
    upload,
)
from tests.helpers.exchange_pages import DEBTS

ROW = {SUBJECT: "新しい相談", NAME: "新しい窓口", CATEGORY: "仕事"}


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({SUBJECT: ""}, "「相談内容」：入れてください"),
        ({CATEGORY: None}, "「分野」：入れてください"),
        ({SUBJECT: "長" * 101}, "「相談内容」：この値は 100 文字以下"),
        ({PHONES: 596215556}, "先頭の0が消えています"),
        ({PHONES: "電話"}, "「電話」：電話番号として読めません"),
        ({PHONES: "119\n119"}, "同じ番号が2回"),
        ({HOURS: "月～金 9:00～17:00\n火 10:00～12:00"}, "重なっています"),
        ({HOURS: "毎日 9:00～17:00"}, "「祝日も受け付ける」をどうするのか"),
        ({HOURS: "月 9:00～17:00（祝日は休み）", "祝日も受け付ける": "はい"}, "食い違っています"),
        ({HOURS: "=A1"}, "数式が入っています"),
        ({HOURS: "同上"}, "「受付日時」：「同上」ではなく、上の行と同じ内容を"),
        ({"費用": "〃"}, "「費用」：「〃」ではなく、上の行と同じ内容を"),
        ({"所在地": "々"}, "「所在地」：「々」ではなく"),
        ({PHONES: "”"}, "「電話番号」：「”」ではなく"),
        ({"費用": "同上（初回のみ）"}, "上の行のどこまでを指すか"),
        ({"費用": "#N/A"}, "Excelのエラー（#N/A）です"),
        ({HOURS: "#REF!"}, "Excelのエラー（#REF!）です"),
        ({NAME: "?橋支援センター"}, "「?橋支援センター」の「?」のところで、文字が失われています"),
        ({NAME: "宮?町窓口"}, "「宮?町窓口」の「?」のところで"),
        ({"所在地": "岩\ufffd1-7-29"}, "文字が失われています"),
        ({"所在地": "〓橋町"}, "「〓橋町」の「〓」のところで"),
        ({"費用": "=1+1"}, "数式が入っています"),
        ({"祝日も受け付ける": "たぶん"}, "「はい」「いいえ」のどれか"),
        ({"年末年始は休み": "?"}, "「不明」のどれか"),
        ({"予約": "必要です、いりません"}, "一つだけ"),
        ({"相談のしかた": "伝書鳩"}, "「伝書鳩」は選べません"),
        ({"並び順": "先頭"}, "数字だけ"),
        ({"並び順": "-1"}, "数字だけ"),
        ({"緯度": "北"}, "34.487500"),
        ({"緯度": "34.5"}, "緯度と経度は、両方とも"),
        ({"緯度": "NaN", "経度": "1"}, "「緯度」"),
        ({"緯度": "1e999999999", "経度": "1"}, "「緯度」"),
        ({"緯度": "134", "経度": "1"}, "「緯度」"),
        ({"緯度": "9" * 40, "経度": "1"}, "「緯度」"),
        ({"出典の日付": "令和5年2月30日"}, "という日はありません"),
        ({"出典の日付": "去年"}, "日付として読み取れません"),
        ({"祝日と重なると翌平日も休む曜日": "毎日"}, "曜日は「水」か"),
        ({"臨時の休み・臨時の受付": "年末"}, "1件を1行に"),
        ({"臨時の休み・臨時の受付": "2026-12-28 昼だけ"}, "1件を1行に"),
        ({"臨時の休み・臨時の受付": "2026-12-28～2026-12-27 休み"}, "終わりの日が始まりの日より前"),
        ({"費用": "無" * 201}, "「費用」"),
        ({KEY: "1"}, "この公開IDの窓口はありません"),
        ({KEY: "b1866523-cd76-56ce-b88a-000000000000"}, "この公開IDの窓口はありません"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_told(clerk_client, db, cells, complaint):
    """What to do stands in one sentence; nothing is guessed."""
    CategoryFactory(name="仕事")
    run = upload(clerk_client, table({KEY: ""} | ROW | cells))
    assert complaint in " ".join(run.faults)
    assert "2行目" in run.faults[0]
    assert not Window.objects.filter(subject="新しい相談").exists()


def test_a_letter_that_a_program_has_saved_as_a_question_mark_is_told(clerk_client, db):
    """Excel's CSV knows no 𠮷: the file is refused, whichever letters stand beside it."""
    window = WindowFactory(name="つるや𠮷")
    content = csv_of(
        [KEY, SUBJECT, NAME], [str(window.uid), window.subject, window.name], encoding="utf-8"
    ).replace("𠮷".encode(), b"?")
    run = upload(clerk_client, content.decode().encode("cp932"), "窓口.csv")
    (fault,) = run.faults
    assert "「窓口の名称」：文字が失われています（「𠮷」が「?」になっています）" in fault


def test_signs_that_show_nothing_are_left_out_of_a_cell():
    """A number, a word or hours are what they look like."""
    assert text_of("\ufeff伊勢\u200b窓口") == "伊勢窓口"
    assert text_of("\u200b月～金\u2060 9:00～17:00") == "月～金 9:00～17:00"
    assert text_of("'\u200b=1+1") == "=1+1"


@pytest.mark.parametrize("text", ["お困りですか?窓口へ", "無料？初回のみ", "https://a.jp/?市=1"])
def test_a_question_mark_is_no_lost_letter(text):
    """A question ends in kana or with a mark in full width, and an address has one too."""
    assert text_of(text) == text


def test_a_date_that_excel_made_of_an_address_is_told(clerk_client, db):
    """1-7-29 became a date in Excel: it is not turned back silently."""
    CategoryFactory(name="仕事")
    run = upload(clerk_client, table({KEY: ""} | ROW | {"所在地": datetime(2029, 1, 7)}))
    assert "Excelが日付に変えて" in run.faults[0]


def test_the_same_window_twice_is_told(clerk_client, city):
    """A copied row still has the key of the one from which it was copied."""
    rows = rows_of(exported())[:2]
    run = upload(clerk_client, table(*rows, rows[0]))
    assert "2行目と同じ公開IDです" in run.faults[0]


def test_tables_of_clerks_are_read_as_they_are(clerk_client, city):
    """Titles above, other order, merged cells, wide digits, dates of every kind, half kana."""
    headings = [
        "窓口の 名称",
        "相談内容",
        "受付日時",
        "公開ＩＤ",
        "分野",
        "電話番号",
        "出典の日付",
        "メモ欄",
    ]
    rows = [
        ["相談窓口一覧（令和8年度）"],
        [],
        headings,
        [
            "試しの ｾﾝﾀｰ",
            "一つめ",
            "月～金　９時～１７時",
            None,
            "仕事\n健康",
            188,
            "令和5年2月28日",
        ],
        [None, " 二つめ ", "24時間・年中無休", "", "仕事、健康", "0596-21-5556", date(2023, 2, 28)],
        [None, "三つめ", "", "", "健康", "家賃=0596-21-5556、0596-21-5557", 44985, "読まない"],
        ["別の窓口", "四つめ", None, "", "健康", None, "R5.2.28"],
        [None, None],
    ]
    rows[5][5] = "家賃=0596-21-5556\n0596-21-5557"
    before = set(Window.objects.values_list("pk", flat=True))
    run = upload(clerk_client, excel(rows, "Sheet1", merged=("A4:A6", "A1:C1")))
    assert (run.faults, run.unread) == ([], ["メモ欄"])
    decide(clerk_client, run, "write")
    drafts = Window.objects.filter(status="draft").exclude(pk__in=before)
    made = list(drafts.for_reading().order_by("pk"))
    assert [window.subject for window in made] == ["一つめ", "二つめ", "三つめ", "四つめ"]
    assert {window.name for window in made[:3]} == {"試しの センター"}
    assert {str(window.source_date) for window in made} == {"2023-02-28"}
    assert made[0].printed_hours == "月曜日～金曜日 9:00～17:00"
    assert made[1].is_round_the_clock
    assert [str(phone) for phone in made[2].telephones] == ["家賃 0596-21-5556", "0596-21-5557"]
    assert [category.name for category in made[0].categories.all()] == ["仕事", "健康"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_the_encodings_that_excel_writes(clerk_client, city, encoding):
    """A missing optional column leaves its facts alone."""
    window = Window.objects.get(subject=DEBTS)
    content = csv_of(
        [KEY, SUBJECT, NAME, "費用"],
        [str(window.uid).upper(), DEBTS, window.name, "無料（①回目）"],
        encoding=encoding,
    )
    run = upload(clerk_client, content, "窓口.csv")
    decide(clerk_client, run, "write")
    before = facts_of(Window.objects.for_reading().get(pk=window.pk))
    assert before["cost"] == "無料（①回目）"
    assert before["phones"] == facts_of(window)["phones"]
    assert run.changed_count == 1


def test_hours_follow_whichever_was_changed_words_or_column(clerk_client, city):
    """げんここるーむ opens on holidays: in words and in a column, either may be corrected."""
    subject = "福祉に関する相談"
    words = {HOURS: {subject: "毎日 10:00～19:00（木曜日、祝日と年末年始は休み）"}}
    column = {"祝日も受け付ける": {subject: "いいえ"}}
    for changed in (words, column):
        run = upload(clerk_client, edited(exported(), **changed))
        assert run.faults == []
        (row,) = run.rows
        assert row["before"]["opens_on_holidays"] is True
        assert row["after"]["opens_on_holidays"] is False
        assert row["after"]["hours"] == row["before"]["hours"]
    run = upload(clerk_client, edited(exported(), **{HOURS: {subject: "平日 10:00～19:00"}}))
    assert "「祝日も受け付ける」をどうするのか" in run.faults[0]


def test_structured_hours_survive_where_words_would_lose_them(clerk_client, db):
    """Rows that the booklet would print alike are exported row by row, and read back."""
    window = WindowFactory(reservation="required")
    give_hours(window, "月 9:00-12:00", "火 9:00-12:00", by_reservation=True)
    HoursException.objects.create(window=window, first_day="2026-12-28", last_day="2026-12-28")
    (row,) = rows_of(exported())
    assert row[HOURS].splitlines() == [
        "月曜日 9:00～12:00（要予約）",
        "火曜日 9:00～12:00（要予約）",
        "（祝日は休み、年末年始は休み）",
    ]
    run = upload(clerk_client, table({**row, KEY: ""}))
    assert run.faults == []
    assert run.rows[0]["after"] == facts_of(Window.objects.for_reading().get())
