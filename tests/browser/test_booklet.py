"""The booklet's pages in a real browser: 正誤表 without barriers, and an edition being made."""

import pytest

from directory.models import Edition
from tests.browser.test_accessibility import assert_accessible_at
from tests.helpers.editions import since_printed


@pytest.fixture
def edition(live_city, clerk):
    """An edition since which something of every kind has changed."""
    return since_printed(clerk)


def test_errata_have_no_barrier(open_page, edition):
    """Tables of old and new fit a telephone, and axe finds nothing."""
    page = open_page("/booklet/errata/")
    assert page.get_by_text("前の相談（前の窓口）").is_visible()
    assert_accessible_at(page)


def test_a_clerk_sees_that_an_edition_is_being_made(open_page, live_city, live_server, clerk):
    """The button says at once that it works, and cannot be pressed twice."""
    page = open_page("/accounts/login/", width=1280)
    page.get_by_label("メールアドレス").fill("clerk@example.jp")
    page.get_by_label("パスワード").fill("correct horse")
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url("**/admin/")
    page.goto(f"{live_server.url}/admin/directory/edition/add/")
    page.get_by_label("版の名前").fill("令和8年度版")
    page.get_by_label("部数").fill("55000")
    page.get_by_label("上の内容を見ました").check()
    shown = page.evaluate(
        "(() => { const form = document.querySelector('.edition-form');"
        "form.addEventListener('submit', (event) => event.preventDefault());"
        "form.querySelector('[type=submit]').click();"
        "return [form.querySelector('.edition-progress').innerText,"
        "form.querySelector('[type=submit]').disabled]; })()"
    )
    assert "作っています" in shown[0]
    assert shown[1]
    page.evaluate("document.querySelector('.edition-form').submit()")
    page.wait_for_url("**/change/", timeout=60_000)
    assert Edition.objects.get().files.count() == 3
