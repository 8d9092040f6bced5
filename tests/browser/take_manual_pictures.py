"""Takes the pictures of the manual into `static/manual/`: run by `make screenshots`."""

from pathlib import Path

import pytest
from django.conf import settings

from directory import changes
from directory.models import Window, WindowVersion
from tests.browser.test_clerk_day import unfold

FOLDER = Path(settings.BASE_DIR) / "static" / "manual"
LIST = "/admin/directory/window/"
WIDTH = 1100
TALLEST = 900  # pixels: as much as a reader takes in at once


@pytest.fixture
def page(open_page, live_city, live_server, clerk, at):
    """The admin on a Tuesday morning, the clerk logged in, some of the day's work done."""
    WindowVersion.objects.update(made_at=at("2026-11-02 9:00"))
    at("2026-11-24 10:20")
    page = open_page("/accounts/login/", width=WIDTH, height=TALLEST)
    page.get_by_label("メールアドレス").fill("clerk@example.jp")
    page.get_by_label("パスワード").first.fill("correct horse")
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url("**/admin/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    return page


def keep(page, name: str, of: str | None = None) -> None:
    """Take a picture of the page, or of one part of it."""
    path = FOLDER / f"{name}.png"
    if of:
        page.locator(of).first.screenshot(path=path)
    else:
        page.screenshot(path=path)


def test_take_adding(page, live_server):
    """The start page, a new window as it is typed, and how residents would see it."""
    keep(page, "start")
    page.goto(f"{live_server.url}{LIST}add/")
    page.locator("#id_subject").fill("空き家についての相談")
    page.get_by_label("窓口の名称").fill("住宅課")
    page.get_by_label("お金・住まい").check()
    page.locator("#id_phones-0-printed").fill("0596-21-5556")
    keep(page, "add-facts", ".part")
    keep(page, "add-phones", "#phones-group")
    row = page.locator("#hours_rules-0")
    row.get_by_role("button", name="平日 8:30～17:15").click()
    keep(page, "hours", "#hours_rules-0")
    page.get_by_role("button", name="見え方").click()
    page.locator("article").wait_for()
    keep(page, "preview")


def test_take_a_third_thursday(page, live_server):
    """第3木曜日, ticked."""
    page.goto(f"{live_server.url}{LIST}add/")
    row = page.locator("#hours_rules-0")
    row.get_by_label("木", exact=True).check()
    row.get_by_label("第3", exact=True).check()
    row.get_by_label("開始").fill("9:30")
    row.get_by_label("終了").fill("11:30")
    row.get_by_label("要予約").check()
    keep(page, "hours-third-thursday", "#hours_rules-0")


def test_take_closing(page, live_server):
    """Days off of one window, and of several at once; the page of a suspension."""
    window = Window.objects.get(name="伊勢市生活支援課")
    page.goto(f"{live_server.url}{LIST}{window.pk}/change/")
    unfold(page, "臨時の休み・臨時の受付")
    row = page.locator("#hours_exceptions-0")
    row.locator("[name$=first_day]").fill("2026-12-28")
    row.locator("[name$=note]").fill("設備の点検のため")
    keep(page, "closure", "#hours_exceptions-group")
    page.goto(f"{live_server.url}{LIST}?q=伊勢市")
    for number in range(3):
        page.locator(".action-select").nth(number).check()
    page.locator("select[name=action]").select_option("add_exception")
    keep(page, "list")
    page.goto(f"{live_server.url}{LIST}{window.pk}/change/")
    page.get_by_role("button", name="休止する…").click()
    page.get_by_label("休止の理由").fill("建物の改修のため、2027年3月まで")
    keep(page, "suspend", "#content")


def test_take_calling(page, live_server):
    """The list of windows to ring, and one of them."""
    page.goto(f"{live_server.url}{LIST}calls/")
    keep(page, "calls")
    page.get_by_role("button", name="いちばん上から始める").click()
    page.wait_for_url("**/call/**")
    keep(page, "call")


def test_take_inviting(page, live_server):
    """The page that invites a colleague."""
    page.goto(f"{live_server.url}/admin/platform_members/user/invite/")
    page.get_by_label("メールアドレス").fill("second@example.jp")
    page.get_by_label("氏名").fill("二見 次郎")
    page.get_by_role("radio").first.check()
    keep(page, "invite", "#content")


def test_take_a_passkey(page, live_server):
    """The page that adds a passkey."""
    page.goto(f"{live_server.url}/accounts/second-factor/webauthn/add/")
    keep(page, "passkey-add", "main")


def test_take_confirming(page, live_server):
    """The list of what is due."""
    page.goto(f"{live_server.url}{LIST}?status=published&overdue=yes")
    page.locator(".action-select").first.check()
    page.locator("select[name=action]").select_option("verify")
    keep(page, "verify")


def test_take_restoring(page, live_server, clerk):
    """The history of a window, and the page before it is restored."""
    window = Window.objects.get(name="伊勢市生活支援課")
    window.cost = "500円"
    window.save()
    changes.windows_saved(windows=[window], by=clerk, how="edited")
    page.goto(f"{live_server.url}{LIST}{window.pk}/history/")
    keep(page, "history", "#content")
    page.get_by_role("link", name="このときの内容に戻す…").first.click()
    page.get_by_role("button", name="この内容に戻す").wait_for()
    keep(page, "restore", "#content")


def test_take_two_clerks(page, live_server, clerk):
    """What the second of two clerks in one window sees."""
    window = Window.objects.get(name="伊勢市生活支援課")
    page.goto(f"{live_server.url}{LIST}{window.pk}/change/")
    window.cost = "無料"
    window.eligibility = "市内にお住まいの方"
    window.save()
    changes.windows_saved(windows=[window], by=clerk, how="edited")
    unfold(page, "説明・対象・費用")
    page.get_by_label("費用").fill("500円")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("button", name="選んだ内容で保存する").wait_for()
    keep(page, "conflict", "#content")
