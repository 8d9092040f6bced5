"""The pages of an account in a real browser: first log-in with a second factor, and no barrier."""

import re

import pytest
from allauth.mfa.models import Authenticator

from tests.browser.test_accessibility import assert_accessible
from tests.platform_members.accounts.test_second_factor import code

WIDTHS = [320, 390, 1280]
SECOND_FACTOR = "/accounts/second-factor/"


@pytest.fixture(autouse=True)
def production(settings, live_city):
    """As in production."""
    settings.MFA_REQUIRED = True


def log_in(page):
    """Type address and password."""
    page.get_by_label("メールアドレス").fill("clerk@example.jp")
    page.get_by_label("パスワード").first.fill("correct horse")
    page.get_by_role("button", name="ログイン", exact=True).click()


def look(page, name: str):
    """No barrier at any width; nothing that the CSP forbids, no word of English."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert_accessible(page)
    words = re.findall(r"[A-Z]?[a-z]{3,}", page.inner_text("main"))
    assert set(words) <= {"Google", "Microsoft", "Authenticator"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_first_log_in(open_page, live_server, clerk, scheme):
    """Password, QR code, the codes to keep, admin; the next time a code; every page accessible."""
    page = open_page("/admin/", color_scheme=scheme)
    refused, missing = [], []
    page.on("console", lambda line: refused.append(line.text))
    page.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
    log_in(page)
    page.wait_for_url("**/totp/activate/")
    look(page, "activate")
    secret = page.inner_text(".secret")
    page.get_by_role("button", name="設定する").click()
    page.get_by_role("alert").wait_for()
    look(page, "activate-error")
    page.locator("[name=code]").fill(code(secret))
    page.get_by_role("button", name="設定する").click()
    page.get_by_role("heading", name="予備のコード").wait_for()
    page.locator(".secret").wait_for(state="detached")
    look(page, "codes")
    page.get_by_role("link", name="管理画面へ進みます").click()
    page.get_by_role("heading", name="はじめに").wait_for()
    for path in ("", "recovery-codes/generate/", "totp/deactivate/"):
        page.goto(live_server.url + SECOND_FACTOR + path)
        look(page, path.replace("/", "-") or "index")
    page.get_by_role("link", name="パスワードの変更").click()
    look(page, "password")
    page.get_by_role("link", name="ログアウト").click()
    look(page, "log-out")
    page.locator("main").get_by_role("button").click()
    page.wait_for_url(re.compile(r"/$"))
    page.goto(live_server.url + "/admin/")
    log_in(page)
    page.wait_for_url("**/authenticate/**")
    look(page, "authenticate")
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    page.locator("[name=code]").fill(recovery.wrap().get_unused_codes()[0])
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.get_by_role("heading", name="はじめに").wait_for()
    assert not [line for line in refused if "Content Security Policy" in line]
    assert missing == []


def test_a_forgotten_password(open_page, live_server, clerk, mailoutbox, settings):
    """The mail's link leads to a new password without a barrier on the way."""
    settings.PORTAL_URL = live_server.url
    page = open_page("/accounts/password/reset/")
    look(page, "reset")
    page.locator("[name=email]").fill("clerk@example.jp")
    page.locator("main").get_by_role("button").click()
    page.wait_for_url("**/reset/done/")
    look(page, "reset-done")
    page.goto(re.search(r"http\S+", mailoutbox[0].body)[0])
    look(page, "reset-key")
    page.locator("[name=password1]").fill("a long enough phrase")
    page.locator("[name=password2]").fill("a long enough phrase")
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/key/done/")
    look(page, "reset-key-done")


def test_an_open_screen(open_page, live_server, client, clerk):
    """Who wants to change the second factor later types the password again."""
    client.force_login(clerk)
    page = open_page("/about/")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + SECOND_FACTOR + "totp/activate/")
    look(page, "again")
    page.locator("[name=password]").fill("correct horse")
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/totp/activate/")
