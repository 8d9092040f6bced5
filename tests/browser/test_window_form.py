"""The clerk's form of a window in a real browser: no barrier, rows, the line below the hours."""

import pytest

from directory.models import Window
from tests.browser.test_accessibility import assert_accessible, assert_accessible_at
from tests.browser.test_clerk_day import unfold

LIST = "/admin/directory/window/"
ADD = f"{LIST}add/"


@pytest.fixture
def window(live_city) -> Window:
    """A public window with a number and hours."""
    return Window.objects.get(name="伊勢市生活支援課")


def change(window) -> str:
    return f"{LIST}{window.pk}/change/"


def test_the_form_has_no_barrier(open_as, window, clerk):
    """Empty, full, with every part unfolded, and with mistakes.

    The screen is as high as the form: what is just under the bar is reached by scrolling.
    """
    page = open_as(clerk, ADD, height=9000)
    assert_accessible_at(page, [390, 1280])
    page.get_by_role("button", name="下書き保存").click()
    page.get_by_role("alert").wait_for()
    assert_accessible_at(page, [390, 1280])
    page = open_as(clerk, change(window), height=9000)
    assert_accessible_at(page, [390, 1280])
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert_accessible_at(page, [390, 1280])


def test_with_script_no_blank_row_stands_behind_the_numbers(open_as, window, clerk):
    """A blank row is for browsers without script, whatever number stands in its order."""
    page = open_as(clerk, change(window))
    assert page.locator("#phones-group .row").count() == window.phones.count()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_bar_is_always_in_sight(open_as, window, clerk, width):
    """At the top of the form and at its end, and the field that is typed in is not below it."""
    page = open_as(clerk, change(window), width=width)
    save = page.get_by_role("button", name="保存", exact=True)
    for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {place})")
        box = save.bounding_box()
        assert 0 <= box["y"] <= page.viewport_size["height"] - box["height"]
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("scrollTo(0, 0)")
    bar = page.locator(".bar")
    for field in page.locator(".part input:visible:not([type=checkbox]), .part textarea").all():
        field.focus()
        assert field.bounding_box()["y"] < bar.bounding_box()["y"]


def test_a_mistake_leads_to_its_field(open_as, window, clerk):
    """The list on top names each mistake; its link leads to the box, unfolded."""
    page = open_as(clerk, change(window), width=390)
    unfold(page, "地図の位置")
    page.get_by_label("緯度").fill("95")
    page.locator("#id_phones-0-printed").fill("電話")
    page.get_by_role("button", name="保存", exact=True).click()
    summary = page.get_by_role("alert")
    summary.get_by_role("link", name="電話番号 1 番号").click()
    assert page.url.endswith("#id_phones-0-printed")
    summary.get_by_role("link", name="緯度").click()
    assert page.get_by_label("緯度").is_visible()
    assert page.locator("#id_phones-0-printed").input_value() == "電話"


def test_numbers_change_places_by_keyboard(open_as, window, clerk):
    """The second number goes up, the buttons keep the focus, and residents see the new order."""
    first = window.phones.first().printed
    page = open_as(clerk, change(window))
    page.get_by_role("button", name="電話番号の行を追加").click()
    page.locator("#id_phones-1-printed").fill("0596-63-5224")
    up = page.get_by_role("button", name="上へ 電話番号 2")
    up.focus()
    page.keyboard.press("Enter")
    assert page.locator(":focus").inner_text().startswith("上へ")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(f"**{LIST}")
    assert [phone.printed for phone in window.phones.all()] == ["0596-63-5224", first]


def test_without_script_the_order_is_a_number(open_as, window, clerk):
    """Blank rows and numbers do what the buttons do."""
    first = window.phones.first().printed
    page = open_as(clerk, change(window), java_script_enabled=False)
    page.locator("#id_phones-1-printed").fill("0596-63-5224")
    page.locator("#id_phones-0-order").fill("5")
    page.locator("#id_phones-1-order").fill("1")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(f"**{LIST}")
    assert [phone.printed for phone in window.phones.all()] == ["0596-63-5224", first]


def test_the_line_below_the_hours_follows_what_is_typed(open_as, window, clerk, at):
    """Printed words and the next days come from the server; what cannot be read yet is said."""
    at("2026-11-24 10:00")
    page = open_as(clerk, ADD)
    line = page.locator("#hours-line")
    assert "窓口へ確認してください" in line.inner_text()
    row = page.get_by_role("group", name="受付日時 1")
    row.get_by_role("button", name="平日 8:30～17:15").click()
    line.get_by_text("月曜日～金曜日 8:30～17:15").wait_for()
    assert "11月24日（火） 8:30～17:15／11月25日（水）" in line.inner_text()
    row.get_by_label("終了").fill("25:00")
    line.get_by_text("まだ読み取れません。").wait_for()


def test_a_copy_is_asked_about(open_as, window, clerk):
    """Nothing is made before the second button; the copy is a draft with what was typed."""
    page = open_as(clerk, change(window))
    page.get_by_label("相談内容").fill("写しの題")
    page.get_by_role("button", name="写しをつくる…").click()
    page.get_by_role("heading", name="写しをつくる").wait_for()
    assert not Window.objects.filter(subject="写しの題").exists()
    assert_accessible(page)
    page.get_by_role("button", name="写しをつくる").click()
    page.get_by_text("追加しました").wait_for()
    copy = Window.objects.get(subject="写しの題")
    assert (copy.status, copy.name) == ("draft", window.name)
    assert not Window.objects.filter(pk=window.pk, subject="写しの題").exists()


def test_staff_see_the_new_state_at_once(open_as, open_page, window, clerk):
    """Also where the browser keeps the public page from before the change."""
    page = open_as(clerk, window.get_absolute_url())
    old = window.phones.first().printed
    page.goto(page.url.replace(window.get_absolute_url(), change(window)))
    page.locator("#id_phones-0-printed").fill("0596-63-5224")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="住民のページを見る").click()
    page.get_by_text("いま公開している内容です。").wait_for()
    assert page.get_by_role("link", name="0596-63-5224").first.is_visible()
    assert old not in page.locator("article").inner_text()
    assert_accessible(page)
