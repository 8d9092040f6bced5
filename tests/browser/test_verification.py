"""A window's contact answers the link in the mail, on a telephone."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from directory.models import Window
from platform_members.models import VerificationRequest
from platform_members.verification.actions import send_verification_requests
from tests.browser.test_accessibility import assert_accessible_at

SUBJECT = "市営住宅・空家の相談"


@pytest.fixture
def link(live_city):
    """The address in the mail about one of the city's windows."""
    Window.objects.filter(subject=SUBJECT).update(verification_email="mado@example.jp")
    send_verification_requests(now=timezone.now())
    [message] = mail.outbox
    return re.search(r"/verify/[\w-]+/", message.body)[0]


@pytest.mark.parametrize("script", [True, False])
def test_nothing_has_changed_is_one_tap(open_page, link, script):
    """With script and without: the facts, one button, and what became of it."""
    page = open_page(link, java_script_enabled=script)
    assert SUBJECT in page.inner_text("main")
    page.get_by_role("button", name="変更ありません").click()
    page.get_by_role("heading", name="お返事を受け付けました").wait_for()
    assert SUBJECT in page.inner_text("main")
    assert Window.objects.get(subject=SUBJECT).verified_on == timezone.localdate()
    page.get_by_role("link", name="住民の方が見るページをひらく").click()
    day = timezone.localdate()
    assert f"最終確認 {day.year}年{day.month}月{day.day}日" in page.inner_text("article")
    assert page.context.cookies() == []


@pytest.mark.parametrize("script", [True, False])
def test_changes_are_told_in_a_few_words(open_page, link, script):
    """An empty message is explained; a real one reaches the staff."""
    page = open_page(link, java_script_enabled=script)
    page.get_by_role("link", name="変更があります").click()
    page.get_by_role("button", name="職員へ知らせる").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("変わったこと").fill("電話番号が変わりました。")
    page.get_by_role("button", name="職員へ知らせる").click()
    page.get_by_role("heading", name="お返事を受け付けました").wait_for()
    assert VerificationRequest.objects.needing_staff().get().message == "電話番号が変わりました。"
    assert Window.objects.get(subject=SUBJECT).verified_on is None


def test_no_page_behind_the_link_has_a_barrier(open_page, link, live_server):
    """The facts, the form with its errors, the thanks, a used and a broken link."""
    page = open_page(link)
    assert_accessible_at(page)
    page.get_by_role("link", name="変更があります").click()
    page.get_by_label("変わったこと").wait_for()
    assert_accessible_at(page)
    page.get_by_role("button", name="職員へ知らせる").click()
    page.get_by_role("alert").wait_for()
    assert_accessible_at(page)
    page.get_by_role("link", name="載せている内容に戻る").click()
    page.get_by_role("button", name="変更ありません").wait_for()
    Window.objects.filter(subject=SUBJECT).update(cost="無料")
    page.get_by_role("button", name="変更ありません").click()
    page.get_by_role("alert").wait_for()
    assert_accessible_at(page)
    page.get_by_role("button", name="変更ありません").click()
    page.get_by_role("heading", name="お返事を受け付けました").wait_for()
    assert_accessible_at(page)
    page.goto(f"{live_server.url}/verify/broken/")
    assert_accessible_at(page)


def test_everything_to_tap_is_large_enough(open_page, link):
    """The two answers are buttons for a thumb, one under the other."""
    page = open_page(link)
    boxes = [
        page.get_by_role("button", name="変更ありません").bounding_box(),
        page.get_by_role("link", name="変更があります").bounding_box(),
    ]
    assert all(box["height"] >= 56 and box["width"] >= 300 for box in boxes)
    assert boxes[0]["y"] < boxes[1]["y"]
