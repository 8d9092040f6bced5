"""A clerk enters reception hours by ticking, looks before saving, and cannot save nonsense."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from directory.models import Holiday, HoursException, HoursRule, Window, YearEnd
from tests.directory.admin.test_window_form import ADD, form, rows, rule
from tests.factories import CategoryFactory, WindowFactory, give_hours
from tests.helpers.page_forms import sent

LIST = "/admin/directory/window/"
DOUBTS = "/admin/directory/window/hours-doubts/"


@pytest.fixture
def admin_client(clerk_client):
    """The clerk, logged in."""
    CategoryFactory()
    return clerk_client


def test_a_clerk_ticks_days_and_types_two_times(admin_client, at):
    """Half-width or full-width, 24:00 and the next day: what is typed is what is printed."""
    at("2026-11-24 10:00")
    admin_client.post(
        ADD,
        form(
            **rows(
                "hours_rules",
                rule("８：３０", "12時"),
                rule("13:00", "24:00"),
                rule("22:00", "6:00", weekdays=["5"]),
            )
        ),
    )
    window = Window.objects.get()
    assert "月曜日～金曜日 8:30～12:00、13:00～24:00" in window.printed_hours
    assert "土曜日 22:00～翌6:00" in window.printed_hours
    assert window.hours_pattern.intervals.exists()


def test_an_end_in_either_half_of_the_day_is_asked_for(admin_client):
    """9:00 to 5:00 is neither 17:00 nor the next morning until the clerk says so."""
    words = "終わりの時刻が午前か午後か、わかりません"
    for first in ("9:00", "正午", "17:15"):
        sent = form(**rows("hours_rules", rule(first, "8:30" if first == "17:15" else "5時")))
        assert words in admin_client.post(ADD, sent).content.decode()
    sent = form(**rows("hours_rules", rule("1時", "午後3時")))
    assert "始まりの時刻が午前か午後か" in admin_client.post(ADD, sent).content.decode()
    sent = form(**rows("hours_rules", rule("9:00", "翌10:00")))
    assert "24時間より後" in admin_client.post(ADD, sent).content.decode()
    assert not Window.objects.exists()
    admin_client.post(ADD, form(**rows("hours_rules", rule("午後1時", "3時半"))))
    assert "13:00～15:30" in Window.objects.get().printed_hours
    closure = {"first_day": "2027-01-08", "last_day": "2027-01-08", "note": "短縮"}
    chosen = {"action": "add_exception", "_selected_action": [Window.objects.get().pk]}
    sent = chosen | closure | {"apply": "1", "spans": "9:00～3:00"}
    assert words in admin_client.post(LIST, sent).content.decode()
    admin_client.post(LIST, sent | {"spans": "午後1時～3時"})
    assert HoursException.objects.get().spans == [[780, 900]]


def test_an_end_on_the_next_day_is_shown_as_it_is_typed(admin_client):
    """翌8:30 comes back as 翌8:30, and the form saves again as it is."""
    admin_client.post(ADD, form(**rows("hours_rules", rule("17:15", "翌8:30"))))
    window = Window.objects.get()
    assert "17:15～翌8:30" in window.printed_hours
    page = admin_client.get(reverse("admin:directory_window_change", args=[window.pk]))
    assert 'value="翌8:30"' in page.content.decode()
    admin_client.post(page.request["PATH_INFO"], sent(page, _save="1"))
    (row,) = window.hours_rules.all()
    assert (row.opens, row.closes) == (1035, 510)


def test_a_clerk_looks_before_saving(admin_client, at):
    """The preview shows text and coming days, keeps what was typed, and saves nothing."""
    at("2026-11-24 10:00")
    third_thursday = rule(
        "9:30", "11:30", weekdays=["3"], nth_weeks=["3"], by_reservation="on", tentative="on"
    )
    sent = form(**rows("hours_rules", third_thursday), _preview="1")
    page = admin_client.post(ADD, sent).content.decode()
    assert "まだ保存していません" in page
    assert "原則、第3木曜日 9:30～11:30" in strip_tags(page)
    assert "予約制（次回 12月17日（木）9:30）" in page
    assert 'value="9:30"' in page
    assert 'value="新しい相談"' in page
    assert "errornote" not in page
    assert not Window.objects.exists()


def test_a_preview_with_faults_shows_the_faults(admin_client, at):
    """What must be mended first is said as on saving."""
    at("2026-11-24 10:00")
    sent = form(**rows("hours_rules", rule("25:00", "8:30")), _preview="1")
    page = admin_client.post(ADD, sent).content.decode()
    assert "まだ保存していません" not in page
    assert "errornote" in page
    assert "24:00 まで" in page


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        (rows("hours_rules", rule("25:00", "26:00")), "0:00 から 24:00 まで"),
        (rows("hours_rules", rule("8時頃", "17:15")), "「8時頃」は時刻として"),
        (rows("hours_rules", rule("24:00", "8:00")), "開始時刻は"),
        (rows("hours_rules", rule("9:00", "9:00")), "開始と終了が同じです"),
        (rows("hours_rules", rule(weekdays=[])), "曜日を一つ以上"),
        (rows("hours_rules", rule(weekdays=["7"])), "7"),
        (rows("hours_rules", rule(), rule("17:00", "18:00")), "重なっています"),
        (rows("hours_rules", rule("22:00", "9:00"), rule()), "重なっています"),
        (
            rows("hours_rules", rule(valid_from="2026-12-01", valid_until="2026-11-01")),
            "終わりの日が始まりの日より前",
        ),
        (
            rows(
                "hours_rules",
                rule(weekdays=["5"], valid_from="2026-11-23", valid_until="2026-11-25"),
            ),
            "当てはまる日がありません",
        ),
        (
            rows("hours_exceptions", {"first_day": "2026-12-30", "last_day": "2026-12-29"}),
            "終わりの日が始まりの日より前",
        ),
        (
            rows(
                "hours_exceptions",
                {"first_day": "2026-12-28", "last_day": "2026-12-30"},
                {"first_day": "2026-12-30", "last_day": "2026-12-30"},
            ),
            "日が重なっています",
        ),
        (
            rows(
                "hours_exceptions",
                {"first_day": "2026-12-30", "last_day": "2026-12-30", "spans": "午前中"},
            ),
            "のように入力してください",
        ),
        (
            rows(
                "hours_exceptions",
                {
                    "first_day": "2026-12-30",
                    "last_day": "2026-12-30",
                    "spans": "9:00～12:00、11:00～13:00",
                },
            ),
            "重なっています",
        ),
    ],
)
def test_impossible_hours_are_refused_beside_the_field_and_kept(admin_client, at, sent, complaint):
    """The clerk reads what to do, finds everything as typed, and nothing is half-saved."""
    at("2026-11-24 10:00")
    page = admin_client.post(ADD, form(**sent)).content.decode()
    assert complaint in page
    assert 'value="新しい相談"' in page
    typed = [value for name, value in sent.items() if name.endswith(("opens", "closes", "spans"))]
    assert all(f'value="{value}"' in page or f"{value}" in page for value in typed)
    assert not Window.objects.exists()
    assert not HoursRule.objects.exists()
    assert not HoursException.objects.exists()


def test_one_closure_for_several_windows_at_once(admin_client, at):
    """A municipal holiday is entered once; windows that have one already are left and named."""
    at("2026-11-24 10:00")
    windows = [give_hours(WindowFactory(name=f"窓口{n}"), "月火水木金 8:30-17:15") for n in "123"]
    HoursException.objects.create(
        window=windows[2], first_day="2026-12-01", last_day="2026-12-01", note="前から"
    )
    chosen = {"action": "add_exception", "_selected_action": [w.pk for w in windows]}
    asked = admin_client.post(LIST, chosen).content.decode()
    assert "窓口1" in asked
    days = {"first_day": "2026-12-01", "last_day": "2026-12-01", "spans": "", "note": "開庁記念日"}
    answer = admin_client.post(LIST, {**chosen, **days, "apply": "1"}, follow=True)
    page = answer.content.decode()
    assert "選んだ3件のうち2件の窓口に入れました。" in page
    assert "もう入っています" in page
    moment = at("2026-12-01 10:00")
    assert not Window.objects.open_at(moment).exists()
    assert HoursException.objects.filter(note="開庁記念日").count() == 2


def test_one_day_off_is_typed_once(admin_client, at):
    """The last day may be left empty: for several windows, in the form of one, in its line."""
    at("2026-11-24 10:00")
    window = WindowFactory()
    chosen = {"action": "add_exception", "_selected_action": [window.pk]}
    admin_client.post(LIST, chosen | {"first_day": "R8.12.30", "last_day": "", "apply": "1"})
    assert [str(row.last_day) for row in window.hours_exceptions.all()] == ["2026-12-30"]

    address = reverse("admin:directory_window_change", args=[window.pk])
    typed = sent(admin_client.get(address), _save="1") | {
        "hours_exceptions-1-first_day": "2026-12-31",
        "hours_exceptions-1-last_day": "",
    }
    line = admin_client.post(reverse("admin:directory_window_hours_line"), typed)
    assert "この日まで" not in line.content.decode()
    admin_client.post(address, typed)
    assert [str(row.last_day) for row in window.hours_exceptions.all()] == [
        "2026-12-30",
        "2026-12-31",
    ]


def test_a_closure_that_ends_before_it_starts_is_asked_again(admin_client, at):
    """The form comes back with its message and everything typed; no window is touched."""
    at("2026-11-24 10:00")
    window = WindowFactory()
    page = admin_client.post(
        LIST,
        {
            "action": "add_exception",
            "_selected_action": [window.pk],
            "first_day": "2026-12-02",
            "last_day": "2026-12-01",
            "note": "開庁記念日",
            "apply": "1",
        },
    ).content.decode()
    assert "終わりの日が始まりの日より前" in page
    assert 'value="開庁記念日"' in page
    assert not HoursException.objects.exists()


@pytest.mark.parametrize("closed", ["2027-13-45", "8/12/30", "\x00", ""])
def test_a_day_that_is_none_settles_nothing(admin_client, closed):
    """A bent request is told that nothing waits for that day."""
    page = admin_client.post(DOUBTS, {"closed": closed, "decision": "close"}, follow=True)
    assert "その日は、もう決まっています。" in page.content.decode()


@pytest.mark.parametrize(("decision", "is_open"), [("close", False), ("open", True)])
def test_a_doubtful_shifted_closing_is_put_before_staff(admin_client, clerk, at, decision, is_open):
    """Closed on Fridays, open on Saturdays: which day is closed after a Friday holiday?"""
    at("2027-04-01 10:00")
    admin_client.force_login(clerk)
    window = WindowFactory(name="土曜も開く窓口", shifted_closing_days=[4])
    give_hours(window, "月火水木土 9:00-17:00")
    Holiday.objects.create(date="2027-05-14", name="試しの祝日（金曜）")
    assert "振替の休みを確かめる日" in admin_client.get("/admin/").content.decode()
    assert "5月17日" in admin_client.get(DOUBTS).content.decode()
    answer = {"window": window.pk, "closed": "2027-05-17", "decision": decision}
    assert "決めました。" in admin_client.post(DOUBTS, answer, follow=True).content.decode()
    assert "確かめる日はありません" in admin_client.get(DOUBTS).content.decode()
    moment = at("2027-05-17 10:00")
    assert Window.objects.open_at(moment).exists() is is_open
    admin_client.force_login(clerk)
    again = admin_client.post(DOUBTS, answer, follow=True).content.decode()
    assert "もう決まっています" in again
    assert HoursException.objects.count() == 1


def test_an_edited_holiday_changes_who_is_open_at_once(admin_client, at):
    """A holiday that staff add or take out of use counts from that moment, in words and in SQL."""
    moment = at("2026-11-24 10:00")
    window = give_hours(WindowFactory(), "月火水木金 8:30-17:15")
    admin_client.post("/admin/directory/holiday/add/", {"date": "2026-11-24", "name": "臨時の祝日"})
    assert not Window.objects.open_at(moment).exists()
    assert window.state_at(moment).reason == "臨時の祝日"
    row = Holiday.objects.get(date="2026-11-24")
    sent = {"action": "take_out_of_use", "_selected_action": [row.pk], "apply": "1"}
    admin_client.post("/admin/directory/holiday/", sent)
    assert Window.objects.open_at(moment).exists()


def test_an_empty_list_of_the_year_end_says_what_holds(admin_client):
    """Without a row the usual days hold, and the list says so; with one it says no such thing."""
    page = admin_client.get("/admin/directory/yearend/").content.decode()
    assert "12月29日～1月3日を年末年始として扱います" in page
    YearEnd.objects.create(pk=1, first_day=28)
    page = admin_client.get("/admin/directory/yearend/").content.decode()
    assert "年末年始として扱います" not in page


def test_staff_move_the_year_end(admin_client, clerk, at):
    """A year end from the 28th closes the 28th."""
    moment = at("2026-12-28 10:00")
    admin_client.force_login(clerk)
    give_hours(WindowFactory(), "月火水木金 8:30-17:15")
    assert Window.objects.open_at(moment).exists()
    sent = {"first_month": "12", "first_day": "28", "last_month": "1", "last_day": "4"}
    admin_client.post("/admin/directory/yearend/add/", sent)
    assert YearEnd.objects.count() == 1
    assert not Window.objects.open_at(moment).exists()


def test_an_override_and_a_wrong_round_the_clock_mark_are_flagged(admin_client, at):
    """What the machine cannot check, or finds contradictory, is said to the clerk."""
    at("2026-11-24 10:00")
    answer = admin_client.post(
        ADD, form(urgent="on", **rows("hours_rules", rule())), follow=True
    ).content.decode()
    assert "受付日時の表はそうなっていません" in answer
    WindowFactory(hours_override="市役所の開庁時間")
    assert "機械は確かめていません" in admin_client.get(LIST).content.decode()


def test_without_the_right_to_change_windows_nothing_is_decided(client, outsider, at):
    """An outsider sees neither doubts nor closures."""
    at("2026-11-24 10:00")
    client.force_login(outsider)
    assert client.get(DOUBTS).status_code in (302, 403)
