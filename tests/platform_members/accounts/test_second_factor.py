"""The second factor: required of staff, open to everybody, and taken off by administrators."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.admin.models import LogEntry
from django.core.cache import cache

SET_UP = "/accounts/second-factor/totp/activate/"
USERS = "/admin/platform_members/user/"


@pytest.fixture(autouse=True)
def production(settings):
    """As in production; and nobody's attempts count against another test's."""
    settings.MFA_REQUIRED = True
    cache.clear()


def log_in(client, user):
    """Send the log-in form."""
    return client.post("/accounts/login/", {"login": user.email, "password": "correct horse"})


def code(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_factor(user) -> str:
    """Give somebody an app and recovery codes; return the app's secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/directory/window/", "/admin/account/emailaddress/"]
)
def test_staff_without_a_second_factor_are_led_to_set_one_up(client, administrator, address):
    """No admin page opens before."""
    log_in(client, administrator)
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == SET_UP


def test_a_clerk_sets_one_up_and_goes_on(client, clerk):
    """QR code in the page itself, one code from the app, codes to keep: then admin opens."""
    log_in(client, clerk)
    page = client.get(SET_UP).content.decode()
    assert re.search(r'<div class="qr"[^>]*><svg', page)
    assert "data:" not in page
    secret = re.search(r'<code class="secret">(\w+)<', page)[1]
    response = client.post(SET_UP, {"code": code(secret)})
    kept = client.get(response["Location"]).content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", kept)) == 10
    assert client.get("/admin/").status_code == 200


def test_an_open_screen_is_not_enough_to_change_it(client, clerk):
    """Later than a few minutes after the log-in the password is asked for again."""
    client.force_login(clerk)
    assert "/reauthenticate/" in client.get(SET_UP)["Location"]


def test_a_wrong_code_sets_nothing_up(client, clerk):
    """It is explained, and admin stays closed."""
    log_in(client, clerk)
    client.get(SET_UP)
    assert "入力をご確認ください" in client.post(SET_UP, {"code": "000000"}).content.decode()
    assert client.get("/admin/").status_code == 302


def test_the_password_alone_logs_nobody_in_who_has_one(client, clerk):
    """Log-in has a second step: a code of the app, or one of the codes that were kept."""
    secret = with_factor(clerk)
    assert log_in(client, clerk)["Location"].startswith("/accounts/second-factor/authenticate/")
    assert "/login/" in client.get("/admin/")["Location"]
    client.post("/accounts/second-factor/authenticate/", {"code": code(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client, clerk):
    """Whoever left the telephone at home types one of the codes that were kept."""
    with_factor(clerk)
    recovery = Authenticator.objects.get(user=clerk, type=Authenticator.Type.RECOVERY_CODES)
    used = recovery.wrap().get_unused_codes()[0]
    for works in (True, False):
        log_in(client, clerk)
        client.post("/accounts/second-factor/authenticate/", {"code": used})
        assert (client.get("/admin/").status_code == 200) is works
        client.post("/accounts/logout/")


def test_codes_cannot_be_guessed(client, clerk):
    """After five wrong codes even the right one must wait."""
    secret = with_factor(clerk)
    log_in(client, clerk)
    for _time in range(5):
        client.post("/accounts/second-factor/authenticate/", {"code": "000000"})
    client.post("/accounts/second-factor/authenticate/", {"code": code(secret)})
    assert client.get("/admin/").status_code == 302


def test_passwords_cannot_be_guessed(client, clerk, settings):
    """After five wrong passwords even the right one must wait."""
    settings.MFA_REQUIRED = False
    for _time in range(5):
        client.post("/accounts/login/", {"login": clerk.email, "password": "wrong"})
    log_in(client, clerk)
    assert client.get("/admin/").status_code == 302


def test_others_may_have_one_and_need_not(client, outsider):
    """Somebody who is not on the staff is led nowhere."""
    log_in(client, outsider)
    assert client.get("/accounts/second-factor/").status_code == 200
    assert client.get("/admin/").get("Location") != SET_UP


def test_on_ones_own_machine_nobody_needs_one(client, clerk, settings):
    """The log-ins of a demonstration open admin with the password alone."""
    settings.MFA_REQUIRED = False
    log_in(client, clerk)
    assert client.get("/admin/").status_code == 200


def test_public_pages_do_not_look_at_the_session(client, clerk):
    """A clerk without a second factor still sees what residents see, and no cookie is read."""
    client.force_login(clerk)
    response = client.get("/about/")
    assert response.status_code == 200
    assert "Cookie" not in response.get("Vary", "")


def test_an_administrator_takes_off_a_lost_one(client, administrator, clerk):
    """App and codes are gone, it is written down, and the person is led to set up anew."""
    with_factor(administrator)
    with_factor(clerk)
    client.force_login(administrator)
    sent = {"action": "remove_second_factor", "_selected_action": [clerk.pk]}
    page = client.post(USERS, sent, follow=True).content.decode()
    assert "二段階認証を解除しました" in page
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert Authenticator.objects.filter(user=administrator).exists()
    entry = LogEntry.objects.get(object_id=str(clerk.pk))
    assert entry.user == administrator
    assert "解除" in entry.change_message
    client.logout()
    log_in(client, clerk)
    assert client.get("/admin/")["Location"] == SET_UP


def test_a_clerk_takes_off_nobodys(client, clerk, administrator):
    """The action is neither shown nor obeyed."""
    with_factor(clerk)
    with_factor(administrator)
    client.force_login(clerk)
    assert "remove_second_factor" not in client.get(USERS).content.decode()
    client.post(USERS, {"action": "remove_second_factor", "_selected_action": [administrator.pk]})
    assert Authenticator.objects.filter(user=administrator).exists()


def test_secrets_are_shown_nowhere_in_admin(client, administrator):
    """The page on which the app's secret could be read is not there."""
    with_factor(administrator)
    client.force_login(administrator)
    assert client.get("/admin/mfa/authenticator/").status_code == 404


def test_an_open_session_ends_with_the_account(client, clerk):
    """Whoever is disabled is logged out at the next click, second factor or not."""
    with_factor(clerk)
    client.force_login(clerk)
    assert client.get("/admin/").status_code == 200
    clerk.is_active = False
    clerk.save()
    assert "/login/" in client.get("/admin/")["Location"]
    assert "/login/" in client.get("/accounts/second-factor/")["Location"]
