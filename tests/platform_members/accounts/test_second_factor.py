"""The second factor: required of staff, open to everybody, and taken off by administrators."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.admin.models import LogEntry
from django.test import Client

from platform_members.models import User
from tests.helpers.transactions import committed
from tests.platform_members.desk.test_messages import edit

CODE = "/accounts/second-factor/authenticate/"
SET_UP = "/accounts/second-factor/totp/activate/"
USERS = "/admin/platform_members/user/"


@pytest.fixture(autouse=True)
def production(settings):
    """As in production."""
    settings.MFA_REQUIRED = True


def log_in(client, user):
    """Send the log-in form."""
    return client.post("/accounts/login/", {"login": user.email, "password": "correct horse"})


def code(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_factor(user) -> str:
    """The secret of the app that a person is given, with recovery codes."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    user.refresh_from_db()
    return secret


def entered(user) -> Client:
    """A browser in which password and code were typed; an account without an app gets one."""
    if not Authenticator.objects.filter(user=user).exists():
        with_factor(user)
    client = Client()
    log_in(client, user)
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    client.post(CODE, {"code": code(decrypt(app.data["secret"]))})
    return client


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/directory/window/", "/admin/platform_members/user/"]
)
def test_staff_without_a_second_factor_are_led_to_set_one_up(client, administrator, address):
    """No admin page opens before."""
    log_in(client, administrator)
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == SET_UP


@committed
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
    assert log_in(client, clerk)["Location"].startswith(CODE)
    assert "/login/" in client.get("/admin/")["Location"]
    client.post(CODE, {"code": code(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client, clerk):
    """A clerk who left the telephone at home types one of the codes that were kept."""
    with_factor(clerk)
    recovery = Authenticator.objects.get(user=clerk, type=Authenticator.Type.RECOVERY_CODES)
    used = recovery.wrap().get_unused_codes()[0]
    for works in (True, False):
        log_in(client, clerk)
        client.post(CODE, {"code": used})
        assert (client.get("/admin/").status_code == 200) is works
        client.post("/accounts/logout/")


def test_codes_cannot_be_guessed(client, clerk):
    """After five wrong codes even the right one must wait."""
    secret = with_factor(clerk)
    log_in(client, clerk)
    for _time in range(5):
        client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code(secret)})
    assert client.get("/admin/").status_code == 302


def test_passwords_cannot_be_guessed(client, clerk, settings):
    """After five wrong passwords even the right one must wait."""
    settings.MFA_REQUIRED = False
    for _time in range(5):
        client.post("/accounts/login/", {"login": clerk.email, "password": "wrong"})
    log_in(client, clerk)
    assert client.get("/admin/").status_code == 302


def test_others_may_have_one_and_need_not(client, outsider):
    """A person who is not on the staff is led nowhere."""
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


def test_an_administrator_takes_off_a_lost_one(administrator, clerk):
    """App and codes are gone, it is written down, and the person is led to set up anew."""
    with_factor(clerk)
    client = entered(administrator)
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


def test_a_clerk_takes_off_nobodys(clerk, administrator):
    """The action is neither shown nor obeyed."""
    with_factor(administrator)
    client = entered(clerk)
    assert "remove_second_factor" not in client.get(USERS).content.decode()
    client.post(USERS, {"action": "remove_second_factor", "_selected_action": [administrator.pk]})
    assert Authenticator.objects.filter(user=administrator).exists()


def test_secrets_are_shown_nowhere_in_admin(administrator):
    """The page on which the app's secret could be read is not there."""
    assert entered(administrator).get("/admin/mfa/authenticator/").status_code == 404


def test_an_open_session_ends_with_the_account(clerk):
    """A disabled person is logged out at the next click, second factor or not."""
    client = entered(clerk)
    clerk = User.objects.get(pk=clerk.pk)
    assert client.get("/admin/").status_code == 200
    clerk.is_active = False
    clerk.save()
    assert "/login/" in client.get("/admin/")["Location"]
    assert "/login/" in client.get("/accounts/second-factor/")["Location"]


def set_up(clerk, administrator):
    """Set an app up on another machine."""
    client = Client()
    log_in(client, clerk)
    secret = re.search(r'<code class="secret">(\w+)<', client.get(SET_UP).content.decode())[1]
    client.post(SET_UP, {"code": code(secret)})
    return client


def make_codes_anew(clerk, administrator):
    """Have new recovery codes made, after log-in with the app."""
    client = entered(clerk)
    client.post("/accounts/second-factor/recovery-codes/generate/")
    return client


def take_off(clerk, administrator):
    """Take the app off, after log-in with it; then the set-up waits again."""
    client = entered(clerk)
    client.post("/accounts/second-factor/totp/deactivate/")
    return client


def be_taken_off(clerk, administrator):
    """Have it taken off by the administrator."""
    sent = {"action": "remove_second_factor", "_selected_action": [clerk.pk]}
    entered(administrator).post(USERS, sent)


def in_the_database(clerk, administrator):
    """Have it taken off by hand, past all code."""
    Authenticator.objects.filter(user=clerk).delete()


@committed
@pytest.mark.parametrize(
    ("change", "goes_on"),
    [
        (set_up, 200),
        (make_codes_anew, 200),
        (take_off, 302),
        (be_taken_off, None),
        (in_the_database, None),
    ],
)
def test_changing_a_factor_ends_all_other_log_ins(clerk, administrator, change, goes_on):
    """Whichever way; the one in which it was changed goes on, unless a factor is to be set up."""
    if change is not set_up:
        with_factor(clerk)
    waiting = Client()
    waiting.force_login(User.objects.get(pk=clerk.pk))
    here = change(clerk, administrator)
    assert "_auth_user_id" in waiting.session
    assert "/login/" in waiting.get("/accounts/second-factor/")["Location"]
    if goes_on:
        answer = here.get("/admin/")
        assert (answer.status_code, answer.get("Location")) in ((200, None), (302, SET_UP))
        assert answer.status_code == goes_on


@committed
@pytest.mark.parametrize("page", ["/admin/", "/desk/", "/desk/review/", "/accounts/address/"])
def test_a_factor_is_proved_in_the_log_in_not_on_the_account(clerk, page, settings):
    """A log-in by password that waited until the owner had a factor opens nothing of theirs."""
    waiting = Client()
    log_in(waiting, clerk)
    assert waiting.get(page)["Location"] == SET_UP
    set_up(clerk, None)
    assert "/login/" in waiting.get(page)["Location"]


@pytest.mark.parametrize("page", ["/admin/", "/desk/", "/accounts/second-factor/"])
def test_a_log_in_without_the_factor_that_its_account_has_is_none(client, clerk, page):
    """However it came about; members as well as staff, and nothing of what was sent is lost."""
    with_factor(clerk)
    client.force_login(clerk)
    assert "/login/" in client.get(page)["Location"]
    assert "_auth_user_id" not in client.session


@committed
@pytest.mark.parametrize("proved", [False, True])
def test_what_is_public_at_once_needs_a_factor(listing, member, proved):
    """A trusted organisation's hours wait for review when their editor has typed no code."""
    type(listing.organisation).objects.update(hours_need_no_review=True)
    member.set_password("correct horse")
    member.save()
    client = entered(member) if proved else Client()
    if not proved:
        log_in(client, member)
    page = client.get(f"/desk/listings/{listing.pk}/edit/").content.decode()
    assert ("二段階認証を設定してログインすると" in page) is not proved
    edit(client, listing, hours_override="毎日 10:00～18:00")
    update = listing.organisation.updates.get()
    assert (update.status, update.auto_approved) == (
        ("approved", True) if proved else ("waiting", False)
    )
