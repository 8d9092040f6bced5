"""Admin's start page: its tasks with their counts, by role."""

from directory.admin import dashboard
from directory.models import Holiday, Window
from tests.factories import WindowFactory
from tests.helpers.windows_for_clerks import LIST, sound


def test_the_start_page_leads_to_what_is_to_be_done(clerk_client, at, settings):
    """Each row counts, and its link shows exactly the windows that it counted."""
    at("2026-11-24 10:00")
    sound(subject="よい", uid=settings.GENERAL_WINDOW_UID)
    sound(subject="電話なし", phones=[])
    WindowFactory(subject="疑い", note="番号は要確認", verification_email="mado@example.jp")
    WindowFactory(subject="下書き", status="draft", published_at=None)
    page = clerk_client.get("/admin/")
    of_windows = [row for row in page.context["to_do"] if row.url.startswith(LIST)]
    to_do = {row.label: row for row in of_windows}
    counts = {label: row.count for label, row in to_do.items()}
    assert counts == {
        "電話番号のない窓口": 1,
        "確認の期限が過ぎている窓口": 1,
        "はじめのデータに疑問がある窓口": 1,
        "受付日時が表に入っていない窓口": 1,
        "下書きの窓口": 1,
    }
    for row in to_do.values():
        found = clerk_client.get(row.url)
        assert found.context["cl"].result_count == row.count
        assert row.url.replace("&", "&amp;") in page.content.decode()


def test_the_start_page_counts_the_same_calls_as_the_page_of_calls(clerk_client, at):
    """A window with several numbers is one call, and several windows are several."""
    at("2026-11-24 10:00")
    for number in range(3):
        WindowFactory(phones=[f"0596-21-555{number}", f"0596-21-556{number}"])
    WindowFactory(phones=[])
    pages = {page.label: page for page in clerk_client.get("/admin/").context["staff_pages"]}
    assert pages["電話で確かめる"].count == 3
    assert clerk_client.get(pages["電話で確かめる"].url).context["left"] == 3


def test_rows_that_are_asked_for_once_each_are_all_counted(clerk_client):
    """DISTINCT in a question does not make one row of all."""
    WindowFactory.create_batch(2, phones=["0596-21-5556", "0596-21-5557"])
    rows = Window.objects.filter(phones__kind="voice").distinct()
    page = dashboard.StaffPage("", "", count=rows)
    assert dashboard._counted([page])[0].count == 2


def test_nothing_to_do_is_said(clerk_client, at, settings, monkeypatch):
    """A directory in order says so, when the finder has no dead ends either."""
    at("2026-11-24 10:00")
    monkeypatch.setattr("directory.admin.finder.faults", list)
    sound(uid=settings.GENERAL_WINDOW_UID)
    assert "いまは、することはありません。" in clerk_client.get("/admin/").content.decode()


def test_a_holiday_table_that_runs_out_comes_first(clerk_client, at):
    """What makes "open now" wrong soon stands above everything else."""
    at("2026-11-24 10:00")
    sound()
    Holiday.objects.filter(date__year__gte=2027).delete()
    first = clerk_client.get("/admin/").context["to_do"][0]
    assert "祝日の表" in first.label
    assert first.severity == "urgent"


def test_whoever_may_not_see_windows_is_told_nothing_of_them(client, outsider, at):
    """A colleague of another office sees no counts of windows."""
    at("2026-11-24 10:00")
    WindowFactory(status="draft", published_at=None)
    outsider.is_staff = True
    outsider.save()
    client.force_login(outsider)
    assert client.get("/admin/").context["to_do"] == []


def test_another_app_adds_its_own_rows(clerk_client, monkeypatch, at):
    """Whatever app has work for the staff puts it on the same page; nothing is no row."""
    at("2026-11-24 10:00")
    monkeypatch.setattr(dashboard, "_providers", [])
    soon = dashboard.Severity.SOON
    dashboard.register("directory.view_window")(
        lambda: [
            dashboard.DashboardRow("審査する変更", 3, "/x/", soon),
            dashboard.DashboardRow("ない", 0, "/y/", soon),
        ]
    )
    dashboard.register("directory.delete_window")(
        lambda: [dashboard.DashboardRow("消す窓口", 1, "/z/", soon)]
    )
    assert [row.label for row in clerk_client.get("/admin/").context["to_do"]] == ["審査する変更"]
