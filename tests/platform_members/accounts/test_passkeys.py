"""Passkeys: what is refused of forged answers, and what other factors there are beside them."""

import json
import unicodedata

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from directory.models import AuditEntry
from platform_members.models import OutgoingMail
from tests.platform_members.accounts.test_second_factor import (
    CODE,
    code,
    entered,
    log_in,
    with_factor,
)

ADD = "/accounts/second-factor/webauthn/add/"
LIST = "/accounts/second-factor/webauthn/"
LOG_IN = "/accounts/second-factor/webauthn/login/"
ANSWER = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {
        "clientDataJSON": "e30",
        "attestationObject": "oA",
        "authenticatorData": "AAAA",
        "signature": "AAAA",
        "userHandle": "MQ",
    },
}
FORGED = [
    "",
    "x",
    "[]",
    "null",
    "1",
    "{}",
    "[" * 5_000,
    "9" * 5_000,
    json.dumps({"response": []}),
    json.dumps({"response": {}}),
    json.dumps(ANSWER),
    json.dumps(ANSWER | {"rawId": 1}),
    json.dumps(ANSWER | {"rawId": "\x00"}),
    json.dumps(ANSWER | {"response": ANSWER["response"] | {"userHandle": None}}),
    json.dumps(ANSWER | {"response": ANSWER["response"] | {"userHandle": "x" * 500}}),
    json.dumps(ANSWER | {"response": ANSWER["response"] | {"userHandle": "enp6enp6enp6enp6"}}),
    json.dumps(ANSWER | {"response": ANSWER["response"] | {"clientDataJSON": "\x00あ"}}),
    json.dumps(ANSWER | {"padding": "x" * 30_000}),
]


@pytest.fixture(autouse=True)
def production(settings):
    """As in production."""
    settings.MFA_REQUIRED = True
    settings.PORTAL_URL = "http://localhost"


def passkey_of(user, name: str = "窓口のパソコン") -> Authenticator:
    """A row of a passkey, without the key itself."""
    kept = {"name": name, "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=kept)


def test_forged_answers_of_a_browser_are_refused_in_words(client, clerk):
    """Adding, the second step and the log-in: never an error of the server, nothing is kept."""
    log_in(client, clerk)
    client.get(ADD)
    for forged in FORGED:
        page = client.post(ADD, {"name": "a", "credential": forged})
        assert (page.status_code, "入力をご確認ください" in page.content.decode()) == (200, True)
    assert not Authenticator.objects.exists()

    with_factor(clerk)
    visitor = Client()
    for forged in FORGED:
        asked = visitor.get(LOG_IN, headers={"accept": "application/json"}).json()
        assert asked["request_options"]["publicKey"]["rpId"] == "localhost"
        assert visitor.post(LOG_IN, {"credential": forged})["Location"] == "/accounts/login/"
    assert (
        "このパスキーでは確かめられませんでした" in visitor.get("/accounts/login/").content.decode()
    )
    assert visitor.get("/admin/").status_code == 302

    log_in(visitor, clerk)
    for forged in FORGED[-3:]:
        assert visitor.post(CODE, {"credential": forged}).status_code == 200
    assert AuditEntry.objects.filter(kind="login_failed", what__contains="パスキー").exists()
    assert visitor.get("/admin/").status_code == 302


def test_a_passkey_is_its_owners(client, clerk, administrator):
    """Other people's are found by no page, and no number of one tells whether there is one."""
    own = passkey_of(administrator)
    log_in(client, clerk)
    assert "窓口のパソコン" not in client.get(LIST).content.decode()
    for page in ("edit", "remove"):
        assert client.post(f"{LIST}keys/{own.pk}/{page}/", {"name": "x"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "窓口のパソコン"


def test_a_name_has_an_end(clerk):
    """A name that is too long is refused with what was typed, and a sound one is kept."""
    own = passkey_of(clerk)
    with_factor(clerk)
    client = entered(clerk)
    address = f"{LIST}keys/{own.pk}/edit/"
    page = client.post(address, {"name": "長" * 51}).content.decode()
    assert "長" * 51 in page
    client.post(address, {"name": "受付"})
    own.refresh_from_db()
    assert own.data["name"] == "受付"


def test_removing_is_told_by_mail_and_in_the_audit(client, clerk):
    """The passkey and, as the last factor, the codes that were kept with it."""
    with_factor(clerk)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    own = passkey_of(clerk)
    clerk.refresh_from_db()
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    log_in(client, clerk)
    client.post(CODE, {"code": recovery.wrap().get_unused_codes()[0]})
    client.post(f"{LIST}keys/{own.pk}/remove/")
    assert not Authenticator.objects.exists()
    assert OutgoingMail.objects.filter(subject__contains="パスキーが削除されました").exists()
    assert AuditEntry.objects.filter(what="パスキーを消しました。").exists()


def test_the_password_alone_logs_nobody_in_who_has_a_passkey(client, clerk):
    """A passkey is a second factor like an app; administrators see it and take it off."""
    passkey_of(clerk)
    clerk.refresh_from_db()
    assert log_in(client, clerk)["Location"].startswith(CODE)
    assert client.get("/admin/").status_code == 302


def test_codes_may_be_typed_in_full_width(client, clerk):
    """Digits of a Japanese keyboard are digits, and a code still counts once."""
    typed = "".join(
        unicodedata.lookup(f"FULLWIDTH {unicodedata.name(digit)}")
        for digit in code(with_factor(clerk))
    )
    log_in(client, clerk)
    client.post(CODE, {"code": f"{typed[:3]}　{typed[3:]}"})
    assert client.get("/admin/").status_code == 200
    again = Client()
    log_in(again, clerk)
    again.post(CODE, {"code": typed})
    assert again.get("/admin/").status_code == 302
