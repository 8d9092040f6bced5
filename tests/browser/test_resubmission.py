"""Two tabs of one browser: what was typed in the first survives what happens in the second."""

import pytest

from directory.models import Window
from platform_members.models import Meeting
from tests.browser.test_accessibility import assert_accessible
from tests.browser.test_clerk_day import unfold
from tests.helpers.proposals import save

ADD = "/admin/platform_members/meeting/add/"
AGENDA = "来年度の進め方について、長く書いた議題です。"


def log_in(page):
    page.get_by_label("メールアドレス").fill("clerk@example.jp")
    page.get_by_label("パスワード").fill("correct horse")
    page.get_by_role("button", name="ログイン", exact=True).click()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_meeting_survives_the_end_of_the_session(open_page, transactional_db, clerk, width):
    """Logged out in another tab: the page says so, the log-in opens beside it, two clicks save."""
    page = open_page(f"/accounts/login/?next={ADD}", width=width)
    log_in(page)
    page.wait_for_url(f"**{ADD}")
    page.locator("#id_kind").select_option("talk")
    page.locator("#id_date").fill("2026-12-20")
    page.locator("#id_agenda").fill(AGENDA)
    other = page.context.new_page()
    other.goto(page.url.replace(ADD, "/accounts/logout/"))
    other.get_by_role("button", name="ログアウト").click()
    other.wait_for_url("**/")
    other.close()

    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("heading", name="まだ保存していません").wait_for()
    assert AGENDA in page.inner_text("main")
    assert_accessible(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="別のタブでログインする").click()
    tab = opened.value
    log_in(tab)
    tab.get_by_role("heading", name="ログインしました").wait_for()
    assert_accessible(tab)
    tab.close()
    page.get_by_role("button", name="もう一度送る").click()
    page.get_by_text("いまは「伊勢 花子").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="もう一度送る").click()
    page.wait_for_url("**/admin/platform_members/meeting/")
    assert Meeting.objects.get().agenda == AGENDA


def test_a_link_in_the_preview_leaves_the_edited_form(open_page, live_city, clerk):
    """The link opens in a new tab; the way back brings the edited form back."""
    window = Window.objects.get(name="伊勢市生活支援課")
    address = f"/admin/directory/window/{window.pk}/change/"
    page = open_page(f"/accounts/login/?next={address}", width=1280)
    log_in(page)
    page.wait_for_url(f"**{address}")
    unfold(page, "説明・対象・費用")
    page.get_by_label("費用").fill("まだ保存していない費用")
    page.get_by_role("button", name="見え方").click()
    with page.context.expect_page() as opened:
        page.locator("main a[href^='/']").first.click()
    assert opened.value.url != page.url
    page.get_by_role("button", name="入力の画面に戻る").click()
    assert page.get_by_label("費用").input_value() == "まだ保存していない費用"


@pytest.mark.parametrize("who", ["member", "reviewer"])
def test_a_link_beside_a_preview_on_the_desk_leaves_the_form(
    open_as, live_city, listing, member, reviewer, who
):
    """It opens in a new tab, for who proposes and for who corrects; what was typed stays."""
    if who == "member":
        page = open_as(member, f"/desk/listings/{listing.pk}/edit/")
    else:
        update = save(listing, member, eligibility="誰でも")
        page = open_as(reviewer, f"/desk/review/{update.pk}/correct/")
    page.get_by_label("費用", exact=True).fill("まだ保存していない費用")
    page.get_by_role("button", name="見え方").click()
    page.get_by_role("heading", name="住民からの見え方").wait_for()
    with page.context.expect_page():
        page.locator(".breadcrumb a").first.click()
    assert page.get_by_label("費用", exact=True).input_value() == "まだ保存していない費用"
