"""Passkeys in a real browser with a virtual authenticator: added, used, named, removed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from directory.models import AuditEntry
from tests.browser.test_account_pages import SECOND_FACTOR, log_in, look


@pytest.fixture(autouse=True)
def production(settings, live_city, live_server):
    """As in production, at the browser's own address."""
    settings.MFA_REQUIRED = True
    settings.PORTAL_URL = live_server.url


def with_key(page, *, works: bool = True):
    """A virtual key in the browser; one that does not work asks in vain for a finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": works,
        "automaticPresenceSimulation": True,
    }
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def let_it_work(verified: bool):
        named = {"authenticatorId": key, "isUserVerified": verified}
        session.send("WebAuthn.setUserVerified", named)

    return let_it_work


def log_out(page, live_server):
    page.goto(live_server.url + "/accounts/logout/")
    page.locator("main").get_by_role("button").click()
    page.wait_for_url(live_server.url + "/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_clerk_lives_with_a_passkey(open_page, live_server, clerk, scheme):
    """Added instead of an app, then used as second step and without password; failures in words."""
    page = open_page("/admin/", color_scheme=scheme)
    let_it_work = with_key(page, works=False)
    complaints = []
    page.on("console", lambda line: complaints.append(line.text))
    log_in(page)
    page.get_by_role("link", name="パスキーで設定する").click()
    look(page, "add")
    page.get_by_label("パスキーの名前").fill("窓口のパソコン")
    page.get_by_role("button", name="パスキーを登録する").click()
    page.get_by_role("alert").filter(has_text="パスキーを使わずに終わりました").wait_for()
    look(page, "add-failed")
    assert not Authenticator.objects.exists()
    let_it_work(True)
    page.get_by_role("button", name="パスキーを登録する").click()
    page.get_by_role("heading", name="予備のコード").wait_for()
    page.get_by_role("link", name="管理画面へ進みます").click()
    page.get_by_role("heading", name="はじめに").wait_for()
    assert {each.what for each in AuditEntry.objects.filter(kind="factor")} >= {
        "パスキーを追加しました。"
    }

    log_out(page, live_server)
    page.goto(live_server.url + "/admin/")
    log_in(page)
    page.wait_for_url("**/authenticate/**")
    look(page, "authenticate")
    page.get_by_role("button", name="パスキーで確かめる").click()
    page.get_by_role("heading", name="はじめに").wait_for()

    log_out(page, live_server)
    page.goto(live_server.url + "/admin/directory/window/")
    look(page, "log-in")
    let_it_work(False)
    page.get_by_role("button", name="パスキーでログイン").click()
    page.get_by_role("alert").filter(has_text="パスキーを使わずに終わりました").wait_for()
    let_it_work(True)
    page.get_by_role("button", name="パスキーでログイン").click()
    page.wait_for_url(live_server.url + "/admin/directory/window/")

    page.goto(live_server.url + SECOND_FACTOR)
    look(page, "index")
    page.get_by_role("link", name="パスキーを見る").click()
    look(page, "list")
    page.get_by_role("link", name="名前を変える").click()
    look(page, "name")
    page.get_by_label("パスキーの名前").fill("受付のパソコン")
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("heading", name="受付のパソコン").wait_for()
    page.get_by_role("link", name="削除する").click()
    look(page, "remove")
    page.get_by_role("button", name="削除する").click()
    page.get_by_text("まだ登録されていません").wait_for()
    # Staff without any factor are led to set one up.
    page.goto(live_server.url + "/admin/")
    page.wait_for_url("**/totp/activate/")
    assert not Authenticator.objects.exists()
    assert not [line for line in complaints if "Content Security Policy" in line]


def test_a_passkey_of_the_portals_own_name_only(open_page, live_server, clerk, settings):
    """Under a name that is not the portal's the browser refuses, and the page says so."""
    settings.PORTAL_URL = "https://soudan.example.lg.jp"
    page = open_page("/admin/")
    with_key(page)
    log_in(page)
    page.get_by_role("link", name="パスキーで設定する").click()
    page.get_by_role("button", name="パスキーを登録する").click()
    page.get_by_role("alert").filter(has_text="このアドレスでは、パスキーを使えません").wait_for()
    cache.clear()
