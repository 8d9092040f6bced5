"""Lists of meetings on their way in: read as people write them, shown first, and undone whole."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from directory.spreadsheets.cells import Formula
from directory.spreadsheets.text_tables import rows_of_text
from platform_members.meetings.table import as_text, read_meetings
from platform_members.models import Attendance, Meeting, MeetingImport
from platform_members.rounds.sheets.files import Grid, grids
from tests.factories import OrganisationFactory
from tests.platform_members.rounds.test_sheets import book

# The report's list, as it is copied from there; meeting 3 is dated a Monday, which was a Tuesday.
REPORTED = """No.\t日時\t打合せ相手団体\t議題
1\t11/29(火) 15:30-17:00\t伊勢市\t事業説明、今後のスケジュール共有
3\t12/13(月) 15:00-16:00\t伊勢市\t試行的事業の仕様について
4\t12/22(木) 10:00-12:00\t伊勢市\t第 2 回 PF 準備会議
6\t1/31(火) 10:00-15:00\t伊勢市\t第 1 回 PF 会議、設立記念講演会
8\t2/9(木) 14:00-15:00\tNPO法人いせコンビニネット\tヒアリング
"""
ADDRESS = "/desk/meetings/import/"


def listed(*rows, headings=("日時", "議題"), year=2022):
    """What is read of rows below these headings."""
    return read_meetings([Grid("", "", [list(headings), *map(list, rows)])], year)


def values_of(*row, **options) -> dict:
    """What is read of a single row, which has to be sound."""
    found = listed(row, **options)
    assert found.faults == []
    return found.listed[0].values


def test_the_reports_list_is_read():
    """Dates without a year lie in the fiscal year; the kind follows from the agenda."""
    found = read_meetings([Grid("", "", rows_of_text(REPORTED))], 2022)
    assert found.faults == []
    assert [(each.values["date"], each.values["starts"]) for each in found.listed] == [
        ("2022-11-29", "15:30"),
        ("2022-12-13", "15:00"),
        ("2022-12-22", "10:00"),
        ("2023-01-31", "10:00"),
        ("2023-02-09", "14:00"),
    ]
    kinds = [each.guessed_kind for each in found.listed]
    assert kinds == ["talk", "talk", "preparation", "platform", "hearing"]


def test_a_date_and_its_weekday_that_disagree_are_named():
    """12/13（月） was a Tuesday."""
    found = read_meetings([Grid("", "", rows_of_text(REPORTED))], 2022)
    assert found.doubts == [
        "3行目：12/13(月) 15:00-16:00とありますが、2022年12月13日は火曜日です。"
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022/12/13（火）", "2022-12-13"),
        ("令和4年12月13日（火曜日）15時30分～", "2022-12-13"),
        ("令和元年12月13日", "2019-12-13"),
        ("R5.2.9", "2023-02-09"),
        ("２０２３年２月９日", "2023-02-09"),
        ("2023-02-09", "2023-02-09"),
        ("3/31", "2023-03-31"),
    ],
)
def test_dates_are_read_as_people_write_them(written, day):
    """With and without year, era and weekday."""
    assert values_of(written, "打合せ")["date"] == day


@pytest.mark.parametrize(
    ("written", "starts", "ends"),
    [
        ("15:30-17:00", "15:30", "17:00"),
        ("15:30～17:00", "15:30", "17:00"),
        ("１５：３０〜１７：００", "15:30", "17:00"),
        ("9時から11時半まで", "09:00", "11:30"),
        ("午後1時30分", "13:30", None),
        ("午後１時３０分～３時", "13:30", "15:00"),
        ("13時半", "13:30", None),
        ("13時半～", "13:30", None),
        ("正午～午後2時", "12:00", "14:00"),
        ("午前10時～正午", "10:00", "12:00"),
        ("午前10時30分から午後0時15分", "10:30", "12:15"),
        ("午後1:30−午後3:00", "13:30", "15:00"),
        ("", None, None),
    ],
)
def test_times_are_read_as_people_write_them(written, starts, ends):
    """午後1時30分 is 13:30 and 正午 is 12:00, never anything else."""
    values = values_of(f"12/13（火） {written}", "打合せ")
    assert (values.get("starts"), values.get("ends")) == (starts, ends)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["きのう", "打合せ"], "2行目：「きのう」は日付として読み取れません"),
        (["8/12/30", "打合せ"], "「令和8年12月30日」（2026年12月30日）か「2008年12月30日」"),
        (["2/30", "打合せ"], "2行目：「2/30」という日はありません"),
        (["12/13 25:00", "打合せ"], "2行目：「25:00」：時刻は 0:00 から 24:00 まで"),
        (["12/13 15:00-14:00", "打合せ"], "2行目：終わりの時刻は、始まりの時刻より後に"),
        (["12/13 22:00～5:00", "打合せ"], "2行目：終わりの時刻は、始まりの時刻より後に"),
        (["12/13 午前10時～3時", "打合せ"], "2行目：終わりの時刻が午前か午後か、わかりません"),
        (["12/13 1時～午後3時", "打合せ"], "2行目：始まりの時刻が午前か午後か、わかりません"),
        (["12/13 22:00～翌1:00", "打合せ"], "2行目：「翌1:00」：翌日まで続く会議は"),
        (["12/13 15:00-17:00（予定）", "打合せ"], "「17:00(予定)」は時刻として読み取れません"),
        (["12/13 午後", "打合せ"], "「午後」は時刻として読み取れません"),
        (["12/13 終日", "打合せ"], "「終日」は時刻として読み取れません"),
        (["12/13 15:00 16:00", "打合せ"], "「15:00 16:00」は時刻として読み取れません"),
        (["12/13 ～17:00", "打合せ"], "始まりの時刻がありません"),
        (["12/13 23:00～24:00", "打合せ"], "24:00は使えません"),
        (["12/13", ""], "2行目：「議題」が空いています"),
        (["12/13", "あ" * 2001], "「議題」が長すぎます。2000文字まで"),
        (["12/13", Formula()], "2行目：数式が入っています"),
        (["12/13", "#REF!"], "2行目：Excelのエラー（#REF!）です"),
    ],
)
def test_what_is_not_understood_is_named_with_its_text(row, fault):
    """Nothing is guessed or cut short."""
    assert fault in listed(row).faults[0]


@pytest.mark.parametrize(
    ("heading", "text", "fault"),
    [
        ("番号", "その三", "番号の「その三」は数字として読み取れません"),
        ("種類", "懇親会", "種類の「懇親会」は読み取れません。準備会、PF会議、"),
        ("開始", "昼すぎ", "「昼すぎ」は時刻として読み取れません"),
        ("場所", "あ" * 201, "「場所」が長すぎます"),
        ("議題", "二つめ", "同じ意味の見出しが二つあります"),
    ],
)
def test_other_columns_are_refused_too(heading, text, fault):
    """A number, a kind, a time, a place, a heading that stands twice."""
    found = listed(["12/13", "打合せ", text], headings=("日時", "議題", heading))
    assert fault in found.faults[0]


@pytest.mark.parametrize("number", ["3", "第3回", "No.3", "③", "３"])
def test_numbers_are_read_as_people_write_them(number):
    """第3回 is the third."""
    row = ("12/13", "打合せ", number)
    assert values_of(*row, headings=("日時", "議題", "No."))["number"] == 3


def test_an_agenda_stays_as_it_is_written():
    """Only what is a date, a time or a number is read in half-width letters."""
    values = values_of("１２/１３", "第２回ＰＦ会議（仮）", headings=("日時", "議題"))
    assert (values["agenda"], values["date"]) == ("第２回ＰＦ会議（仮）", "2022-12-13")
    assert listed(("12/13", "第２回ＰＦ会議（仮）")).listed[0].guessed_kind == "platform"


def test_columns_and_lines_that_are_not_taken_in_are_named():
    """Remarks beside a meeting, a title above the table."""
    rows = [["令和4年度の会議"], ["日時", "議題", "備考"], ["12/13", "打合せ", "要調整"]]
    found = read_meetings([Grid("", "", rows)], 2022)
    assert found.left_out == [
        "1行目「令和4年度の会議」：見出しの行より上なので、取り込みません。",
        "3行目 C列「備考」「要調整」：この列は取り込みません。",
    ]


def test_a_hidden_row_is_no_meeting():
    """No one has looked at it."""
    content = book(
        ["日時", "議題"],
        ["2022/12/13", "打合せ"],
        change=lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True),
    )
    assert "非表示の行です" in read_meetings(grids("a.xlsx", content), 2022).faults[0]


def test_a_file_as_text_is_read_as_the_file():
    """Also where a cell holds several lines."""
    content = book(["日時", "相手", "議題"], [date(2026, 12, 1), "伊勢市\n健康課", "打合せ"])
    sheets = grids("a.xlsx", content)
    again = read_meetings([Grid("", "", rows_of_text(as_text(sheets)))], 2026)
    assert again.listed[0].counterparts == ["伊勢市", "健康課"]
    assert again.listed[0].values == read_meetings(sheets, 2026).listed[0].values


# --- In the browser's way ---------------------------------------------------------------------


@pytest.fixture
def desk(client, transactional_db, clerk):
    """The clerk at the desk."""
    client.force_login(clerk)
    return client


def send(desk, text, **more):
    """Press the button below a pasted list."""
    return desk.post(ADDRESS, {"fiscal_year": "2022", "text": text} | more)


def take_in(desk, sent):
    """Look at what would change, and press the button below."""
    seen = desk.get(sent["Location"]).context["seen"]
    return desk.post(sent["Location"], {"seen": seen}, follow=True)


def table(*rows) -> str:
    """A list as it is pasted, with a number, a date, an agenda and a place."""
    return "\n".join("\t".join(row) for row in [("No.", "日時", "議題", "場所"), *rows])


def test_nothing_is_written_before_it_was_shown(desk):
    """The first click shows what would be new, in words; the second writes it."""
    sent = send(desk, table(("1", "12/13 午後1時30分", "打合せ", "東館")))
    assert not Meeting.objects.exists()
    page = desk.get(sent["Location"]).content.decode()
    assert "新しい会議 1件" in page
    assert "2022年12月13日（火）" in page
    assert "13:30" in page
    assert "新しい会議1件、書きかえた会議0件" in take_in(desk, sent).content.decode()
    meeting = Meeting.objects.get()
    assert (meeting.number, meeting.starts, meeting.place) == (1, time(13, 30), "東館")


def test_a_list_that_comes_again_changes_instead_of_doubling(desk):
    """A later hour, another day, a new agenda: the number says which meeting is meant."""
    take_in(desk, send(desk, table(("1", "12/13 10:00～11:00", "打合せ", "東館"))))
    Meeting.objects.update(minutes="決まったこと")
    sent = send(desk, table(("1", "12/14 13:00～15:00", "仕様の打合せ", "")))
    page = desk.get(sent["Location"]).content.decode()
    for change in (
        "<del>2022年12月13日（火）</del> → <ins>2022年12月14日（水）</ins>",
        "<del>10:00</del> → <ins>13:00</ins>",
        "<del>打合せ</del> → <ins>仕様の打合せ</ins>",
    ):
        assert change in page
    take_in(desk, sent)
    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.starts) == (date(2022, 12, 14), time(13))
    assert (meeting.place, meeting.minutes) == ("東館", "決まったこと")


def test_meetings_without_a_number_are_known_by_day_and_agenda(desk):
    """The same day and agenda, or the same day and hour, is the same meeting."""
    rows = "日時\t議題\n12/13 10:00\t打合せ\n12/13 15:00\tヒアリング\n"
    take_in(desk, send(desk, rows))
    changed = rows.replace("10:00", "11:00").replace("ヒアリング", "聞き取り")
    page = take_in(desk, send(desk, changed)).content.decode()
    assert "新しい会議0件、書きかえた会議2件" in page
    agendas = set(Meeting.objects.values_list("agenda", "starts"))
    assert agendas == {("打合せ", time(11)), ("聞き取り", time(15))}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([("1", "12/13", "一", ""), ("1", "12/14", "二", "")], "3行目：2行目と同じ会議です"),
        ([("", "12/1", "よく似た", "")], "同じ日に、よく似た会議が2件あります"),
        ([("9", "12/1", "早い", ""), ("9", "12/1", "早い", "")], "3行目：2行目と同じ会議です"),
    ],
)
def test_rows_that_may_mean_two_meetings_are_refused(desk, rows, fault):
    """The clerk says which is meant."""
    for _twice in range(2):
        Meeting.objects.create(kind="talk", date="2022-12-01", agenda="よく似た")
    page = send(desk, table(*rows)).content.decode()
    assert fault in page
    assert not MeetingImport.objects.exists()


def test_an_end_before_the_start_that_is_there_is_refused(desk):
    """What the list says and what is kept have to fit together."""
    Meeting.objects.create(
        number=1, kind="talk", date="2022-12-13", starts="10:00", ends="11:00", agenda="打合せ"
    )
    page = send(desk, table(("1", "12/13 13:00", "打合せ", ""))).content.decode()
    assert "終わりの時刻が、始まりの時刻より後になりません" in page


def test_a_disagreement_is_settled_or_kept_as_a_note(desk):
    """Beside what stands there; only once, however often the list comes."""
    npo = OrganisationFactory(name="NPO法人いせコンビニネット")
    page = send(desk, REPORTED).content.decode()
    assert "2022年12月13日は火曜日です" in page
    assert "12/13(月)" in page
    for _twice in range(2):
        take_in(desk, send(desk, REPORTED, keep_doubts="on"))
    assert Meeting.objects.count() == 5
    assert Meeting.objects.get(number=3).note.count("火曜日です") == 1
    hearing = Meeting.objects.get(number=8)
    assert list(hearing.organisations.all()) == [npo]
    assert hearing.counterparts == ""


def test_an_import_is_undone_whole(desk):
    """New meetings go, changed ones say again what they said."""
    old = Meeting.objects.create(
        number=1, kind="talk", date="2022-12-01", agenda="打合せ", counterparts="社協"
    )
    rows = [("1", "12/13 13:00", "変わった", "東館"), ("2", "12/20", "新しい", "")]
    sent = send(desk, table(*rows))
    take_in(desk, sent)
    page = desk.post(sent["Location"], follow=True).content.decode()
    assert "2件の会議を、取り込む前に戻しました" in page
    assert "取り消しました。" in page
    old.refresh_from_db()
    assert Meeting.objects.count() == 1
    assert (old.date, old.starts, old.agenda) == (date(2022, 12, 1), None, "打合せ")
    assert (old.place, old.counterparts) == ("", "社協")
    again = desk.post(sent["Location"], follow=True).content.decode()
    assert "もう取り消してあります" in again


def test_what_was_written_since_survives_an_undo(desk, member):
    """A meeting corrected by hand, and one that a person has answered, stay and are named."""
    rows = [("1", "12/13", "一", ""), ("2", "12/20", "二", ""), ("3", "12/21", "三", "")]
    sent = send(desk, table(*rows))
    take_in(desk, sent)
    Meeting.objects.filter(number=1).update(agenda="直した議題")
    answered = Meeting.objects.get(number=2)
    Attendance.objects.create(meeting=answered, user=member, answer="comes")
    page = desk.post(sent["Location"], follow=True).content.decode()
    assert "1件の会議を、取り込む前に戻しました" in page
    assert "そのままにした会議：2022-12-13 直した議題、2022-12-20 二" in page
    assert set(Meeting.objects.values_list("number", flat=True)) == {1, 2}


def test_a_meeting_out_of_use_is_known_to_no_list(desk):
    """A row of the list is a new meeting; the one that staff have put away stays as it was."""
    old = Meeting.objects.create(
        number=1, kind="talk", date="2022-12-13", agenda="打合せ", retired_at=timezone.now()
    )
    take_in(desk, send(desk, table(("1", "12/13", "直した議題", ""))))
    old.refresh_from_db()
    assert old.agenda == "打合せ"
    assert Meeting.objects.in_use().get().agenda == "直した議題"


def test_a_meeting_put_away_since_survives_an_undo(desk):
    """Staff have decided about it; undoing neither deletes nor changes it."""
    sent = send(desk, table(("1", "12/13", "一", "")))
    take_in(desk, sent)
    Meeting.objects.update(retired_at=timezone.now())
    page = desk.post(sent["Location"], follow=True).content.decode()
    assert "そのままにした会議：2022-12-13" in page
    assert "取り込む前に戻せる会議は、ありませんでした。" in page
    assert "0件の会議" not in page
    assert Meeting.objects.out_of_use().get().agenda == "一"


def test_what_changed_meanwhile_is_shown_again(desk):
    """What a person has not seen is not replaced; a double click adds nothing twice."""
    old = Meeting.objects.create(number=1, kind="talk", date="2022-12-13", agenda="打合せ")
    sent = send(desk, table(("1", "12/13", "仕様", ""), ("2", "12/20", "新しい", "")))
    seen = desk.get(sent["Location"]).context["seen"]
    Meeting.objects.filter(pk=old.pk).update(agenda="ほかの人の議題")
    page = desk.post(sent["Location"], {"seen": seen}, follow=True).content.decode()
    assert "ページをひらいたあとに、会議が変わりました" in page
    assert "<del>ほかの人の議題</del> → <ins>仕様</ins>" in page
    assert Meeting.objects.count() == 1
    take_in(desk, sent)
    assert Meeting.objects.count() == 2


def test_an_import_that_is_taken_in_is_found_again(desk):
    """On the page where lists come in, with what it did."""
    take_in(desk, send(desk, table(("1", "12/13", "打合せ", ""))))
    page = desk.get(ADDRESS).content.decode()
    assert "これまでに取り込んだ表" in page
    assert MeetingImport.objects.get().get_absolute_url() in page


def test_a_file_is_read_too(desk):
    """And stays as text, so that it need not be chosen again."""
    content = book(["日時", "議題"], [date(2026, 12, 1), "打合せ"], ["x", "打合せ"])
    file = SimpleUploadedFile("a.xlsx", content)
    page = desk.post(ADDRESS, {"fiscal_year": "2026", "file": file}).content.decode()
    assert "シート「Sheet1」3行目：「x」は日付として読み取れません" in page
    assert "2026/12/01" in page


@pytest.mark.parametrize(
    "sent",
    [
        {"fiscal_year": "2022"},
        {"fiscal_year": "x", "text": REPORTED},
        {"fiscal_year": "2022", "text": "\x00"},
        {"fiscal_year": "2022", "text": "あ" * 200_001},
        {"fiscal_year": "2022", "text": "あ" * 150_000},
        {"fiscal_year": "2022", "text": 'No.,"日時'},
    ],
)
def test_what_is_no_list_is_refused(desk, sent):
    """With nothing taken in."""
    assert desk.post(ADDRESS, sent).status_code == 200
    assert not MeetingImport.objects.exists()


def test_a_colleague_sees_an_import_only_when_it_is_taken_in(desk, client, colleague):
    """A list that a person is still looking through is theirs alone."""
    sent = send(desk, table(("1", "12/13", "打合せ", "")))
    client.force_login(colleague)
    assert client.get(sent["Location"]).status_code == 404
