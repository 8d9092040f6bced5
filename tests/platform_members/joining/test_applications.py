"""An organisation asks to join; machines are held off; a clerk decides."""

from datetime import timedelta

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.utils import timezone

from platform_members import spam
from platform_members.joining.actions import accept_application, apply, decline_application
from platform_members.models import Invitation, MembershipApplication, Organisation
from tests.factories import OrganisationFactory

FORM = "/members/apply/"
SENT = "/members/apply/sent/"
ADMIN = "/admin/platform_members/membershipapplication/"
ANSWERS = {
    "name": "NPO法人 みやがわ",
    "kana": "えぬぴーおーほうじん みやがわ",
    "kind": "npo",
    "activities": "子ども食堂と学習支援をしています。",
    "areas": ["participation"],
    "contact_person": "川 みどり",
    "email": "kawa@example.jp",
    "phone": "０５９６－２１－５５５６",
    "website": "miyagawa.example.jp",
    "consent": "on",
    "comment": "",
}


@pytest.fixture
def opened():
    """A mark of a page that was opened long enough ago for a person."""
    return mark(seconds=60)


def mark(seconds: int) -> str:
    """The mark that a form opened so long ago carries."""
    signer = signing.TimestampSigner(salt=spam.SALT)
    past = timezone.now() - timedelta(seconds=seconds)
    value = f"opened:{signing.b62_encode(int(past.timestamp()))}"
    return f"{value}:{signer.signature(value)}"


def application(**changes) -> MembershipApplication:
    """An application that has come in."""
    facts = ANSWERS | {"phone": "0596-21-5556", "consent": True, "website": ""} | changes
    facts.pop("comment")
    return MembershipApplication.objects.create(**facts)


def test_an_organisation_applies(client, db, opened, settings, django_capture_on_commit_callbacks):
    """What was typed is kept as typed, tidied; the welfare centre is told; no account is made."""
    settings.STAFF_EMAIL = "center@example.lg.jp"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(FORM, ANSWERS | {"opened": opened})["Location"] == SENT
    row = MembershipApplication.objects.get()
    assert (row.status, row.phone, row.areas) == ("waiting", "0596-21-5556", ["participation"])
    assert row.website == "https://miyagawa.example.jp"
    assert mail.outbox[0].to == ["center@example.lg.jp"]
    assert f"{ADMIN}{row.pk}/change/" in mail.outbox[0].body
    assert not Organisation.objects.exists()
    assert client.get(SENT).status_code == 200


def test_applying_takes_no_cookie(client, db, opened):
    """Neither looking at the form nor sending it; not even where cookies and tokens are checked."""
    strict = client.__class__(enforce_csrf_checks=True)
    page = strict.get(FORM)
    answer = strict.post(FORM, ANSWERS | {"opened": opened})
    for response in (page, answer):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
    assert answer["Location"] == SENT


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name", "", "必須"),
        ("name", "a\x00b", "目に見えない文字"),
        ("name", "団" * 100_000, "100"),
        ("activities", "活" * 100_000, "2000"),
        ("kind", "company", "選択"),
        ("areas", ["nonsense"], "選択"),
        ("email", "nobody", "メールアドレス"),
        ("email", "a@example.jp\nBcc: b@example.jp", "メールアドレス"),
        ("phone", "12", "市外局番"),
        ("website", "javascript:alert(1)", "URL"),
        ("website", "data:text/html,x", "URL"),
        ("consent", "", "印を付けてください"),
        ("comment", "buy now", "空けておいてください"),
        ("opened", "", "時間がたちました"),
        ("opened", "opened:1abcde:forged", "時間がたちました"),
        ("opened", "\x00", "時間がたちました"),
        ("opened", "x" * 100_000, "時間がたちました"),
    ],
)
def test_bad_input_is_explained_and_kept(client, db, opened, field, value, complaint):
    """Beside the field, with everything else still there, and nothing saved."""
    response = client.post(FORM, ANSWERS | {"opened": opened, field: value})
    page = response.content.decode()
    assert response.status_code == 200
    assert complaint in page
    assert ANSWERS["contact_person"] in page
    assert not MembershipApplication.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "taken"), [(0, False), (3, False), (7, True), (86_000, True), (87_000, False)]
)
def test_a_form_takes_a_person_some_time(client, db, seconds, taken):
    """Faster than a person types, or a day later, it must be sent once more."""
    response = client.post(FORM, ANSWERS | {"opened": mark(seconds)})
    assert (response.status_code == 302) == taken
    assert MembershipApplication.objects.exists() == taken


def test_a_page_open_for_too_long_is_sent_once_more(client, db, monkeypatch):
    """The answer carries a new mark, so that pressing the button again is enough."""
    page = client.post(FORM, ANSWERS | {"opened": "old"})
    fresh = page.context["form"].opening_mark
    assert spam.is_usable(fresh)
    monkeypatch.setattr(spam, "LEAST_SECONDS", -1)
    assert client.post(FORM, ANSWERS | {"opened": fresh})["Location"] == SENT


def test_a_double_click_applies_once(client, db, opened):
    """The second gets the same answer and makes nothing, however the address is capitalised."""
    for email in ("kawa@example.jp", "KAWA@example.jp"):
        answers = ANSWERS | {"opened": opened, "email": email}
        assert client.post(FORM, answers)["Location"] == SENT
    assert MembershipApplication.objects.count() == 1


def test_one_visitor_sends_five_forms_an_hour(client, db, opened):
    """The sixth is asked to wait, and loses nothing; another visitor is not concerned."""
    for number in range(6):
        answers = ANSWERS | {"opened": opened, "name": f"団体{number}"}
        answer = client.post(FORM, answers)
    assert answer.status_code == 429
    assert 'value="団体5"' in answer.content.decode()
    assert client.post(FORM, answers, REMOTE_ADDR="192.0.2.7")["Location"] == SENT
    assert MembershipApplication.objects.count() == 6


def test_all_visitors_together_send_thirty_forms_an_hour(client, db, opened):
    """A flood from many addresses ends; what is older does not count."""
    for number in range(30):
        application(name=f"団体{number}")
    assert client.post(FORM, ANSWERS | {"opened": opened}).status_code == 429
    MembershipApplication.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    assert client.post(FORM, ANSWERS | {"opened": opened})["Location"] == SENT


def test_no_address_of_a_visitor_is_kept(client, db, opened, monkeypatch):
    """What is counted is a keyed hash."""
    kept = []
    monkeypatch.setattr(cache, "add", lambda key, value, timeout: kept.append((key, timeout)))
    monkeypatch.setattr(cache, "incr", lambda key: 1)
    client.post(FORM, ANSWERS | {"opened": opened}, REMOTE_ADDR="192.0.2.7")
    [(key, timeout)] = kept
    assert "192.0.2" not in key
    assert timeout == 3600


def test_a_clerk_accepts(client, clerk, django_capture_on_commit_callbacks):
    """The organisation is made, not yet public, and its contact person invited as editor."""
    row = application()
    client.force_login(clerk)
    assert "承認する・見送る" in client.get(f"{ADMIN}{row.pk}/change/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{ADMIN}{row.pk}/decide/", {"decision": "accept"})
    organisation = Organisation.objects.get()
    assert response["Location"] == f"/admin/platform_members/organisation/{organisation.pk}/change/"
    assert (organisation.name, organisation.published) == (row.name, False)
    assert (organisation.phone, organisation.email) == ("", "")  # a person's, not the public's
    assert organisation.platform_email == "kawa@example.jp"
    assert organisation.joined_on == timezone.localdate()
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("kawa@example.jp", "editor")
    assert [message.to for message in mail.outbox] == [["kawa@example.jp"]] * 2
    row.refresh_from_db()
    assert (row.status, row.decided_by, row.organisation) == ("accepted", clerk, organisation)


def test_a_clerk_declines_with_a_reason(client, clerk, django_capture_on_commit_callbacks):
    """Without a reason nothing happens; with one the organisation reads it."""
    row = application()
    client.force_login(clerk)
    page = client.post(f"{ADMIN}{row.pk}/decide/", {"decision": "decline"}).content.decode()
    assert "理由を書いてください" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            f"{ADMIN}{row.pk}/decide/", {"decision": "decline", "reason": "市外の団体のため"}
        )
    row.refresh_from_db()
    assert (row.status, row.reason) == ("declined", "市外の団体のため")
    assert "市外の団体のため" in mail.outbox[0].body
    assert not Organisation.objects.exists()


def test_two_spellings_are_compared_before_accepting(client, clerk):
    """The clerk sees the similar one, and must say that they are two."""
    OrganisationFactory(name="特定非営利活動法人みやがわ")
    row = application()
    client.force_login(clerk)
    page = client.post(f"{ADMIN}{row.pk}/decide/", {"decision": "accept"}).content.decode()
    assert "特定非営利活動法人みやがわ" in page
    assert "別の団体として登録する" in page
    assert Organisation.objects.count() == 1
    client.post(f"{ADMIN}{row.pk}/decide/", {"decision": "accept", "confirm_other": "on"})
    assert Organisation.objects.count() == 2


def test_an_organisation_of_the_same_name_is_not_made_again(client, clerk):
    """Even when the clerk says that it is another: the list would show the same name twice."""
    row = application()
    OrganisationFactory(name=row.name)
    client.force_login(clerk)
    answer = {"decision": "accept", "confirm_other": "on"}
    response = client.post(f"{ADMIN}{row.pk}/decide/", answer)
    assert response.status_code == 200
    assert "既に存在します" in response.content.decode()
    row.refresh_from_db()
    assert row.status == "waiting"


def test_a_decision_is_made_once(client, clerk):
    """The second clerk is told, and nothing happens twice."""
    row = application()
    accept_application(application=row, by=clerk)
    client.force_login(clerk)
    answer = {"decision": "decline", "reason": "遅かった"}
    page = client.post(f"{ADMIN}{row.pk}/decide/", answer, follow=True).content.decode()
    assert "ほかの職員がもう決めています" in page
    row.refresh_from_db()
    assert row.status == "accepted"


def test_who_was_turned_down_may_apply_again(db, clerk):
    """A decided application stands in the way of no new one."""
    row = application()
    decline_application(application=row, reason="書類がまだです", by=clerk)
    again = application()
    assert again.status == "waiting"
    apply(application=again)


@pytest.mark.parametrize("page", ["", "1/change/", "1/decide/"])
def test_only_staff_with_the_right_see_applications(client, outsider, publicist, page):
    """Strangers are sent to the log-in; staff without the right are refused."""
    row = application()
    address = ADMIN + page.replace("1", str(row.pk))
    assert client.get(address).status_code == 302
    client.force_login(outsider)
    assert client.get(address).status_code == 302
    client.force_login(publicist)
    assert client.get(address).status_code == 403
    assert client.post(address, {"decision": "accept"}).status_code == 403


def test_an_application_is_not_rewritten(client, clerk):
    """An application stays as it came."""
    row = application()
    client.force_login(clerk)
    client.post(f"{ADMIN}{row.pk}/change/", {"name": "別の名", "status": "accepted"})
    row.refresh_from_db()
    assert (row.name, row.status) == (ANSWERS["name"], "waiting")
    assert client.get(f"{ADMIN}add/").status_code == 403
