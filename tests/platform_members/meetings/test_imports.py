"""Lists of meetings on their way in: shown first, matched with what is there, and undone whole."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from platform_members.models import Attendance, Meeting, MeetingImport
from tests.factories import OrganisationFactory
from tests.helpers.meeting_lists import REPORTED
from tests.platform_members.rounds.test_sheets import book

ADDRESS = "/desk/meetings/import/"


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
