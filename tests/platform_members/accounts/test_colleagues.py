"""Colleagues are invited by mail; each sets a password that no other person knows."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from platform_members.accounts.roles import PUBLICITY, READERS, WELFARE_CENTRE
from platform_members.models import OutgoingMail, User
from tests.helpers.mail_server_that_is_down import DOWN
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed, post_as

USERS = "/admin/platform_members/user/"
INVITE = f"{USERS}invite/"
NEW = {"email": "new@example.jp", "name": "新人 次郎"}
PASSWORD = "a quite long phrase 27"


def link() -> str:
    """The link of the newest mail."""
    return re.search(r"http\S+?(/accounts/password/reset/\S+)", mail.outbox[-1].body)[1]


@committed
@pytest.mark.parametrize("role", [WELFARE_CENTRE, PUBLICITY, READERS])
def test_a_colleague_is_invited_and_sets_a_password(clerk, role):
    """One mail in the portal's words, one link; then the colleague logs in with that role."""
    answer = post_as(clerk, INVITE, **NEW, role=role)
    assert answer.status_code == 302
    person = User.objects.get(email="new@example.jp")
    assert person.is_staff
    assert not person.has_usable_password()
    assert [group.name for group in person.groups.all()] == [role]
    [sent] = mail.outbox
    for words in (
        "伊勢市の「伊勢つながりサポート」",
        "伊勢 花子さん",
        role,
        "あなただけのパスワード",
    ):
        assert words in sent.body
    assert "example.com" not in sent.body + sent.subject

    visitor, address = Client(), link()
    page = visitor.get(address, follow=True)
    typed = {"password1": PASSWORD, "password2": PASSWORD}
    form = filled_form(page, "password1") | typed
    assert visitor.post(page.request["PATH_INFO"], form).status_code == 302
    assert Client().login(email="new@example.jp", password=PASSWORD)
    again = Client().get(address, follow=True)
    assert "password1" not in again.content.decode()


@committed
def test_an_invitation_that_was_not_taken_up_is_sent_anew(clerk):
    """With the role of today; an account that is in use is left alone."""
    post_as(clerk, INVITE, **NEW, role=READERS)
    post_as(clerk, INVITE, **NEW | {"email": "NEW@example.jp"}, role=PUBLICITY)
    person = User.objects.get(email="new@example.jp")
    assert [group.name for group in person.groups.all()] == [PUBLICITY]
    assert len(mail.outbox) == 2
    person.set_password(PASSWORD)
    person.save()
    answer = post_as(clerk, INVITE, **NEW, role=READERS)
    assert "もう登録されています" in answer.content.decode()
    assert 'value="新人 次郎"' in answer.content.decode()
    assert len(mail.outbox) == 2


@committed
def test_a_members_account_does_not_become_a_colleagues(clerk, member):
    """An organisation's editor stays what they are."""
    typed = {"email": member.email, "name": "誰か", "role": WELFARE_CENTRE}
    assert "もう登録されています" in post_as(clerk, INVITE, **typed).content.decode()
    member.refresh_from_db()
    assert not member.is_staff


@committed
def test_a_mail_server_that_is_down_stops_nothing(clerk, settings):
    """The account stands, the mail waits."""
    settings.EMAIL_BACKEND = DOWN
    answer = post_as(clerk, INVITE, **NEW, role=READERS)
    assert answer.status_code == 302
    assert OutgoingMail.objects.unsent().count() == 1


@pytest.mark.parametrize(
    ("person", "status"), [("reader", 403), ("publicist", 403), ("clerk", 200)]
)
def test_only_the_welfare_centre_invites(client, request, person, status):
    """The others open neither page nor button."""
    client.force_login(request.getfixturevalue(person))
    assert client.get(INVITE).status_code == status
    if status == 403:
        assert client.post(INVITE, NEW | {"role": READERS}).status_code == 403
        assert not User.objects.filter(email="new@example.jp").exists()


@committed
def test_bad_input_comes_back(clerk):
    """No role, no address: said beside the field, with the rest as typed."""
    page = post_as(clerk, INVITE, email="だれか", name="新人 次郎").content.decode()
    assert 'value="新人 次郎"' in page
    assert 'value="だれか"' in page
    assert "errorlist" in page
    forged = post_as(clerk, INVITE, **NEW, role="管理者")
    assert forged.status_code == 200
    assert not User.objects.filter(email="new@example.jp").exists()


@committed
def test_another_persons_password_is_set_by_a_link(clerk, colleague):
    """The button sends the link; the password of today stays until it is used."""
    answer = post_as(clerk, f"{USERS}{colleague.pk}/password/", password1=PASSWORD)
    assert answer.status_code == 302
    assert "/accounts/password/reset/" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [colleague.email]
    colleague.refresh_from_db()
    assert colleague.check_password("correct horse")


def test_no_page_about_people_speaks_of_machinery(client, administrator, clerk, colleague):
    """Neither hashes nor directories of other systems; the administrator is called so."""
    for person in (administrator, clerk):
        client.force_login(person)
        for page in ("", "invite/", f"{colleague.pk}/change/", f"{colleague.pk}/password/"):
            answer = client.get(f"{USERS}{page}")
            assert answer.status_code == 200
            for word in ("pbkdf2", "argon2", "LDAP", "スーパーユーザー", "ハッシュ"):
                assert word not in answer.content.decode()
        assert client.get(f"{USERS}add/")["Location"] == INVITE


@committed
def test_a_role_that_was_renamed_is_not_offered(administrator):
    """Until the next upgrade puts it right; what was chosen before is refused in words."""
    Group.objects.filter(name=READERS).update(name="見る人")
    answer = post_as(administrator, INVITE, **NEW, role=READERS)
    assert answer.status_code == 200
    assert (
        "入力をご確認ください" in answer.content.decode() or "errorlist" in answer.content.decode()
    )
    assert not User.objects.filter(email="new@example.jp").exists()
