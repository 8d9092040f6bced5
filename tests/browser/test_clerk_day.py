"""A clerk's day in a real browser: add, look, publish, suspend, restore, and a colleague."""

import pytest

from directory import changes
from directory.models import Window
from tests.browser.test_accessibility import assert_accessible, overflow

LIST = "/admin/directory/window/"


def unfold(page, title: str) -> None:
    """Open a folded part of the form, where it is not open."""
    part = page.locator("details", has=page.get_by_role("heading", name=title))
    if part.get_attribute("open") is None:
        part.locator("summary").click()


@pytest.fixture
def log_in(open_page):
    """Return a function that gives a clerk's browser, logged in through the real form."""

    def log_in(email, width=1280):
        page = open_page("/accounts/login/", width=width)
        page.get_by_label("メールアドレス").fill(email)
        page.get_by_label("パスワード").fill("correct horse")
        page.get_by_role("button", name="ログイン", exact=True).click()
        page.wait_for_url("**/admin/")
        return page

    return log_in


COUNT_CLICKS = """
addEventListener("click", (event) => {
  if (event.isTrusted && event.detail) sessionStorage.clicks = +(sessionStorage.clicks ?? 0) + 1;
}, true);
addEventListener("load", () => (sessionStorage.loads = +(sessionStorage.loads ?? 0) + 1));
"""


def counted(page) -> tuple[int, int]:
    """Clicks with the mouse, and pages loaded, since `sessionStorage` was emptied."""
    page.wait_for_load_state()
    return tuple(page.evaluate("[+sessionStorage.clicks || 0, +sessionStorage.loads || 0]"))


def test_a_clerk_adds_looks_and_publishes(log_in, open_page, live_city, live_server, clerk, at):
    """Two numbers and 第3木曜日 by reservation: eight clicks and two pages after the form."""
    at("2026-11-24 10:00")
    page = log_in("clerk@example.jp")
    assert_accessible(page)
    page.add_init_script(COUNT_CLICKS)
    page.goto(f"{live_server.url}{LIST}add/")
    page.locator("#id_subject:focus").wait_for()
    page.evaluate("sessionStorage.clear()")
    page.keyboard.type("空き家についての相談")
    page.keyboard.press("Tab")
    page.keyboard.type("試しの住宅課")
    page.get_by_label("お金・住まい").click()
    page.locator("#id_phones-0-printed").focus()
    page.keyboard.type("0596-21-5556")
    page.get_by_role("button", name="電話番号の行を追加").click()
    page.locator("#id_phones-1-printed").focus()
    page.keyboard.type("０５９６－２１－５５５７")
    row = page.get_by_role("group", name="受付日時 1")
    row.get_by_label("木", exact=True).click()
    row.get_by_label("第3", exact=True).click()
    row.get_by_label("要予約").click()
    row.get_by_label("開始").focus()
    page.keyboard.type("9:30")
    page.keyboard.press("Tab")
    page.keyboard.type("11:30")
    line = page.locator("#hours-line")
    line.get_by_text("第3木曜日 9:30～11:30").wait_for()
    for day in ("12月17日（木）", "1月21日（木）", "2月18日（木）", "3月18日（木）"):
        assert day in line.inner_text()

    page.get_by_role("button", name="見え方").click()
    article = page.locator("article").inner_text()
    assert "第3木曜日 9:30～11:30" in article
    assert "0596-21-5557" in article
    assert not Window.objects.filter(name="試しの住宅課").exists()
    page.get_by_role("button", name="このまま公開する").click()
    page.wait_for_url(f"**{LIST}")
    clicks, loads = counted(page)
    assert clicks <= 8
    assert loads <= 2
    window = Window.objects.get(name="試しの住宅課")
    page.get_by_role("link", name="住民のページを見る").click()
    page.get_by_role("main").get_by_text("第3木曜日 9:30～11:30").first.wait_for()
    public = open_page(window.get_absolute_url())
    assert "第3木曜日 9:30～11:30" in public.inner_text("main")
    assert public.get_by_role("link", name="0596-21-5557").is_visible()


def test_the_look_leads_back_to_what_was_typed(log_in, live_city, live_server, clerk):
    """The preview has no barrier, and the way back brings every row as it was typed."""
    page = log_in("clerk@example.jp")
    page.goto(f"{live_server.url}{LIST}add/")
    page.get_by_label("相談内容").fill("空き家についての相談")
    page.get_by_label("窓口の名称").fill("試しの住宅課")
    page.get_by_label("お金・住まい").check()
    page.get_by_role("button", name="電話番号の行を追加").click()
    page.locator("#id_phones-1-printed").fill("０５９６－２１－５５５７")
    page.get_by_label("窓口に確かめた").check()
    page.get_by_role("button", name="見え方").click()
    page.locator("article").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="入力の画面に戻る").click()
    assert page.get_by_label("窓口の名称").input_value() == "試しの住宅課"
    assert page.locator("#id_phones-1-printed").input_value() == "０５９６－２１－５５５７"
    assert page.get_by_label("窓口に確かめた").is_checked()


def test_a_clerk_corrects_a_number(log_in, live_city, live_server, clerk):
    """From the list: three clicks, and on the form nothing to scroll at 1280 × 800."""
    page = log_in("clerk@example.jp")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.add_init_script(COUNT_CLICKS)
    page.goto(f"{live_server.url}{LIST}?q=生活支援課")
    page.evaluate("sessionStorage.clear()")
    window = Window.objects.get(name="伊勢市生活支援課")
    page.get_by_role("link", name=window.subject, exact=True).click()
    number = page.locator("#id_phones-0-printed")
    save = page.get_by_role("button", name="保存", exact=True)
    for each in (number, save):
        box = each.bounding_box()
        assert box["y"] + box["height"] <= 800
    number.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("0596-63-5224")
    save.click()
    page.wait_for_url(f"**{LIST}*")
    assert counted(page)[0] <= 3
    assert window.phones.first().printed == "0596-63-5224"


def test_a_clerk_suspends_and_restores(log_in, open_page, live_city, live_server, clerk):
    """Residents read the reason; a wrong change is taken back from the history."""
    page = log_in("clerk@example.jp")
    window = Window.objects.get(name="伊勢市生活支援課")
    change = f"{live_server.url}{LIST}{window.pk}/change/"
    page.goto(change)
    unfold(page, "説明・対象・費用")
    page.get_by_label("費用").fill("まちがい")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(f"**{LIST}")
    page.goto(change)
    page.get_by_role("link", name="履歴").click()
    page.get_by_role("heading", name="修正").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="このときの内容に戻す…").first.click()
    page.locator("#content").get_by_text("まちがい").first.wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="この内容に戻す").click()
    page.get_by_text("前の内容に戻しました。").wait_for()

    page.goto(change)
    page.get_by_role("button", name="休止する…").click()
    page.get_by_label("休止の理由").fill("建物の改修のため")
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) <= 0
    page.get_by_role("button", name="休止する").click()
    page.get_by_text("1件を休止しました。").wait_for()
    public = open_page(window.get_absolute_url())
    assert "建物の改修のため" in public.inner_text("main")
    assert_accessible(public)
    window.refresh_from_db()
    assert (window.cost, window.status) == ("", "suspended")


@pytest.mark.parametrize("width", [390, 1280])
def test_two_clerks_meet_in_one_window(log_in, live_city, live_server, clerk, colleague, width):
    """The second sees both texts side by side, chooses, and nothing is lost."""
    page = log_in("second@example.jp", width=width)
    window = Window.objects.get(name="伊勢市生活支援課")
    page.goto(f"{live_server.url}{LIST}{window.pk}/change/")
    saved = Window.objects.get(pk=window.pk)
    saved.cost = "花子の費用"
    saved.save()
    changes.windows_saved(windows=[saved], by=clerk, how="edited")
    unfold(page, "説明・対象・費用")
    page.get_by_label("費用").fill("次郎の費用")
    page.get_by_label("対象").fill("市内の方")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("heading", name="ほかの人が、先に保存しています").wait_for()
    assert_accessible(page)
    page.get_by_role("radio", name="あなたの入力").check()
    page.get_by_role("button", name="選んだ内容で保存する").click()
    page.get_by_text("選んだ内容で保存しました。").wait_for()
    window.refresh_from_db()
    assert (window.cost, window.eligibility) == ("次郎の費用", "市内の方")
