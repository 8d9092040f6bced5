"""The platform's meetings: who sees them, who comes, calendars, and lists on their way in."""

from datetime import date, time
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from icalendar import Calendar

from platform_members.models import Attendance, CalendarFeed, Meeting
from tests.factories import OrganisationFactory, UserFactory


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
    for answer in ("undecided", "comes", "nonsense", ""):
        page = client.post(meeting.get_absolute_url(), {"answer": answer}, follow=True)
        is_taken = answer in ("undecided", "comes")
        assert ("出欠を受け付けました。" in page.content.decode()) is is_taken
    assert Attendance.objects.get().answer == "comes"
    at("2026-12-21 9:00", refreshed=False)
    client.force_login(member)  # a session does not last so long
    page = client.post(meeting.get_absolute_url(), {"answer": "absent"}, follow=True)
    assert "出欠は変えられません。" in page.content.decode()
    assert Attendance.objects.get().answer == "comes"
    assert "答えた人" not in client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(clerk)
    assert "朝熊 みどり" in client.get(meeting.get_absolute_url()).content.decode()


def test_those_who_come_are_shown_first(member, clerk, organisation):
    """Then those who do not, then those who do not know yet."""
    meeting = meeting_on("2026-12-20", organisation)
    for user, answer in ((member, "undecided"), (clerk, "absent"), (UserFactory(), "comes")):
        Attendance.objects.create(meeting=meeting, user=user, answer=answer)
    answers = [each.answer for each in meeting.attendances.with_people()]
    assert answers == ["comes", "absent", "undecided"]


def test_former_answers_are_renamed_and_back(member, organisation):
    """The answers that a former version stored keep their meaning."""
    migration = import_module("platform_members.migrations.0016_attendance_answers")
    meeting = meeting_on("2026-12-20", organisation)
    Attendance.objects.create(meeting=meeting, user=member, answer="2_absent")
    migration.forwards(apps, None)
    assert Attendance.objects.get().answer == "absent"
    migration.backwards(apps, None)
    assert Attendance.objects.get().answer == "2_absent"


def test_notes_are_for_staff(client, member, clerk, organisation):
    """Minutes are for everybody who was asked."""
    meeting = meeting_on("2026-12-20", organisation, note="内緒", minutes="決まったこと")
    client.force_login(member)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "決まったこと" in page
    assert "内緒" not in page
    client.force_login(clerk)
    assert "内緒" in client.get(meeting.get_absolute_url()).content.decode()


def test_who_comes_is_told_to_staff_alone(client, member, clerk, organisation):
    """A member reads the own answer, and nothing of who else was asked."""
    meeting = meeting_on("2026-12-20", organisation)
    Attendance.objects.create(meeting=meeting, user=clerk, answer="comes")
    client.force_login(member)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "答えた人" not in page
    assert f"<li>{clerk}" not in page
    client.force_login(clerk)
    assert f"<li>{clerk}" in client.get(meeting.get_absolute_url()).content.decode()


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


@pytest.mark.parametrize(
    ("starts", "ends", "result"),
    [
        ("午後1時", "3時", (time(13), time(15))),
        ("9時半", "正午", (time(9, 30), time(12))),
        ("1時", "午後3時", "始まりの時刻が午前か午後か、わかりません"),
        (
            "9時",
            "5時",
            "終わりの時刻が午前か午後か、わかりません。「15:00」か「午後3時」のように入力",
        ),
        ("22:00", "5:00", "終わりの時刻は、始まりの時刻より後に"),
        ("22:00", "0:00", "終わりの時刻は、始まりの時刻より後に"),
        ("15:00", "14:00", "終わりの時刻は、始まりの時刻より後に"),
    ],
)
def test_the_two_times_of_a_form_are_read_together(clerk_client, starts, ends, result):
    """午後 is carried over to the end; which half of the day is meant is asked, never guessed."""
    sent = {"kind": "talk", "agenda": "打合せ", "date": "2026-12-01"}
    sent |= {"starts": starts, "ends": ends}
    page = clerk_client.post("/admin/platform_members/meeting/add/", sent).content.decode()
    made = list(Meeting.objects.values_list("starts", "ends"))
    assert made == [result] if isinstance(result, tuple) else result in page and not made


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
    page = client.post("/desk/meetings/calendar/revoke/", follow=True).content.decode()
    assert "カレンダーのアドレスを無効にしました。" in page
    assert client.get(second).status_code == 404
    page = client.post("/desk/meetings/calendar/revoke/", follow=True).content.decode()
    assert "無効にするアドレスは、ありません。" in page


def test_whoever_is_disabled_has_no_calendar(client, member):
    """Nor is anything told to a visitor who guesses."""
    client.force_login(member)
    address = feed_address(client)
    member.is_active = False
    member.save()
    assert client.get(address).status_code == 404
    assert client.get(f"/calendars/{'x' * 5000}.ics").status_code == 404


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
