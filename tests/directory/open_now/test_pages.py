"""What residents read about "now", and until when it may be kept."""

import re

import pytest

from directory.models import HoursException, HoursPattern, Window
from tests.factories import CategoryFactory, WindowFactory, give_hours

OFFICE = "月火水木金 8:30-17:15"


def max_age(response) -> int:
    """For how many seconds a page may be kept."""
    return int(re.search(r"max-age=(\d+)", response["Cache-Control"])[1])


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-11-24 10:00", "受付中（17:15まで）"),
        ("2026-11-24 17:00", "まもなく終了（17:15まで）"),
        ("2026-11-24 17:15", "次の受付：明日 8:30"),
        ("2026-11-24 7:00", "次の受付：今日 8:30"),
        ("2026-12-28 18:00", "次の受付：1月4日（月）8:30"),
        ("2026-11-23 10:00", "休み（勤労感謝の日）。次の受付：明日 8:30"),
    ],
)
def test_a_window_says_whether_it_answers_now(client, at, moment, text):
    """List and page say the same, in words."""
    at(moment)
    window = give_hours(WindowFactory(), OFFICE)
    for address in ("/windows/", window.get_absolute_url()):
        assert text in client.get(address).content.decode()


def test_the_citys_windows_are_never_falsely_open(client, city, at):
    """By reservation, in principle, unknown: none of them reads 受付中, nor 受付時間内のはず."""
    at("2026-12-17 10:00")  # a third Thursday
    page = "".join(client.get(f"/windows/?page={number}").content.decode() for number in (1, 2))
    lawyer = Window.objects.get(subject="多重債務についての相談（認定司法書士による）")
    assert "予約制" in client.get(lawyer.get_absolute_url()).content.decode()
    general = Window.objects.get(name="伊勢市福祉生活相談センター")
    assert (
        "受付日時は、窓口へ確認してください。"
        in client.get(general.get_absolute_url()).content.decode()
    )
    open_now = Window.objects.published().open_at(at("2026-12-17 10:00"))
    said = page.count('class="state state-open"') + page.count('class="state state-likely"')
    assert said == open_now.count() > 20


def test_a_closure_is_read_with_its_reason(client, at):
    """臨時休業 with the reason that staff gave, and when it goes on."""
    at("2026-11-24 10:00")
    window = WindowFactory()
    HoursException.objects.create(
        window=window, first_day="2026-11-24", last_day="2026-11-25", note="研修のため"
    )
    give_hours(window, OFFICE)
    page = client.get(window.get_absolute_url()).content.decode()
    assert "臨時休業（研修のため）。次の受付：11月26日（木）8:30" in page


def test_closures_to_come_are_told_before_anybody_sets_out(client, at):
    """Days off from today on stand among the facts; those that are over do not."""
    at("2026-11-24 10:00")
    window = WindowFactory()
    days = [("2026-11-02", "済んだ休み"), ("2026-12-28", "設備の点検"), ("2026-12-25", "早じまい")]
    for day, note in days:
        spans = [[540, 720]] if note == "早じまい" else []
        HoursException.objects.create(
            window=window, first_day=day, last_day=day, note=note, spans=spans
        )
    page = client.get(window.get_absolute_url()).content.decode()
    assert "12月28日（月） 休み 設備の点検" in page
    assert "12月25日（金） 9:00～12:00 早じまい" in page
    assert "済んだ休み" not in page


def test_the_next_seven_days_are_listed(client, at):
    """A window's page shows the week to come, with holidays by name."""
    at("2026-11-20 10:00")
    window = give_hours(WindowFactory(), OFFICE)
    page = client.get(window.get_absolute_url()).content.decode()
    assert '20日（金）</span> <span class="today-word">きょう</span>' in page
    assert "休み（勤労感謝の日）" in page


def test_residents_filter_by_open_now(client, at):
    """The filter shows how many answer, keeps only those, and can put them first."""
    at("2026-11-24 10:00")
    category = CategoryFactory()
    give_hours(WindowFactory(name="昼の窓口", categories=[category], order=2), OFFICE)
    give_hours(WindowFactory(name="夜の窓口", categories=[category], order=1), "月火 18:00-21:00")
    for address in ("/windows/", category.get_absolute_url()):
        assert "いま受付中の窓口だけ（1件）" in client.get(address).content.decode()
        only = client.get(f"{address}?open=on").content.decode()
        assert "昼の窓口" in only
        assert "夜の窓口" not in only
        ordered = client.get(f"{address}?sort=open").content.decode()
        assert ordered.index("昼の窓口") < ordered.index("夜の窓口")


def test_home_counts_who_answers_now(client, city, at):
    """The first page says how many answer, as of when."""
    now = at("2026-11-24 10:00")
    page = client.get("/").content.decode()
    assert f"{Window.objects.published().open_at(now).count()}の窓口" in page
    assert "11月24日（火）10:00現在" in page


def test_nobody_claims_to_know_beyond_the_horizon(client, city, at):
    """If the nightly job has been dead for months, counts and filters vanish; states stay true."""
    at("2026-11-24 10:00")
    at("2027-06-01 10:00", refreshed=False)
    assert "いま受付中の窓口" not in client.get("/").content.decode()
    page = client.get("/windows/?open=on&sort=open").content.decode()
    assert "いま受付中の窓口だけ" not in page
    assert "受付中（17:15まで）" in page


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ("2026-11-24 10:00:00", 30),
        ("2026-11-24 8:29:45", 15),  # opens at 8:30
        ("2026-11-24 16:44:50", 10),  # まもなく終了 from 16:45
        ("2026-11-24 17:14:59", 1),  # closes at 17:15
        ("2026-11-24 23:59:30", 30),  # 明日 becomes 今日
    ],
)
def test_no_cache_outlives_the_next_change(client, at, moment, seconds):
    """A page is kept half a minute at most, and never past the moment when its words change."""
    clock, _, second = moment.rpartition(":")
    at(clock, second=int(second))
    window = give_hours(WindowFactory(), OFFICE)
    for address in ("/windows/", window.get_absolute_url()):
        assert max_age(client.get(address)) == seconds
    assert max_age(client.get("/")) in (seconds, 30)


def test_an_override_is_shown_in_place_of_the_rules(client, at):
    """Odd wording is printed as staff wrote it; the state still follows the rules."""
    at("2026-11-24 10:00")
    window = give_hours(WindowFactory(hours_override="市役所の開庁時間"), OFFICE)
    page = client.get(window.get_absolute_url()).content.decode()
    assert "市役所の開庁時間" in page
    assert "受付中（17:15まで）" in page


def test_pages_stay_up_without_any_pattern(client, city):
    """A directory whose index was never made still shows every window."""
    HoursPattern.objects.all().delete()
    for address in ("/", "/windows/", "/categories/work/"):
        assert client.get(address).status_code == 200
