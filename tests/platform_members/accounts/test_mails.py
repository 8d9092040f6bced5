"""Mails about accounts: in the portal's own words, from the outbox, with links of its own."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from ise_portal.urls import OPEN
from platform_members.accounts.mails import NOTICES
from platform_members.models import OutgoingMail, User
from tests.helpers.mail_server_that_is_down import DOWN
from tests.helpers.transactions import committed, post_as

RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
PHRASE = "a quite long phrase"
# allauth's mails that no open page of the portal sends.
NEVER_SENT = {
    "account/email/account_already_exists",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/email_deleted",
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/password_reset_key",  # ours is password_reset_asked
    "account/email/password_set",
    "account/email/unknown_account",
}


@pytest.fixture(autouse=True)
def portal_address(settings):
    """The portal's own address; requests of these tests claim another."""
    settings.PORTAL_URL = "https://soudan.example.lg.jp"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def ask(client):
    """Return a function that asks for a new password, from a host that is not ours."""

    def ask(email: str):
        return client.post(RESET, {"email": email}, headers={"host": "evil.example"})

    return ask


def change_password(client, user):
    """Change a logged-in person's password as they would."""
    client.force_login(user)
    sent = {"oldpassword": "correct horse", "password1": PHRASE, "password2": PHRASE}
    return client.post(CHANGE, sent, headers={"host": "evil.example"})


@committed
def test_a_forgotten_password_is_reset_by_a_link_of_the_portals_own(ask, client, clerk):
    """The mail names neither the request's host nor an English word; its link works once."""
    assert ask("Clerk@example.jp").status_code == 302
    [message] = mail.outbox
    assert message.to == ["clerk@example.jp"]
    assert message.subject == "【伊勢つながりサポート】パスワードの再設定"
    assert "evil" not in str(message.message())
    assert "お心当たりがないときは" in message.body
    link = re.search(r"https://soudan\.example\.lg\.jp(\S+)", message.body)[1]
    form = client.get(link, follow=True)
    page = form.redirect_chain[-1][0]
    changed = client.post(page, {"password1": PHRASE, "password2": PHRASE})
    assert changed["Location"] == "/accounts/password/reset/key/done/"
    assert client.login(email="clerk@example.jp", password=PHRASE)
    assert "パスワードが再設定されました" in mail.outbox[1].subject
    assert 'name="password1"' not in client.get(link, follow=True).content.decode()


@committed
def test_the_body_of_a_reset_mail_is_shown_to_no_staff_and_erased(
    ask, client, clerk, administrator, settings
):
    """While it waits its text is hidden in admin; once it is sent its text is gone."""
    settings.EMAIL_BACKEND = DOWN
    ask("clerk@example.jp")
    row = OutgoingMail.objects.get(kind="password_reset_asked")
    assert RESET in row.text
    client.force_login(administrator)
    page = client.get(f"/admin/platform_members/outgoingmail/{row.pk}/change/").content.decode()
    assert "本文は表示しません" in page
    assert RESET not in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    post_as(
        administrator,
        "/admin/platform_members/outgoingmail/",
        action="send_again",
        _selected_action=row.pk,
    )
    row.refresh_from_db()
    assert row.sent_at
    assert (row.text, row.html) == ("", "")


@committed
@pytest.mark.parametrize("backend", [DOWN, "django.core.mail.backends.locmem.EmailBackend"])
def test_known_and_unknown_addresses_are_answered_the_same(ask, clerk, settings, backend):
    """Whether the mail server answers or not: no one learns who has an account."""
    settings.EMAIL_BACKEND = backend
    User.objects.create_user("gone@example.jp", "correct horse", name="去", is_active=False)
    answers = [ask(email) for email in ("clerk@example.jp", "x@example.jp", "gone@example.jp")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, f"{RESET}done/")
    }
    assert {tuple(answer.cookies) for answer in answers} == {tuple(answers[0].cookies)}
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["clerk@example.jp"]


@committed
def test_an_address_of_former_days_resets_nothing(ask, clerk):
    """It may be another's by now."""
    clerk.emailaddress_set.create(email="former@example.jp", verified=True, primary=True)
    ask("former@example.jp")
    assert mail.outbox == []


@committed
def test_a_disabled_account_is_sent_no_link(ask, clerk):
    """Its owner has left; the mailbox opens nothing any more."""
    clerk.is_active = False
    clerk.save()
    assert ask(clerk.email).status_code == 302
    assert not OutgoingMail.objects.exists()


@committed
def test_a_mail_server_that_is_down_stops_no_change_of_password(client, clerk, settings):
    """The password is changed, the page says so, and the notice waits."""
    settings.EMAIL_BACKEND = DOWN
    assert change_password(client, clerk).status_code == 302
    assert client.login(email="clerk@example.jp", password=PHRASE)
    waiting = OutgoingMail.objects.unsent().get()
    assert (waiting.kind, waiting.attempts) == ("account_changed", 1)


@committed
def test_whoever_did_not_change_it_themselves_hears_of_it(client, clerk):
    """A changed password is told, with the day and what to do."""
    change_password(client, clerk)
    [message] = mail.outbox
    assert message.subject == "【伊勢つながりサポート】パスワードが変更されました"
    assert "clerk@example.jp のアカウントで" in message.body
    assert "https://soudan.example.lg.jp/accounts/password/reset/" in message.body
    assert not re.search("evil|127.0.0.1|example.com", str(message.message()))


@committed
def test_the_owner_hears_of_a_second_factor_that_is_taken_off(administrator, clerk):
    """Also when an administrator does it."""
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={})
    post_as(
        administrator,
        "/admin/platform_members/user/",
        action="remove_second_factor",
        _selected_action=clerk.pk,
    )
    assert [(m.to, "二段階認証が解除されました" in m.body) for m in mail.outbox] == [
        (["clerk@example.jp"], True)
    ]


def test_every_mail_of_the_library_has_our_words_or_is_never_sent():
    """A release of allauth that brings a new mail is noticed here."""
    folder = Path(allauth.__file__).parent / "templates"
    found = {
        str(path.relative_to(folder)).removesuffix("_subject.txt")
        for app in ("account", "mfa")
        for path in (folder / app / "email").glob("*_subject.txt")
    }
    assert found == {*NOTICES} | NEVER_SENT
    closed = {"account_email", "account_signup", "account_set_password", "account_confirm_email"}
    assert not closed & OPEN


@pytest.mark.parametrize("email", ["a" * 64 + "@" + "b" * 63 + ".c" * 90 + ".jp", "a@b\x00.jp"])
def test_an_address_that_no_mail_can_have_is_refused_in_words(ask, db, email):
    """The form again with a sentence; nothing is written."""
    answer = ask(email)
    assert answer.status_code == 200
    assert "入力" in answer.content.decode()
    assert not OutgoingMail.objects.exists()
