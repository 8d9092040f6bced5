"""The platform's meetings: who sees them, who comes, calendars, and lists on their way in."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from icalendar import Calendar

from directory.exchange.cells import Formula
from platform_members.meeting_table import read_meetings, rows_of
from platform_members.models import Attendance, CalendarFeed, Meeting
from tests.factories import OrganisationFactory
from tests.platform_members.test_sheets import book

# The report's list, as it is copied from there; meeting 3 is dated a Monday, which was a Tuesday.
REPORTED = """No.\t日時\t打合せ相手団体\t議題
1\t11/29(火) 15:30-17:00\t伊勢市\t事業説明、今後のスケジュール共有
3\t12/13(月) 15:00-16:00\t伊勢市\t試行的事業の仕様について
4\t12/22(木) 10:00-12:00\t伊勢市\t第 2 回 PF 準備会議
6\t1/31(火) 10:00-15:00\t伊勢市\t第 1 回 PF 会議、設立記念講演会
8\t2/9(木) 14:00-15:00\tNPO法人いせコンビニネット\tヒアリング
"""


def meeting_on(day, organisation=None, **fields):
    """A meeting to which the organisation is asked."""
    made = Meeting.objects.create(**{"kind": "talk", "agenda": "打合せ", "date": day} | fields)
    if organisation:
        made.organisations.add(organisation)
    return made


def test_people_see_the_meetings_of_their_organisations(client, member, organisation, at):
    """The coming ones first, the next on top; of others' meetings nothing."""
    at("2026-12-01 9:00", refreshed=False)
    meeting_on("2026-11-30", organisation, agenda="済んだ会議")
    meeting_on("2026-12-20", organisation, agenda="あとの会議")
    meeting_on("2026-12-01", organisation, agenda="きょうの会議")
    other = meeting_on("2026-12-10", OrganisationFactory(), agenda="よその会議")
    client.force_login(member)
    page = client.get("/desk/meetings/").content.decode()
    order = [page.index(agenda) for agenda in ("きょうの会議", "あとの会議", "済んだ会議")]
    assert order == sorted(order)
    assert "よその会議" not in page
    assert client.get(other.get_absolute_url()).status_code == 404


def test_people_say_whether_they_come(client, member, clerk, organisation, at):
    """And may think otherwise, until it is over; staff see the answers."""
    at("2026-12-01 9:00", refreshed=False)
    meeting = meeting_on("2026-12-20", organisation)
    client.force_login(member)
    assert "未回答" in client.get("/desk/meetings/").content.decode()
    for answer in ("3_undecided", "1_comes", "nonsense", ""):
        client.post(meeting.get_absolute_url(), {"answer": answer})
    assert Attendance.objects.get().answer == "1_comes"
    at("2026-12-21 9:00", refreshed=False)
    client.post(meeting.get_absolute_url(), {"answer": "2_absent"})
    assert Attendance.objects.get().answer == "1_comes"
    assert "答えた人" not in client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(clerk)
    assert "朝熊 みどり" in client.get(meeting.get_absolute_url()).content.decode()


def test_notes_are_for_staff(client, member, clerk, organisation):
    """Minutes are for everybody who was asked."""
    meeting = meeting_on("2026-12-20", organisation, note="内緒", minutes="決まったこと")
    client.force_login(member)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "決まったこと" in page
    assert "内緒" not in page
    client.force_login(clerk)
    assert "内緒" in client.get(meeting.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"links": "javascript:alert(1)"},
        {"links": "https://example.jp/\nftp://example.jp/"},
        {"starts": time(15), "ends": time(14)},
        {"ends": time(14)},
    ],
)
def test_what_cannot_be_is_refused(db, wrong):
    """A link that could do harm, an end before the start."""
    meeting = Meeting(kind="talk", agenda="打合せ", date=date(2026, 12, 1), **wrong)
    with pytest.raises(ValidationError):
        meeting.full_clean()


def feed_address(client) -> str:
    """Press the button, and take the address from the page."""
    page = client.post("/desk/meetings/calendar/renew/", follow=True).content.decode()
    start = page.index("/calendars/")
    return page[start : page.index(".ics", start) + 4]


def test_a_calendar_shows_my_meetings(client, member, organisation):
    """At a secret address that needs no log-in, in whatever calendar programme."""
    timed = meeting_on(
        "2026-12-20", organisation, starts="15:30", ends="17:00", place="東館、3階", note="内緒"
    )
    meeting_on("2026-12-21", organisation, agenda="一日がかり\n二行目")
    meeting_on("2026-12-22", OrganisationFactory())
    client.force_login(member)
    address = feed_address(client)
    client.logout()
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    events = {str(each["UID"]): each for each in Calendar.from_ical(response.content).events}
    assert len(events) == 2
    event = events[str(timed.uid)]
    assert event.decoded("dtstart").isoformat() == "2026-12-20T06:30:00+00:00"
    assert event.decoded("dtend").isoformat() == "2026-12-20T08:00:00+00:00"
    assert event["location"] == "東館、3階"
    assert "内緒" not in response.content.decode()


def test_a_calendars_address_can_be_changed_and_revoked(client, member):
    """The old one is dead at once; only a hash is kept."""
    client.force_login(member)
    first = feed_address(client)
    second = feed_address(client)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert CalendarFeed.objects.get().token_hash not in second
    assert client.get("/desk/meetings/").content.decode().find("/calendars/") == -1
    client.post("/desk/meetings/calendar/revoke/")
    assert client.get(second).status_code == 404


def test_whoever_is_disabled_has_no_calendar(client, member):
    """Nor is anything told to somebody who guesses."""
    client.force_login(member)
    address = feed_address(client)
    member.is_active = False
    member.save()
    assert client.get(address).status_code == 404
    assert client.get(f"/calendars/{'x' * 5000}.ics").status_code == 404


def test_the_reports_list_is_read():
    """Dates without a year lie in the fiscal year; the kind follows from the agenda."""
    found = read_meetings(rows_of(REPORTED), 2022)
    assert found.faults == []
    assert [(each.meeting.date, each.meeting.starts) for each in found.listed] == [
        (date(2022, 11, 29), time(15, 30)),
        (date(2022, 12, 13), time(15)),
        (date(2022, 12, 22), time(10)),
        (date(2023, 1, 31), time(10)),
        (date(2023, 2, 9), time(14)),
    ]
    kinds = [each.meeting.kind for each in found.listed]
    assert kinds == ["talk", "talk", "preparation", "platform", "hearing"]


def test_a_date_and_its_weekday_that_disagree_are_named():
    """12/13（月） was a Tuesday."""
    found = read_meetings(rows_of(REPORTED), 2022)
    assert found.doubts == [
        "3行目：12/13(月) 15:00-16:00とありますが、2022年12月13日は火曜日です。"
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022/12/13（火）", date(2022, 12, 13)),
        ("令和4年12月13日（火曜日）15時30分～", date(2022, 12, 13)),
        ("令和元年12月13日", date(2019, 12, 13)),
        ("R5.2.9", date(2023, 2, 9)),
        ("２０２３年２月９日", date(2023, 2, 9)),
        ("2023-02-09", date(2023, 2, 9)),
        ("3/31", date(2023, 3, 31)),
    ],
)
def test_dates_are_read_as_people_write_them(written, day):
    """With and without year, era and weekday."""
    found = read_meetings([["日時", "議題"], [written, "打合せ"]], 2022)
    assert found.faults == []
    assert found.doubts == []
    assert found.listed[0].meeting.date == day


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["きのう", "打合せ"], "2行目：「きのう」は日付として読めません"),
        (["2/30", "打合せ"], "2行目：「2/30」という日はありません"),
        (["12/13 25:00", "打合せ"], "2行目：「25:00」という時刻はありません"),
        (["12/13 15:00-14:00", "打合せ"], "2行目：終わりの時刻が、始まりより前です"),
        (["12/13", ""], "2行目：「議題」が空いています"),
        (["12/13", Formula()], "2行目：数式が入っています"),
    ],
)
def test_what_is_wrong_is_named_by_row(row, fault):
    """And what to do about it."""
    assert fault in read_meetings([["日時", "議題"], row], 2022).faults[0]


def test_a_list_is_looked_through_and_taken_in(client, clerk, members):
    """A disagreement has to be settled or kept as a note; nothing is taken in twice."""
    client.force_login(clerk)
    Meeting.objects.all().delete()
    address, sent = "/desk/meetings/import/", {"fiscal_year": "2022", "text": REPORTED}
    page = client.post(address, sent | {"do": "take"}).content.decode()
    assert "2022年12月13日は火曜日です" in page
    assert "12/13(月)" in page
    assert not Meeting.objects.exists()
    for _twice in range(2):
        client.post(address, sent | {"do": "take", "keep_doubts": "on"})
    assert Meeting.objects.count() == 5
    assert "火曜日です" in Meeting.objects.get(number=3).note
    hearing = Meeting.objects.get(number=8)
    assert [str(each) for each in hearing.organisations.all()] == ["NPO法人いせコンビニネット"]
    assert hearing.counterparts == ""


def test_a_file_is_read_too(client, clerk):
    """And stays as text, so that it need not be chosen again."""
    client.force_login(clerk)
    content = book(["日時", "議題"], [date(2026, 12, 1), "打合せ"], ["x", "打合せ"])
    sent = {"fiscal_year": "2026", "do": "check", "file": SimpleUploadedFile("a.xlsx", content)}
    page = client.post("/desk/meetings/import/", sent).content.decode()
    assert "3行目：「x」は日付として読めません" in page
    assert "2026-12-01" in page


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
def test_what_is_no_list_is_refused(client, clerk, sent):
    """With nothing taken in."""
    client.force_login(clerk)
    response = client.post("/desk/meetings/import/", sent | {"do": "take"})
    assert response.status_code == 200
    assert not Meeting.objects.exists()


def test_the_eight_meetings_of_the_report_are_loaded(members):
    """Once, with the doubt about the third kept as a note."""
    call_command("load_organisations", "fixtures", verbosity=0)
    assert Meeting.objects.count() == 8
    third = Meeting.objects.get(number=3)
    assert third.date == date(2022, 12, 13)
    assert "2022年12月13日は火曜日" in third.note
    assert Meeting.objects.get(number=6).kind == "platform"


def test_the_list_asks_as_often_however_many_there_are(
    client, member, organisation, django_assert_max_num_queries
):
    """Ten meetings cost no more than one."""
    for day in range(1, 11):
        meeting_on(f"2099-01-{day:02}", organisation)
        meeting_on(f"2020-01-{day:02}", organisation)
    client.force_login(member)
    with django_assert_max_num_queries(12):
        client.get("/desk/meetings/")
