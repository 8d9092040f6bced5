"""The booklet's pages in a real browser: 正誤表 without barriers, and an edition that is made."""

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


def test_a_clerk_sees_that_an_edition_was_made(open_page, live_city, live_server, clerk):
    """The page that the button leads to says so, and leads to the edition."""
    page = open_page("/accounts/login/", width=1280)
    page.get_by_label("メールアドレス").fill("clerk@example.jp")
    page.get_by_label("パスワード").fill("correct horse")
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url("**/admin/")
    page.goto(f"{live_server.url}/admin/directory/edition/add/")
    page.get_by_label("版の名前").fill("令和8年度版")
    page.get_by_label("部数").fill("55000")
    page.get_by_label("上の内容を見ました").check()
    page.get_by_role("button", name="版を作る").click()
    page.get_by_text("作りました。PDFを受け取れます。").wait_for()
    page.get_by_role("link", name="作った版を開く").click()
    page.wait_for_url("**/change/")
    assert Edition.objects.get().files.count() == 3
