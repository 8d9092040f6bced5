"""A clerk's day in a real browser: add, look, publish, suspend, restore, and a colleague."""

import pytest

from directory import changes
from directory.models import Window
from tests.browser.test_accessibility import assert_accessible, overflow

LIST = "/admin/directory/window/"


@pytest.fixture
def log_in(open_page):
    """Return a function that gives a clerk's browser, logged in through the real form."""

    def log_in(email, width=1280):
        page = open_page("/accounts/login/", width=width)
        page.get_by_label("メールアドレス").fill(email)
        page.get_by_label("パスワード").fill("correct horse")
        page.get_by_role("button", name="ログイン").click()
        page.wait_for_url("**/admin/")
        return page

    return log_in


def test_a_clerk_adds_looks_and_publishes(log_in, open_page, live_city, live_server, clerk, at):
    """Two numbers and 第3木曜日: typed, seen as residents will, public two clicks later."""
    at("2026-11-24 10:00")
    page = log_in("clerk@example.jp")
    assert_accessible(page)
    page.goto(f"{live_server.url}{LIST}add/")
    page.locator("#id_subject").fill("空き家についての相談")
    page.get_by_label("窓口の名称").fill("試しの住宅課")
    page.get_by_label("お金・住まい").check()
    page.locator("#id_phones-0-printed").fill("0596-21-5556")
    page.locator("#phones-group .add-row a").click()
    page.locator("#id_phones-1-printed").fill("０５９６－２１－５５５７")
    row = page.locator("#hours_rules-0")
    row.get_by_label("木", exact=True).check()
    row.get_by_label("第3", exact=True).check()
    row.get_by_label("開始").fill("9:30")
    row.get_by_label("終了").fill("11:30")

    page.get_by_role("button", name="保存せずに、住民の見え方を確かめる").click()
    article = page.locator("article").inner_text()
    assert "第3木曜日 9:30～11:30" in article
    assert "0596-21-5557" in article
    assert_accessible(page)
    page.get_by_role("button", name="入力の画面に戻る").click()
    assert page.get_by_label("窓口の名称").input_value() == "試しの住宅課"
    assert page.locator("#id_phones-1-printed").input_value() == "０５９６－２１－５５５７"
    assert not Window.objects.filter(name="試しの住宅課").exists()

    page.get_by_role("button", name="保存して公開する").click()
    page.wait_for_url(f"**{LIST}")
    window = Window.objects.get(name="試しの住宅課")
    public = open_page(window.get_absolute_url())
    assert "第3木曜日 9:30～11:30" in public.inner_text("main")
    assert public.get_by_role("link", name="0596-21-5557").is_visible()


def test_a_clerk_suspends_and_restores(log_in, open_page, live_city, live_server, clerk):
    """Residents read the reason; a wrong change is taken back from the history."""
    page = log_in("clerk@example.jp")
    window = Window.objects.get(name="伊勢市生活支援課")
    change = f"{live_server.url}{LIST}{window.pk}/change/"
    page.goto(change)
    page.get_by_label("費用").fill("まちがい")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(f"**{LIST}")
    page.goto(change)
    page.get_by_role("link", name="履歴").click()
    page.get_by_role("heading", name="修正").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="このときの内容に戻す…").first.click()
    assert "まちがい" in page.inner_text("#content")
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
